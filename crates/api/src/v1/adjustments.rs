//! `adjustments`: how a list is changed, step by step.

use super::common::{RecordLineBody, all, territory_name, word};
use super::enclosures::EnclosureBody;
use super::items::{CitationBody, cited};
use super::lists::{DiffBody, ListName};
use super::overlays::WordingBody;
use crate::extract::{Items, Json, Path, Query, one_of, page};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::adjustments::{self, AdjustmentPage};
use axum::extract::State;
use domain::adjustment::{Adjustment, Figure, LegalReview, Proposal, Sent, Signed, Stage, Trigger};
use domain::enclosure::Enclosure;
use domain::law::Citation;
use domain::region::{Level, Territory};
use domain::{AdjustmentId, ChangeSetId, Date, EnclosureId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One step that was done.
#[derive(Serialize, ToSchema)]
pub(crate) struct AdjustmentStepBody {
    /// `proposed`, `agreed`, `returned`, `filed`, `copied`, `published` or `withdrawn`.
    step: String,
    by_id: String,
    by: String,
    at: i64,
    /// The day the paper bears, where it is not that of the entry.
    on: Option<String>,
    /// Number or name of the paper.
    document: Option<String>,
    /// With whom, to whom, or where.
    body: Option<String>,
    /// Opinion or reason.
    words: Option<String>,
    /// The papers of the step, as files.
    papers: Vec<EnclosureBody>,
}

impl AdjustmentStepBody {
    fn of(step: &str, signed: &Signed, papers: &[Enclosure]) -> Self {
        Self {
            step: step.to_owned(),
            by_id: signed.by.to_string(),
            by: signed.name.clone(),
            at: signed.at.as_millis(),
            on: None,
            document: None,
            body: None,
            words: None,
            papers: all(papers.to_vec()),
        }
    }

    fn sent(step: &str, sent: &Sent) -> Self {
        Self::of(step, &sent.signed, &sent.papers).paper(&sent.number, &sent.body, sent.on)
    }

    fn paper(self, document: &str, body: &str, on: Date) -> Self {
        let (document, body) = (Some(document.to_owned()), Some(body.to_owned()));
        Self { document, body, on: Some(on.to_string()), ..self }
    }
}

fn steps(adjustment: &Adjustment) -> Vec<AdjustmentStepBody> {
    let mut steps = vec![AdjustmentStepBody {
        document: Some(adjustment.document.clone()),
        words: Some(adjustment.reason.clone()),
        ..AdjustmentStepBody::of("proposed", &adjustment.proposed, &adjustment.papers)
    }];
    steps.extend(adjustment.reviews.iter().map(|review: &LegalReview| {
        let step = if review.agreed { "agreed" } else { "returned" };
        AdjustmentStepBody {
            document: Some(review.document.clone()),
            words: Some(review.opinion.clone()),
            ..AdjustmentStepBody::of(step, &review.signed, &review.papers)
        }
    }));
    let (filing, copying, publication) = match &adjustment.stage {
        Stage::Proposed | Stage::Returned | Stage::Reviewed | Stage::Withdrawn { .. } => {
            (None, None, None)
        }
        Stage::Filed { filing } => (Some(filing), None, None),
        Stage::Copied { filing, copying } => (Some(filing), Some(copying), None),
        Stage::Published { filing, copying, publication } => {
            (Some(filing), Some(copying), Some(publication))
        }
    };
    steps.extend(filing.map(|sent| AdjustmentStepBody::sent("filed", sent)));
    steps.extend(copying.map(|sent| AdjustmentStepBody::sent("copied", sent)));
    steps.extend(publication.map(|published| {
        let step = AdjustmentStepBody::of("published", &published.signed, &published.papers);
        step.paper(&published.version, &published.place, published.on)
    }));
    if let Stage::Withdrawn { signed, reason, .. } = &adjustment.stage {
        let words = Some(reason.clone());
        steps
            .push(AdjustmentStepBody { words, ..AdjustmentStepBody::of("withdrawn", signed, &[]) });
    }
    steps
}

/// How an item that goes was used, counted when it was proposed.
#[derive(Serialize, ToSchema)]
pub(crate) struct FigureBody {
    item: String,
    name: String,
    name_en: String,
    /// Cases ever, in the territory of the list.
    cases: u32,
    last_case_on: Option<String>,
    listed_since: String,
    /// Whether one of its articles is in force.
    has_basis: bool,
    /// Codes of the items on the same list that rest on the same clause.
    overlaps: Vec<String>,
}

impl FigureBody {
    fn of(law: &app::Law, figure: &Figure) -> Self {
        let name = law.item(&figure.item).map(|item| item.name.clone());
        let (name, name_en) = name.map(|name| (name.zh, name.en)).unwrap_or_default();
        Self {
            item: figure.item.clone(),
            name,
            name_en,
            cases: figure.cases,
            last_case_on: figure.last_case_on.map(|day| day.to_string()),
            listed_since: figure.listed_since.to_string(),
            has_basis: figure.has_basis,
            overlaps: figure.overlaps.clone(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct AdjustmentBody {
    id: String,
    title: String,
    /// Why: `enacted`, `amended`, `repealed`, `interpreted`, `simplified`, `no_basis`, `unused` or `overlapping`.
    trigger: String,
    trigger_words: String,
    reason: String,
    basis: Vec<CitationBody>,
    document: String,
    level: String,
    territory: String,
    territory_name: String,
    sample: bool,
    base: Option<String>,
    /// The same, in words.
    base_name: Option<ListName>,
    /// `proposed`, `returned`, `reviewed`, `filed`, `copied`, `published` or `withdrawn`.
    stage: String,
    stage_words: String,
    steps: Vec<AdjustmentStepBody>,
    proposed_by: String,
    proposed_at: i64,
    /// By when the next step must be done.
    due_on: Option<String>,
    /// The period that runs, and the day it began: `GET /api/v1/calendar/…` counts it day by day.
    due_period: Option<&'static str>,
    due_from: Option<String>,
    /// How sure that time is.
    due_certainty: Option<String>,
    due_provisional: bool,
    overdue: bool,
    /// The version it made.
    version: Option<String>,
    version_name: Option<ListName>,
    effective_from: Option<String>,
    /// Whether that version is in force today or was before.
    in_force: bool,
    items: Vec<String>,
    /// Items in words of the county's own.
    refinements: Vec<WordingBody>,
    diff: DiffBody,
    figures: Vec<FigureBody>,
    /// The change set that gave rise to it.
    change_set_id: Option<String>,
    /// Items on it that nobody has confirmed: they stand in the way of publication, unless it is a sample.
    unreviewed: Vec<String>,
    actions: Vec<&'static str>,
    record: Vec<RecordLineBody>,
    revision: u32,
}

impl AdjustmentBody {
    fn of(api: &Api, found: AdjustmentPage) -> Self {
        let AdjustmentPage { adjustment, due, overdue, unreviewed, actions, record } = found;
        let law = api.cx().law();
        let today = api.cx().now().date();
        let publication = match &adjustment.stage {
            Stage::Published { publication, .. } => Some(publication),
            Stage::Proposed
            | Stage::Returned
            | Stage::Reviewed
            | Stage::Filed { .. }
            | Stage::Copied { .. }
            | Stage::Withdrawn { .. } => None,
        };
        let named = |version: &str| law.lists.by_name(version).map(ListName::of);
        Self {
            trigger: word(&adjustment.trigger),
            trigger_words: adjustment.trigger.words().zh,
            basis: cited(&law, &adjustment.basis),
            level: word(&adjustment.level),
            territory_name: territory_name(&adjustment.territory),
            territory: adjustment.territory.to_string(),
            stage: adjustment.stage.name().as_str().to_owned(),
            stage_words: adjustment.stage.name().zh().to_owned(),
            steps: steps(&adjustment),
            proposed_by: adjustment.proposed.name.clone(),
            proposed_at: adjustment.proposed.at.as_millis(),
            due_on: due.map(|due| due.deadline.date.to_string()),
            due_period: due.map(|due| due.period),
            due_from: due.map(|due| due.from.date().to_string()),
            due_certainty: due.map(|due| word(&due.certainty)),
            due_provisional: due.is_some_and(|due| due.deadline.provisional),
            overdue,
            version: publication.map(|published| published.version.clone()),
            version_name: publication.and_then(|published| named(&published.version)),
            base_name: adjustment.base.as_deref().and_then(named),
            effective_from: publication.map(|published| published.effective_from.to_string()),
            in_force: publication.is_some_and(|published| published.effective_from <= today),
            diff: DiffBody::of(&law, &adjustment.diff),
            figures: adjustment.figures.iter().map(|one| FigureBody::of(&law, one)).collect(),
            change_set_id: adjustment.change_set.map(|id| id.to_string()),
            unreviewed,
            actions,
            record: all(record),
            id: adjustment.id.to_string(),
            title: adjustment.title,
            reason: adjustment.reason,
            document: adjustment.document,
            sample: adjustment.sample,
            base: adjustment.base,
            items: adjustment.items,
            refinements: all(adjustment.refinements),
            revision: adjustment.revision,
        }
    }
}

pub(super) async fn page_of(
    api: &Api,
    officer: &Officer,
    id: AdjustmentId,
) -> Result<Json<AdjustmentBody>, Problem> {
    let found = adjustments::read(api.cx(), officer.actor(), id).await?;
    Ok(Json(AdjustmentBody::of(api, found)))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AdjustmentQuery {
    stage: Option<String>,
    /// Part of a title.
    q: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

/// Adjustments of the officer's territory, newest first.
#[utoipa::path(get, path = "/api/v1/adjustments", tag = "adjustments", params(AdjustmentQuery), responses((status = 200, body = Items<AdjustmentBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<AdjustmentQuery>,
) -> Result<Json<Items<AdjustmentBody>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let known = ["proposed", "returned", "reviewed", "filed", "copied", "published", "withdrawn"];
    let (stage, words) = (one_of("stage", query.stage, &known)?, query.q.unwrap_or_default());
    let listed = adjustments::list(api.cx(), officer.actor(), &stage, &words, &page).await?;
    Ok(Items::of(listed, |found| AdjustmentBody::of(&api, found)))
}

/// One adjustment.
#[utoipa::path(get, path = "/api/v1/adjustments/{id}", tag = "adjustments", params(("id" = String, Path)), responses((status = 200, body = AdjustmentBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<AdjustmentId>,
) -> Result<Json<AdjustmentBody>, Problem> {
    page_of(&api, &officer, id).await
}

/// A proposal: the whole list as it shall be.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ProposeAdjustment {
    /// UUIDv7 of the client's making.
    #[schema(value_type = String)]
    id: AdjustmentId,
    title: String,
    #[schema(value_type = String)]
    trigger: Trigger,
    reason: String,
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    basis: Vec<Citation>,
    /// Number or name of the proposal paper.
    document: String,
    /// Ids of the papers handed in with it, see `POST /api/v1/enclosures`; at least one.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    documents: Vec<EnclosureId>,
    /// The change set that gives rise to it. A change of the law is named by it or by `basis`.
    #[schema(value_type = Option<String>)]
    change_set_id: Option<ChangeSetId>,
    /// `city`, `county` or `town`.
    #[schema(value_type = String)]
    level: Level,
    #[schema(value_type = String)]
    territory: Territory,
    /// A sample may hold unreviewed items, and says that it is one.
    #[serde(default)]
    sample: bool,
    /// Codes of all items of the new version.
    items: Vec<String>,
    /// Items in words of the county's own, all of them; empty for other lists.
    #[serde(default)]
    refinements: Vec<WordingBody>,
}

/// Proposes an adjustment.
#[utoipa::path(post, path = "/api/v1/adjustments", tag = "adjustments", request_body = ProposeAdjustment, responses((status = 200, body = AdjustmentBody)))]
pub(crate) async fn propose(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<ProposeAdjustment>,
) -> Result<Json<AdjustmentBody>, Problem> {
    let ProposeAdjustment { id, title, trigger, reason, basis, document, documents, .. } = asked;
    let ProposeAdjustment { change_set_id: change_set, level, territory, sample, .. } = asked;
    let ProposeAdjustment { items, refinements, .. } = asked;
    let proposal = Proposal {
        id,
        title,
        trigger,
        reason,
        basis,
        document,
        papers: Vec::new(),
        change_set,
        level,
        territory,
        sample,
        items,
        refinements: all(refinements),
    };
    adjustments::propose(api.cx(), officer.actor(), proposal, &documents).await?;
    page_of(&api, &officer, id).await
}
