//! What a town has in hand when a delegation is taken back (收回下放的在办事项): shown one by one, each with a choice.

mod carry;
mod choose;
mod page;
mod view;

pub(crate) use carry::carry_out;
pub use choose::{Choose, choose};
pub(crate) use page::undecided;
pub use page::{WithdrawalPage, read};
pub use view::{InHand, Stand};
