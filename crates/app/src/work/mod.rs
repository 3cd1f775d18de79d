//! The work list (待办): what waits for this person, and what the person has done.

use crate::cases::running;
use crate::telemetry::factors;
use crate::{Action, Actor, Cx, Error, Guarded, Permit};
use domain::Timestamp;
use domain::case::{Case, Served, Stage};
use domain::inspection::{Inspection, InspectionState};
use domain::item::Delegation;
use domain::law::LawProposal;
use domain::lead::Lead;
use domain::officer::Role;
use domain::task::{Task, TaskState};
use store::cases::CaseFilter;
use store::leads::LeadFilter;
use store::{Page, Tx};

/// Something that waits, or was done.
#[derive(Debug, Clone)]
pub struct WorkItem {
    /// `lead`, `task`, `inspection`, `case`, `law_proposal` or `delegation`.
    pub kind: &'static str,
    /// Identity.
    pub id: String,
    /// Number shown to people.
    pub number: String,
    /// What it is about; after an ideographic space, what more there is to say.
    pub title: String,
    /// What is to be done, for instance `dispatch_lead`.
    pub action: &'static str,
    /// Until when.
    pub due_at: Option<Timestamp>,
    /// Whether that may still move, because the holidays of its year are not announced.
    pub provisional: bool,
    /// Whether that is past.
    pub overdue: bool,
    /// Since when it waits, where that is known.
    pub since: Option<Timestamp>,
}

/// At most this many items of each kind are listed; more than that is not a list but a backlog.
const ITEMS_MAX: i64 = 100;

/// What waits for the actor, the most urgent first.
pub async fn open(cx: &Cx, actor: &Actor) -> Result<Vec<WorkItem>, Error> {
    let permit = cx.authorize(actor, Action::WorkList)?;
    let mut tx = permit.read().await?;
    let mut items = leads(&permit, &mut tx).await?;
    items.extend(tasks(&permit, &mut tx).await?);
    items.extend(inspections(&permit, &mut tx).await?);
    items.extend(cases(&permit, &mut tx).await?);
    let proposals = crate::library::waiting_for(&permit, &mut tx).await?;
    items.extend(proposals.into_iter().map(of_law_proposal));
    items.extend(dispositions(&permit, &mut tx).await?);
    let now = permit.now();
    for item in &mut items {
        item.overdue = item.due_at.is_some_and(|due| due < now);
        // A task is due at an hour that a person set; the rest is counted by the law.
        let counted = item.due_at.filter(|_| matches!(item.kind, "case" | "inspection"));
        let last_day = counted.map(|ends| ends.plus_millis(-1).date());
        item.provisional = last_day.is_some_and(|day| cx.law().calendar.is_provisional(day));
    }
    items.sort_by_key(|item| item.due_at.unwrap_or(Timestamp::from_millis(i64::MAX)));
    Ok(items)
}

/// What the actor has done, the latest first: tasks done and cases handled that are at an end.
pub async fn done(cx: &Cx, actor: &Actor) -> Result<Vec<WorkItem>, Error> {
    let permit = cx.authorize(actor, Action::WorkList)?;
    let mut tx = permit.read().await?;
    let person = permit.person()?;
    let page = Page { after: None, size: ITEMS_MAX };
    let mut items = Vec::new();
    for task in store::tasks::of_officer(&mut tx, person.id, "done", &page).await? {
        items.push(of_task(&mut tx, task, "done").await?);
    }
    let filter = CaseFilter { handler: Some(person.id), ..CaseFilter::default() };
    for case in store::cases::list(&mut tx, &permit.scope(), &filter, &page).await? {
        if matches!(case.stage, Stage::Closed { .. } | Stage::NotFiled { .. }) {
            items.push(of_case(cx, case, true, "done"));
        }
    }
    Ok(items)
}

async fn leads(permit: &Permit<'_>, tx: &mut Tx) -> Result<Vec<WorkItem>, Error> {
    if permit.cx().authorize(permit.actor(), Action::TaskDispatch).is_err() {
        return Ok(Vec::new());
    }
    let filter = LeadFilter { state: "open".to_owned(), words: String::new() };
    let page = Page { after: None, size: ITEMS_MAX };
    let mut items = Vec::new();
    for lead in store::leads::list(tx, &permit.scope(), &filter, &page).await? {
        items.push(of_lead(tx, lead).await?);
    }
    Ok(items)
}

