//! Facts in SQL, on SQLite and PostgreSQL alike. The only crate that knows a table name.
//!
//! Every function works inside a [`Tx`]; every change of an aggregate takes a [`Change`] and writes its record line in
//! the same transaction. There is no other way to change a row of an aggregate.

mod copy;
mod db;
mod error;

pub mod access;
pub mod adjustments;
pub mod agencies;
pub mod cases;
pub mod change_sets;
pub mod clearances;
pub mod complaints;
pub mod corrections;
pub mod designations;
pub mod dispositions;
pub mod documents;
pub mod enclosures;
pub mod enterprises;
pub mod fines;
pub mod inspections;
pub mod jobs;
pub mod judging;
pub mod law;
pub mod law_proposals;
pub mod leads;
pub mod notices;
pub mod numbers;
pub mod officers;
pub mod outlets;
pub mod record;
pub mod rows;
pub mod tasks;
pub mod uploads;

pub use copy::{Filling, Snapshot, Table};
pub use db::{Store, StoreUrl, Tx};
pub use error::StoreError;
pub use record::{Change, Changed};

/// One page of a list: at most this many rows are ever read for one request.
pub const PAGE_MAX: i64 = 200;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The last id of the page before; none for the first page.
    pub after: Option<String>,
    /// How many rows, 1 to [`PAGE_MAX`].
    pub size: i64,
}

impl Page {
    /// One more row than asked for tells whether there is a next page.
    fn limit(&self) -> i64 {
        self.size.clamp(1, PAGE_MAX) + 1
    }

    /// The id the list (newest first) continues below.
    fn below(&self) -> &str {
        self.after.as_deref().unwrap_or("g")
    }
}

/// A subtree of territories as a range over their path text: `from <= territory < to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The path of the subtree's root, for instance `1310/131082/`.
    pub from: String,
    /// The first path beyond it, for instance `1310/1310820`.
    pub to: String,
}

impl Scope {
    /// Everything at and below a territory.
    pub fn of(territory: &domain::region::Territory) -> Self {
        let from = territory.as_str().to_owned();
        let to = format!("{}0", from.trim_end_matches('/'));
        Self { from, to }
    }

    /// Everything, placed or not.
    pub fn everything() -> Self {
        Self { from: String::new(), to: "~".to_owned() }
    }

    /// Nothing at all.
    pub fn nothing() -> Self {
        Self { from: "x".to_owned(), to: "x".to_owned() }
    }
}

/// A search text as a pattern for `LIKE … ESCAPE '!'`; empty stays empty, and wildcards in it stand for themselves.
fn like(words: &str) -> String {
    let mut pattern = String::new();
    for c in words.trim().chars().take(100) {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    if pattern.is_empty() { pattern } else { format!("%{pattern}%") }
}

/// Every statement of the store, for the test that prepares them all on both databases.
pub fn statements() -> impl Iterator<Item = &'static str> {
    [
        access::STATEMENTS,
        adjustments::STATEMENTS,
        agencies::STATEMENTS,
        cases::STATEMENTS,
        change_sets::STATEMENTS,
        corrections::STATEMENTS,
        complaints::STATEMENTS,
        clearances::STATEMENTS,
        designations::STATEMENTS,
        dispositions::STATEMENTS,
        documents::STATEMENTS,
        enclosures::STATEMENTS,
        enterprises::STATEMENTS,
        fines::STATEMENTS,
        inspections::STATEMENTS,
        jobs::STATEMENTS,
        law::STATEMENTS,
        law_proposals::STATEMENTS,
        judging::STATEMENTS,
        leads::STATEMENTS,
        notices::STATEMENTS,
        numbers::STATEMENTS,
        officers::STATEMENTS,
        outlets::STATEMENTS,
        record::STATEMENTS,
        tasks::STATEMENTS,
        uploads::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
    .chain(rows::statements())
}
