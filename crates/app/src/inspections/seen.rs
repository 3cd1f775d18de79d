//! Who reads an inspection: those at its place, and those who read the case that rests on it.

use crate::permit::{Guarded, Thing};
use crate::{Error, Permit};
use domain::case::Case;
use domain::inspection::Inspection;
use domain::region::Territory;
use store::Tx;

struct Seen(Inspection, Vec<Territory>);

impl Guarded for Seen {
    fn thing(&self) -> Thing {
        Thing { readers: self.1.clone(), ..self.0.thing() }
    }
}

/// Where a case is and was: its file is read there.
pub(crate) fn read_at(case: Option<&Case>) -> Vec<Territory> {
    case.map_or_else(Vec::new, |case| {
        let mut places = case.readers();
        places.push(case.territory.clone());
        places
    })
}

/// Lets an inspection through to be read.
pub(super) async fn seen(
    permit: &Permit<'_>,
    tx: &mut Tx,
    inspection: Option<Inspection>,
    noun: &'static str,
) -> Result<Inspection, Error> {
    let inspection = inspection.ok_or(Error::NotFound(noun))?;
    let case = store::cases::of_inspection(tx, inspection.id).await?;
    let places = read_at(case.as_ref());
    Ok(permit.on(Some(Seen(inspection, places)), noun)?.0)
}
