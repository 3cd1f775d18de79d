//! On-site inspections (现场检查): begun from a task, written, evidenced, signed, submitted.

mod begin;
mod evidence;
mod list;
mod power;
mod read;
mod seen;
mod sign;
mod submit;
mod upload;
mod write;

pub use begin::begin;
pub use evidence::{
    EvidenceFile, NewEvidence, add_evidence, read_evidence, supplement, withdraw_evidence,
};
pub use list::list;
pub use read::{InspectionPage, read};
pub use sign::{NewSignature, sign};
pub use submit::submit;
pub(crate) use upload::end_uploads;
pub use upload::{
    Announced, Upload, UploadLimits, add_piece, begin_upload, complete_upload, read_upload,
};
pub use write::write;

pub(crate) use seen::read_at;

use power::power;
use seen::seen;
