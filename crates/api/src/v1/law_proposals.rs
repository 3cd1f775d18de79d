//! `law/proposals`: what waits to become law, and what another reviewer of the city makes of it.

use super::change_sets::ChangeSetBody;
use super::common::{RecordLineBody, Why, all, ms};
use super::law_entry::LawEffectBody;
use crate::extract::{Items, Json, Path, Query, page};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::Actor;
use app::library::{self, Ending};
use axum::extract::State;
use domain::LawProposalId;
use domain::law::{LawOrder, LawProposal, NewText, ProposalState, Repeal};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What somebody proposed.
#[derive(Serialize, ToSchema)]
pub(crate) struct LawProposalBody {
    id: String,
    act: String,
    act_name: String,
    /// `repeal` or `text`.
    kind: String,
    /// First day of what is new.
    effective_on: String,
    /// Of a repeal: id of the act that takes its place.
    replaced_by: Option<String>,
    source: String,
    by: String,
    at: i64,
    /// `waiting`, `confirmed`, `returned` or `withdrawn`.
    state: String,
    ended_by: Option<String>,
    ended_at: Option<i64>,
    /// What whoever ended it wrote.
    note: Option<String>,
    /// The change set that its confirmation opened.
    change_set: Option<String>,
    /// Whether this officer proposed it: then it can be withdrawn, and not confirmed.
    own: bool,
    revision: u32,
}

impl LawProposalBody {
    pub(crate) fn of(proposal: LawProposal, officer: &Officer) -> Self {
        let state = proposal.state.as_str().to_owned();
        let change_set = match &proposal.state {
            ProposalState::Confirmed { set, .. } => Some(set.to_string()),
            ProposalState::Waiting
            | ProposalState::Returned { .. }
            | ProposalState::Withdrawn { .. } => None,
        };
        let ended = match proposal.state {
            ProposalState::Waiting => None,
            ProposalState::Confirmed { signed, note, .. }
            | ProposalState::Returned { signed, note }
            | ProposalState::Withdrawn { signed, note } => Some((signed, note)),
        };
        let by = proposal.proposed.by;
        let (on, replaced_by, source) = match &proposal.order {
            LawOrder::Repeal(Repeal { on, by, source, .. }) => (*on, by.clone(), source.clone()),
            LawOrder::Text(text) => (text.effective_from, None, text.source.clone()),
        };
        Self {
            id: proposal.id.to_string(),
            act: proposal.order.act().to_owned(),
            act_name: proposal.title,
            kind: proposal.order.as_str().to_owned(),
            effective_on: on.to_string(),
            replaced_by,
            source,
            by: proposal.proposed.name,
            at: proposal.proposed.at.as_millis(),
            state,
            ended_by: ended.as_ref().map(|(signed, _)| signed.name.clone()),
            ended_at: ms(ended.as_ref().map(|(signed, _)| signed.at)),
            note: ended.map(|(_, note)| note).filter(|note| !note.is_empty()),
            change_set,
            own: matches!(officer.actor(), Actor::Person(person) if person.id == by),
            revision: proposal.revision,
        }
    }
}

/// A proposed text, to be read beside its effect.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProposedText {
    /// `law`, `regulation`, `rule`, `interpretation` or `document`, where the act is new.
    rank: Option<String>,
    title_en: Option<String>,
    adopted_on: String,
    document_number: Option<String>,
    issuer: Option<String>,
    official: bool,
    text: String,
}

impl From<NewText> for ProposedText {
    fn from(text: NewText) -> Self {
        Self {
            rank: text.new_act.as_ref().map(|new| super::common::word(&new.rank)),
            title_en: text.new_act.map(|new| new.en),
            adopted_on: text.version.to_string(),
            document_number: text.number,
            issuer: text.issuer,
            official: text.official,
            text: text.text,
        }
    }
}

