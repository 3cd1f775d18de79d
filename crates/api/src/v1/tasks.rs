//! `tasks`: dispatched, taken, given back.

use super::common::{CodeName, LonLat, Named};
use super::jurisdiction::{GroundsBody, setting};
use crate::extract::{Items, Json, Path, Query, one_of, page};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::jurisdiction::Pick;
use app::tasks::{self, Dispatch, Sending, TaskFilter, TaskPage};
use app::telemetry::factors;
use axum::extract::State;
use domain::task::TaskState;
use domain::{LeadId, OfficerId, TaskId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Serialize, ToSchema)]
pub(crate) struct TaskLead {
    id: String,
    number: String,
    title: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TaskEnterprise {
    id: String,
    name: String,
    address: String,
    location: LonLat,
    credit_code: String,
    representative: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TeamMember {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) certificate_number: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TaskBody {
    id: String,
    number: String,
    state: String,
    lead: Option<TaskLead>,
    enterprise: TaskEnterprise,
    outlet: Option<Named>,
    item: CodeName,
    officers: Vec<TeamMember>,
    /// On what the power to go there rests.
    grounds: GroundsBody,
    instruction: String,
    due_at: i64,
    dispatched_at: i64,
    accepted_at: Option<i64>,
    inspection_id: Option<String>,
    revision: u32,
    /// `accept`, `return`, `inspect`.
    actions: Vec<String>,
}

pub(crate) fn body(api: &Api, page: TaskPage) -> TaskBody {
    let TaskPage { task, lead_number, lead, enterprise, outlet, inspection, actions } = page;
    let factor = lead.factor().map_or("", |factor| factors().name(factor));
    let accepted_at = match &task.state {
        TaskState::Accepted { at, .. } => Some(at.as_millis()),
        TaskState::Dispatched
        | TaskState::Inspecting { .. }
        | TaskState::Done { .. }
        | TaskState::Returned { .. } => None,
    };
    TaskBody {
        grounds: GroundsBody::of(api, &task.grounds),
        id: task.id.to_string(),
        number: task.number,
        state: task.state.as_str().to_owned(),
        lead: Some(TaskLead {
            id: lead.id.to_string(),
            number: lead_number,
            title: lead.title(&outlet.name, factor),
        }),
        enterprise: TaskEnterprise {
            id: enterprise.id.to_string(),
            name: enterprise.name,
            address: enterprise.address,
            location: enterprise.location.into(),
            credit_code: enterprise.credit_code.to_string(),
            representative: enterprise.representative,
        },
        outlet: Some(Named { id: outlet.id.to_string(), name: outlet.name }),
        item: CodeName { name: api.cx().law().item_name(&task.item), code: task.item },
        officers: team(&task.team),
        instruction: task.instruction,
        due_at: task.due_at.as_millis(),
        dispatched_at: task.dispatched_at.as_millis(),
        accepted_at,
        inspection_id: inspection.map(|id| id.to_string()),
        revision: task.revision,
        actions: actions.into_iter().map(str::to_owned).collect(),
    }
}

pub(crate) fn team(team: &domain::officer::CertifiedTeam) -> Vec<TeamMember> {
    let member = |officer: &domain::officer::CertifiedOfficer| TeamMember {
        id: officer.id.to_string(),
        name: officer.name.clone(),
        certificate_number: officer.certificate_number.clone(),
    };
    team.officers().iter().map(member).collect()
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct DispatchBody {
    /// Given by the sender: sending it twice dispatches once.
    #[schema(value_type = Option<String>)]
    id: Option<TaskId>,
    #[schema(value_type = String)]
    lead_id: LeadId,
    #[schema(value_type = Vec<String>)]
    officer_ids: Vec<OfficerId>,
    due_at: i64,
    #[serde(default)]
    instruction: String,
    /// `ordinary` unless told.
    #[serde(default)]
    occasion: Option<String>,
    /// The registered operation in which it happens, by code.
    #[serde(default)]
    operation: Option<String>,
    /// For a place near a boundary: the county and why.
    #[serde(default)]
    boundary: Option<PickBody>,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct PickBody {
    /// Code of the county.
    county: String,
    reason: String,
}

/// Dispatches a lead to two or more certified officers.
#[utoipa::path(post, path = "/api/v1/tasks", tag = "tasks", request_body = DispatchBody, responses((status = 200, body = TaskBody)))]
pub(crate) async fn dispatch(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<DispatchBody>,
) -> Result<Json<TaskBody>, Problem> {
    let DispatchBody { id, lead_id, officer_ids, due_at, instruction, .. } = asked;
    let pick = |PickBody { county, reason }| Pick { county, reason };
    let sending = Sending {
        setting: setting(asked.occasion, asked.operation)?,
        boundary: asked.boundary.map(pick),
    };
    let order = Dispatch {
        id: id.unwrap_or_else(|| api.cx().id()),
        lead: lead_id,
        officers: officer_ids,
        due_at: Timestamp::from_millis(due_at),
        instruction,
        sending,
    };
    let task = tasks::dispatch(api.cx(), officer.actor(), order).await?;
    page_of(&api, &officer, task.id).await
}

async fn page_of(api: &Api, officer: &Officer, id: TaskId) -> Result<Json<TaskBody>, Problem> {
    let page = tasks::read(api.cx(), officer.actor(), id).await?;
    Ok(Json(body(api, page)))
}

/// What a task may be.
pub(crate) const TASK_STATES: [&str; 5] =
    ["dispatched", "accepted", "inspecting", "done", "returned"];

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TaskQuery {
    /// Only those the officer was sent to.
    #[serde(default)]
    mine: bool,
    state: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

/// Tasks, newest first.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "tasks", params(TaskQuery), responses((status = 200, body = Items<TaskBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<TaskQuery>,
) -> Result<Json<Items<TaskBody>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let state = one_of("state", query.state, &TASK_STATES)?;
    let filter = TaskFilter { mine: query.mine, state };
    let listed = tasks::list(api.cx(), officer.actor(), &filter, &page).await?;
    Ok(Items::of(listed, |page| body(&api, page)))
}

/// One task.
#[utoipa::path(get, path = "/api/v1/tasks/{id}", tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = TaskBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<TaskId>,
) -> Result<Json<TaskBody>, Problem> {
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct AcceptBody {
    revision: u32,
}

/// Takes a task.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/accept", tag = "tasks", params(("id" = String, Path)), request_body = AcceptBody, responses((status = 200, body = TaskBody)))]
pub(crate) async fn accept(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<TaskId>,
    Json(asked): Json<AcceptBody>,
) -> Result<Json<TaskBody>, Problem> {
    tasks::accept(api.cx(), officer.actor(), id, asked.revision).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ReturnBody {
    reason: String,
    revision: u32,
}

/// Gives a task back undone.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/return", tag = "tasks", params(("id" = String, Path)), request_body = ReturnBody, responses((status = 200, body = TaskBody)))]
pub(crate) async fn give_back(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<TaskId>,
    Json(asked): Json<ReturnBody>,
) -> Result<Json<TaskBody>, Problem> {
    tasks::give_back(api.cx(), officer.actor(), id, asked.revision, &asked.reason).await?;
    page_of(&api, &officer, id).await
}
