//! What people and devices may do: one file per use case, one transaction each. The only place a transaction begins.
//!
//! A use case reads top-down: may they (`cx.authorize`), one transaction (`permit.write`), what the law says (a pure
//! call into `domain`), the change with its record line (`store`), what must follow (a job), commit. There is no way
//! to a transaction but through a [`Permit`], so no use case can forget the first step.

pub mod access;
pub mod adjustments;
pub mod benchmarks;
pub mod calendar;
pub mod cases;
pub mod complaints;
mod cx;
pub mod discretion;
pub mod dispositions;
pub mod enclosures;
mod error;
pub mod inspections;
pub mod items;
pub mod jobs;
pub mod jurisdiction;
mod law;
pub mod leads;
pub mod library;
pub mod lists;
mod live;
pub mod notices;
mod office;
pub mod papers;
mod permit;
pub mod plants;
mod policy;
pub mod ports;
pub mod record;
pub mod successions;
pub mod tasks;
pub mod telemetry;
pub mod work;

pub use cx::{Cx, Parts};
pub use error::Error;
pub use law::Law;
pub use live::LiveEvent;
pub use office::{Office, Offices};
pub use permit::{Actor, Guarded, Permit, Person};
pub use policy::{Action, Policies};
pub use store::{Page, StoreUrl};

/// One page of a list, with where the next begins.
#[derive(Debug, Clone)]
pub struct Listed<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Cursor of the next page; none at the end.
    pub next: Option<String>,
}

impl<T> Listed<T> {
    /// Cuts the one row too many that tells of a next page.
    pub(crate) fn cut(mut items: Vec<T>, page: &Page, id: impl Fn(&T) -> String) -> Self {
        let size = usize::try_from(page.size.clamp(1, store::PAGE_MAX)).unwrap_or(1);
        let next = (items.len() > size).then(|| items.get(size - 1).map(&id)).flatten();
        items.truncate(size);
        Self { items, next }
    }
}
