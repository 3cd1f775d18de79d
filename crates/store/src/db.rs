//! The two databases behind one transaction type, and the macro that picks the executor. Nothing else is generic.

use crate::{Changed, Page, Scope, StoreError};
use sqlx::{
    PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreUrl {
    /// A file, embedded.
    Sqlite(PathBuf),
    /// A PostgreSQL server, by its URL. It may hold a password, so it is never logged.
    Postgres(String),
}

impl FromStr for StoreUrl {
    type Err = StoreError;
    fn from_str(text: &str) -> Result<Self, StoreError> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            _ => {
                Err(StoreError::Address("use sqlite:PATH or postgres://USER@HOST/NAME".to_owned()))
            }
        }
    }
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Store(Pools);

#[derive(Debug, Clone)]
enum Pools {
    /// SQLite has one writer; readers see the last commit (WAL).
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction on whichever database is open. Dropped without commit, it never happened.
#[derive(Debug)]
pub struct Tx {
    pub(crate) inner: Inner,
    pub(crate) changes: Vec<Changed>,
}

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one expression with `$db` bound to the executor of the open database.
macro_rules! on {
    ($tx:expr, |$db:ident| $body:expr) => {
        match &mut $tx.inner {
            $crate::db::Inner::Sqlite(tx) => {
                let $db = &mut **tx;
                $body
            }
            $crate::db::Inner::Postgres(tx) => {
                let $db = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use on;

/// A page of bodies, newest first: its ids come first, out of an index that holds all that is asked about, and only the rows
/// of the page are opened. A body is thousands of bytes; whoever looks for a rare word must not read two hundred thousand.
macro_rules! newest {
    ($table:literal, $asked:literal, $limit:literal) => {
        concat!(
            "SELECT body FROM ",
            $table,
            " WHERE id IN (SELECT id FROM ",
            $table,
            " WHERE ",
            $asked,
            " ORDER BY id DESC LIMIT ",
            $limit,
            ") ORDER BY id DESC"
        )
    };
}
pub(crate) use newest;

/// Readers at most; the writer is always one.
const READERS_MAX: u32 = 8;
/// Connections to PostgreSQL at most.
const POSTGRES_CONNECTIONS_MAX: u32 = 16;
/// How long a caller waits for a connection or for the writer before it is told that the store is busy.
const WAIT_MAX: Duration = Duration::from_secs(30);

impl Store {
    /// Opens the database and brings its tables up to date.
    pub async fn open(url: &StoreUrl) -> Result<Self, StoreError> {
        match url {
            StoreUrl::Sqlite(path) => Self::open_sqlite(path, SqliteSynchronous::Full, None).await,
            StoreUrl::Postgres(url) => Self::open_postgres(url, None).await,
        }
    }

    /// Opens a SQLite file without waiting for the disk: for tests and throw-away demonstrations only.
    pub async fn open_careless(path: &Path) -> Result<Self, StoreError> {
        Self::open_sqlite(path, SqliteSynchronous::Off, None).await
    }

    async fn open_sqlite(
        path: &Path,
        synchronous: SqliteSynchronous,
        schema: Option<i64>,
    ) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .foreign_keys(true)
            .busy_timeout(WAIT_MAX);
        let pool = |options, max| {
            SqlitePoolOptions::new()
                .max_connections(max)
                .acquire_timeout(WAIT_MAX)
                .connect_with(options)
        };
        let writer = pool(options.clone(), 1).await?;
        let migrations = sqlx::migrate!("migrations/sqlite");
        match schema {
            Some(version) => migrations.run_to(version, &writer).await?,
            None => migrations.run(&writer).await?,
        }
        let readers = pool(options.read_only(true), READERS_MAX).await?;
        Ok(Self(Pools::Sqlite { writer, readers }))
    }

    async fn open_postgres(url: &str, schema: Option<i64>) -> Result<Self, StoreError> {
        let pool = postgres_pool().connect(url).await?;
        let migrations = sqlx::migrate!("migrations/postgres");
        match schema {
            Some(version) => migrations.run_to(version, &pool).await?,
            None => migrations.run(&pool).await?,
        }
        Ok(Self(Pools::Postgres(pool)))
    }

    /// Opens the database as it is, to be read and never written: no table is brought up to date, no file made, none
    /// touched. Every change is refused by the database itself.
    pub async fn open_read_only(url: &StoreUrl) -> Result<Self, StoreError> {
        match url {
            StoreUrl::Sqlite(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(untouched(path)?)
                    .read_only(true)
                    .busy_timeout(WAIT_MAX);
                let pool = SqlitePoolOptions::new()
                    .max_connections(READERS_MAX)
                    .acquire_timeout(WAIT_MAX)
                    .connect_with(options)
                    .await?;
                Ok(Self(Pools::Sqlite { writer: pool.clone(), readers: pool }))
            }
            StoreUrl::Postgres(url) => {
                let options = PgConnectOptions::from_str(url)?
                    .options([("default_transaction_read_only", "on")]);
                Ok(Self(Pools::Postgres(postgres_pool().connect_with(options).await?)))
            }
        }
    }

    /// A transaction that may write. On SQLite it holds the one writer from the start, so it never fails half-way for
    /// want of the lock.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let inner = match &self.0 {
            Pools::Sqlite { writer, .. } => {
                Inner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, changes: Vec::new() })
    }

    /// A transaction that only reads, and sees one state of the data throughout.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let inner = match &self.0 {
            Pools::Sqlite { readers, .. } => Inner::Sqlite(readers.begin().await?),
            Pools::Postgres(pool) => Inner::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
            ),
        };
        Ok(Tx { inner, changes: Vec::new() })
    }

    /// Closes every connection after its work is done.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

