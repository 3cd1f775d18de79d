//! `cases`: the list, and one case as a page.

use super::calculation::CalculationBody;
use super::case_steps::{StepsBody, steps};
use super::common::{CodeName, Named, RecordLineBody, Why, all, word};
use super::evidence::EvidenceBody;
use super::handover::HandoverBody;
use super::jurisdiction::GroundsBody;
use super::law_search::SearchPlace;
use crate::extract::{Items, Json, Path, Query, one_of, page};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::Actor;
use app::cases::{self, ActionState, CaseFilter, CasePage, CaseRow, GateView, StageView};
use app::papers::DocumentRow;
use axum::extract::State;
use domain::CaseId;
use domain::case::{Case, Deadline, Measure, StageName};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CaseQuery {
    /// A stage by its name.
    stage: Option<String>,
    /// Part of a number, a party's name or a cause.
    q: Option<String>,
    /// Only those the officer handles.
    #[serde(default)]
    mine: bool,
    page_size: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CaseRowBody {
    id: String,
    number: Option<String>,
    cause: String,
    party_name: String,
    enterprise_id: String,
    item: CodeName,
    stage: String,
    stage_name: String,
    agency_name: String,
    handlers: Vec<Named>,
    proposed_on: String,
    filed_on: Option<String>,
    due_on: Option<String>,
    /// Whether that day may still move, because the holidays of its year are not announced.
    due_provisional: bool,
    overdue: bool,
    fine_fen: Option<i64>,
    revision: u32,
}

impl From<&CaseRow> for CaseRowBody {
    fn from(row: &CaseRow) -> Self {
        let case = &row.case;
        let steps = case.steps();
        let handler = |officer: &domain::officer::CertifiedOfficer| Named {
            id: officer.id.to_string(),
            name: officer.name.clone(),
        };
        Self {
            id: case.id.to_string(),
            number: steps.filed.map(|filed| filed.number.clone()),
            cause: case.cause.clone(),
            party_name: case.party.name.clone(),
            enterprise_id: case.enterprise.to_string(),
            item: CodeName { code: case.item.clone(), name: row.item_name.clone() },
            stage: case.stage.name().as_str().to_owned(),
            stage_name: case.stage.name().zh().to_owned(),
            agency_name: row.agency_name.clone(),
            handlers: row.handlers().iter().map(handler).collect(),
            proposed_on: case
                .proposal()
                .map(|proposal| proposal.on.to_string())
                .unwrap_or_default(),
            filed_on: steps.filed.map(|filed| filed.on.to_string()),
            due_on: row.due_on.map(|day| day.to_string()),
            due_provisional: row.due_provisional,
            overdue: row.overdue,
            fine_fen: fine(case),
            revision: case.revision,
        }
    }
}

/// As decided, else as proposed.
fn fine(case: &Case) -> Option<i64> {
    let steps = case.steps();
    let fine = match steps.decision {
        Some(decision) => decision.fine,
        None => steps.report.and_then(|report| report.measure.fine()),
    };
    fine.map(|fine| fine.0)
}

/// A case as a line elsewhere.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseLink {
    id: String,
    number: Option<String>,
    cause: String,
    stage: String,
    fine_fen: Option<i64>,
}

