//! `law/repeals`, `law/texts`: what a legal reviewer enters into the library, each with a preview that changes nothing.

use super::change_sets::{ChangeRowBody, ChangeSetBody, row_body};
use super::common::all;
use crate::extract::Json;
use crate::officer::Officer;
use crate::{Api, Problem};
use app::library::{self, NewAct, NewText, Repeal};
use axum::extract::State;
use domain::law::{LineFault, Rank};
use domain::{ChangeSetId, Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
pub(crate) struct RepealBody {
    /// Id of the change set, made by the client.
    #[schema(value_type = String)]
    id: ChangeSetId,
    act: String,
    /// First day no longer in force.
    #[schema(value_type = String)]
    on: Date,
    /// Id of the act that takes its place.
    #[serde(default)]
    by: Option<String>,
}

impl From<RepealBody> for Repeal {
    fn from(body: RepealBody) -> Self {
        let by = body.by.filter(|by| !by.is_empty());
        Self { set: body.id, act: body.act, on: body.on, by }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RepealPreviewBody {
    act: String,
    act_name: String,
    effective_to: Option<String>,
    rows: Vec<ChangeRowBody>,
}

/// Shows what entering a repeal would do; changes nothing.
#[utoipa::path(post, path = "/api/v1/law/repeals/preview", tag = "law", request_body = RepealBody, responses((status = 200, body = RepealPreviewBody)))]
pub(crate) async fn preview_repeal(
    State(api): State<Api>,
    officer: Officer,
    Json(body): Json<RepealBody>,
) -> Result<Json<RepealPreviewBody>, Problem> {
    let shown = library::preview_repeal(api.cx(), officer.actor(), &body.into()).await?;
    Ok(Json(RepealPreviewBody {
        act: shown.act.id,
        act_name: shown.act.zh,
        effective_to: shown.act.effective_to.map(|day| day.to_string()),
        rows: shown.rows.into_iter().map(|row| row_body(&api, row)).collect(),
    }))
}

/// Enters a repeal and opens its change set.
#[utoipa::path(post, path = "/api/v1/law/repeals", tag = "law", request_body = RepealBody, responses((status = 200, body = ChangeSetBody)))]
pub(crate) async fn repeal(
    State(api): State<Api>,
    officer: Officer,
    Json(body): Json<RepealBody>,
) -> Result<Json<ChangeSetBody>, Problem> {
    let entered = library::repeal(api.cx(), officer.actor(), body.into()).await?;
    Ok(Json(entered.set.into()))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct NewActBody {
    zh: String,
    en: String,
    /// `law`, `regulation`, `rule`, `interpretation` or `document`.
    #[schema(value_type = String)]
    rank: Rank,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct NewTextBody {
    /// Id of the change set, made by the client.
    #[schema(value_type = String)]
    id: ChangeSetId,
    act: String,
    /// Where the library does not have the act yet.
    #[serde(default)]
    new_act: Option<NewActBody>,
    /// The day of adoption or last amendment.
    #[schema(value_type = String)]
    adopted_on: Date,
    #[schema(value_type = String)]
    effective_from: Date,
    #[serde(default)]
    document_number: Option<String>,
    #[serde(default)]
    issuer: Option<String>,
    source: String,
    /// Whether the official text was read; else it is a working copy.
    #[serde(default)]
    official: bool,
    text: String,
}

impl From<NewTextBody> for NewText {
    fn from(body: NewTextBody) -> Self {
        let new_act = |new: NewActBody| NewAct { zh: new.zh, en: new.en, rank: new.rank };
        Self {
            set: body.id,
            act: body.act,
            new_act: body.new_act.map(new_act),
            version: body.adopted_on,
            effective_from: body.effective_from,
            number: body.document_number,
            issuer: body.issuer,
            source: body.source,
            official: body.official,
            text: body.text,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LineFaultBody {
    line: usize,
    zh: String,
    en: String,
}

impl From<LineFault> for LineFaultBody {
    fn from(fault: LineFault) -> Self {
        Self { line: fault.line, zh: fault.zh, en: fault.en }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TextPreviewBody {
    /// Lines that cannot be read; nothing can be entered as long as there is one.
    faults: Vec<LineFaultBody>,
    articles: u16,
    /// Articles that differ from the version before.
    changed: Vec<u16>,
    rows: Vec<ChangeRowBody>,
}

/// Reads a text and shows what entering it would do; changes nothing.
#[utoipa::path(post, path = "/api/v1/law/texts/preview", tag = "law", request_body = NewTextBody, responses((status = 200, body = TextPreviewBody)))]
pub(crate) async fn preview_text(
    State(api): State<Api>,
    officer: Officer,
    Json(body): Json<NewTextBody>,
) -> Result<Json<TextPreviewBody>, Problem> {
    let shown = library::preview_text(api.cx(), officer.actor(), &body.into()).await?;
    Ok(Json(TextPreviewBody {
        faults: all(shown.faults),
        articles: shown.articles,
        changed: shown.changed,
        rows: shown.rows.into_iter().map(|row| row_body(&api, row)).collect(),
    }))
}

/// Enters a text and opens the change set of what rests on the articles that it changes.
#[utoipa::path(post, path = "/api/v1/law/texts", tag = "law", request_body = NewTextBody, responses((status = 200, body = ChangeSetBody)))]
pub(crate) async fn enter_text(
    State(api): State<Api>,
    officer: Officer,
    Json(body): Json<NewTextBody>,
) -> Result<Json<ChangeSetBody>, Problem> {
    let entered = library::enter_text(api.cx(), officer.actor(), body.into()).await?;
    Ok(Json(entered.set.into()))
}
