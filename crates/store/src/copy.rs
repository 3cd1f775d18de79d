//! Every table as lines of text, and back: the same lines from SQLite and from PostgreSQL, so that what one wrote the other
//! reads. Which tables and columns there are, the open database says itself.

use crate::db::{self, Store, Tx, on};
use crate::{StoreError, StoreUrl};
use domain::record::Frontier;
use futures::TryStreamExt as _;
use serde_json::Value as Json;
use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeSet;
use std::io::{BufRead, Write};

/// A table as the database describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    columns: Vec<Column>,
    /// Names of the columns of its primary key, which gives the order of the lines.
    key: Vec<String>,
    /// Tables its rows refer to.
    parents: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    name: String,
    kind: Kind,
}

/// The four types that tables of both databases are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Real,
    Bytes,
}

/// A field of a row; none is NULL.
enum Value {
    Text(Option<String>),
    Integer(Option<i64>),
    Real(Option<f64>),
    Bytes(Option<Vec<u8>>),
}

/// The one table that a migration fills: with the head of the empty record.
const HEAD: &str = "record_head";
/// Rows written by one statement, at most.
const BATCH_ROWS: usize = 100;
/// Bytes of lines held before they are written.
const BATCH_BYTES: usize = 1 << 20;

/// All tables at one moment, to be written out.
#[derive(Debug)]
pub struct Snapshot {
    tx: Tx,
    schema: i64,
    tables: Vec<Table>,
}

impl Snapshot {
    /// Takes the moment: whatever is changed afterwards is not in it.
    pub async fn take(store: &Store) -> Result<Self, StoreError> {
        let mut tx = store.read().await?;
        let schema = on!(tx, |db| sqlx::query_scalar(SCHEMA).fetch_one(db).await)?;
        let tables = tables(&mut tx).await?;
        Ok(Self { tx, schema, tables })
    }

    /// The last migration that made these tables.
    pub fn schema(&self) -> i64 {
        self.schema
    }

    /// The tables, each after those it refers to.
    pub fn tables(&self) -> Vec<Table> {
        self.tables.clone()
    }

    /// Head of the record at this moment, and the last signed checkpoint.
    pub async fn head(&mut self) -> Result<(Frontier, Option<String>), StoreError> {
        let frontier = crate::record::frontier(&mut self.tx).await?;
        Ok((frontier, crate::record::last_checkpoint(&mut self.tx).await?))
    }

    /// Writes a table, row by row: its columns in the first line, a JSON array for each row. Returns the number of rows.
    pub async fn write(&mut self, table: &Table, out: &mut impl Write) -> Result<u64, StoreError> {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let select = AssertSqlSafe(format!(
            "SELECT {} FROM {} ORDER BY {}",
            quoted(&names),
            quoted(&[&table.name]),
            quoted(&table.key)
        ));
        let mut written = 0;
        let failed = |line, error: &dyn ToString| StoreError::copied(&table.name, line, error);
        writeln!(out, "{}", Json::from(names)).map_err(|error| failed(1, &error))?;
        on!(self.tx, |db| {
            let mut rows = sqlx::query(select).fetch(db);
            while let Some(row) = rows.try_next().await? {
                let mut fields = Vec::with_capacity(table.columns.len());
                for (at, column) in table.columns.iter().enumerate() {
                    fields.push(match column.kind {
                        Kind::Text => Value::Text(row.try_get(at)?),
                        Kind::Integer => Value::Integer(row.try_get(at)?),
                        Kind::Real => Value::Real(row.try_get(at)?),
                        Kind::Bytes => Value::Bytes(row.try_get(at)?),
                    });
                }
                let fields: Vec<Json> = fields.into_iter().map(Value::into_json).collect();
                written += 1;
                writeln!(out, "{}", Json::from(fields))
                    .map_err(|error| failed(written + 1, &error))?;
            }
        });
        Ok(written)
    }
}

/// An empty database that is being filled, in one transaction.
#[derive(Debug)]
pub struct Filling {
    store: Store,
    tx: Tx,
    tables: Vec<Table>,
}

impl Filling {
    /// Opens a database that holds nothing, with the tables that the migrations up to `schema` make.
    pub async fn begin(url: &StoreUrl, schema: i64) -> Result<Self, StoreError> {
        let store = db::open_at(url, schema).await?;
        let mut tx = store.write().await?;
        let tables = tables(&mut tx).await?;
        for table in tables.iter().filter(|table| table.name != HEAD) {
            let any = AssertSqlSafe(format!("SELECT 1 FROM {} LIMIT 1", quoted(&[&table.name])));
            if on!(tx, |db| sqlx::query(any).fetch_optional(db).await.map(|row| row.is_some()))? {
                return Err(StoreError::NotEmpty(table.name.clone()));
            }
        }
        let clear = AssertSqlSafe(format!("DELETE FROM {HEAD}"));
        on!(tx, |db| sqlx::query(clear).execute(db).await.map(drop))?;
        Ok(Self { store, tx, tables })
    }

