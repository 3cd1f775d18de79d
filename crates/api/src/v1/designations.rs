//! `designations`: whose matter a lead or a case is: sent once, disputed, designated by the common superior.

use super::cases::CaseLink;
use super::common::{Named, RecordLineBody, all, territory_name, word};
use super::jurisdiction::{agency, named};
use crate::extract::{Items, Json, Path, Query, one_of, page};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::jurisdiction::{self as juris, Appoint, Begin, DesignationRow, Matter, Opening};
use axum::extract::State;
use domain::jurisdiction::{Claim, DesignationState};
use domain::{CaseId, Date, DesignationId, LeadId, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimBody {
    agency: Named,
    filed_on: Option<String>,
    opinion: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DesignationBody {
    id: String,
    number: String,
    lead_id: String,
    lead_number: String,
    /// The case that the lead led to, where it did.
    case: Option<CaseLink>,
    place: String,
    place_name: String,
    /// `dispute`, `request`, `transfer`, `order` or `withdrawal`.
    kind: String,
    /// `requested`, `transferred`, `accepted` or `designated`.
    state: String,
    from: Named,
    claims: Vec<ClaimBody>,
    /// Whether it was transferred: it cannot be again.
    transferred: bool,
    reason: String,
    objection: Option<String>,
    /// Who must answer: the receiver, or the common superior.
    waits_for: Option<Named>,
    holder: Option<Named>,
    decided_reason: Option<String>,
    begun_at: i64,
    decided_at: Option<i64>,
    /// `accept`, `refer`, `designate`.
    actions: Vec<String>,
    record: Vec<RecordLineBody>,
    revision: u32,
}

fn body(api: &Api, row: DesignationRow) -> DesignationBody {
    let DesignationRow { designation: it, lead_number, case, actions, record } = row;
    let law = api.cx().law();
    let agencies = law.lists.agencies();
    let (waits, decided_at, decided_reason) = match &it.state {
        DesignationState::Requested { superior } => (Some(*superior), None, None),
        DesignationState::Transferred { to } => (Some(*to), None, None),
        DesignationState::Accepted { at, .. } => (None, Some(at.as_millis()), None),
        DesignationState::Designated { at, reason, .. } => {
            (None, Some(at.as_millis()), Some(reason.clone()))
        }
    };
    let claim = |claim: &Claim| ClaimBody {
        agency: named(agencies, claim.agency),
        filed_on: claim.filed_on.map(|day| day.to_string()),
        opinion: claim.opinion.clone(),
    };
    DesignationBody {
        id: it.id.to_string(),
        lead_id: it.lead.to_string(),
        lead_number,
        case: case.as_ref().map(CaseLink::of),
        place: it.place.to_string(),
        place_name: territory_name(&it.place),
        kind: word(&it.kind),
        state: it.state.as_str().to_owned(),
        from: named(agencies, it.from),
        claims: it.claims.iter().map(claim).collect(),
        transferred: it.transferred,
        waits_for: waits.map(|id| named(agencies, id)),
        holder: it.holder().map(|id| named(agencies, id)),
        decided_reason,
        begun_at: it.at.as_millis(),
        decided_at,
        actions: actions.into_iter().map(str::to_owned).collect(),
        record: all(record),
        revision: it.revision,
        number: it.number,
        reason: it.reason,
        objection: it.objection,
    }
}

async fn page_of(
    api: &Api,
    officer: &Officer,
    id: DesignationId,
) -> Result<Json<DesignationBody>, Problem> {
    let row = juris::read(api.cx(), officer.actor(), id).await?;
    Ok(Json(body(api, row)))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DesignationQuery {
    /// `requested`, `transferred`, `accepted`, `designated`; all unless told.
    state: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

/// Matters of the territory or of the own body, newest first.
#[utoipa::path(get, path = "/api/v1/designations", tag = "jurisdiction", params(DesignationQuery), responses((status = 200, body = Items<DesignationBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<DesignationQuery>,
) -> Result<Json<Items<DesignationBody>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let known = ["requested", "transferred", "accepted", "designated"];
    let state = one_of("state", query.state, &known)?;
    let listed = juris::list(api.cx(), officer.actor(), &state, &page).await?;
    Ok(Items::of(listed, |row| body(&api, row)))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/designations/{id}", tag = "jurisdiction", params(("id" = String, Path)), responses((status = 200, body = DesignationBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<DesignationId>,
) -> Result<Json<DesignationBody>, Problem> {
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct NewClaim {
    /// The body by id or code.
    agency: String,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    filed_on: Option<Date>,
    #[serde(default)]
    opinion: String,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct BeginDesignation {
    /// Given by the sender: sending it twice begins once.
    #[schema(value_type = Option<String>)]
    id: Option<DesignationId>,
    /// The lead it is about; either this or the case.
    #[schema(value_type = Option<String>)]
    lead_id: Option<LeadId>,
    /// The case it is about: it goes to the other body with its file, evidence and clocks, once.
    #[schema(value_type = Option<String>)]
    case_id: Option<CaseId>,
    /// `transfer` (to the competent body), `dispute` (ask the common superior) or `order` (the superior, of its own motion).
    kind: BeginKind,
    /// The receiver, or the body that the order names, by id or code.
    to: Option<String>,
    /// The other bodies of a dispute; none asks the body above the own.
    #[serde(default)]
    claims: Vec<NewClaim>,
    reason: String,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BeginKind {
    Transfer,
    Dispute,
    Order,
}

/// Sends a matter to the competent body, asks the common superior, or, as the superior, gives it to a body.
#[utoipa::path(post, path = "/api/v1/designations", tag = "jurisdiction", request_body = BeginDesignation, responses((status = 200, body = DesignationBody)))]
pub(crate) async fn begin(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<BeginDesignation>,
) -> Result<Json<DesignationBody>, Problem> {
    let to = || agency(&api, asked.to.as_deref().unwrap_or_default());
    let opening = match asked.kind {
        BeginKind::Transfer => Opening::Transfer { to: to()? },
        BeginKind::Order => Opening::Order { to: to()? },
        BeginKind::Dispute => {
            let claim = |claim: &NewClaim| {
                let (filed_on, opinion) = (claim.filed_on, claim.opinion.clone());
                Ok(Claim { agency: agency(&api, &claim.agency)?, filed_on, opinion })
            };
            let claims = asked.claims.iter().map(claim).collect::<Result<_, Problem>>()?;
            Opening::Dispute { claims }
        }
    };
    let id = asked.id.unwrap_or_else(|| api.cx().id());
    let matter = match (asked.lead_id, asked.case_id) {
        (Some(lead), None) => Matter::Lead(lead),
        (None, Some(case)) => Matter::Case(case),
        (Some(_), Some(_)) | (None, None) => return Err(one_matter()),
    };
    let begin = Begin { id, matter, opening, reason: asked.reason };
    let begun = juris::begin(api.cx(), officer.actor(), begin).await?;
    page_of(&api, &officer, begun.id).await
}

fn one_matter() -> Problem {
    Refusal::new(
        "designation.matter",
        "请指明一条线索或者一个案件（lead_id、case_id 二选一）",
        "name one lead or one case: either `lead_id` or `case_id`",
    )
    .field("lead_id")
    .into()
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct RevisionBody {
    revision: u32,
}

/// The receiver takes what was sent.
#[utoipa::path(post, path = "/api/v1/designations/{id}/accept", tag = "jurisdiction", params(("id" = String, Path)), request_body = RevisionBody, responses((status = 200, body = DesignationBody)))]
pub(crate) async fn accept(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<DesignationId>,
    Json(asked): Json<RevisionBody>,
) -> Result<Json<DesignationBody>, Problem> {
    juris::accept(api.cx(), officer.actor(), id, asked.revision).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ReferBody {
    revision: u32,
    reason: String,
}

/// The receiver is not competent either: it may not send it on, but asks the common superior.
#[utoipa::path(post, path = "/api/v1/designations/{id}/refer", tag = "jurisdiction", params(("id" = String, Path)), request_body = ReferBody, responses((status = 200, body = DesignationBody)))]
pub(crate) async fn refer(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<DesignationId>,
    Json(asked): Json<ReferBody>,
) -> Result<Json<DesignationBody>, Problem> {
    juris::refer(api.cx(), officer.actor(), id, asked.revision, &asked.reason).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct AppointBody {
    revision: u32,
    /// The designated body by id or code.
    agency: String,
    reason: String,
}

/// The common superior designates.
#[utoipa::path(post, path = "/api/v1/designations/{id}/designate", tag = "jurisdiction", params(("id" = String, Path)), request_body = AppointBody, responses((status = 200, body = DesignationBody)))]
pub(crate) async fn designate(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<DesignationId>,
    Json(asked): Json<AppointBody>,
) -> Result<Json<DesignationBody>, Problem> {
    let order = Appoint { agency: agency(&api, &asked.agency)?, reason: asked.reason };
    juris::designate(api.cx(), officer.actor(), id, asked.revision, order).await?;
    page_of(&api, &officer, id).await
}
