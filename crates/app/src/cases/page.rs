//! One case as a page: stage line, clocks, gates, what may be done now and why the rest may not.

use super::list::{CaseRow, row, running};
use super::standing;
use crate::record::{RecordLine, lines_of};
use crate::{Action, Actor, Cx, Error, Guarded, Permit};
use domain::case::{
    Case, CloseGround, Deadline, Gate, Served, Stage, StageName, Steps, rules_changed,
};
use domain::inspection::Evidence;
use domain::law::Words;
use domain::notice::{Notice, NoticeState};
use domain::{CaseId, Date, Refusal};
use store::documents::DocumentRow;

/// A stage of the line, as it stands.
#[derive(Debug, Clone)]
pub struct StageView {
    /// Which.
    pub stage: StageName,
    /// `done`, `current`, `ahead` or `skipped`.
    pub state: &'static str,
    /// The day it was left, where known.
    pub left_on: Option<Date>,
}

/// A gate, as it stands.
#[derive(Debug, Clone)]
pub struct GateView {
    /// The gate.
    pub gate: Gate,
    /// Whether it has been passed.
    pub passed: bool,
}

/// Whether something may be done now, and if not, why.
#[derive(Debug, Clone)]
pub struct ActionState {
    /// The action's name, as in its address.
    pub code: &'static str,
    /// Why not; none when it may be done.
    pub why_not: Option<Refusal>,
}

/// A case as a page.
#[derive(Debug, Clone)]
pub struct CasePage {
    /// The case with its names.
    pub row: CaseRow,
    /// The stage line.
    pub stages: Vec<StageView>,
    /// The running clocks.
    pub deadlines: Vec<Deadline>,
    /// The three gates.
    pub gates: Vec<GateView>,
    /// What belongs to this stage.
    pub actions: Vec<ActionState>,
    /// The evidence of its inspection.
    pub evidence: Vec<Evidence>,
    /// Its documents.
    pub documents: Vec<DocumentRow>,
    /// Its public notice.
    pub notice: Option<Notice>,
    /// Its record.
    pub record: Vec<RecordLine>,
}

/// Reads a case.
pub async fn read(cx: &Cx, actor: &Actor, id: CaseId) -> Result<CasePage, Error> {
    let permit = cx.authorize(actor, Action::CaseList)?;
    let mut tx = permit.read().await?;
    let case = permit.on(store::cases::find(&mut tx, id).await?, "case")?;
    let inspection = store::inspections::find(&mut tx, case.inspection).await?;
    let notice = store::notices::of_case(&mut tx, id).await?;
    let given = store::clearances::of_case(&mut tx, id).await?;
    let cleared = given.is_some_and(|given| given.counts(notice.as_ref()));
    let stands = notice.as_ref().is_some_and(|notice| notice.state == NoticeState::Published);
    let publication = match (stands, cleared) {
        (true, _) => Publication::Done,
        (false, true) => Publication::Cleared,
        (false, false) => Publication::Open,
    };
    // Only where the next step binds the party.
    let binds = matches!(
        case.stage,
        Stage::NoticeDue(_)
            | Stage::NoticeIssued(_)
            | Stage::Deliberation(_)
            | Stage::DecisionDue(_)
    );
    let changes = if binds {
        let (law, today) = (cx.law(), permit.now().date());
        Box::pin(standing::changes(&law, &mut tx, &case, today)).await?
    } else {
        Vec::new()
    };
    let around = Around { publication, changes };
    Ok(CasePage {
        stages: stage_line(&case),
        deadlines: running(cx, &case, notice.is_some()),
        gates: gates(cx, &case),
        actions: actions(&permit, &case, &around),
        evidence: inspection.map(|inspection| inspection.evidence).unwrap_or_default(),
        documents: store::documents::of_subject(&mut tx, &format!("case/{id}")).await?,
        record: lines_of(&mut tx, &format!("case/{id}")).await?,
        notice,
        row: row(cx, &mut tx, case).await?,
    })
}