impl CaseLink {
    pub(crate) fn of(case: &Case) -> Self {
        Self {
            id: case.id.to_string(),
            number: case.steps().filed.map(|filed| filed.number.clone()),
            cause: case.cause.clone(),
            stage: case.stage.name().as_str().to_owned(),
            fine_fen: fine(case),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PartyBody {
    /// `organisation` or `individual`.
    kind: String,
    name: String,
    credit_code: String,
    representative: String,
    address: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StageBody {
    stage: String,
    name: String,
    name_en: String,
    entered_at: Option<i64>,
    left_at: Option<i64>,
    by: Option<String>,
    /// `done`, `current`, `ahead` or `skipped`.
    state: String,
}

impl From<StageView> for StageBody {
    fn from(view: StageView) -> Self {
        Self {
            stage: view.stage.as_str().to_owned(),
            name: view.stage.zh().to_owned(),
            name_en: view.stage.en().to_owned(),
            entered_at: None,
            left_at: view.left_on.map(|day| domain::Timestamp::start_of(day).as_millis()),
            by: None,
            state: view.state.to_owned(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DeadlineBody {
    key: String,
    name: String,
    basis: String,
    certainty: String,
    starts_on: String,
    /// Days that do not count, as those of a hearing.
    excluded_days: u16,
    due_on: String,
    /// Negative when it is over.
    days_left: i32,
    /// Whether the holidays of that year are not yet known.
    provisional: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ClockBody {
    deadlines: Vec<DeadlineBody>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct GateBody {
    code: String,
    name: String,
    required: bool,
    passed: bool,
    why: String,
    basis: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ActionBody {
    code: String,
    allowed: bool,
    why_not: Option<Why>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentBody {
    id: String,
    kind: String,
    title: String,
    number: Option<String>,
    created_at: i64,
    /// Null until it is rendered.
    sha256: Option<String>,
    pdf: String,
}

/// When the act was done; `until` is null while it goes on.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActTimeView {
    from: String,
    until: Option<String>,
}

impl From<GateView> for GateBody {
    fn from(GateView { gate, passed }: GateView) -> Self {
        Self {
            code: gate.code.to_owned(),
            name: gate.name.to_owned(),
            required: gate.required,
            passed,
            why: gate.why,
            basis: gate.basis.to_owned(),
        }
    }
}

impl From<ActionState> for ActionBody {
    fn from(ActionState { code, why_not }: ActionState) -> Self {
        let allowed = why_not.is_none();
        Self { code: code.to_owned(), allowed, why_not: why_not.map(Why::from) }
    }
}

impl From<DocumentRow> for DocumentBody {
    fn from(row: DocumentRow) -> Self {
        let pdf = format!("/api/v1/documents/{}/file", row.id);
        let DocumentRow { id, kind, title, number, created_at, sha256, .. } = row;
        Self { id, kind, title, number, created_at, sha256, pdf }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CaseBody {
    #[serde(flatten)]
    row: CaseRowBody,
    party: PartyBody,
    inspection_id: String,
    /// The day of discovery.
    found_on: Option<String>,
    /// When the act was done, as the case has it now.
    act: Option<ActTimeView>,
    /// How it came to this body, where it was another's; oldest first.
    handovers: Vec<HandoverBody>,
    stage_line: Vec<StageBody>,
    clock: ClockBody,
    gates: Vec<GateBody>,
    actions: Vec<ActionBody>,
    /// On what the power rests: at the proposal, at filing, at the decision.
    grounds: Vec<GroundsBody>,
    calculation: Option<CalculationBody>,
    #[serde(flatten)]
    steps: StepsBody,
    documents: Vec<DocumentBody>,
    evidence: Vec<EvidenceBody>,
    /// The articles it rests on, in the version of the day of the act, whatever was repealed since.
    law: Vec<SearchPlace>,
    record: Vec<RecordLineBody>,
}

fn body(api: &Api, page: CasePage) -> CaseBody {
    let today = api.cx().now().date();
    let CasePage { row, stages, deadlines, gates, actions, evidence, documents, notice, record } =
        page;
    let case = &row.case;
    let deadline = |deadline: Deadline| DeadlineBody {
        key: deadline.key.to_owned(),
        name: deadline.name,
        basis: deadline.basis,
        certainty: word(&deadline.certainty),
        starts_on: deadline.starts_on.to_string(),
        excluded_days: deadline.excluded_days,
        due_on: deadline.due_on.to_string(),
        days_left: today.until(deadline.due_on).map_or(0, |span| span.get_days()),
        provisional: deadline.provisional,
    };
    let calculation = calculation(api, case);
    CaseBody {
        row: (&row).into(),
        party: PartyBody {
            kind: word(&case.party.kind),
            name: case.party.name.clone(),
            credit_code: case.party.code.clone(),
            representative: case.party.representative.clone(),
            address: case.party.address.clone(),
        },
        inspection_id: case.inspection.to_string(),
        found_on: case.proposal().map(|proposal| proposal.found_on.to_string()),
        act: case.act_time().map(|act| ActTimeView {
            from: act.from.to_string(),
            until: act.until.map(|day| day.to_string()),
        }),
        handovers: case.handovers.iter().map(|it| HandoverBody::of(api, it)).collect(),
        stage_line: all(stages),
        clock: ClockBody { deadlines: deadlines.into_iter().map(deadline).collect() },
        gates: all(gates),
        actions: all(actions),
        grounds: grounds(api, case),
        calculation,
        steps: steps(case, notice.as_ref(), &api.cx().law().calendar),
        documents: all(documents),
        evidence: evidence.into_iter().map(|item| EvidenceBody::of(item, None)).collect(),
        law: all(app::library::of_case(&api.cx().law(), case, today)),
        record: all(record),
    }
}

/// The computation as it stands: the recheck's where there is one, else the report's.
fn calculation(api: &Api, case: &Case) -> Option<CalculationBody> {
    let steps = case.steps();
    let Measure::Computed { calculation, law, other, .. } = &steps.report?.measure else {
        return None;
    };
    let anew = steps.recheck.and_then(|it| Some((it.calculation.as_ref()?, it.other.as_ref())));
    let (made, other) = anew.unwrap_or((calculation, other.as_deref()));
    Some(CalculationBody::of(api, made, law, other))
}

/// The grounds of proposal, filing, taking over and decision, as far as it has come.
fn grounds(api: &Api, case: &Case) -> Vec<GroundsBody> {
    let steps = case.steps();
    let proposed = steps.proposal.map(|proposal| &proposal.grounds);
    let filed = steps.filed.map(|filed| &filed.grounds);
    let decided = steps.decision.map(|decision| &decision.grounds);
    let taken = case.handovers.iter().filter_map(|it| Some(&it.taken.as_ref()?.grounds));
    let kept = [proposed, filed].into_iter().flatten().chain(taken).chain(decided);
    kept.map(|grounds| GroundsBody::of(api, grounds)).collect()
}

/// The case as it stands now, in answer to a change.
pub(crate) async fn page_of(
    api: &Api,
    officer: &Officer,
    id: CaseId,
) -> Result<Json<CaseBody>, Problem> {
    let page = cases::read(api.cx(), officer.actor(), id).await?;
    Ok(Json(body(api, page)))
}

/// A stage by its name, as lists are asked for it.
pub(crate) fn stage_asked(asked: Option<String>) -> Result<String, Problem> {
    let mut known: Vec<&str> = StageName::LINE.map(StageName::as_str).to_vec();
    known.push(StageName::NotFiled.as_str());
    one_of("stage", asked, &known)
}

/// Cases of the territory, newest first.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", params(CaseQuery), responses((status = 200, body = Items<CaseRowBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<CaseQuery>,
) -> Result<Json<Items<CaseRowBody>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let handler = match officer.actor() {
        Actor::Person(person) if query.mine => Some(person.id),
        Actor::Person(_) | Actor::Service(_) => None,
    };
    let filter = CaseFilter {
        stage: stage_asked(query.stage)?,
        words: query.q.unwrap_or_default(),
        handler,
    };
    let listed = cases::list(api.cx(), officer.actor(), &filter, &page).await?;
    Ok(Items::of(listed, |row| CaseRowBody::from(&row)))
}

/// One case.
#[utoipa::path(get, path = "/api/v1/cases/{id}", tag = "cases", params(("id" = String, Path)), responses((status = 200, body = CaseBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
) -> Result<Json<CaseBody>, Problem> {
    page_of(&api, &officer, id).await
}
