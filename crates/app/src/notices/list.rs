//! Lists published notices, newest first.

use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::agency::Agency;
use domain::notice::Notice;
use store::Scope;

/// Lists notices for officers.
pub async fn list(
    cx: &Cx,
    actor: &Actor,
    words: &str,
    page: &Page,
) -> Result<Listed<Notice>, Error> {
    let permit = cx.authorize(actor, Action::NoticeList)?;
    let mut tx = permit.read().await?;
    let found = store::notices::list(&mut tx, words, page).await?;
    Ok(Listed::cut(found, page, |notice| notice.id.to_string()))
}

/// Lists notices for everybody.
pub async fn list_public(cx: &Cx, words: &str, page: &Page) -> Result<Listed<Notice>, Error> {
    let permit = cx.authorize(&Actor::Service("public"), Action::NoticeRead)?;
    let mut tx = permit.read().await?;
    let found = store::notices::list(&mut tx, words, page).await?;
    Ok(Listed::cut(found, page, |notice| notice.id.to_string()))
}

/// Decisions of a body that its page shows.
const OF_AGENCY_MAX: usize = 10;

/// The latest published decisions of a body, for everybody.
pub async fn of_agency(cx: &Cx, agency: &Agency) -> Result<Vec<Notice>, Error> {
    let permit = cx.authorize(&Actor::Service("public"), Action::NoticeRead)?;
    let mut tx = permit.read().await?;
    let scope = Scope::of(&agency.territory);
    Ok(store::notices::of_agency(&mut tx, &scope, &agency.name, OF_AGENCY_MAX).await?)
}
