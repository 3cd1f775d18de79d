//! A repeal of the code's first day, proposed by one legal reviewer of the city and confirmed by the other, with some of its
//! rows worked through; and one that waits for its second person.

use super::people::city_reviewers;
use app::library::{Propose, RowFilter, Work, confirm, propose, rows, settle};
use app::{Cx, Page};
use domain::agency::Agencies;
use domain::change_set::Outcome;
use domain::citing::CitingKind;
use domain::law::{CODE_IN_FORCE, LawOrder, Repeal};
use domain::officer::Officer;

/// The law whose repeal is shown.
const ACT: &str = "water_law";
/// Rows that are worked through already.
const WORKED: i64 = 4;

/// The law whose repeal, of the same day, waits for its second person.
const WAITS: &str = "air_law";
/// Where both are announced.
const SOURCE: &str = "生态环境法典第一千二百四十二条";

/// Enters the repeal, settles the first rows, and proposes another.
pub(super) async fn clean_up(
    cx: &Cx,
    officers: &[Officer],
    agencies: &Agencies,
) -> anyhow::Result<()> {
    let (reviewer, other) = city_reviewers(officers, agencies)?;
    let order = |act: &str| {
        let (act, source) = (act.to_owned(), SOURCE.to_owned());
        LawOrder::Repeal(Repeal { act, on: CODE_IN_FORCE, by: None, source })
    };
    let proposed = propose(cx, &reviewer, Propose { id: cx.id(), order: order(ACT) }).await?;
    let (_, set) = confirm(cx, &other, proposed.id, proposed.revision, "与法典一致").await?;
    propose(cx, &reviewer, Propose { id: cx.id(), order: order(WAITS) }).await?;
    let first = Page { after: None, size: WORKED };
    for row in rows(cx, &reviewer, set.id, RowFilter::default(), &first).await?.items {
        let (outcome, note) = match row.kind {
            CitingKind::Item => {
                (Outcome::Done, "依据已改为生态环境法典相应条文，旧条文仅用于法典施行前的行为")
            }
            CitingKind::List
            | CitingKind::Range
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