async fn of_lead(tx: &mut Tx, lead: Lead) -> Result<WorkItem, Error> {
    let plant = store::enterprises::find(tx, lead.enterprise).await?;
    let plant = plant.map(|plant| plant.name).unwrap_or_default();
    let outlet = store::outlets::find(tx, lead.outlet).await?;
    let outlet = outlet.map(|outlet| outlet.name).unwrap_or_default();
    let factor = lead.factor().map_or("", |factor| factors().name(factor));
    let title = lead.title(&outlet, factor);
    Ok(WorkItem {
        kind: "lead",
        id: lead.id.to_string(),
        number: lead.number,
        title: format!("{plant}　{title}"),
        action: "dispatch_lead",
        due_at: None,
        provisional: false,
        overdue: false,
        since: Some(lead.raised_at),
    })
}

async fn tasks(permit: &Permit<'_>, tx: &mut Tx) -> Result<Vec<WorkItem>, Error> {
    let person = permit.person()?;
    if !person.roles.contains(&Role::FieldOfficer) {
        return Ok(Vec::new());
    }
    let page = Page { after: None, size: ITEMS_MAX };
    let mut items = Vec::new();
    for task in store::tasks::of_officer(tx, person.id, "", &page).await? {
        let action = match task.state {
            TaskState::Dispatched => "accept_task",
            TaskState::Accepted { .. } => "begin_inspection",
            TaskState::Inspecting { .. } => "continue_inspection",
            TaskState::Done { .. } | TaskState::Returned { .. } => continue,
        };
        items.push(of_task(tx, task, action).await?);
    }
    Ok(items)
}

async fn of_task(tx: &mut Tx, task: Task, action: &'static str) -> Result<WorkItem, Error> {
    let plant = store::enterprises::find(tx, task.enterprise).await?;
    Ok(WorkItem {
        kind: "task",
        id: task.id.to_string(),
        number: task.number,
        title: plant.map(|plant| plant.name).unwrap_or_default(),
        action,
        due_at: Some(task.due_at),
        provisional: false,
        overdue: false,
        since: Some(task.dispatched_at),
    })
}

async fn inspections(permit: &Permit<'_>, tx: &mut Tx) -> Result<Vec<WorkItem>, Error> {
    let items = store::inspections::unfiled(tx, &permit.scope(), ITEMS_MAX).await?;
    let proposes = |inspection: &Inspection| {
        inspection.record.offence.is_some()
            && permit.could(Action::CasePropose, &inspection.thing())
    };
    let of_inspection = |inspection| of_inspection(permit.cx(), inspection);
    Ok(items.into_iter().filter(proposes).map(of_inspection).collect())
}

fn of_inspection(cx: &Cx, inspection: Inspection) -> WorkItem {
    let since = match inspection.state {
        InspectionState::Submitted { at } => Some(at),
        InspectionState::Draft => None,
    };
    WorkItem {
        kind: "inspection",
        id: inspection.id.to_string(),
        number: inspection.number,
        title: inspection.record.inspected.name,
        action: "propose_case",
        due_at: since.and_then(|at| Some(cx.law().counting().ends("filing", at.date()).ok()?.ends)),
        provisional: false,
        overdue: false,
        since,
    }
}

async fn cases(permit: &Permit<'_>, tx: &mut Tx) -> Result<Vec<WorkItem>, Error> {
    let running = store::cases::running(tx, &permit.scope(), 4 * ITEMS_MAX).await?;
    let mut items = Vec::new();
    for case in running {
        let published = store::notices::of_case(tx, case.id).await?.is_some();
        let cleared = store::clearances::of_case(tx, case.id).await?.is_some();
        // Between the clearance and its job there is nothing to be done by a person.
        let waits = waits_for(permit, &case, published);
        if let Some(action) = waits.filter(|action| *action != "publish" || !cleared) {
            items.push(of_case(permit.cx(), case, published, action));
        }
    }
    Ok(items)
}

