//! Public notices (公示): published by rule-made redaction, readable by anybody, taken down with a reason.

mod issue;
mod list;
mod publish;
mod read;
mod withdraw;

pub(crate) use issue::issue;
pub use list::{list, list_public, of_agency};
pub use publish::{Read, Reading, publish, read_before, read_before_file};
pub use read::{NoticePage, published_file, read_public};
pub use withdraw::withdraw;