/// A proposal with its effect.
#[derive(Serialize, ToSchema)]
pub(crate) struct LawProposalPage {
    #[serde(flatten)]
    proposal: LawProposalBody,
    /// The text, where one is proposed.
    text: Option<ProposedText>,
    /// What confirming it would do today; null once it has ended.
    effect: Option<LawEffectBody>,
    /// Why it can no longer be confirmed.
    why_not: Option<Why>,
    /// Whether the officer may confirm or return it.
    may_confirm: bool,
    record: Vec<RecordLineBody>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LawProposalQuery {
    /// `waiting`, `confirmed`, `returned` or `withdrawn`; all unless told.
    #[serde(default)]
    state: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

/// Proposals, the newest first.
#[utoipa::path(get, path = "/api/v1/law/proposals", tag = "law", operation_id = "law_proposal_list", params(LawProposalQuery), responses((status = 200, body = Items<LawProposalBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<LawProposalQuery>,
) -> Result<Json<Items<LawProposalBody>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let state = query.state.unwrap_or_default();
    let listed = library::proposals(api.cx(), officer.actor(), &state, &page).await?;
    Ok(Items::of(listed, |proposal| LawProposalBody::of(proposal, &officer)))
}

/// One proposal, with what it would do today.
#[utoipa::path(get, path = "/api/v1/law/proposals/{id}", tag = "law", operation_id = "law_proposal_read", params(("id" = String, Path)), responses((status = 200, body = LawProposalPage)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<LawProposalId>,
) -> Result<Json<LawProposalPage>, Problem> {
    let found = library::proposal(api.cx(), officer.actor(), id).await?;
    let (effect, why_not) = match found.effect {
        None => (None, None),
        Some(Ok(effect)) => (Some(LawEffectBody::of(&api, effect)), None),
        Some(Err(refusal)) => (None, Some(Why::from(*refusal))),
    };
    let text = match found.proposal.order.clone() {
        LawOrder::Text(text) => Some(text.into()),
        LawOrder::Repeal(_) => None,
    };
    Ok(Json(LawProposalPage {
        proposal: LawProposalBody::of(found.proposal, &officer),
        text,
        effect,
        why_not,
        may_confirm: found.may_confirm,
        record: all(found.record),
    }))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct LawProposalNote {
    /// The revision that was read.
    revision: u32,
    #[serde(default)]
    note: String,
}

/// What a confirmation made.
#[derive(Serialize, ToSchema)]
pub(crate) struct LawConfirmed {
    proposal: LawProposalBody,
    change_set: ChangeSetBody,
}

/// Another reviewer of the city confirms it: it takes effect and its change set is opened.
#[utoipa::path(post, path = "/api/v1/law/proposals/{id}/confirm", tag = "law", operation_id = "law_proposal_confirm", params(("id" = String, Path)), request_body = LawProposalNote, responses((status = 200, body = LawConfirmed)))]
pub(crate) async fn confirm(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<LawProposalId>,
    Json(asked): Json<LawProposalNote>,
) -> Result<Json<LawConfirmed>, Problem> {
    let LawProposalNote { revision, note } = asked;
    let (proposal, set) = library::confirm(api.cx(), officer.actor(), id, revision, &note).await?;
    let proposal = LawProposalBody::of(proposal, &officer);
    Ok(Json(LawConfirmed { proposal, change_set: set.into() }))
}

/// Another reviewer of the city returns it; the note says why.
#[utoipa::path(post, path = "/api/v1/law/proposals/{id}/return", tag = "law", operation_id = "law_proposal_return", params(("id" = String, Path)), request_body = LawProposalNote, responses((status = 200, body = LawProposalBody)))]
pub(crate) async fn give_back(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<LawProposalId>,
    Json(asked): Json<LawProposalNote>,
) -> Result<Json<LawProposalBody>, Problem> {
    end(&api, &officer, id, Ending::Return, asked).await
}

/// Whoever proposed it withdraws it; the note says why.
#[utoipa::path(post, path = "/api/v1/law/proposals/{id}/withdraw", tag = "law", operation_id = "law_proposal_withdraw", params(("id" = String, Path)), request_body = LawProposalNote, responses((status = 200, body = LawProposalBody)))]
pub(crate) async fn withdraw(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<LawProposalId>,
    Json(asked): Json<LawProposalNote>,
) -> Result<Json<LawProposalBody>, Problem> {
    end(&api, &officer, id, Ending::Withdraw, asked).await
}

async fn end(
    api: &Api,
    officer: &Officer,
    id: LawProposalId,
    ending: Ending,
    LawProposalNote { revision, note }: LawProposalNote,
) -> Result<Json<LawProposalBody>, Problem> {
    let ended = library::end(api.cx(), officer.actor(), id, revision, ending, &note).await?;
    Ok(Json(LawProposalBody::of(ended, officer)))
}