fn postgres_pool() -> PgPoolOptions {
    PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS_MAX).acquire_timeout(WAIT_MAX)
}

/// Opens the database with its tables as they were after one migration: for rows that were written then.
pub(crate) async fn open_at(url: &StoreUrl, schema: i64) -> Result<Store, StoreError> {
    match url {
        StoreUrl::Sqlite(path) => {
            Store::open_sqlite(path, SqliteSynchronous::Full, Some(schema)).await
        }
        StoreUrl::Postgres(url) => Store::open_postgres(url, Some(schema)).await,
    }
}

/// The address under which SQLite opens a file without writing beside it. Where the index of the write-ahead log lies beside
/// the database, a server may be running: the index is read, never written. Where it does not, nobody has the database
/// open, and it is read as a file that does not change.
fn untouched(path: &Path) -> Result<String, StoreError> {
    let text = path.to_str().ok_or_else(|| StoreError::Address("not UTF-8".to_owned()))?;
    if !path.is_file() {
        return Err(StoreError::Address(format!("there is no database {text}")));
    }
    let beside = |suffix: &str| PathBuf::from(format!("{text}{suffix}"));
    let log = std::fs::metadata(beside("-wal")).is_ok_and(|log| log.len() > 0);
    let how = match (beside("-shm").exists(), log) {
        (true, _) => "readonly_shm=1",
        (false, false) => "immutable=1",
        (false, true) => {
            let what = "has changes in its log and no index beside it; serve the site once";
            return Err(StoreError::Address(format!("{text} {what}")));
        }
    };
    let escaped = text.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    Ok(format!("file:{escaped}?{how}"))
}

impl Tx {
    /// Makes everything done here lasting, and says what changed.
    pub async fn commit(self) -> Result<Vec<Changed>, StoreError> {
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        Ok(self.changes)
    }

    /// Checks that a statement is understood by the open database, without running it.
    pub async fn prepare(&mut self, statement: &'static str) -> Result<(), StoreError> {
        use sqlx::{Executor, SqlSafeStr, Statement};
        on!(self, |db| db.prepare(statement.into_sql_str()).await.map(|prepared| {
            let _ = prepared.columns().len();
        }))?;
        Ok(())
    }
}

