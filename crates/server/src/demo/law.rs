//! A repeal of the code's first day, entered by the city's legal reviewer, with some of its rows worked through.

use super::people::actor;
use anyhow::Context as _;
use app::library::{Repeal, RowFilter, Work, repeal, rows, settle};
use app::{Cx, Page};
use domain::agency::Agencies;
use domain::change_set::Outcome;
use domain::citing::CitingKind;
use domain::law::CODE_IN_FORCE;
use domain::officer::{Officer, Role};

/// The law whose repeal is shown.
const ACT: &str = "water_law";
/// Rows that are worked through already.
const WORKED: i64 = 4;

/// Enters the repeal and settles the first rows.
pub(super) async fn clean_up(
    cx: &Cx,
    officers: &[Officer],
    agencies: &Agencies,
) -> anyhow::Result<()> {
    let of_city = |officer: &&Officer| {
        officer.roles.contains(&Role::Reviewer)
            && agencies.by_id(officer.agency).is_some_and(|agency| agency.code == "LF")
    };
    let reviewer = officers.iter().find(of_city).context("a reviewer of the city")?;
    let reviewer = actor(reviewer, agencies).context("the reviewer's agency")?;
    let order = Repeal { set: cx.id(), act: ACT.to_owned(), on: CODE_IN_FORCE, by: None };
    let set = repeal(cx, &reviewer, order).await?.set;
    let first = Page { after: None, size: WORKED };
    for row in rows(cx, &reviewer, set.id, RowFilter::default(), &first).await?.items {
        let (outcome, note) = match row.kind {
            CitingKind::Item => {
                (Outcome::Done, "依据已改为生态环境法典相应条文，旧条文仅用于法典施行前的行为")
            }
            CitingKind::Range
            | CitingKind::Violation
            | CitingKind::Benchmark
            | CitingKind::Period
            | CitingKind::Document
            | CitingKind::Refusal
            | CitingKind::Case => (Outcome::NotAffected, "仅用于法典施行前的行为，保留"),
        };
        let link = (row.kind == CitingKind::Item).then(|| format!("/items?q={}", row.code));
        let work = Work {
            set: set.id,
            position: row.position,
            revision: row.revision,
            outcome,
            note: note.to_owned(),
            link,
        };
        settle(cx, &reviewer, work).await?;
    }
    Ok(())
}
