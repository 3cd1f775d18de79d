//! Cases that rest on an act or an article: those that the officer may see.

use super::affected::{Part, all_of_item, items};
use crate::{Action, Actor, Cx, Error};
use domain::case::Case;
use domain::law::ArticleNumber;

/// Cases shown at most, the newest.
const SHOWN_MAX: usize = 100;

/// The newest cases that rest on it, closed ones too, and whether there are more.
pub async fn cases_citing(
    cx: &Cx,
    actor: &Actor,
    act: &str,
    article: Option<ArticleNumber>,
) -> Result<(Vec<Case>, bool), Error> {
    let permit = cx.authorize(actor, Action::CaseList)?;
    let law = cx.law();
    let articles = article.map(|number| [number]);
    let part = Part { act, articles: articles.as_ref().map(|one| &one[..]) };
    let mut tx = permit.read().await?;
    let mut found = Vec::new();
    for item in items(&law, part) {
        let cases = all_of_item(&mut tx, &item, false).await?;
        found.extend(cases.into_iter().filter(|case| {
            !part.places(law.tables().of_case(case)).is_empty()
                && actor.territory().is_some_and(|own| own.contains(&case.territory))
        }));
    }
    found.sort_by_key(|case| std::cmp::Reverse(case.id));
    let more = found.len() > SHOWN_MAX;
    found.truncate(SHOWN_MAX);
    Ok((found, more))
}
