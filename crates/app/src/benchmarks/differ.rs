//! Compares two versions of a set: cell by cell, and by what they do to like cases.

use crate::{Action, Actor, Cx, Error};
use domain::Refusal;
use domain::discretion::{Effect, SetDiff, diff, effects};

/// Two versions and what differs.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Id and version of the earlier one.
    pub before: String,
    /// Id and version of the later one.
    pub after: String,
    /// Cell by cell.
    pub diff: SetDiff,
    /// By like cases.
    pub effects: Vec<Effect>,
}

/// Compares two sets at hand, by id and version; without an earlier one, the one in force today.
pub async fn differ(
    cx: &Cx,
    actor: &Actor,
    before: Option<&str>,
    after: &str,
) -> Result<Compared, Error> {
    let permit = cx.authorize(actor, Action::BenchmarkList)?;
    let law = cx.law();
    let before = match before {
        Some(before) => before.to_owned(),
        None => law.leading(permit.now().date()).ok_or_else(nothing_in_force)?,
    };
    let (was, now) = (super::copy(cx, actor, &before).await?, super::copy(cx, actor, after).await?);
    Ok(Compared {
        diff: diff(&was, &now),
        effects: effects(&was, &now, &law.ranges),
        before,
        after: after.to_owned(),
    })
}

fn nothing_in_force() -> Refusal {
    Refusal::new(
        "benchmark.nothing_in_force",
        "目前没有启用本市的裁量基准，请选择与哪一套比较",
        "no set of the city is in force; choose one to compare with",
    )
    .field("before")
}
