//! Tasks (任务): dispatched by the duty officer, taken, done or given back by the team.

mod accept;
mod dispatch;
mod give_back;
mod list;
mod read;

pub use accept::accept;
pub use dispatch::{Dispatch, Sending, dispatch};
pub use give_back::give_back;
pub use list::{TaskFilter, list};
pub use read::{TaskPage, read};