fn stage_line(case: &Case) -> Vec<StageView> {
    let steps = case.steps();
    let now = case.stage.name();
    let left = |stage: StageName| match stage {
        StageName::FilingProposed => steps.filed.map(|filed| filed.on),
        StageName::Investigating => steps.report.map(|report| report.on),
        StageName::UnderExamination => steps.examination.map(|examination| examination.on),
        StageName::LegalReview => steps.second_review.or(steps.review).map(|review| review.on),
        StageName::NoticeDue => steps.issued.map(|issued| issued.on).or(told_of(&steps)),
        StageName::NoticeIssued => steps.noticed.map(|noticed| noticed.notice.service.on),
        StageName::Hearing => steps.noticed.and_then(|told| told.hearing.as_ref()?.held_on),
        StageName::Noticed | StageName::Recheck => steps.recheck.map(|recheck| recheck.on),
        StageName::Deliberation => steps.deliberation.map(|deliberation| deliberation.on),
        StageName::DecisionDue => steps.decision.map(|decision| decision.on),
        StageName::Decided => steps.served.map(|served| served.service.on),
        StageName::Served | StageName::Closed => steps.closed.map(|(_, on)| on),
        StageName::NotFiled => None,
    };
    let view = |stage: StageName| {
        let left_on = left(stage);
        let state = match (stage == now, stage < now, left_on) {
            (true, _, _) => "current",
            (_, true, Some(_)) => "done",
            (_, true, None) => "skipped",
            (_, false, _) => "ahead",
        };
        StageView { stage, state, left_on }
    };
    StageName::LINE.into_iter().map(view).collect()
}

/// The day that a served notice bears; that of its service where it was made out in one step with it.
fn told_of(steps: &Steps<'_>) -> Option<Date> {
    let notice = &steps.noticed?.notice;
    Some(notice.issued_on.unwrap_or(notice.service.on))
}

fn gates(cx: &Cx, case: &Case) -> Vec<GateView> {
    let steps = case.steps();
    let Some(concluded) = steps.concluded else {
        return Vec::new();
    };
    let law = &cx.law().thresholds;
    let heard = steps.noticed.is_some_and(|noticed| noticed.notice.hearing_right);
    let reviewed = steps.review.is_some() || steps.second_review.is_some();
    vec![
        GateView { gate: law.review(&case.party, concluded), passed: reviewed },
        GateView { gate: law.hearing(&case.party, &concluded.report.measure), passed: heard },
        GateView { gate: law.deliberation(concluded), passed: steps.deliberation.is_some() },
    ]
}

type Actions = &'static [(&'static str, Action)];

/// The actions that belong to a stage, with the permission each needs.
const fn of_stage(stage: &Stage) -> Actions {
    match stage {
        Stage::FilingProposed(_) => &[
            ("approve-filing", Action::CaseApproveFiling),
            ("refuse-filing", Action::CaseApproveFiling),
        ],
        Stage::Investigating(_) => &[("conclude", Action::CaseConclude)],
        Stage::UnderExamination(_) => &[("examine", Action::CaseExamine)],
        Stage::LegalReview(_) | Stage::SecondReview(_) => &[("review", Action::CaseReview)],
        Stage::NoticeDue(_) => {
            &[("issue-notice", Action::CaseServeNotice), ("compute-anew", Action::CaseRecheck)]
        }
        Stage::NoticeIssued(_) => {
            &[("serve-notice", Action::CaseServeNotice), ("compute-anew", Action::CaseRecheck)]
        }
        Stage::Noticed(_) => &[
            ("record-defence", Action::CaseRecordDefence),
            ("request-hearing", Action::CaseRequestHearing),
            ("recheck", Action::CaseRecheck),
            ("reinvestigate", Action::CaseRecheck),
        ],
        Stage::Hearing(_) => &[("hold-hearing", Action::CaseHoldHearing)],
        Stage::Recheck(_) => {
            &[("recheck", Action::CaseRecheck), ("reinvestigate", Action::CaseRecheck)]
        }
        Stage::Deliberation(_) => &[
            ("deliberate", Action::CaseDeliberate),
            ("compute-anew", Action::CaseRecheck),
            ("reinvestigate", Action::CaseDeliberate),
        ],
        Stage::DecisionDue(_) => &[
            ("decide", Action::CaseDecide),
            ("compute-anew", Action::CaseRecheck),
            ("reinvestigate", Action::CaseDecide),
        ],
        Stage::Decided(_) => {
            &[("serve-decision", Action::CaseServeDecision), ("publish", Action::NoticePublish)]
        }
        Stage::Served(Served { closing: None, .. }) => {
            &[("publish", Action::NoticePublish), ("close", Action::CaseClose)]
        }
        Stage::Served(Served { closing: Some(_), .. }) => &[
            ("publish", Action::NoticePublish),
            ("approve-closing", Action::CaseApproveClosing),
            ("refuse-closing", Action::CaseApproveClosing),
        ],
        Stage::Closed { ground: CloseGround::Annulled, .. } | Stage::NotFiled { .. } => &[],
        // What was closed before it was published still is to be.
        Stage::Closed { .. } => &[("publish", Action::NoticePublish)],
    }
}

