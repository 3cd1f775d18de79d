//! Lists published notices, newest first.

use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::notice::Notice;

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
