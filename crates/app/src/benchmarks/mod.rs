//! Benchmark sets of the site (裁量基准): written, checked, reviewed, put into force from a day, filed, retired, replayed.

mod advance;
mod differ;
mod import;
mod read;
mod replay;
mod write;

pub use advance::{Step, advance};
pub use differ::{Compared, differ};
pub use import::{Import, Imported, export, import};
pub use read::{check, copy, list, read};
pub use replay::{Progress, replay};
pub use store::law::Entry;
pub use write::write;

use crate::{Error, Permit};
use domain::Refusal;

/// Sets are the city's: a county's officers read them.
fn of_the_city(permit: &Permit<'_>) -> Result<(), Error> {
    if permit.is_of_the_city() {
        return Ok(());
    }
    Err(Refusal::new(
        "benchmark.of_the_city",
        "裁量基准由市级机关统一维护，请联系市局法制部门",
        "benchmark sets are kept by the city's bureau; ask its legal department",
    )
    .into())
}

fn exists() -> Refusal {
    Refusal::new(
        "benchmark.exists",
        "已有相同编码和版本的裁量基准，请另取版本号",
        "there is a set of this id and version already; choose another version",
    )
    .field("content.set.version")
}
