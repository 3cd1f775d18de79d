//! Fills in the fines of cases that were decided before fines were kept, from their bodies; once, at the start.

use super::table_of;
use crate::{Action, Actor, Cx, Error};
use domain::discretion::DecidedFine;

/// Cases of one transaction.
const AT_ONCE: i64 = 200;

/// Fills in what is missing; how many fines were found.
pub async fn fill_in(cx: &Cx) -> Result<usize, Error> {
    let actor = Actor::Service("setup");
    let permit = cx.authorize(&actor, Action::RegistryWrite)?;
    let law = cx.law();
    let (mut found, mut after) = (0, None);
    loop {
        let mut tx = permit.write().await?;
        let cases = store::fines::unfilled(&mut tx, after, AT_ONCE).await?;
        let Some(last) = cases.last() else {
            return Ok(found);
        };
        after = Some(last.id);
        for case in &cases {
            let table = |version: &str, code: &str| table_of(&law, version, code);
            let violation = |item: &str| {
                let mut of_item = law.violations.iter().filter(|known| known.item == item);
                of_item.next().map(|known| known.code.clone())
            };
            if let Some(fine) = DecidedFine::of(case, table, violation) {
                store::fines::fill_in(&mut tx, &fine).await?;
                found += 1;
            }
        }
        permit.commit(tx).await?;
    }
}
