//! `accounts`: what the security administrator does to accounts.

use super::plants::OfficerBody;
use crate::extract::{Items, Json, Path};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::access::{self, Account};
use axum::extract::State;
use domain::officer::{Certificate, Role};
use domain::{AgencyId, Date, OfficerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
pub(crate) struct CreateAccount {
    /// The name to log in with: 3 to 32 of a–z, 0–9, `.`, `_`, `-`.
    account: String,
    name: String,
    #[schema(value_type = String)]
    agency_id: AgencyId,
    #[schema(value_type = Vec<String>)]
    roles: Vec<Role>,
    certificate: Option<CertificateBody>,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct CertificateBody {
    number: String,
    #[schema(value_type = String)]
    valid_from_on: Date,
    #[schema(value_type = String)]
    valid_to_on: Date,
}

impl From<CertificateBody> for Certificate {
    fn from(held: CertificateBody) -> Self {
        let (valid_from, valid_to) = (held.valid_from_on, held.valid_to_on);
        Self { number: held.number, valid_from, valid_to }
    }
}

/// The token is shown once and kept nowhere. None where another administrator must confirm what was asked for.
#[derive(Serialize, ToSchema)]
pub(crate) struct Issued {
    officer: Option<OfficerBody>,
    activation_token: Option<String>,
}

/// Creates an account.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", request_body = CreateAccount, responses((status = 200, body = Issued)))]
pub(crate) async fn create(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<CreateAccount>,
) -> Result<Json<Issued>, Problem> {
    let CreateAccount { account, name, agency_id, roles, certificate } = asked;
    let certificate = certificate.map(Certificate::from);
    let account = Account { account, name, agency: agency_id, roles, certificate };
    let (created, token) =
        access::create_account(api.cx(), api.gate(), officer.actor(), account).await?;
    let created = told(&api, &officer, created).await?;
    Ok(Json(Issued { officer: Some(created), activation_token: token }))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ChangeRoles {
    #[schema(value_type = Vec<String>)]
    roles: Vec<Role>,
    revision: u32,
}

/// Gives other roles; sessions of the account end.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/roles", tag = "accounts", params(("id" = String, Path)), request_body = ChangeRoles, responses((status = 200, body = OfficerBody)))]
pub(crate) async fn roles(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<OfficerId>,
    Json(asked): Json<ChangeRoles>,
) -> Result<Json<OfficerBody>, Problem> {
    let ChangeRoles { roles, revision } = asked;
    let changed = access::change_roles(api.cx(), officer.actor(), id, roles, revision).await?;
    Ok(Json(told(&api, &officer, changed).await?))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct EnterCertificate {
    certificate: CertificateBody,
    revision: u32,
}

/// Enters a certificate: a new number follows the one before, a known number corrects it.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/certificate", tag = "accounts", params(("id" = String, Path)), request_body = EnterCertificate, responses((status = 200, body = OfficerBody)))]
pub(crate) async fn certify(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<OfficerId>,
    Json(asked): Json<EnterCertificate>,
) -> Result<Json<OfficerBody>, Problem> {
    let EnterCertificate { certificate, revision } = asked;
    let (cx, actor) = (api.cx(), officer.actor());
    let changed = access::certify(cx, actor, id, revision, certificate.into()).await?;
    Ok(Json(told(&api, &officer, changed).await?))
}

/// At which revision the account was read.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AtRevision {
    revision: u32,
}

/// Takes an account out of use.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/suspend", tag = "accounts", params(("id" = String, Path)), request_body = AtRevision, responses((status = 200, body = OfficerBody)))]
pub(crate) async fn suspend(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<OfficerId>,
    Json(asked): Json<AtRevision>,
) -> Result<Json<OfficerBody>, Problem> {
    let changed = access::suspend(api.cx(), officer.actor(), id, asked.revision).await?;
    Ok(Json(told(&api, &officer, changed).await?))
}

/// Takes an account into use again.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/reinstate", tag = "accounts", params(("id" = String, Path)), request_body = AtRevision, responses((status = 200, body = OfficerBody)))]
pub(crate) async fn reinstate(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<OfficerId>,
    Json(asked): Json<AtRevision>,
) -> Result<Json<OfficerBody>, Problem> {
    let changed = access::reinstate(api.cx(), officer.actor(), id, asked.revision).await?;
    Ok(Json(told(&api, &officer, changed).await?))
}

/// Gives a new one-time token; password and second factor of before count no more.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/reset", tag = "accounts", params(("id" = String, Path)), responses((status = 200, body = Issued)))]
pub(crate) async fn reset(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<OfficerId>,
) -> Result<Json<Issued>, Problem> {
    let token = access::renew_activation(api.cx(), api.gate(), officer.actor(), id).await?;
    Ok(Json(Issued { officer: None, activation_token: token }))
}

/// Accounts with a change that another administrator must confirm.
#[utoipa::path(get, path = "/api/v1/accounts/waiting", tag = "accounts", responses((status = 200, body = Items<OfficerBody>)))]
pub(crate) async fn waiting(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Json<Items<OfficerBody>>, Problem> {
    let waiting = access::waiting_accounts(api.cx(), officer.actor()).await?;
    let mut bodies = Vec::with_capacity(waiting.len());
    for one in waiting {
        bodies.push(told(&api, &officer, one).await?);
    }
    Ok(Items::all(bodies))
}

/// Confirms the change that waits; whoever confirms is shown the token, where there is one.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/confirm", tag = "accounts", params(("id" = String, Path)), request_body = AtRevision, responses((status = 200, body = Issued)))]
pub(crate) async fn confirm(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<OfficerId>,
    Json(asked): Json<AtRevision>,
) -> Result<Json<Issued>, Problem> {
    let (cx, actor) = (api.cx(), officer.actor());
    let (changed, activation_token) =
        access::confirm_account(cx, api.gate(), actor, id, asked.revision).await?;
    let changed = told(&api, &officer, changed).await?;
    Ok(Json(Issued { officer: Some(changed), activation_token }))
}

/// Refuses the change that waits.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/refuse", tag = "accounts", params(("id" = String, Path)), request_body = AtRevision, responses((status = 200, body = OfficerBody)))]
pub(crate) async fn refuse(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<OfficerId>,
    Json(asked): Json<AtRevision>,
) -> Result<Json<OfficerBody>, Problem> {
    let changed = access::refuse_account(api.cx(), officer.actor(), id, asked.revision).await?;
    Ok(Json(told(&api, &officer, changed).await?))
}

/// The officer with the name of the agency.
async fn told(
    api: &Api,
    asking: &Officer,
    account: domain::officer::Officer,
) -> Result<OfficerBody, Problem> {
    let agency = access::agency_name(api.cx(), asking.actor(), account.agency).await?;
    Ok(OfficerBody::of(account, agency, api.cx().now().date()))
}