fn of_law_proposal(proposal: LawProposal) -> WorkItem {
    WorkItem {
        kind: "law_proposal",
        id: proposal.id.to_string(),
        number: String::new(),
        title: format!("{}　{}", proposal.title, proposal.words().zh),
        action: "confirm_law",
        due_at: None,
        provisional: false,
        overdue: false,
        since: Some(proposal.proposed.at),
    }
}

fn of_case(cx: &Cx, case: Case, published: bool, action: &'static str) -> WorkItem {
    let due = running(cx, &case, published).first().map(|next| next.due_on);
    let number = case.steps().filed.map(|filed| filed.number.clone()).unwrap_or_default();
    WorkItem {
        kind: "case",
        id: case.id.to_string(),
        number,
        title: format!("{}　{}", case.party.name, case.cause),
        action,
        due_at: due.map(|day| Timestamp::start_of(day).plus_millis(86_400_000)),
        provisional: false,
        overdue: false,
        since: None,
    }
}

/// Delegations that were taken back, where a town's matters wait for a choice; due on the day on which they end.
async fn dispositions(permit: &Permit<'_>, tx: &mut Tx) -> Result<Vec<WorkItem>, Error> {
    let waiting = crate::dispositions::undecided(permit, tx).await?;
    let of_delegation = |(delegation, count): (Delegation, usize)| WorkItem {
        kind: "delegation",
        number: delegation.code.clone(),
        title: format!("{}　收回后待确定去向{count}件", delegation.document),
        action: "choose_disposition",
        due_at: delegation.effective_to.map(Timestamp::start_of),
        provisional: false,
        overdue: false,
        since: None,
        id: delegation.code,
    };
    Ok(waiting.into_iter().map(of_delegation).collect())
}

/// What a case waits for, if it waits for this actor.
fn waits_for(permit: &Permit<'_>, case: &Case, published: bool) -> Option<&'static str> {
    let thing = case.thing();
    let may = |action| permit.could(action, &thing);
    let (code, action) = match &case.stage {
        _ if case.untaken().is_some() => ("take_over", Action::CaseTakeOver),
        Stage::FilingProposed(_) => ("approve_filing", Action::CaseApproveFiling),
        Stage::Investigating(_) => ("conclude", Action::CaseConclude),
        Stage::UnderExamination(_) => ("examine", Action::CaseExamine),
        Stage::LegalReview(_) | Stage::SecondReview(_) => ("review", Action::CaseReview),
        Stage::NoticeDue(_) => ("issue_notice", Action::CaseServeNotice),
        Stage::NoticeIssued(_) => ("serve_notice", Action::CaseServeNotice),
        Stage::Noticed(_) => ("record_defence", Action::CaseRecordDefence),
        Stage::Hearing(_) => ("hold_hearing", Action::CaseHoldHearing),
        Stage::Recheck(_) => ("recheck", Action::CaseRecheck),
        Stage::Deliberation(_) => ("deliberate", Action::CaseDeliberate),
        Stage::DecisionDue(_) => ("decide", Action::CaseDecide),
        Stage::Decided(_) => ("serve_decision", Action::CaseServeDecision),
        Stage::Served(Served { closing: Some(_), .. }) if may(Action::CaseApproveClosing) => {
            ("approve_closing", Action::CaseApproveClosing)
        }
        Stage::Served(_) | Stage::Closed { .. } if !published && !case.annulled() => {
            ("publish", Action::NoticePublish)
        }
        Stage::Served(Served { closing: None, .. }) => ("close", Action::CaseClose),
        Stage::Served(_) | Stage::NotFiled { .. } | Stage::Closed { .. } => return None,
    };
    let handled_by_actor = permit.person().is_ok_and(|person| thing.people.contains(&person.id));
    let by_others = matches!(
        action,
        Action::CaseApproveFiling
            | Action::CaseExamine
            | Action::CaseReview
            | Action::CaseDecide
            | Action::CaseApproveClosing
    );
    (may(action) && !(by_others && handled_by_actor)).then_some(code)
}
