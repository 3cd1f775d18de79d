//! `inspections`: the record of an on-site inspection, from draft to submission.

use super::common::{CodeName, Named, RecordLineBody, Why, all, word};
use super::evidence::EvidenceBody;
use super::inspection_record::RecordBody;
use super::jurisdiction::GroundsBody;
use super::tasks::{TeamMember, team};
use crate::extract::{Items, Json, Path, Query, one_of, page};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::inspections::{self, InspectionPage, NewSignature};
use axum::extract::State;
use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::inspection::{Inspection, RefusedToSign, SignerRole};
use domain::{InspectionId, OfficerId, TaskId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Serialize, ToSchema)]
pub(crate) struct InspectionEnterprise {
    id: String,
    name: String,
    address: String,
    credit_code: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RefusedBody {
    reason: String,
    witness: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SignatureBody {
    role: String,
    name: String,
    signed_at: i64,
    refused: Option<RefusedBody>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct InspectionBody {
    id: String,
    number: String,
    task_id: String,
    /// `draft` or `submitted`.
    state: String,
    enterprise: InspectionEnterprise,
    outlet: Option<Named>,
    item: CodeName,
    officers: Vec<TeamMember>,
    /// On what the power to inspect rested when it began.
    grounds: GroundsBody,
    /// The same on the day of submitting.
    submitted_grounds: Option<GroundsBody>,
    record: RecordBody,
    evidence: Vec<EvidenceBody>,
    signatures: Vec<SignatureBody>,
    /// What submitting would refuse.
    missing: Vec<Why>,
    case_id: Option<String>,
    /// Whether `record.pdf` is there.
    record_pdf: bool,
    lines: Vec<RecordLineBody>,
    revision: u32,
    /// `write`, `submit`, `propose_case`.
    actions: Vec<String>,
}

fn body(api: &Api, page: InspectionPage) -> Result<InspectionBody, Problem> {
    let InspectionPage {
        inspection,
        enterprise,
        outlet,
        missing,
        documents,
        case,
        record,
        actions,
    } = page;
    let signature = |signed: domain::inspection::Signature| SignatureBody {
        role: word(&signed.role),
        name: signed.name,
        signed_at: signed.signed_at.as_millis(),
        refused: signed
            .refused
            .map(|refused| RefusedBody { reason: refused.reason, witness: refused.witness }),
    };
    Ok(InspectionBody {
        id: inspection.id.to_string(),
        task_id: inspection.task.to_string(),
        state: word(&inspection.state),
        enterprise: InspectionEnterprise {
            id: enterprise.id.to_string(),
            name: enterprise.name,
            address: enterprise.address,
            credit_code: enterprise.credit_code.to_string(),
        },
        outlet: Some(Named { id: outlet.id.to_string(), name: outlet.name }),
        item: CodeName { name: api.cx().law().item_name(&inspection.item), code: inspection.item },
        officers: team(&inspection.team),
        grounds: GroundsBody::of(api, &inspection.grounds),
        submitted_grounds: inspection
            .submitted_grounds
            .as_ref()
            .map(|grounds| GroundsBody::of(api, grounds)),
        record: RecordBody::of(&inspection.record)?,
        evidence: inspection
            .evidence
            .into_iter()
            .map(|item| EvidenceBody::of(item, None))
            .collect(),
        signatures: inspection.signatures.into_iter().map(signature).collect(),
        missing: all(missing),
        case_id: case.map(|id| id.to_string()),
        record_pdf: documents.iter().any(|row| row.sha256.is_some()),
        lines: all(record),
        revision: inspection.revision,
        actions: actions.into_iter().map(str::to_owned).collect(),
        number: inspection.number,
    })
}

async fn page_of(
    api: &Api,
    officer: &Officer,
    id: InspectionId,
) -> Result<Json<InspectionBody>, Problem> {
    let page = inspections::read(api.cx(), officer.actor(), id).await?;
    Ok(Json(body(api, page)?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct InspectionQuery {
    /// `draft` or `submitted`.
    state: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct InspectionRow {
    id: String,
    number: String,
    task_id: String,
    state: String,
    enterprise: Named,
    item: CodeName,
    started_at: Option<i64>,
    revision: u32,
}

/// Inspections of the territory, newest first.
#[utoipa::path(get, path = "/api/v1/inspections", tag = "inspections", params(InspectionQuery), responses((status = 200, body = Items<InspectionRow>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<InspectionQuery>,
) -> Result<Json<Items<InspectionRow>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let state = one_of("state", query.state, &["draft", "submitted"])?;
    let listed = inspections::list(api.cx(), officer.actor(), &state, &page).await?;
    Ok(Items::of(listed, |found: Inspection| InspectionRow {
        id: found.id.to_string(),
        number: found.number,
        task_id: found.task.to_string(),
        state: word(&found.state),
        enterprise: Named { id: found.enterprise.to_string(), name: found.record.inspected.name },
        item: CodeName { name: api.cx().law().item_name(&found.item), code: found.item },
        started_at: found.record.started_at.map(Timestamp::as_millis),
        revision: found.revision,
    }))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct BeginBody {
    /// Given by the device: sending it twice begins once.
    #[schema(value_type = Option<String>)]
    id: Option<InspectionId>,
    #[schema(value_type = String)]
    task_id: TaskId,
}

/// Begins the inspection that fulfils a task.
#[utoipa::path(post, path = "/api/v1/inspections", tag = "inspections", request_body = BeginBody, responses((status = 200, body = InspectionBody)))]
pub(crate) async fn begin(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<BeginBody>,
) -> Result<Json<InspectionBody>, Problem> {
    let id = asked.id.unwrap_or_else(|| api.cx().id());
    inspections::begin(api.cx(), officer.actor(), id, asked.task_id).await?;
    page_of(&api, &officer, id).await
}

/// One inspection.
#[utoipa::path(get, path = "/api/v1/inspections/{id}", tag = "inspections", params(("id" = String, Path)), responses((status = 200, body = InspectionBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<InspectionId>,
) -> Result<Json<InspectionBody>, Problem> {
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct WriteBody {
    revision: u32,
    record: RecordBody,
}

/// Saves the draft.
#[utoipa::path(put, path = "/api/v1/inspections/{id}", tag = "inspections", params(("id" = String, Path)), request_body = WriteBody, responses((status = 200, body = InspectionBody)))]
pub(crate) async fn write(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<InspectionId>,
    Json(asked): Json<WriteBody>,
) -> Result<Json<InspectionBody>, Problem> {
    let record = asked.record.record()?;
    inspections::write(api.cx(), officer.actor(), id, asked.revision, record).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct SignBody {
    /// `inspected`, `inspector`, `recorder` or `witness`.
    #[schema(value_type = String)]
    role: SignerRole,
    name: String,
    #[schema(value_type = Option<String>)]
    officer_id: Option<OfficerId>,
    image_png_base64: Option<String>,
    signed_at: i64,
    refused: Option<RefusedBody>,
}

/// Signs the record as it stands, or notes that signing was refused.
#[utoipa::path(post, path = "/api/v1/inspections/{id}/signatures", tag = "inspections", params(("id" = String, Path)), request_body = SignBody, responses((status = 200, body = InspectionBody)))]
pub(crate) async fn sign(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<InspectionId>,
    Json(asked): Json<SignBody>,
) -> Result<Json<InspectionBody>, Problem> {
    let image = asked.image_png_base64.as_deref().map(png).transpose()?;
    let refused = asked
        .refused
        .map(|refused| RefusedToSign { reason: refused.reason, witness: refused.witness });
    let signature = NewSignature {
        role: asked.role,
        name: asked.name,
        officer: asked.officer_id,
        signed_at: Timestamp::from_millis(asked.signed_at),
        image,
        refused,
    };
    inspections::sign(api.cx(), officer.actor(), id, signature).await?;
    page_of(&api, &officer, id).await
}

/// A picture as browsers give it: base 64, with or without `data:image/png;base64,`.
fn png(text: &str) -> Result<Vec<u8>, Problem> {
    let plain = text.strip_prefix("data:image/png;base64,").unwrap_or(text);
    let bytes = STANDARD.decode(plain).ok();
    let bytes =
        bytes.filter(|bytes| crate::sniff::sniff(bytes).is_ok_and(|found| found == "image/png"));
    bytes.ok_or_else(|| {
        let (zh, en) = ("签名须为 base64 编码的 PNG 图片", "a signature is a PNG in base 64");
        Problem::bad_request("http.signature", zh, en).field("image_png_base64")
    })
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct SubmitBody {
    revision: u32,
}

/// Submits and locks the inspection.
#[utoipa::path(post, path = "/api/v1/inspections/{id}/submit", tag = "inspections", params(("id" = String, Path)), request_body = SubmitBody, responses((status = 200, body = InspectionBody)))]
pub(crate) async fn submit(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<InspectionId>,
    Json(asked): Json<SubmitBody>,
) -> Result<Json<InspectionBody>, Problem> {
    inspections::submit(api.cx(), officer.actor(), id, asked.revision).await?;
    page_of(&api, &officer, id).await
}

/// The rendered record of a submitted inspection.
#[utoipa::path(get, path = "/api/v1/inspections/{id}/record.pdf", tag = "inspections", params(("id" = String, Path)), responses((status = 200, content_type = "application/pdf")))]
pub(crate) async fn record_pdf(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<InspectionId>,
) -> Result<Response, Problem> {
    let page = inspections::read(api.cx(), officer.actor(), id).await?;
    let rendered = page
        .documents
        .into_iter()
        .find(|row| row.sha256.is_some() && row.kind == "inspection_record");
    let document = rendered.and_then(|row| row.id.parse().ok()).ok_or_else(Problem::not_found)?;
    super::documents::pdf(&api, &officer, document).await
}