/// The JSON body of a row, parsed back into what it was written from.
pub(crate) fn body<T: serde::de::DeserializeOwned>(
    table: &'static str,
    json: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::inconsistent(table, error))
}

/// The aggregate whose row a statement finds by one key.
pub(crate) async fn find_body<T: serde::de::DeserializeOwned>(
    tx: &mut Tx,
    table: &'static str,
    statement: &'static str,
    key: &str,
) -> Result<Option<T>, StoreError> {
    let row: Option<String> =
        on!(tx, |db| sqlx::query_scalar(statement).bind(key).fetch_optional(db).await)?;
    row.map(|json| body(table, &json)).transpose()
}

/// The aggregates a list statement finds in a scope by words; it takes scope, cursor, words and limit, in this order.
pub(crate) async fn search_bodies<T: serde::de::DeserializeOwned>(
    tx: &mut Tx,
    table: &'static str,
    statement: &'static str,
    scope: &Scope,
    words: &str,
    page: &Page,
) -> Result<Vec<T>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(statement)
        .bind(&scope.from)
        .bind(&scope.to)
        .bind(page.below())
        .bind(crate::like(words))
        .bind(page.limit())
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body(table, json)).collect()
}

/// What a list is asked for besides its scope and page; empty texts mean all.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Asked<'a> {
    /// A state by its name.
    pub(crate) state: &'a str,
    /// Part of a name or a number.
    pub(crate) words: &'a str,
    /// One more thing that some statements ask for.
    pub(crate) more: Option<&'a str>,
}

/// The aggregates a list statement finds in a scope by state and words; it takes state, scope, cursor, words, limit and,
/// where there is one more thing asked for, that, in this order.
pub(crate) async fn bodies_asked<T: serde::de::DeserializeOwned>(
    tx: &mut Tx,
    table: &'static str,
    statement: &'static str,
    scope: &Scope,
    asked: Asked<'_>,
    page: &Page,
) -> Result<Vec<T>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| {
        let query = sqlx::query_scalar(statement)
            .bind(asked.state)
            .bind(&scope.from)
            .bind(&scope.to)
            .bind(page.below())
            .bind(crate::like(asked.words))
            .bind(page.limit());
        match asked.more {
            Some(more) => query.bind(more).fetch_all(db).await,
            None => query.fetch_all(db).await,
        }
    })?;
    rows.iter().map(|json| body(table, json)).collect()
}

/// The aggregates a list statement finds in a scope by state; it takes state, scope, cursor and limit, in this order.
pub(crate) async fn bodies_in_state<T: serde::de::DeserializeOwned>(
    tx: &mut Tx,
    table: &'static str,
    statement: &'static str,
    state: &str,
    scope: &Scope,
    page: &Page,
) -> Result<Vec<T>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(statement)
        .bind(state)
        .bind(&scope.from)
        .bind(&scope.to)
        .bind(page.below())
        .bind(page.limit())
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body(table, json)).collect()
}

/// The latest aggregates of one owner, at most so many.
pub(crate) async fn latest_bodies<T: serde::de::DeserializeOwned>(
    tx: &mut Tx,
    table: &'static str,
    statement: &'static str,
    owner: impl ToString,
    max: i64,
) -> Result<Vec<T>, StoreError> {
    let owner = owner.to_string();
    let rows: Vec<String> =
        on!(tx, |db| sqlx::query_scalar(statement).bind(owner).bind(max).fetch_all(db).await)?;
    rows.iter().map(|json| body(table, json)).collect()
}

/// The JSON body to keep of an aggregate.
pub(crate) fn json<T: serde::Serialize>(
    table: &'static str,
    value: &T,
) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::inconsistent(table, error))
}
