//! The law library: what people enter into it, and what must be worked through when a law changes. Reading it needs no
//! transaction: it is part of the [`crate::Law`].

mod affected;
mod articles;
mod cases;
mod change_sets;
mod effect;
mod enter;
mod proposals;
mod propose;

pub use articles::{ArticleView, of_case, view};
pub use cases::cases_citing;
pub use change_sets::{SetFilter, Work, list, read, reopen, rows, settle};
pub use effect::Effect;
pub use enter::confirm;
pub(crate) use proposals::waiting_for;
pub use proposals::{Ending, ProposalPage, end, proposal, proposals};
pub use propose::{Propose, preview, propose};
pub use store::change_sets::RowFilter;

use crate::{Error, Permit};
use domain::Refusal;
use domain::law::BY_TWO;

/// The library is one for the whole city: a county's officers read it.
fn of_the_city(permit: &Permit<'_>) -> Result<(), Error> {
    if permit.is_of_the_city() {
        return Ok(());
    }
    Err(Refusal::new(
        "law_proposal.of_the_city",
        "法规库由市级机关统一维护，请将法规变动告知市局法制审核人员",
        "the library is kept by the city's bureau; tell its legal reviewers what has changed",
    )
    .basis(BY_TWO)
    .field("act")
    .into())
}
