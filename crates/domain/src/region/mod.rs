//! Regions: divisions, enforcement areas that are no divisions, and the territory paths that scope every query.

mod boundary;
mod divisions;
mod territory;

pub use boundary::{Boundaries, Candidate, Located};
pub use divisions::{Division, DivisionKind, Divisions, Level};
pub use territory::Territory;

use serde::{Deserialize, Serialize};

/// A coordinate reference system; a coordinate without one is not a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crs {
    /// CGCS2000 (EPSG:4490); WGS 84 agrees with it within decimetres.
    Cgcs2000,
    /// The shifted coordinates of Chinese web maps (GCJ-02).
    Gcj02,
    /// Baidu's (BD-09).
    Bd09,
}

/// A point on the ground.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// In which system.
    pub crs: Crs,
    /// How far off it may be, metres, where known.
    #[serde(default)]
    pub accuracy_m: Option<f64>,
}
