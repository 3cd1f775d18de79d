//! `doubts`: where the device of an outlet contradicts itself, and the lead that a duty officer makes of it.

use super::common::word;
use super::leads::{LeadBody, page_body};
use super::telemetry::instant;
use crate::extract::{Json, Path, Query};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::leads::{self, OpenLead};
use app::telemetry::{self, DoubtsPage, factors};
use axum::extract::State;
use domain::doubt::{Doubt, DoubtKey, DoubtKind, MEAN_PERCENT, TOTAL_PERCENT};
use domain::reading::{Decimal, Factor};
use domain::{LeadId, OutletId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const DAY_MS: i64 = 86_400_000;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DoubtQuery {
    /// Milliseconds UTC, or a date of Asia/Shanghai; three days ago unless told.
    from: Option<String>,
    /// The end, not included; now unless told.
    to: Option<String>,
}

/// A contradiction with its figures.
#[derive(Serialize, ToSchema)]
pub(crate) struct DoubtBody {
    /// `hour_against_minutes`, `mark_against_minutes`, `mark_without_value`, `out_of_range`, `stopped_but_flowing`,
    /// `total_against_flow`, `repeated` or `between_minutes`.
    kind: String,
    factor: String,
    factor_name: String,
    /// Of both figures: of the factor, or of totals.
    unit: String,
    at: i64,
    /// `realtime`, `minute`, `hour` or `day`.
    reading_kind: String,
    flag: String,
    /// What the device said.
    said: Option<String>,
    /// What follows from the other things it said.
    expected: Option<String>,
    /// By how much they differ, percent of the latter.
    percent: Option<f64>,
    /// The mark of what it is held against.
    other_flag: Option<String>,
    /// How many valid minute readings it is held against.
    readings_valid: Option<usize>,
}

impl From<Doubt> for DoubtBody {
    fn from(doubt: Doubt) -> Self {
        let printed = |value: Option<Decimal>| value.map(|value| value.to_string());
        let minutes = doubt.evidence.made_of.len();
        let is_total = doubt.kind == DoubtKind::TotalAgainstFlow;
        let is_flow = doubt.factor.0.ends_with("00000");
        let unit = match (is_total, is_flow) {
            (true, true) => "m³",
            (true, false) => "kg",
            (false, _) => factors().unit(&doubt.factor),
        };
        Self {
            kind: word(&doubt.kind),
            factor: doubt.factor.to_string(),
            factor_name: factors().name(&doubt.factor).to_owned(),
            unit: unit.to_owned(),
            at: doubt.at.as_millis(),
            reading_kind: word(&doubt.evidence.reading.kind),
            flag: word(&doubt.evidence.reading.flag),
            said: printed(doubt.said),
            expected: printed(doubt.expected),
            percent: doubt.percent(),
            other_flag: doubt.other.as_ref().map(|other| word(&other.flag)),
            readings_valid: (minutes > 0).then_some(minutes),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DoubtsBody {
    items: Vec<DoubtBody>,
    /// Whether there may be more than are shown; ask for a shorter time.
    cut: bool,
    from: i64,
    to: i64,
    /// The tolerances, percent. The platform's own, from no standard.
    mean_percent: i64,
    total_percent: i64,
    /// What may be done now: `open`.
    actions: Vec<String>,
}

/// Where the device of an outlet contradicts itself, the latest first.
#[utoipa::path(get, path = "/api/v1/outlets/{id}/doubts", tag = "telemetry", params(("id" = String, Path), DoubtQuery), responses((status = 200, body = DoubtsBody)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Path(outlet): Path<OutletId>,
    Query(query): Query<DoubtQuery>,
) -> Result<Json<DoubtsBody>, Problem> {
    let now = api.cx().now();
    let from =
        query.from.map_or(Ok(now.plus_millis(-3 * DAY_MS)), |from| instant("from", &from))?;
    let to = query.to.map_or(Ok(now), |to| instant("to", &to))?;
    let found = telemetry::doubts(api.cx(), officer.actor(), outlet, from, to).await?;
    let DoubtsPage { doubts, cut, actions } = found;
    Ok(Json(DoubtsBody {
        items: doubts.into_iter().map(DoubtBody::from).collect(),
        cut,
        from: from.as_millis(),
        to: to.as_millis(),
        mean_percent: MEAN_PERCENT,
        total_percent: TOTAL_PERCENT,
        actions: actions.into_iter().map(str::to_owned).collect(),
    }))
}

/// What names a doubt among those of its outlet.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DoubtKeyBody {
    #[schema(value_type = String)]
    kind: DoubtKind,
    factor: String,
    at: i64,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct OpenLeadBody {
    /// Chosen by the sender; sent twice, the lead is opened once.
    #[schema(value_type = String)]
    id: LeadId,
    #[schema(value_type = String)]
    outlet_id: OutletId,
    /// The time in which the doubts were found, as the list gave it.
    from: i64,
    to: i64,
    doubts: Vec<DoubtKeyBody>,
    /// Why somebody must look.
    reason: String,
}

/// Opens a lead from doubts about the data of a device.
#[utoipa::path(post, path = "/api/v1/leads", tag = "leads", request_body = OpenLeadBody, responses((status = 200, body = LeadBody)))]
pub(crate) async fn open(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<OpenLeadBody>,
) -> Result<Json<LeadBody>, Problem> {
    let key = |key: DoubtKeyBody| DoubtKey {
        kind: key.kind,
        factor: Factor::from(key.factor.as_str()),
        at: Timestamp::from_millis(key.at),
    };
    let order = OpenLead {
        id: asked.id,
        outlet: asked.outlet_id,
        from: Timestamp::from_millis(asked.from),
        to: Timestamp::from_millis(asked.to),
        doubts: asked.doubts.into_iter().map(key).collect(),
        reason: asked.reason,
    };
    let lead = leads::open(api.cx(), officer.actor(), order).await?;
    let page = leads::read(api.cx(), officer.actor(), lead.id).await?;
    Ok(Json(page_body(&api, page)))
}
