//! The dispersion report: how the fines of closed cases spread over their range, for each violation, by county or town.

use crate::{Action, Actor, Cx, Error};
use domain::discretion::{DecidedFine, Dispersion, dispersion};
use domain::{Date, Refusal};
use store::fines::{Decisions, Walk};

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
    let mut decided: Vec<DecidedFine> = Vec::new();
    let mut walk = Walk::through(asked);
    while !walk.ended() {
        decided.extend(walk.next(&mut tx).await?);
    }
    Ok(dispersion(&decided, if of.towns { 3 } else { 2 }))
}

fn too_many(count: u64) -> Refusal {
    Refusal::new(
        "discretion.too_many_cases",
        format!("所选期间有{count}件案件，一次最多统计{CASES_MAX}件，请缩短期间"),
        format!("there are {count} cases in the period, {CASES_MAX} at most; choose a shorter one"),
    )
    .field("from")
}
