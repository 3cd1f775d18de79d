//! Jurisdiction (管辖): the one gate that dispatch, inspection, filing and decision pass, the question a person may ask, the
//! registered operations, and whose matter a lead or a case is where that is in question.

mod acted;
mod answer;
mod designate;
mod gate;
mod operations;
mod refer;
mod withdrawn;

pub use answer::{Asked, Spot, Told, answer};
pub use designate::{Appoint, Begin, Matter, Opening, begin, designate};
pub use gate::Pick;
pub use operations::{approve, end, list as list_operations, register};
pub use refer::{DesignationRow, accept, list, read, refer};
pub use store::law::Entry;

pub(crate) use designate::hand_over;
pub(crate) use gate::{Ask, Case, grounds, occasions, officers_of, site};
pub(crate) use withdrawn::{TakenBack, due_to_town, taken_back};
