//! Rows of aggregates held against the record: what somebody edited, put back or took away behind the platform's back.
//!
//! Every body must be the one that the latest line about it committed to, and what stands beside a body in columns, for
//! lists to find it by, must be what the body says. Not looked at are what is derived or forgotten anyway: deadlines, sort
//! keys, sessions, jobs; and change sets, whose lines say what changed and not what stands.

use crate::db::{Tx, body, on};
use crate::record::latest_vouches;
use crate::{StoreError, cases};
use domain::case::Case;
use serde_json::Value;
use sqlx::Row as _;

/// Columns and what they hold, as text.
type Made = Vec<(&'static str, Option<String>)>;

/// A table of aggregates.
struct Table {
    /// Rows after a key: key, subject, revision, body, and columns as text.
    rows: &'static str,
    /// Subjects of the record that have no row.
    gone: Option<&'static str>,
    /// A column, and where in the body it stands; columns without a place are made by `made`.
    columns: &'static [(&'static str, &'static str)],
    made: fn(&str) -> Result<Made, StoreError>,
}

/// Rows looked at together, and subjects without rows that are named at most.
macro_rules! rows_max {
    () => {
        "200"
    };
}

/// A table whose rows are found by one column and are about `noun/<that column>`.
macro_rules! aggregates {
    ($table:literal, $noun:literal, $key:literal, [$($column:literal = $place:literal),*], $made:expr) => {
        Table {
            rows: concat!(
                "SELECT ", $key, " AS after, '", $noun, "/' || ", $key, " AS subject, revision, body",
                $(", CAST(", $column, " AS TEXT) AS ", $column,)*
                " FROM ", $table, " WHERE ", $key, " > $1 ORDER BY ", $key, " LIMIT ", rows_max!()
            ),
            gone: Some(concat!(
                "SELECT subject FROM record_line WHERE subject >= '", $noun, "/' AND subject < '", $noun,
                "0' AND revision = 1 AND NOT EXISTS (SELECT 1 FROM ", $table, " WHERE ", $table, ".", $key,
                " = substr(record_line.subject, length('", $noun, "/') + 1)) ORDER BY subject LIMIT ", rows_max!()
            )),
            columns: &[$(($column, $place)),*],
            made: $made,
        }
    };
    ($table:literal, $noun:literal, [$($column:literal = $place:literal),*]) => {
        aggregates!($table, $noun, "id", [$($column = $place),*], |_| Ok(Vec::new()))
    };
}

const TABLES: &[Table] = &[
    aggregates!("agency", "agency", ["code" = "/code", "territory" = "/territory"]),
    aggregates!("officer", "officer", ["agency" = "/agency", "account" = "/account", "name" = "/name"]),
    aggregates!("enterprise", "enterprise", ["name" = "/name", "territory" = "/territory"]),
    aggregates!("outlet", "outlet", ["enterprise" = "/enterprise", "territory" = "/territory", "name" = "/name"]),
    aggregates!("logger", "logger", ["mn" = "/mn", "outlet" = "/outlet"]),
    aggregates!("emission_limit", "limit", ["outlet" = "/outlet", "factor" = "/factor"]),
    aggregates!("lead", "lead", ["number" = "/number", "territory" = "/territory", "state" = "/state/state",
        "outlet" = "/outlet", "enterprise" = "/enterprise"]),
    aggregates!("task", "task", ["number" = "/number", "territory" = "/territory", "state" = "/state/state",
        "lead" = "/lead", "enterprise" = "/enterprise", "due_at" = "/due_at"]),
    aggregates!("inspection", "inspection", ["number" = "/number", "territory" = "/territory",
        "state" = "/state/state", "task" = "/task", "enterprise" = "/enterprise"]),
    aggregates!("case_file", "case", "id", ["number" = "", "stage" = "", "fine_fen" = "", "territory" = "/territory",
        "inspection" = "/inspection", "enterprise" = "/enterprise", "party_name" = "/party/name",
        "cause" = "/cause", "item" = "/item"], case_columns),
    aggregates!("clearance", "clearance", "case_id", ["territory" = "/territory"], |_| Ok(Vec::new())),
    aggregates!("notice", "notice", ["case_id" = "/case", "territory" = "/territory", "party_name" = "/party_name",
        "number" = "/number", "state" = "/state/state", "published_at" = "/published_at"]),
    aggregates!("adjustment", "adjustment", ["territory" = "/territory"]),
    aggregates!("complaint", "complaint", []),
    aggregates!("correction", "correction", []),
    aggregates!("designation", "designation", ["number" = "/number", "lead" = "/lead"]),
    aggregates!("enclosure", "enclosure", []),
    // What the site entered on top of the law that is shipped: the noun stands in the row.
    Table {
        rows: concat!(
            "SELECT kind || '/' || code AS after, kind || '/' || code AS subject, revision, body FROM law_entry
             WHERE kind || '/' || code > $1 ORDER BY kind || '/' || code LIMIT ",
            rows_max!()
        ),
        gone: None,
        columns: &[],
        made: |_| Ok(Vec::new()),
    },
    // The latest line about a rendered document commits to the digest of the file, the first one to its fields.
    Table {
        rows: concat!(
            "SELECT id AS after, 'document/' || id AS subject, revision, COALESCE(sha256, body) AS body FROM document
             WHERE id > $1 ORDER BY id LIMIT ",
            rows_max!()
        ),
        gone: Some(concat!(
            "SELECT subject FROM record_line WHERE subject >= 'document/' AND subject < 'document0' AND revision = 1
             AND NOT EXISTS (SELECT 1 FROM document WHERE document.id = substr(record_line.subject, 10))
             ORDER BY subject LIMIT ",
            rows_max!()
        )),
        columns: &[],
        made: |_| Ok(Vec::new()),
    },
];

/// Every statement, for the test that prepares them all.
pub(crate) fn statements() -> impl Iterator<Item = &'static str> {
    TABLES.iter().flat_map(|table| [Some(table.rows), table.gone]).flatten()
}

