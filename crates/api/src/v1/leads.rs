//! `leads`: what telemetry raised, and what the duty officer makes of it.

use super::common::{CodeName, LonLat, Named, RecordLineBody, Why, all, territory_name, word};
use super::doubts::DoubtBody;
use super::jurisdiction::setting;
use super::lead_inputs::{Inputs, inputs};
use crate::extract::{Items, Json, Path, Query, one_of, page};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::leads::{self, CloseLead, LeadFilter, LeadPage, LeadRow};
use app::telemetry::factors;
use axum::extract::State;
use domain::LeadId;
use domain::lead::{Finding, Found, LeadState, Verdict};
use domain::reading::Factor;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LeadQuery {
    /// `open`, `dispatched` or `closed`.
    state: Option<String>,
    /// Part of a number or of an enterprise's name.
    q: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Worst {
    value: String,
    /// The limit that it lies beyond.
    limit: String,
    /// `above` the upper limit or `below` the lower one.
    side: String,
    /// 1 and the share of the limit by which it lies beyond it; above the limit, how many times the limit it is.
    ratio: f64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LeadRowBody {
    id: String,
    number: String,
    state: String,
    source: String,
    /// `exceedance` or `doubts`.
    kind: String,
    title: String,
    enterprise: Named,
    outlet: Option<Named>,
    factor: String,
    factor_name: String,
    unit: String,
    raised_at: i64,
    last_at: i64,
    /// None where the lead rests on doubts about data.
    worst: Option<Worst>,
    territory: String,
    territory_name: String,
    location: LonLat,
    revision: u32,
}

impl From<LeadRow> for LeadRowBody {
    fn from(row: LeadRow) -> Self {
        let LeadRow { lead, enterprise, outlet } = row;
        let factor = lead.factor().cloned().unwrap_or_else(|| Factor::from(""));
        let factor_name = factors().name(&factor).to_owned();
        let (kind, unit, last) = match &lead.finding {
            Found::Exceedance(finding) => {
                ("exceedance", finding.limit.unit.clone(), finding.last_at())
            }
            Found::Doubts(picked) => {
                let last = picked.doubts.first().map_or(lead.raised_at, |doubt| doubt.at);
                ("doubts", factors().unit(&factor).to_owned(), last)
            }
        };
        Self {
            id: lead.id.to_string(),
            kind: kind.to_owned(),
            title: lead.title(&outlet.name, &factor_name),
            state: word(&lead.state),
            source: word(&lead.source),
            enterprise: Named { id: enterprise.id.to_string(), name: enterprise.name },
            outlet: Some(Named { id: outlet.id.to_string(), name: outlet.name }),
            factor: factor.to_string(),
            factor_name,
            unit,
            raised_at: lead.raised_at.as_millis(),
            last_at: last.as_millis(),
            worst: lead.exceedance().map(|finding| Worst {
                value: finding.worst.value.to_string(),
                limit: finding.bound().to_string(),
                side: word(&finding.side()),
                ratio: finding.ratio(),
            }),
            territory_name: territory_name(&lead.territory),
            territory: lead.territory.to_string(),
            location: enterprise.location.into(),
            revision: lead.revision,
            number: lead.number,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RuleBody {
    id: String,
    version: String,
    words: String,
}

/// What a lead may be.
pub(crate) const LEAD_STATES: [&str; 3] = ["open", "dispatched", "closed"];

#[derive(Serialize, ToSchema)]
pub(crate) struct Closed {
    verdict: String,
    reason: String,
    by: String,
    at: i64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LeadBody {
    #[serde(flatten)]
    row: LeadRowBody,
    /// Of an exceedance: the rule it was judged by, and its inputs.
    rule: Option<RuleBody>,
    inputs: Option<Inputs>,
    /// Of doubts: what contradicts what, and why somebody must look.
    doubts: Vec<DoubtBody>,
    doubts_reason: Option<String>,
    /// The logger behind it.
    mn: Option<String>,
    item: Option<CodeName>,
    task_id: Option<String>,
    closed: Option<Closed>,
    record: Vec<RecordLineBody>,
    /// What may be done now: `dispatch`, `close`, `replay`.
    actions: Vec<String>,
}

pub(super) fn page_body(api: &Api, page: LeadPage) -> LeadBody {
    let LeadPage { row, record, actions, logger } = page;
    let lead = &row.lead;
    let (task_id, closed) = match &lead.state {
        LeadState::Open => (None, None),
        LeadState::Dispatched { task } => (Some(task.to_string()), None),
        LeadState::Closed { verdict, reason, by, at } => {
            let (verdict, reason) = (word(verdict), reason.clone());
            (None, Some(Closed { verdict, reason, by: by.to_string(), at: at.as_millis() }))
        }
    };
    let rule = |finding: &Finding| RuleBody {
        id: finding.rule.id.to_string(),
        version: finding.rule.version.to_string(),
        words: "有效数据的均值超出该排放口当日适用的排放限值（高于上限或低于下限）".to_owned(),
    };
    let (doubts, doubts_reason) = match &lead.finding {
        Found::Exceedance(_) => (Vec::new(), None),
        Found::Doubts(picked) => (all(picked.doubts.clone()), Some(picked.reason.clone())),
    };
    LeadBody {
        rule: lead.exceedance().map(rule),
        inputs: lead.exceedance().map(inputs),
        doubts,
        doubts_reason,
        mn: logger.map(|logger| logger.mn.to_string()),
        item: lead
            .item
            .as_ref()
            .map(|code| CodeName { code: code.clone(), name: api.cx().law().item_name(code) }),
        task_id,
        closed,
        record: all(record),
        actions: actions.into_iter().map(str::to_owned).collect(),
        row: row.into(),
    }
}

/// Leads of the territory, newest first.
#[utoipa::path(get, path = "/api/v1/leads", tag = "leads", params(LeadQuery), responses((status = 200, body = Items<LeadRowBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<LeadQuery>,
) -> Result<Json<Items<LeadRowBody>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let state = one_of("state", query.state, &LEAD_STATES)?;
    let filter = LeadFilter { state, words: query.q.unwrap_or_default() };
    let listed = leads::list(api.cx(), officer.actor(), &filter, &page).await?;
    Ok(Items::of(listed, LeadRowBody::from))
}

/// One lead.
#[utoipa::path(get, path = "/api/v1/leads/{id}", tag = "leads", params(("id" = String, Path)), responses((status = 200, body = LeadBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<LeadId>,
) -> Result<Json<LeadBody>, Problem> {
    let page = leads::read(api.cx(), officer.actor(), id).await?;
    Ok(Json(page_body(&api, page)))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct CloseBody {
    /// `true`, `false_alarm`, `duplicate` or `cannot_verify`.
    #[schema(value_type = String)]
    verdict: Verdict,
    reason: String,
    revision: u32,
}

/// Closes a lead with what was found.
#[utoipa::path(post, path = "/api/v1/leads/{id}/close", tag = "leads", params(("id" = String, Path)), request_body = CloseBody, responses((status = 200, body = LeadBody)))]
pub(crate) async fn close(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<LeadId>,
    Json(asked): Json<CloseBody>,
) -> Result<Json<LeadBody>, Problem> {
    let CloseBody { verdict, reason, revision } = asked;
    leads::close(api.cx(), officer.actor(), CloseLead { lead: id, revision, verdict, reason })
        .await?;
    let page = leads::read(api.cx(), officer.actor(), id).await?;
    Ok(Json(page_body(&api, page)))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReplayBody {
    /// Whether every kept period is beyond the kept limit still.
    same: bool,
    finding: RuleBody,
}

/// Judges the kept inputs again by the kept rule.
#[utoipa::path(post, path = "/api/v1/leads/{id}/replay", tag = "leads", params(("id" = String, Path)), responses((status = 200, body = ReplayBody)))]
pub(crate) async fn replay(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<LeadId>,
) -> Result<Json<ReplayBody>, Problem> {
    let replay = leads::replay(api.cx(), officer.actor(), id).await?;
    let (id, version) = (replay.rule.id.to_string(), replay.rule.version.to_string());
    let words = if replay.same { "复算结论一致" } else { "复算结论不一致" };
    let finding = RuleBody { id, version, words: words.to_owned() };
    Ok(Json(ReplayBody { same: replay.same, finding }))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateOfficer {
    id: String,
    name: String,
    agency_name: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Certificate {
    pub(crate) number: String,
    pub(crate) valid_to_on: String,
}

impl Certificate {
    pub(crate) fn of(held: &domain::officer::Certificate) -> Self {
        Self { number: held.number.clone(), valid_to_on: held.valid_to.to_string() }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateBody {
    officer: CandidateOfficer,
    certificate: Option<Certificate>,
    eligible: bool,
    reasons: Vec<Why>,
    open_tasks: i64,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OccasionQuery {
    /// `ordinary` unless told.
    occasion: Option<String>,
    /// A registered operation by code.
    operation: Option<String>,
}

/// Who may be sent after a lead, and why somebody may not.
#[utoipa::path(get, path = "/api/v1/leads/{id}/candidates", tag = "leads", params(("id" = String, Path), OccasionQuery), responses((status = 200, body = Items<CandidateBody>)))]
pub(crate) async fn candidates(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<LeadId>,
    Query(query): Query<OccasionQuery>,
) -> Result<Json<Items<CandidateBody>>, Problem> {
    let setting = setting(query.occasion, query.operation)?;
    let found = leads::candidates(api.cx(), officer.actor(), id, &setting).await?;
    let today = api.cx().now().date();
    let body = |candidate: leads::Candidate| CandidateBody {
        certificate: candidate.officer.certificate_shown(today).map(Certificate::of),
        officer: CandidateOfficer {
            id: candidate.officer.id.to_string(),
            name: candidate.officer.name,
            agency_name: candidate.agency.name,
        },
        eligible: candidate.reasons.is_empty(),
        reasons: all(candidate.reasons),
        open_tasks: candidate.open_tasks,
    };
    Ok(Items::all(found.into_iter().map(body).collect()))
}
