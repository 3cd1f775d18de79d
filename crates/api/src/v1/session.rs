//! `session`, `activation`, `second-factor`, `password`: coming in, and the own account.

use crate::extract::Json;
use crate::officer::{Officer, Peer, cookie, token};
use crate::{Api, Problem};
use app::Action;
use app::access::{self, Attempt, Session};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What one logs in with.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LogIn {
    name: String,
    password: String,
    /// Six digits, where a second factor is confirmed.
    code: Option<String>,
}

/// Somebody who is in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionBody {
    officer: SessionOfficer,
    idle_minutes: u32,
    /// Whether a second factor is confirmed.
    second_factor: bool,
    /// Whether one must be confirmed before anything else.
    second_factor_due: bool,
    /// Actions that may be done at all, for menus.
    permissions: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SessionOfficer {
    id: String,
    /// The account's name.
    name: String,
    /// The person's name.
    display: String,
    roles: Vec<String>,
    agency: SessionAgency,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SessionAgency {
    id: String,
    name: String,
    level: String,
    territory: String,
}

fn body(api: &Api, session: &Session) -> SessionBody {
    let Session { officer, agency, .. } = session;
    let may = |action: &&Action| api.cx().authorize(&session.actor, **action).is_ok();
    SessionBody {
        officer: SessionOfficer {
            id: officer.id.to_string(),
            name: officer.account.clone(),
            display: officer.name.clone(),
            roles: officer.roles.iter().map(|role| role.as_str().to_owned()).collect(),
            agency: SessionAgency {
                id: agency.id.to_string(),
                name: agency.name.clone(),
                level: super::common::word(&agency.level),
                territory: agency.territory.to_string(),
            },
        },
        idle_minutes: session.idle_minutes,
        second_factor: session.second_factor,
        second_factor_due: session.second_factor_due,
        permissions: Action::ALL
            .iter()
            .filter(may)
            .map(|action| action.as_str().to_owned())
            .collect(),
    }
}

/// Logs in. 401 `session.wrong`, `session.code_required`, `session.code_wrong`, `session.locked`; 429
/// `session.too_many`.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = LogIn, responses((status = 200, body = SessionBody)))]
pub(crate) async fn log_in(
    State(api): State<Api>,
    peer: Peer,
    headers: HeaderMap,
    Json(asked): Json<LogIn>,
) -> Result<impl IntoResponse, Problem> {
    let before = token(&api, &headers);
    let attempt = Attempt {
        name: &asked.name,
        password: &asked.password,
        code: asked.code.as_deref(),
        peer: &peer.key(),
        before: before.as_deref(),
    };
    let entered = access::log_in(api.cx(), api.gate(), attempt).await?;
    let cookie = cookie(&api, Some(&entered.token))?;
    Ok(([(header::SET_COOKIE, cookie)], Json(body(&api, &entered.session))))
}

/// Who is in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", responses((status = 200, body = SessionBody)))]
pub(crate) async fn read(State(api): State<Api>, officer: Officer) -> Json<SessionBody> {
    Json(body(&api, &officer.session))
}

/// Logs out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses((status = 204)))]
pub(crate) async fn log_out(
    State(api): State<Api>,
    peer: Peer,
    officer: Officer,
) -> Result<impl IntoResponse, Problem> {
    access::log_out(api.cx(), &officer.session, &officer.token, &peer.key()).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie(&api, None)?)]))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Activate {
    /// The one-time token.
    token: String,
    password: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Activated {
    account: String,
    totp_uri: String,
    totp_secret: String,
}

/// Turns a one-time token into a password, and hands out the second factor to set up.
#[utoipa::path(post, path = "/api/v1/activation", tag = "session", request_body = Activate, responses((status = 200, body = Activated)))]
pub(crate) async fn activate(
    State(api): State<Api>,
    peer: Peer,
    Json(asked): Json<Activate>,
) -> Result<Json<Activated>, Problem> {
    let Activate { token, password } = asked;
    let done = access::activate(api.cx(), api.gate(), &token, &password, &peer.key()).await?;
    let access::Enrolment { uri, secret } = done.second_factor;
    Ok(Json(Activated { account: done.account, totp_uri: uri, totp_secret: secret }))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Enrolled {
    uri: String,
    secret: String,
}

/// Draws a second factor; it counts once a code of it was confirmed.
#[utoipa::path(post, path = "/api/v1/second-factor/enrol", tag = "session", responses((status = 200, body = Enrolled)))]
pub(crate) async fn enrol(
    State(api): State<Api>,
    peer: Peer,
    officer: Officer,
) -> Result<Json<Enrolled>, Problem> {
    let session = &officer.session;
    let drawn = access::enrol_second_factor(api.cx(), api.gate(), session, &peer.key()).await?;
    Ok(Json(Enrolled { uri: drawn.uri, secret: drawn.secret }))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Code {
    code: String,
}

/// Confirms the second factor with a code.
#[utoipa::path(post, path = "/api/v1/second-factor/confirm", tag = "session", request_body = Code, responses((status = 204)))]
pub(crate) async fn confirm(
    State(api): State<Api>,
    peer: Peer,
    officer: Officer,
    Json(asked): Json<Code>,
) -> Result<StatusCode, Problem> {
    let session = &officer.session;
    access::confirm_second_factor(api.cx(), api.gate(), session, &asked.code, &peer.key()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ChangePassword {
    old: String,
    new: String,
}

/// Changes the own password; every session of the account ends.
#[utoipa::path(post, path = "/api/v1/password", tag = "session", request_body = ChangePassword, responses((status = 204)))]
pub(crate) async fn change_password(
    State(api): State<Api>,
    peer: Peer,
    officer: Officer,
    Json(asked): Json<ChangePassword>,
) -> Result<impl IntoResponse, Problem> {
    let (session, peer) = (&officer.session, peer.key());
    access::change_password(api.cx(), api.gate(), session, &asked.old, &asked.new, &peer).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie(&api, None)?)]))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FieldSecretBody {
    /// 64 hex digits.
    secret: String,
}

/// What opens the data of this officer on a phone.
#[utoipa::path(post, path = "/api/v1/session/field-secret", tag = "session", responses((status = 200, body = FieldSecretBody)))]
pub(crate) async fn field_secret(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Json<FieldSecretBody>, Problem> {
    let secret = access::field_secret(api.cx(), &officer.session).await?;
    Ok(Json(FieldSecretBody { secret }))
}
