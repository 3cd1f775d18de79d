//! `operations`: registered enforcement operations (执法行动), approved by a head, ended.

use super::common::{CodeName, Named, territory_name, word};
use super::jurisdiction::{agency, named, place};
use crate::extract::{Items, Json, Path};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::jurisdiction::{self as juris, Entry};
use axum::extract::State;
use domain::jurisdiction::{Operation, OperationKind, Plan};
use domain::{Date, OfficerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct OperationBody {
    code: String,
    name: String,
    /// `audit`, `cross_enforcement`, `patrol` or `campaign`.
    kind: String,
    kind_name: String,
    from_on: String,
    to_on: String,
    area: Vec<CodeName>,
    organiser: Named,
    agencies: Vec<Named>,
    officer_ids: Vec<String>,
    basis: String,
    /// `waiting`, `planned`, `running` or `over`.
    state: String,
    registered_at: i64,
    approved_at: Option<i64>,
    ended_on: Option<String>,
    end_reason: Option<String>,
    revision: u32,
}

fn body(api: &Api, entry: Entry<Operation>) -> OperationBody {
    let Entry { value, revision } = entry;
    let law = api.cx().law();
    let agencies = law.lists.agencies();
    let today = api.cx().now().date();
    let state = match &value.approval {
        _ if today > value.last_day() || value.ended.is_some() => "over",
        None => "waiting",
        Some(_) if today < value.plan.from => "planned",
        Some(_) => "running",
    };
    let area = value.plan.area.iter();
    OperationBody {
        name: value.plan.name.clone(),
        kind: word(&value.plan.kind),
        kind_name: value.plan.kind.zh().to_owned(),
        from_on: value.plan.from.to_string(),
        to_on: value.last_day().to_string(),
        area: area
            .map(|place| CodeName { code: place.to_string(), name: territory_name(place) })
            .collect(),
        organiser: named(agencies, value.organiser),
        agencies: value.plan.agencies.iter().map(|id| named(agencies, *id)).collect(),
        officer_ids: value.plan.officers.iter().map(ToString::to_string).collect(),
        basis: value.plan.basis.clone(),
        state: state.to_owned(),
        registered_at: value.registered_at.as_millis(),
        approved_at: value.approval.map(|approval| approval.at.as_millis()),
        ended_on: value.ended.as_ref().map(|ended| ended.on.to_string()),
        end_reason: value.ended.as_ref().map(|ended| ended.reason.clone()),
        code: value.code,
        revision,
    }
}

/// Operations that touch the territory or of which the own body is a member, newest first.
#[utoipa::path(get, path = "/api/v1/operations", tag = "jurisdiction", responses((status = 200, body = Items<OperationBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Json<Items<OperationBody>>, Problem> {
    let all = juris::list_operations(api.cx(), officer.actor()).await?;
    Ok(Items::all(all.into_iter().map(|entry| body(&api, entry)).collect()))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct RegisterBody {
    name: String,
    #[schema(value_type = String)]
    kind: OperationKind,
    #[schema(value_type = String)]
    from_on: Date,
    #[schema(value_type = String)]
    to_on: Date,
    /// Paths or codes of places.
    area: Vec<String>,
    /// Bodies all of whose officers are members, by id or code.
    #[serde(default)]
    agencies: Vec<String>,
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    officer_ids: Vec<OfficerId>,
    /// The document it rests on, or why it is held.
    basis: String,
}

/// Registers an operation of the own body; it gives no power before a head approves it.
#[utoipa::path(post, path = "/api/v1/operations", tag = "jurisdiction", request_body = RegisterBody, responses((status = 200, body = OperationBody)))]
pub(crate) async fn register(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<RegisterBody>,
) -> Result<Json<OperationBody>, Problem> {
    let area = asked.area.iter().map(|text| place(&api, text)).collect::<Result<_, _>>()?;
    let bodies = asked.agencies.iter().map(|text| agency(&api, text)).collect::<Result<_, _>>()?;
    let plan = Plan {
        name: asked.name,
        kind: asked.kind,
        from: asked.from_on,
        to: asked.to_on,
        area,
        agencies: bodies,
        officers: asked.officer_ids,
        basis: asked.basis,
    };
    let entry = juris::register(api.cx(), officer.actor(), plan).await?;
    Ok(Json(body(&api, entry)))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ApproveBody {
    revision: u32,
}

/// A head approves an operation that another registered.
#[utoipa::path(post, path = "/api/v1/operations/{code}/approve", tag = "jurisdiction", params(("code" = String, Path)), request_body = ApproveBody, responses((status = 200, body = OperationBody)))]
pub(crate) async fn approve(
    State(api): State<Api>,
    officer: Officer,
    Path(code): Path<String>,
    Json(asked): Json<ApproveBody>,
) -> Result<Json<OperationBody>, Problem> {
    let entry = juris::approve(api.cx(), officer.actor(), &code, asked.revision).await?;
    Ok(Json(body(&api, entry)))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct EndBody {
    revision: u32,
    reason: String,
}

/// A head ends an operation; what was found in it stays.
#[utoipa::path(post, path = "/api/v1/operations/{code}/end", tag = "jurisdiction", params(("code" = String, Path)), request_body = EndBody, responses((status = 200, body = OperationBody)))]
pub(crate) async fn end(
    State(api): State<Api>,
    officer: Officer,
    Path(code): Path<String>,
    Json(asked): Json<EndBody>,
) -> Result<Json<OperationBody>, Problem> {
    let entry = juris::end(api.cx(), officer.actor(), &code, asked.revision, &asked.reason).await?;
    Ok(Json(body(&api, entry)))
}
