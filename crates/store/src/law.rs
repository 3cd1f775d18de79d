//! What a site entered on top of the law that the platform ships: items, lists, benchmarks … each by kind and code.
//!
//! These are few, small and always read as a whole, so one table holds them all.

use crate::db::{Tx, body, json, on};
use crate::{Change, StoreError, record};
use domain::discretion::{BenchmarkEntry, Succession};
use domain::item::{Delegation, Item, ListVersion};
use domain::jurisdiction::Operation;
use domain::law::{Act, EnteredText};
use domain::record::SubjectId;
use domain::region::Territory;
use serde::{Serialize, de::DeserializeOwned};

/// Something that a site may enter.
pub trait Entered: Serialize + DeserializeOwned {
    /// Its noun, as in the record kinds.
    const NOUN: &'static str;

    /// What names it among its kind: 1 to 64 of `a-z 0-9 . _ -`.
    fn code(&self) -> &str;
}

impl Entered for Item {
    const NOUN: &'static str = "item";

    fn code(&self) -> &str {
        &self.code
    }
}

impl Entered for ListVersion {
    const NOUN: &'static str = "list";

    fn code(&self) -> &str {
        &self.version
    }
}

impl Entered for Delegation {
    const NOUN: &'static str = "delegation";

    fn code(&self) -> &str {
        &self.code
    }
}

impl Entered for Operation {
    const NOUN: &'static str = "operation";

    fn code(&self) -> &str {
        &self.code
    }
}

impl Entered for BenchmarkEntry {
    const NOUN: &'static str = "benchmark";

    fn code(&self) -> &str {
        &self.code
    }
}

impl Entered for Succession {
    const NOUN: &'static str = "succession";

    fn code(&self) -> &str {
        &self.code
    }
}

/// An entry and the revision it was read at; a new one has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<T> {
    /// What was entered.
    pub value: T,
    /// 1, 2, 3 …; 0 for one that is not written yet.
    pub revision: u32,
}

impl<T> Entry<T> {
    /// One that is not written yet.
    pub const fn new(value: T) -> Self {
        Self { value, revision: 0 }
    }
}

impl Entered for Act {
    const NOUN: &'static str = "act";

    fn code(&self) -> &str {
        &self.id
    }
}

impl Entered for EnteredText {
    const NOUN: &'static str = "text";

    fn code(&self) -> &str {
        &self.code
    }
}

const INSERT: &str = "INSERT INTO law_entry (kind, code, updated_at, body, revision)
    VALUES ($1, $2, $3, $4, 1) ON CONFLICT DO NOTHING";
const SAVE: &str = "UPDATE law_entry SET updated_at = $1, body = $2, revision = revision + 1
    WHERE kind = $3 AND code = $4 AND revision = $5";
const FIND: &str = "SELECT body, revision FROM law_entry WHERE kind = $1 AND code = $2";
const ALL: &str = "SELECT body, revision FROM law_entry WHERE kind = $1 ORDER BY code";

const EDITION: &str = "SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM law_entry";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, SAVE, FIND, ALL, EDITION];

/// Writes an entry over the revision it was read at.
///
/// # Errors
/// `Stale` where somebody wrote it in between; `Inconsistent` where its code names nothing that can be recorded.
pub async fn enter<T: Entered>(
    tx: &mut Tx,
    entry: Entry<T>,
    place: Option<&Territory>,
    change: &Change,
) -> Result<Entry<T>, StoreError> {
    let Entry { value, revision } = entry;
    let code = value.code();
    let subject: SubjectId =
        code.parse().map_err(|error| StoreError::inconsistent("law_entry", error))?;
    let content = json("law_entry", &value)?;
    let at = change.at.as_millis();
    let rows = if revision == 0 {
        on!(tx, |db| sqlx::query(INSERT)
            .bind(T::NOUN)
            .bind(code)
            .bind(at)
            .bind(&content)
            .execute(db)
            .await
            .map(|done| done.rows_affected()))?
    } else {
        on!(tx, |db| sqlx::query(SAVE)
            .bind(at)
            .bind(&content)
            .bind(T::NOUN)
            .bind(code)
            .bind(i64::from(revision))
            .execute(db)
            .await
            .map(|done| done.rows_affected()))?
    };
    if rows == 0 {
        return Err(StoreError::Stale(T::NOUN));
    }
    record::append(tx, change, subject, revision + 1, place, &content).await?;
    Ok(Entry { value, revision: revision + 1 })
}

/// One entry by its code.
pub async fn find<T: Entered>(tx: &mut Tx, code: &str) -> Result<Option<Entry<T>>, StoreError> {
    let row: Option<(String, i64)> =
        on!(tx, |db| sqlx::query_as(FIND).bind(T::NOUN).bind(code).fetch_optional(db).await)?;
    row.map(parse).transpose()
}

/// Every entry of a kind, by code.
pub async fn all<T: Entered>(tx: &mut Tx) -> Result<Vec<Entry<T>>, StoreError> {
    let rows: Vec<(String, i64)> =
        on!(tx, |db| sqlx::query_as(ALL).bind(T::NOUN).fetch_all(db).await)?;
    rows.into_iter().map(parse).collect()
}

/// What every entry of a kind says, by code, for those who only read it.
pub async fn values<T: Entered>(tx: &mut Tx) -> Result<Vec<T>, StoreError> {
    Ok(all(tx).await?.into_iter().map(|entry| entry.value).collect())
}

/// How often the law was written; it grows with every entry and never falls.
pub async fn edition(tx: &mut Tx) -> Result<i64, StoreError> {
    Ok(on!(tx, |db| sqlx::query_scalar(EDITION).fetch_one(db).await)?)
}

fn parse<T: Entered>((content, revision): (String, i64)) -> Result<Entry<T>, StoreError> {
    let revision =
        revision.try_into().map_err(|error| StoreError::inconsistent("law_entry", error))?;
    Ok(Entry { value: body("law_entry", &content)?, revision })
}
