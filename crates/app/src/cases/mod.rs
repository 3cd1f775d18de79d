//! Cases (案件): from the proposal to file to the end. One file for each thing that may be done to a case.

mod approve_filing;
mod close;
mod conclude;
mod decide;
mod deliberate;
mod desk;
mod examine;
mod hearing;
mod list;
mod page;
mod propose;
mod recheck;
mod record_defence;
mod review;
mod serve_decision;
mod serve_notice;
mod service;
mod take_over;

pub use approve_filing::{approve_filing, refuse_filing};
pub use close::close;
pub use conclude::{Conclude, Intent, conclude};
pub use decide::decide;
pub use deliberate::{Deliberate, deliberate};
pub use examine::{Examine, examine};
pub use hearing::{HoldHearing, hold_hearing, request_hearing};
pub use list::{CaseRow, list};
pub use page::{ActionState, CasePage, GateView, StageView, read};
pub use propose::{Propose, propose};
pub use recheck::{RecheckCase, end_answer_period, recheck};
pub use record_defence::record_defence;
pub use review::{ReviewCase, review};
pub use serve_decision::serve_decision;
pub use serve_notice::serve_notice;
pub use service::NewService;
pub use store::cases::CaseFilter;
pub use take_over::{TakeOver, take_over};
