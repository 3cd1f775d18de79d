//! Who may be sent after a lead, and why somebody may not.

use crate::jurisdiction::{TakenBack, taken_back};
use crate::{Action, Actor, Cx, Error, Law};
use domain::LeadId;
use domain::Refusal;
use domain::agency::Agency;
use domain::jurisdiction::{Acting, Operation, Question, Setting, Step};
use domain::officer::{Officer, Role};

/// An officer who might be sent.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Who.
    pub officer: Officer,
    /// Of which agency.
    pub agency: Agency,
    /// Why not; empty for somebody who may be sent.
    pub reasons: Vec<Refusal>,
    /// How many tasks the officer has that are not done.
    pub open_tasks: i64,
}

/// At most this many officers are looked at for one lead.
const LOOKED_AT_MAX: usize = 300;

/// Lists the field officers of the bodies responsible for the place, or who are members of the operation, those who may be
/// sent first.
pub async fn candidates(
    cx: &Cx,
    actor: &Actor,
    lead: LeadId,
    setting: &Setting,
) -> Result<Vec<Candidate>, Error> {
    let permit = cx.authorize(actor, Action::TaskDispatch)?;
    let mut tx = permit.read().await?;
    let lead = permit.on(store::leads::find(&mut tx, lead).await?, "lead")?;
    let today = permit.now().date();
    let law = cx.law();
    let operation = law.operation(setting);
    let designation = store::designations::latest(&mut tx, lead.id).await?;
    let agencies = store::agencies::all(&mut tx).await?;
    let mut found = Vec::new();
    for agency in &agencies {
        // Only bodies at or above the place can be responsible for it, or those that an operation brings in.
        let concerned = agency.territory.contains(&lead.territory);
        if !concerned && operation.is_none() {
            continue;
        }
        let acts = acts_for(operation, agency, &agencies);
        for officer in store::officers::of_territory(&mut tx, &agency.territory).await? {
            let member = operation.is_some_and(|it| it.has_member(officer.id, officer.agency));
            let fits = officer.agency == agency.id && officer.roles.contains(&Role::FieldOfficer);
            if !fits || !(concerned || member) || found.len() >= LOOKED_AT_MAX {
                continue;
            }
            let item = lead.item.as_deref().unwrap_or_default();
            let matter = (item, &lead.territory);
            let taken_back = taken_back(&mut tx, &law, lead.id, matter, acts, today).await?;
            let question = Question {
                step: Step::Dispatch,
                setting: setting.clone(),
                operation,
                designation: designation.as_ref(),
                withdrawn: taken_back.as_ref().map(TakenBack::fact),
                ..Question::about(item, &lead.territory, acts, today)
            };
            let reasons = match lead.item {
                Some(_) => reasons(&law, &question, &officer),
                None => officer.certified(today).err().into_iter().collect(),
            };
            let open_tasks = store::tasks::open_of_officer(&mut tx, officer.id).await?;
            found.push(Candidate { officer, agency: agency.clone(), reasons, open_tasks });
        }
    }
    found.sort_by_key(|candidate| (candidate.reasons.len(), candidate.open_tasks));
    Ok(found)
}

/// For whom an officer would go: the organiser of a city's operation, else the own body.
fn acts_for<'a>(
    operation: Option<&Operation>,
    own: &'a Agency,
    agencies: &'a [Agency],
) -> &'a Agency {
    let operation = operation.filter(|operation| operation.plan.kind.is_the_citys());
    let organiser =
        operation.and_then(|it| agencies.iter().find(|agency| agency.id == it.organiser));
    organiser.unwrap_or(own)
}

/// Why the body may not, and why the officer may not; each counts.
fn reasons(law: &Law, question: &Question<'_>, officer: &Officer) -> Vec<Refusal> {
    let body = law.may_enforce(question).err();
    let certificate = officer.certified(question.on).err();
    let officers = std::slice::from_ref(officer);
    let asked = Question { acting: Acting::Officers(officers), ..question.clone() };
    let sent = law.may_enforce(&asked).err().filter(|_| body.is_none() && certificate.is_none());
    body.into_iter().chain(certificate).chain(sent).collect()
}
