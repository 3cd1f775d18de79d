//! What can go wrong in the store. Absence is an `Option`, not an error.

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the row first.
    #[error("stale revision of {0}")]
    Stale(&'static str),
    /// A row that no version of this program would have written.
    #[error("inconsistent row in {table}: {what}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// What is wrong with it.
        what: String,
    },
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration failed.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A database that was to be filled holds something.
    #[error("the database is not empty: it has rows in {0}")]
    NotEmpty(String),
    /// Rows of a table could not be written out or read in.
    #[error("table {table}, line {line}: {what}")]
    Copied {
        /// The table.
        table: String,
        /// The line of its copy; 0 where it is about the table itself.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
    /// The address of the database is not understood.
    #[error("database address: {0}")]
    Address(String),
}

impl StoreError {
    pub(crate) fn inconsistent(table: &'static str, what: impl ToString) -> Self {
        Self::Inconsistent { table, what: what.to_string() }
    }

    pub(crate) fn copied(table: &str, line: u64, what: &dyn ToString) -> Self {
        Self::Copied { table: table.to_owned(), line, what: what.to_string() }
    }

    /// Whether a row with the same key stands there already.
    pub fn is_duplicate(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => error.is_unique_violation(),
            _ => false,
        }
    }
}