/// How far the publication is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Publication {
    /// Nobody has ordered it.
    Open,
    /// A person has read and ordered it; a job makes it.
    Cleared,
    /// It is on the portal, or was.
    Done,
}

/// What the steps of a case depend on beside its stage.
struct Around {
    publication: Publication,
    /// What is otherwise than when the fine was computed.
    changes: Vec<Words>,
}

fn actions(permit: &Permit<'_>, case: &Case, around: &Around) -> Vec<ActionState> {
    let thing = case.thing();
    let state = |&(code, action): &(&'static str, Action)| {
        let why_not = if permit.could(action, &thing) {
            by_law(permit, case, code, around)
        } else {
            Some(not_yours(case, code))
        };
        ActionState { code, why_not }
    };
    let possible: Actions = match case.untaken() {
        Some(_) => &[("take-over", Action::CaseTakeOver)],
        None if matches!(case.stage, Stage::Closed { .. })
            && around.publication == Publication::Done =>
        {
            &[]
        }
        None => of_stage(&case.stage),
    };
    possible.iter().map(state).collect()
}

/// Why the law does not allow it yet, although the stage and the person are right.
fn by_law(
    permit: &Permit<'_>,
    case: &Case,
    code: &str,
    Around { publication, changes }: &Around,
) -> Option<Refusal> {
    let today = permit.now().date();
    let person = permit.person().ok().map(|person| person.id);
    let own = person.is_some_and(|person| case.ever_handled_by(person));
    match (code, &case.stage) {
        ("issue-notice" | "serve-notice" | "deliberate" | "decide", _) if !changes.is_empty() => {
            Some(rules_changed(changes))
        }
        ("compute-anew", _) => case.clone().compute_anew(changes, person?, today).err(),
        ("recheck", Stage::Noticed(_)) => case.clone().end_answer_period(today).err(),
        ("request-hearing", Stage::Noticed(_)) => case.clone().request_hearing(today, today).err(),
        ("publish", _) if *publication == Publication::Done => Some(Refusal::new(
            "case.published_already",
            "该决定已公示",
            "the decision is published already",
        )),
        ("publish", _) if *publication == Publication::Cleared => Some(Refusal::new(
            "clearance.given_already",
            "公示文本已核对确认，正在生成公示文件",
            "it is cleared, and being made",
        )),
        (
            "approve-filing" | "refuse-filing" | "examine" | "review" | "decide"
            | "approve-closing" | "refuse-closing",
            _,
        ) if own => Some(Refusal::new(
            "case.handler_may_not",
            "承办人不得审查、审核或审批自己承办的案件，请由他人办理",
            "a handler of the case may not examine, review or approve it; somebody else must",
        )),
        _ => None,
    }
}

fn not_yours(case: &Case, code: &str) -> Refusal {
    let names: Vec<&str> = case.handlers().iter().map(|officer| officer.name.as_str()).collect();
    let names = names.join("、");
    let (zh, en) = match code {
        "approve-filing" | "refuse-filing" | "deliberate" | "decide" | "approve-closing"
        | "refuse-closing" => {
            ("由单位负责人办理".to_owned(), "the head of the agency does this".to_owned())
        }
        "take-over" => (
            "由接收机构的承办人接办".to_owned(),
            "a handler of the receiving body takes it over".to_owned(),
        ),
        "review" | "hold-hearing" => {
            ("由法制审核人员办理".to_owned(), "a legal reviewer does this".to_owned())
        }
        "examine" => (
            "由承办人以外的人员审查".to_owned(),
            "somebody other than the handlers examines the case".to_owned(),
        ),
        _ => (format!("由承办人{names}办理"), format!("the handlers do this: {names}")),
    };
    Refusal::new("case.not_yours", zh, en)
}
