//! Files that belong to a step of a matter (附件): handed in first, then taken by the step that needs them.

mod add;
mod attach;
mod read;

pub use add::{NewEnclosure, add};
pub(crate) use attach::attach;
pub use read::{EnclosureFile, read};