    /// The tables, each after those it refers to.
    pub fn tables(&self) -> Vec<Table> {
        self.tables.clone()
    }

    /// Reads a table as [`Snapshot::write`] wrote it. Returns the number of rows.
    pub async fn read(&mut self, table: &Table, lines: impl BufRead) -> Result<u64, StoreError> {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let heading = Json::from(names.clone()).to_string();
        let (mut read, mut number, mut bytes) = (0, 0, 0);
        let mut batch: Vec<Value> = Vec::new();
        for line in lines.lines() {
            number += 1;
            let failed = |error: &dyn ToString| StoreError::copied(&table.name, number, error);
            let line = line.map_err(|error| failed(&error))?;
            if number == 1 {
                if line != heading {
                    return Err(failed(&"these are not the columns of the table"));
                }
                continue;
            }
            let fields: Vec<Json> = serde_json::from_str(&line).map_err(|error| failed(&error))?;
            if fields.len() != names.len() {
                return Err(failed(&"not as many fields as columns"));
            }
            for (column, field) in table.columns.iter().zip(fields) {
                let place = || failed(&format!("column {}", column.name));
                batch.push(Value::of_json(column.kind, field).ok_or_else(place)?);
            }
            read += 1;
            bytes += line.len();
            if batch.len() >= BATCH_ROWS * names.len() || bytes >= BATCH_BYTES {
                bytes = 0;
                insert(&mut self.tx, table, &names, std::mem::take(&mut batch)).await?;
            }
        }
        insert(&mut self.tx, table, &names, batch).await?;
        Ok(read)
    }

    /// Head of the record as filled so far.
    pub async fn head(&mut self) -> Result<Frontier, StoreError> {
        crate::record::frontier(&mut self.tx).await
    }

    /// Keeps all of it. Dropped before, nothing was filled.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await?;
        self.store.close().await;
        Ok(())
    }
}

async fn insert(
    tx: &mut Tx,
    table: &Table,
    names: &[&str],
    batch: Vec<Value>,
) -> Result<(), StoreError> {
    if batch.is_empty() {
        return Ok(());
    }
    let rows: Vec<String> = (0..batch.len() / names.len())
        .map(|row| {
            let numbers = (1..=names.len()).map(|at| format!("${}", row * names.len() + at));
            format!("({})", numbers.collect::<Vec<_>>().join(", "))
        })
        .collect();
    let whole = rows.len() == BATCH_ROWS;
    let (into, columns) = (quoted(&[&table.name]), quoted(names));
    let insert =
        AssertSqlSafe(format!("INSERT INTO {into} ({columns}) VALUES {}", rows.join(", ")));
    on!(tx, |db| {
        let mut query = sqlx::query(insert).persistent(whole);
        for value in batch {
            query = match value {
                Value::Text(value) => query.bind(value),
                Value::Integer(value) => query.bind(value),
                Value::Real(value) => query.bind(value),
                Value::Bytes(value) => query.bind(value),
            };
        }
        query.execute(db).await.map(drop)
    })?;
    Ok(())
}

impl Value {
    /// A real number stands as text: only so does every reader get back the same bits.
    fn into_json(self) -> Json {
        match self {
            Self::Text(value) => value.into(),
            Self::Integer(value) => value.into(),
            Self::Real(value) => value.map(|value| value.to_string()).into(),
            Self::Bytes(value) => value.map(hex::encode).into(),
        }
    }

    fn of_json(kind: Kind, field: Json) -> Option<Self> {
        Some(match (kind, field) {
            (Kind::Text, Json::Null) => Self::Text(None),
            (Kind::Integer, Json::Null) => Self::Integer(None),
            (Kind::Real, Json::Null) => Self::Real(None),
            (Kind::Bytes, Json::Null) => Self::Bytes(None),
            (Kind::Text, Json::String(text)) => Self::Text(Some(text)),
            (Kind::Integer, Json::Number(number)) => Self::Integer(Some(number.as_i64()?)),
            (Kind::Real, Json::String(text)) => Self::Real(Some(text.parse().ok()?)),
            (Kind::Bytes, Json::String(text)) => Self::Bytes(Some(hex::decode(text).ok()?)),
            _ => return None,
        })
    }
}

