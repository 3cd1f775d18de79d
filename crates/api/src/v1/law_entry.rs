//! `law/repeals`, `law/texts`: what a reviewer of the city proposes for the library, each with a preview that changes nothing.

use super::change_sets::{ChangeRowBody, row_body};
use super::common::all;
use super::law::Labelled;
use super::law_proposals::LawProposalBody;
use crate::extract::Json;
use crate::officer::Officer;
use crate::{Api, Problem};
use app::library::{self, Effect, Propose};
use axum::extract::State;
use domain::law::{ArticleNumber, LawOrder, LineFault, NewAct, NewText, Rank, Repeal};
use domain::{Date, LawProposalId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
pub(crate) struct RepealBody {
    /// Id of the proposal, made by the client: sent twice, it is proposed once.
    #[schema(value_type = String)]
    id: LawProposalId,
    act: String,
    /// First day no longer in force.
    #[schema(value_type = String)]
    on: Date,
    /// Id of the act that takes its place.
    #[serde(default)]
    by: Option<String>,
    /// Where the repeal is announced.
    source: String,
}

impl From<RepealBody> for Propose {
    fn from(body: RepealBody) -> Self {
        let by = body.by.filter(|by| !by.is_empty());
        let repeal = Repeal { act: body.act, on: body.on, by, source: body.source };
        Self { id: body.id, order: LawOrder::Repeal(repeal) }
    }
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
    /// Id of the proposal, made by the client: sent twice, it is proposed once.
    #[schema(value_type = String)]
    id: LawProposalId,
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

impl From<NewTextBody> for Propose {
    fn from(body: NewTextBody) -> Self {
        let new_act = |new: NewActBody| NewAct { zh: new.zh, en: new.en, rank: new.rank };
        let text = NewText {
            act: body.act,
            new_act: body.new_act.map(new_act),
            version: body.adopted_on,
            effective_from: body.effective_from,
            number: body.document_number,
            issuer: body.issuer,
            source: body.source,
            official: body.official,
            text: body.text,
        };
        Self { id: body.id, order: LawOrder::Text(text) }
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

/// How many things of a kind rest on it.
#[derive(Serialize, ToSchema)]
pub(crate) struct EffectCount {
    kind: Labelled,
    count: usize,
}

/// What confirming it would do.
#[derive(Serialize, ToSchema)]
pub(crate) struct LawEffectBody {
    act: String,
    act_name: String,
    /// First day on which the act would no longer be in force.
    effective_to: Option<String>,
    /// Lines that cannot be read; nothing can be proposed as long as there is one.
    faults: Vec<LineFaultBody>,
    articles: u16,
    /// Articles that differ from the version before: `44`, `44-1`.
    #[schema(value_type = Vec<String>)]
    changed: Vec<ArticleNumber>,
    /// Every kind, also those of which there is none.
    counts: Vec<EffectCount>,
    /// What would land on the change set.
    rows: Vec<ChangeRowBody>,
}

impl LawEffectBody {
    pub(crate) fn of(api: &Api, effect: Effect) -> Self {
        let count = |(kind, count): (domain::citing::CitingKind, usize)| EffectCount {
            kind: Labelled::of(kind.as_str().to_owned(), kind.words()),
            count,
        };
        Self {
            counts: effect.counts().into_iter().map(count).collect(),
            act: effect.act.id,
            act_name: effect.act.zh,
            effective_to: effect.act.effective_to.map(|day| day.to_string()),
            faults: all(effect.faults),
            articles: effect.articles,
            changed: effect.changed,
            rows: effect.rows.into_iter().map(|row| row_body(api, row)).collect(),
        }
    }
}

/// Shows what a repeal would do; changes nothing.
#[utoipa::path(post, path = "/api/v1/law/repeals/preview", tag = "law", request_body = RepealBody, responses((status = 200, body = LawEffectBody)))]
pub(crate) async fn preview_repeal(
    State(api): State<Api>,
    officer: Officer,
    Json(body): Json<RepealBody>,
) -> Result<Json<LawEffectBody>, Problem> {
    preview(&api, &officer, body.into()).await
}

/// Proposes a repeal; another reviewer of the city confirms it.
#[utoipa::path(post, path = "/api/v1/law/repeals", tag = "law", request_body = RepealBody, responses((status = 200, body = LawProposalBody)))]
pub(crate) async fn propose_repeal(
    State(api): State<Api>,
    officer: Officer,
    Json(body): Json<RepealBody>,
) -> Result<Json<LawProposalBody>, Problem> {
    propose(&api, &officer, body.into()).await
}

/// Reads a text and shows what it would do; changes nothing.
#[utoipa::path(post, path = "/api/v1/law/texts/preview", tag = "law", request_body = NewTextBody, responses((status = 200, body = LawEffectBody)))]
pub(crate) async fn preview_text(
    State(api): State<Api>,
    officer: Officer,
    Json(body): Json<NewTextBody>,
) -> Result<Json<LawEffectBody>, Problem> {
    preview(&api, &officer, body.into()).await
}

/// Proposes a text; another reviewer of the city confirms it.
#[utoipa::path(post, path = "/api/v1/law/texts", tag = "law", request_body = NewTextBody, responses((status = 200, body = LawProposalBody)))]
pub(crate) async fn propose_text(
    State(api): State<Api>,
    officer: Officer,
    Json(body): Json<NewTextBody>,
) -> Result<Json<LawProposalBody>, Problem> {
    propose(&api, &officer, body.into()).await
}

async fn preview(
    api: &Api,
    officer: &Officer,
    asked: Propose,
) -> Result<Json<LawEffectBody>, Problem> {
    let effect = library::preview(api.cx(), officer.actor(), &asked.order).await?;
    Ok(Json(LawEffectBody::of(api, effect)))
}

async fn propose(
    api: &Api,
    officer: &Officer,
    asked: Propose,
) -> Result<Json<LawProposalBody>, Problem> {
    let proposal = library::propose(api.cx(), officer.actor(), asked).await?;
    Ok(Json(LawProposalBody::of(proposal, officer)))
}
