//! The dispersion report: how fines for each violation spread over their range, by county or town.

use crate::{Action, Actor, Cx, Error};
use domain::discretion::{DecidedFine, Dispersion, dispersion};
use domain::{Date, Refusal};
use store::Tx;
use store::fines::Decisions;

/// Decided cases of one report; a longer period is asked for in parts.
const CASES_MAX: u64 = 50_000;

/// A period and how fine the places are.
#[derive(Debug, Clone, Copy)]
pub struct Period {
    /// First day of decision.
    pub from: Date,
    /// Last day of decision.
    pub to: Date,
    /// By town instead of by county.
    pub towns: bool,
}

/// Reports on the actor's territory.
pub async fn report(cx: &Cx, actor: &Actor, of: Period) -> Result<Vec<Dispersion>, Error> {
    let permit = cx.authorize(actor, Action::DiscretionCompare)?;
    let mut tx = permit.read().await?;
    let asked = Decisions { scope: permit.scope(), from: of.from, to: of.to };
    let count = store::fines::count(&mut tx, &asked).await?;
    if count > CASES_MAX {
        return Err(too_many(count).into());
    }
    let decided = all(&mut tx, &asked).await?;
    Ok(dispersion(&decided, if of.towns { 3 } else { 2 }))
}

async fn all(tx: &mut Tx, asked: &Decisions) -> Result<Vec<DecidedFine>, Error> {
    let mut decided: Vec<DecidedFine> = Vec::new();
    loop {
        let page = store::fines::page(tx, asked, decided.last().map(|last| last.case)).await?;
        let last = (page.len() as i64) < store::fines::ROWS_MAX;
        decided.extend(page);
        if last {
            return Ok(decided);
        }
    }
}

fn too_many(count: u64) -> Refusal {
    Refusal::new(
        "discretion.too_many_cases",
        format!("所选期间有{count}件案件，一次最多统计{CASES_MAX}件，请缩短期间"),
        format!("there are {count} cases in the period, {CASES_MAX} at most; choose a shorter one"),
    )
    .field("from")
}
