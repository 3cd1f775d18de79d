//! Wire types that several resources share. They are declared here and nowhere in `domain`, so that the law may change
//! its types without changing the contract.

use app::record::RecordLine;
use domain::record::RecordKind;
use domain::region::{Divisions, Territory};
use domain::{Refusal, Timestamp};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::LazyLock;
use utoipa::ToSchema;

/// Something with a name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// Something with a code.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CodeName {
    pub(crate) code: String,
    pub(crate) name: String,
}

/// A point, WGS 84 degrees.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct LonLat {
    pub(crate) lon: f64,
    pub(crate) lat: f64,
}

impl From<domain::region::Position> for LonLat {
    fn from(position: domain::region::Position) -> Self {
        Self { lon: position.lon, lat: position.lat }
    }
}

/// Why something may not be done, or is missing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Why {
    pub(crate) code: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) basis: Option<String>,
    pub(crate) field: Option<String>,
}

impl From<Refusal> for Why {
    fn from(refusal: Refusal) -> Self {
        let Refusal { code, basis, field, zh, en } = refusal;
        Self { code: code.to_owned(), zh, en, basis: basis.map(str::to_owned), field }
    }
}

/// A line of the record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RecordLineBody {
    pub(crate) index: u64,
    /// Milliseconds UTC.
    pub(crate) at: i64,
    pub(crate) kind: String,
    /// What happened, in Chinese.
    pub(crate) words: String,
    pub(crate) actor: String,
    pub(crate) subject: String,
    pub(crate) revision: u32,
    /// Lower-case hex.
    pub(crate) leaf_hash: String,
}

impl From<RecordLine> for RecordLineBody {
    fn from(line: RecordLine) -> Self {
        let RecordLine { index, at, kind, actor, subject, revision, leaf_hash } = line;
        let words =
            kind.parse().map_or_else(|_| kind.clone(), |kind: RecordKind| kind.zh().to_owned());
        Self { index, at: at.as_millis(), kind, words, actor, subject, revision, leaf_hash }
    }
}

/// Rows as they go over the wire.
pub(crate) fn all<A, B: From<A>>(rows: impl IntoIterator<Item = A>) -> Vec<B> {
    rows.into_iter().map(B::from).collect()
}

/// The name of a plain enum as it stands in tables and the contract.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other
            .get("state")
            .or(other.get("kind"))
            .and_then(|word| word.as_str())
            .unwrap_or("?")
            .to_owned(),
        Err(_) => "?".to_owned(),
    }
}

static PLACES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let divisions = Divisions::shipped().ok();
    let rows = divisions.iter().flat_map(Divisions::iter);
    rows.map(|row| (row.territory.to_string(), row.name.clone())).collect()
});

/// What a territory is called; its path where nobody named it.
pub(crate) fn territory_name(territory: &Territory) -> String {
    PLACES.get(territory.as_str()).cloned().unwrap_or_else(|| territory.to_string())
}

/// Milliseconds of an optional instant.
pub(crate) fn ms(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::as_millis)
}
