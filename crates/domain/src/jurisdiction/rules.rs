//! What a site may set about jurisdiction. None of it is law; each setting says where it comes from.

use serde::{Deserialize, Serialize};

/// Settings of `[jurisdiction]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// How far the lines on the map may be off, metres. Two public sets of county lines of Langfang differ by up to 1.26 km.
    pub boundary_tolerance_m: f64,
    /// Whether a case filed before a delegation to towns or another change of allocation is finished by the city or county
    /// body that filed it (practice of other provinces, second-hand). What towns do with theirs stands in the lists.
    pub filed_cases_are_finished: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { boundary_tolerance_m: 1_260.0, filed_cases_are_finished: true }
    }
}