/// A row as it is held against its line.
struct Held {
    after: String,
    subject: String,
    revision: i64,
    body: String,
    columns: Vec<Option<String>>,
}

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// Rows looked at.
    pub rows: u64,
    /// What is wrong, by subject; never a value. At most `max`.
    pub astray: Vec<String>,
}

/// Walks every aggregate.
pub async fn walk(tx: &mut Tx, max: usize) -> Result<Walk, StoreError> {
    let mut walk = Walk::default();
    for table in TABLES {
        let mut after = String::new();
        loop {
            let rows = page(tx, table, &after).await?;
            let Some(last) = rows.last() else {
                break;
            };
            after.clone_from(&last.after);
            for row in rows {
                walk.rows += 1;
                walk.astray.extend(wrong(tx, table, &row).await?);
            }
        }
        if let Some(gone) = table.gone {
            let gone: Vec<String> = on!(tx, |db| sqlx::query_scalar(gone).fetch_all(db).await)?;
            walk.astray
                .extend(gone.into_iter().map(|subject| format!("{subject}: its row is gone")));
        }
        walk.astray.truncate(max);
    }
    Ok(walk)
}

async fn page(tx: &mut Tx, table: &Table, after: &str) -> Result<Vec<Held>, StoreError> {
    let names = table.columns;
    Ok(on!(tx, |db| sqlx::query(table.rows).bind(after).fetch_all(db).await.and_then(|rows| {
        let held = rows.iter().map(|row| {
            let columns = names.iter().map(|(name, _)| row.try_get(*name));
            Ok(Held {
                after: row.try_get("after")?,
                subject: row.try_get("subject")?,
                revision: row.try_get("revision")?,
                body: row.try_get("body")?,
                columns: columns.collect::<Result<_, _>>()?,
            })
        });
        held.collect::<Result<Vec<Held>, sqlx::Error>>()
    }))?)
}

/// What is wrong with a row.
async fn wrong(tx: &mut Tx, table: &Table, row: &Held) -> Result<Option<String>, StoreError> {
    let Held { subject, revision, body, .. } = row;
    if !latest_vouches(tx, subject, *revision, body).await? {
        return Ok(Some(format!("{subject}: not what its latest line of the record says")));
    }
    if table.columns.is_empty() {
        return Ok(None);
    }
    let said: Value =
        serde_json::from_str(body).map_err(|error| StoreError::inconsistent("body", error))?;
    let made = (table.made)(body)?;
    let expected = |name: &str, place: &str| match made.iter().find(|(made, _)| *made == name) {
        Some((_, value)) => value.clone(),
        None => said.pointer(place).and_then(text),
    };
    let column = table.columns.iter().zip(&row.columns);
    let mut differs = column.filter(|((name, place), held)| expected(name, place) != **held);
    Ok(differs
        .next()
        .map(|((name, _), _)| format!("{subject}: its column {name} is not what its body says")))
}

/// A value of a body as its column shows it.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn case_columns(json: &str) -> Result<Made, StoreError> {
    let case: Case = body("case_file", json)?;
    Ok(cases::searched(&case))
}