fn quoted(names: &[impl AsRef<str>]) -> String {
    let quoted = names.iter().map(|name| format!("\"{}\"", name.as_ref().replace('"', "\"\"")));
    quoted.collect::<Vec<_>>().join(", ")
}

const SCHEMA: &str = "SELECT MAX(version) FROM _sqlx_migrations";

/// Tables, columns in order, and the position of a column in the primary key (0 where it has none).
const COLUMNS_SQLITE: &str = "SELECT t.name AS table_name, c.name AS column_name, c.type AS kind, c.pk AS key_position
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND t.name <> '_sqlx_migrations'
    ORDER BY t.name, c.cid";
const COLUMNS_POSTGRES: &str = "SELECT c.table_name::text, c.column_name::text, c.data_type::text AS kind,
    coalesce(k.ordinal_position, 0)::bigint AS key_position
    FROM information_schema.columns c
    LEFT JOIN information_schema.table_constraints p ON p.table_schema = c.table_schema
        AND p.table_name = c.table_name AND p.constraint_type = 'PRIMARY KEY'
    LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = p.constraint_schema
        AND k.constraint_name = p.constraint_name AND k.table_name = c.table_name AND k.column_name = c.column_name
    WHERE c.table_schema = current_schema() AND c.table_name <> '_sqlx_migrations'
    ORDER BY c.table_name COLLATE \"C\", c.ordinal_position";
const PARENTS_SQLITE: &str = "SELECT t.name, f.\"table\" FROM sqlite_schema t
    JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'";
const PARENTS_POSTGRES: &str =
    "SELECT child.relname::text, parent.relname::text FROM pg_constraint f
    JOIN pg_class child ON child.oid = f.conrelid JOIN pg_class parent ON parent.oid = f.confrelid
    WHERE f.contype = 'f' AND f.connamespace = current_schema()::regnamespace";

/// What the open database says of its tables, each after those it refers to.
async fn tables(tx: &mut Tx) -> Result<Vec<Table>, StoreError> {
    let (columns, parents) = match &tx.inner {
        db::Inner::Sqlite(_) => (COLUMNS_SQLITE, PARENTS_SQLITE),
        db::Inner::Postgres(_) => (COLUMNS_POSTGRES, PARENTS_POSTGRES),
    };
    let columns: Vec<(String, String, String, i64)> =
        on!(tx, |db| sqlx::query_as(columns).fetch_all(db).await)?;
    let parents: Vec<(String, String)> = on!(tx, |db| sqlx::query_as(parents).fetch_all(db).await)?;
    let mut tables: Vec<Table> = Vec::new();
    for row in columns.chunk_by(|a, b| a.0 == b.0) {
        let name = row.first().map(|row| row.0.clone()).unwrap_or_default();
        let mut key: Vec<_> = row.iter().filter(|column| column.3 > 0).collect();
        key.sort_by_key(|column| column.3);
        let key = key.into_iter().map(|column| column.1.clone()).collect();
        let columns = row.iter().map(|(table, name, kind, _)| {
            let kind = Kind::of(kind).ok_or_else(|| StoreError::copied(table, 0, kind))?;
            Ok(Column { name: name.clone(), kind })
        });
        let columns = columns.collect::<Result<_, StoreError>>()?;
        let own = parents.iter().filter(|(child, _)| *child == name);
        let parents = own.map(|(_, parent)| parent.clone()).collect();
        tables.push(Table { name, columns, key, parents });
    }
    parents_first(tables)
}

impl Kind {
    fn of(said: &str) -> Option<Self> {
        match said {
            "TEXT" | "text" => Some(Self::Text),
            "INTEGER" | "bigint" => Some(Self::Integer),
            "REAL" | "double precision" => Some(Self::Real),
            "BLOB" | "bytea" => Some(Self::Bytes),
            _ => None,
        }
    }
}

fn parents_first(mut waiting: Vec<Table>) -> Result<Vec<Table>, StoreError> {
    let mut sorted: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let stands = |name: &String| sorted.iter().any(|table| table.name == *name);
        let Some(next) = waiting.iter().position(|table| table.parents.iter().all(stands)) else {
            let names: Vec<_> = waiting.iter().map(|table| table.name.as_str()).collect();
            return Err(StoreError::copied(&names.join(", "), 0, &"these refer in a circle"));
        };
        sorted.push(waiting.remove(next));
    }
    Ok(sorted)
}
