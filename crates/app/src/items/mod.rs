//! Enforcement items (执法事项): the catalogue, and the people who check it against the law.

mod confirm;
mod correct;
mod import;
mod list;
mod page;
mod revise;

pub use confirm::confirm;
pub use correct::{confirm_correction, correction, corrections, end_correction};
pub(crate) use import::faulty;
pub use import::{Import, Imported, import};
pub use list::{ItemFilter, list};
pub use page::{CitedText, ItemPage, read};
pub use revise::{Revise, revise};

use crate::{Action, Error, Permit};
use domain::Refusal;
use domain::adjustment::Signed;
use domain::agency::AgencyKind;

/// Who signs a step, and when.
pub(crate) fn signed(permit: &Permit<'_>) -> Result<Signed, Error> {
    let person = permit.person()?;
    Ok(Signed { by: person.id, name: person.name.clone(), at: permit.now() })
}

/// The catalogue is one for the whole city, so only the city's reviewers change what it says.
fn kept_by_city(permit: &Permit<'_>) -> Result<(), Error> {
    let law = permit.cx().law();
    let mut bodies = law.lists.agencies().iter();
    let bureau = bodies.find(|body| body.kind == AgencyKind::Bureau);
    let root = bureau.map(|body| body.territory.clone());
    let thing = crate::permit::Thing::at("item", root);
    if permit.could(Action::ItemRevise, &thing) {
        return Ok(());
    }
    Err(Refusal::new(
        "item.kept_by_city",
        "事项目录全市统一，由市级法制审核人员更正；请向市级提出，或者只对条文相符的事项作确认。",
        "The catalogue is one for the whole city; only the city's reviewers correct it. Tell them, or confirm what is right.",
    )
    .into())
}
