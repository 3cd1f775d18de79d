//! `readings`, `frames`: what the devices said.

use super::common::{Named, word};
use crate::extract::{Items, Json, Query, page_after};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::ports::{FrameStanding, StoredFrame};
use app::telemetry::{self, AskedFrames, AskedReadings};
use axum::extract::State;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::outlet::Limit;
use domain::reading::{Decimal, Factor, FrameFault, Mn, Reading, ReadingKind, Verdict};
use domain::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReadingQuery {
    mn: String,
    factor: Option<String>,
    /// Milliseconds UTC, or a date of Asia/Shanghai.
    from: String,
    /// The end, not included.
    to: String,
    /// `realtime`, `minute`, `hour` or `day`.
    #[param(value_type = String)]
    kind: ReadingKind,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReadingBody {
    factor: String,
    at: i64,
    value: Option<String>,
    /// `valid`, `invalid`, `below_detection` or `missing`.
    state: String,
    converted: Option<String>,
    min: Option<String>,
    max: Option<String>,
    total: Option<String>,
    flag: String,
}

impl ReadingBody {
    pub(crate) fn at(&self) -> i64 {
        self.at
    }
}

impl From<Reading> for ReadingBody {
    fn from(reading: Reading) -> Self {
        let printed = |value: Option<Decimal>| value.map(|value| value.to_string());
        Self {
            factor: reading.factor.to_string(),
            at: reading.at.as_millis(),
            value: printed(reading.value.value()),
            state: word(&reading.value),
            converted: printed(reading.converted),
            min: printed(reading.min),
            max: printed(reading.max),
            total: printed(reading.total),
            flag: word(&reading.flag),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LimitBody {
    factor: String,
    factor_name: String,
    unit: String,
    value: String,
    lower: Option<String>,
    averaging: String,
    converted: bool,
    effective_from_on: String,
    effective_to_on: Option<String>,
    source: String,
}

impl From<Limit> for LimitBody {
    fn from(limit: Limit) -> Self {
        Self {
            factor_name: telemetry::factors().name(&limit.factor).to_owned(),
            factor: limit.factor.to_string(),
            unit: limit.unit,
            value: limit.upper.to_string(),
            lower: limit.lower.map(|lower| lower.to_string()),
            averaging: word(&limit.averaging),
            converted: limit.converted,
            effective_from_on: limit.effective_from.to_string(),
            effective_to_on: limit.effective_to.map(|day| day.to_string()),
            source: limit.source,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReadingsBody {
    items: Vec<ReadingBody>,
    unit: Option<String>,
    factor_name: Option<String>,
    limits: Vec<LimitBody>,
    outlet: Named,
    /// Whether there are more than are shown; ask for a shorter time.
    cut: bool,
}

/// Readings of a logger, oldest first.
#[utoipa::path(get, path = "/api/v1/readings", tag = "telemetry", params(ReadingQuery), responses((status = 200, body = ReadingsBody)))]
pub(crate) async fn readings(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<ReadingQuery>,
) -> Result<Json<ReadingsBody>, Problem> {
    let asked = AskedReadings {
        mn: mn(&query.mn)?,
        factor: query.factor.as_deref().filter(|code| !code.is_empty()).map(Factor::from),
        kind: query.kind,
        from: instant("from", &query.from)?,
        to: instant("to", &query.to)?,
    };
    let found = telemetry::readings(api.cx(), officer.actor(), asked).await?;
    Ok(Json(ReadingsBody {
        items: found.items.into_iter().map(ReadingBody::from).collect(),
        unit: found.unit,
        factor_name: found.factor_name,
        limits: found.limits.into_iter().map(LimitBody::from).collect(),
        outlet: Named { id: found.outlet.id.to_string(), name: found.outlet.name },
        cut: found.cut,
    }))
}

fn mn(text: &str) -> Result<Mn, Problem> {
    text.parse()
        .map_err(|_| wrong("mn", "mn 为1至32位字母或数字", "an mn is 1 to 32 letters or digits"))
}

/// Milliseconds, or a date at its start in Asia/Shanghai.
pub(super) fn instant(field: &str, text: &str) -> Result<Timestamp, Problem> {
    if let Ok(ms) = text.parse() {
        return Ok(Timestamp::from_millis(ms));
    }
    let day = text.get(..10).and_then(|day| day.parse::<Date>().ok()).filter(|_| text.len() == 10);
    let (zh, en) = ("时间为毫秒数或 YYYY-MM-DD", "an instant is milliseconds or YYYY-MM-DD");
    day.map(Timestamp::start_of).ok_or_else(|| wrong(field, zh, en))
}

fn wrong(field: &str, zh: &str, en: &str) -> Problem {
    Problem::bad_request("http.query", zh, en).field(field)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FrameQuery {
    mn: Option<String>,
    /// Only `accepted`, `quarantined` or `rejected` ones.
    #[param(value_type = Option<String>)]
    verdict: Option<FrameStanding>,
    /// Only frames with this fault, for instance `bad_crc`.
    #[param(value_type = Option<String>)]
    fault: Option<FrameFault>,
    /// Milliseconds UTC, or a date; a day ago unless told.
    from: Option<String>,
    to: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FrameReading {
    factor: String,
    at: i64,
    value: Option<String>,
    flag: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FrameBody {
    reference: String,
    received_at: i64,
    peer: String,
    mn: Option<String>,
    command: Option<u16>,
    /// `accepted`, `quarantined` or `rejected`.
    verdict: String,
    fault: Option<String>,
    /// Deviations from the standard that were tolerated.
    findings: Vec<String>,
    /// As text, with escapes for what is not printable ASCII.
    raw: String,
    raw_base64: String,
    readings: Vec<FrameReading>,
}

impl From<StoredFrame> for FrameBody {
    fn from(stored: StoredFrame) -> Self {
        let StoredFrame { reference, frame } = stored;
        let (verdict, fault, findings) = match frame.verdict {
            Verdict::Accepted { findings } => ("accepted", None, findings),
            Verdict::Quarantined { fault } => ("quarantined", Some(fault), Vec::new()),
            Verdict::Rejected { fault } => ("rejected", Some(fault), Vec::new()),
        };
        let readings = frame.readings.into_iter().map(|reading| FrameReading {
            factor: reading.factor.to_string(),
            at: reading.at.as_millis(),
            value: reading.value.value().map(|value| value.to_string()),
            flag: word(&reading.flag),
        });
        Self {
            reference,
            received_at: frame.received_at.as_millis(),
            peer: frame.peer,
            mn: frame.mn.map(String::from),
            command: frame.command,
            verdict: verdict.to_owned(),
            fault: fault.map(|fault| fault.as_str().to_owned()),
            findings,
            raw: frame.raw.escape_ascii().to_string(),
            raw_base64: STANDARD.encode(&frame.raw),
            readings: readings.collect(),
        }
    }
}

const DAY_MS: i64 = 86_400_000;

/// Frames as they came, with what became of them; newest first.
#[utoipa::path(get, path = "/api/v1/frames", tag = "telemetry", params(FrameQuery), responses((status = 200, body = Items<FrameBody>)))]
pub(crate) async fn frames(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<FrameQuery>,
) -> Result<Json<Items<FrameBody>>, Problem> {
    let page = page_after(query.page_size.as_deref(), query.cursor.as_deref())?;
    let now = api.cx().now();
    let asked = AskedFrames {
        mn: query.mn.as_deref().filter(|mn| !mn.is_empty()).map(mn).transpose()?,
        standing: query.fault.map_or(query.verdict.unwrap_or_default(), FrameStanding::Fault),
        from: query.from.map_or(Ok(now.plus_millis(-DAY_MS)), |from| instant("from", &from))?,
        to: query.to.map_or(Ok(now.plus_millis(1)), |to| instant("to", &to))?,
    };
    let listed = telemetry::frames(api.cx(), officer.actor(), asked, &page).await?;
    Ok(Items::of(listed, FrameBody::from))
}
