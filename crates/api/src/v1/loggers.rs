//! `loggers`: who speaks, what its own codes mean, and who is not known at all.

use super::common::{Named, RecordLineBody, all, ms, word};
use crate::extract::{Items, Json, Path, Query, one_of, page};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::telemetry::{self, Heard, LoggerPage, LoggerRow, MapCode, Stranger, UnmapCode};
use axum::extract::State;
use domain::mapping::Mapping;
use domain::reading::Factor;
use domain::{Date, LoggerId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LoggerQuery {
    /// Part of a name or MN.
    q: Option<String>,
    /// `online` or `offline`.
    state: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LoggerBody {
    id: String,
    mn: String,
    outlet: Named,
    enterprise: Named,
    online: bool,
    last_seen_at: Option<i64>,
    clock_skew_ms: Option<i64>,
    /// Faults by name.
    faults_today: BTreeMap<String, u32>,
}

impl From<LoggerRow> for LoggerBody {
    fn from(row: LoggerRow) -> Self {
        let faults = row.faults_today.into_iter();
        Self {
            id: row.logger.id.to_string(),
            mn: row.logger.mn.to_string(),
            outlet: Named { id: row.outlet.id.to_string(), name: row.outlet.name },
            enterprise: Named { id: row.enterprise.id.to_string(), name: row.enterprise.name },
            online: row.online,
            last_seen_at: ms(row.last_seen_at),
            clock_skew_ms: row.clock_skew_ms,
            faults_today: faults.map(|(fault, n)| (fault.as_str().to_owned(), n)).collect(),
        }
    }
}

/// Loggers of the territory.
#[utoipa::path(get, path = "/api/v1/loggers", tag = "telemetry", params(LoggerQuery), responses((status = 200, body = Items<LoggerBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<LoggerQuery>,
) -> Result<Json<Items<LoggerBody>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let online = match one_of("state", query.state, &["online", "offline"])?.as_str() {
        "online" => Some(true),
        "offline" => Some(false),
        _ => None,
    };
    let words = query.q.unwrap_or_default();
    let listed = telemetry::loggers(api.cx(), officer.actor(), &words, online, &page).await?;
    Ok(Items::of(listed, LoggerBody::from))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StrangerBody {
    mn: String,
    peer: String,
    first_seen_at: i64,
    last_seen_at: i64,
    frames: u64,
}

/// Devices that send but are not registered.
#[utoipa::path(get, path = "/api/v1/loggers/unknown", tag = "telemetry", responses((status = 200, body = Items<StrangerBody>)))]
pub(crate) async fn unknown(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Json<Items<StrangerBody>>, Problem> {
    let strangers = telemetry::unknown_loggers(api.cx(), officer.actor()).await?;
    let body = |stranger: Stranger| StrangerBody {
        mn: stranger.mn.to_string(),
        peer: stranger.peer,
        first_seen_at: stranger.first_seen_at.as_millis(),
        last_seen_at: stranger.last_seen_at.as_millis(),
        frames: stranger.frames,
    };
    Ok(Items::all(strangers.into_iter().map(body).collect()))
}

/// What a code of a logger means.
#[derive(Serialize, ToSchema)]
pub(crate) struct MappingBody {
    code: String,
    factor: String,
    factor_name: String,
    factor_unit: String,
    times: String,
    unit: String,
    source: String,
    effective_from_on: String,
    effective_to_on: Option<String>,
}

impl From<&Mapping> for MappingBody {
    fn from(mapping: &Mapping) -> Self {
        let table = telemetry::factors();
        Self {
            code: mapping.code.to_string(),
            factor: mapping.factor.to_string(),
            factor_name: table.name(&mapping.factor).to_owned(),
            factor_unit: table.unit(&mapping.factor).to_owned(),
            times: mapping.times.to_string(),
            unit: mapping.unit.clone(),
            source: mapping.source.clone(),
            effective_from_on: mapping.effective_from.to_string(),
            effective_to_on: mapping.effective_to.map(|day| day.to_string()),
        }
    }
}

/// A code that neither the standard nor a mapping knows.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnknownCode {
    code: String,
    times: u64,
    kind: String,
    value: Option<String>,
    at: i64,
}

impl From<Heard> for UnknownCode {
    fn from(heard: Heard) -> Self {
        let Heard { latest, times } = heard;
        Self {
            code: latest.factor.to_string(),
            times,
            kind: word(&latest.kind),
            value: latest.value.value().map(|value| value.to_string()),
            at: latest.at.as_millis(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LoggerPageBody {
    #[serde(flatten)]
    row: LoggerBody,
    /// The edition of HJ 212 it speaks.
    edition: u16,
    check_sum: String,
    /// Whether its frames are taken.
    active: bool,
    mappings: Vec<MappingBody>,
    /// Since the platform started.
    unknown_codes: Vec<UnknownCode>,
    record: Vec<RecordLineBody>,
    /// What may be done now: `map`.
    actions: Vec<String>,
    revision: u32,
}

impl From<LoggerPage> for LoggerPageBody {
    fn from(page: LoggerPage) -> Self {
        let LoggerPage { row, unknown, record, actions } = page;
        let logger = &row.logger;
        Self {
            edition: logger.edition,
            check_sum: logger.check_sum.clone(),
            active: logger.active,
            mappings: logger.mappings.iter().map(MappingBody::from).collect(),
            unknown_codes: unknown.into_iter().map(UnknownCode::from).collect(),
            record: all(record),
            actions: actions.into_iter().map(str::to_owned).collect(),
            revision: logger.revision,
            row: row.into(),
        }
    }
}

/// One logger: how it speaks, and what its own codes mean.
#[utoipa::path(get, path = "/api/v1/loggers/{id}", tag = "telemetry", params(("id" = String, Path)), responses((status = 200, body = LoggerPageBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<LoggerId>,
) -> Result<Json<LoggerPageBody>, Problem> {
    Ok(Json(telemetry::logger(api.cx(), officer.actor(), id).await?.into()))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct MapCodeBody {
    /// The code as the device sends it.
    code: String,
    /// The factor it stands for.
    factor: String,
    /// What values are multiplied by, exactly: `1`, `0.001`.
    times: String,
    /// The unit that the device sends.
    unit: String,
    /// Where this was taken from.
    source: String,
    #[schema(value_type = String)]
    effective_from_on: Date,
    #[schema(value_type = Option<String>)]
    effective_to_on: Option<Date>,
    revision: u32,
}

/// Enters what a code of a logger means.
#[utoipa::path(post, path = "/api/v1/loggers/{id}/mappings", tag = "telemetry", params(("id" = String, Path)), request_body = MapCodeBody, responses((status = 200, body = LoggerPageBody)))]
pub(crate) async fn map(
    State(api): State<Api>,
    officer: Officer,
    Path(logger): Path<LoggerId>,
    Json(asked): Json<MapCodeBody>,
) -> Result<Json<LoggerPageBody>, Problem> {
    let times = asked.times.trim().parse().map_err(|_| {
        let (zh, en) = ("换算系数为数字，例如 0.001", "the number is digits, for instance 0.001");
        Problem::bad_request("mapping.times", zh, en).field("times")
    })?;
    let mapping = Mapping {
        code: Factor::from(asked.code.trim()),
        factor: Factor::from(asked.factor.trim()),
        times,
        unit: asked.unit.trim().to_owned(),
        source: asked.source.trim().to_owned(),
        effective_from: asked.effective_from_on,
        effective_to: asked.effective_to_on,
    };
    let order = MapCode { logger, revision: asked.revision, mapping };
    telemetry::map(api.cx(), officer.actor(), order).await?;
    Ok(Json(telemetry::logger(api.cx(), officer.actor(), logger).await?.into()))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct UnmapBody {
    code: String,
    /// The last day it holds.
    #[schema(value_type = String)]
    last_on: Date,
    revision: u32,
}

/// Ends what a code of a logger means; what was read by it stays.
#[utoipa::path(post, path = "/api/v1/loggers/{id}/mappings/end", tag = "telemetry", params(("id" = String, Path)), request_body = UnmapBody, responses((status = 200, body = LoggerPageBody)))]
pub(crate) async fn unmap(
    State(api): State<Api>,
    officer: Officer,
    Path(logger): Path<LoggerId>,
    Json(asked): Json<UnmapBody>,
) -> Result<Json<LoggerPageBody>, Problem> {
    let UnmapBody { code, last_on, revision } = asked;
    let order = UnmapCode { logger, revision, code: Factor::from(code.as_str()), last_on };
    telemetry::unmap(api.cx(), officer.actor(), order).await?;
    Ok(Json(telemetry::logger(api.cx(), officer.actor(), logger).await?.into()))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct KnownFactor {
    code: String,
    name: String,
    unit: String,
}

/// The factors the platform knows.
#[utoipa::path(get, path = "/api/v1/factors", tag = "telemetry", responses((status = 200, body = Items<KnownFactor>)))]
pub(crate) async fn factors(_officer: Officer) -> Json<Items<KnownFactor>> {
    let known = telemetry::factors().all().into_iter();
    let body = known.map(|info| KnownFactor {
        code: info.code.to_string(),
        name: info.name.clone(),
        unit: info.unit.clone(),
    });
    Items::all(body.collect())
}
