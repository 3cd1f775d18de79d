//! One matter that a town has in hand: where it stands, who has it, and who may go on with it once the delegation has ended.

use crate::jurisdiction::due_to_town;
use crate::{Error, Law};
use domain::agency::{Agency, AgencyKind};
use domain::case::{Case, StageName};
use domain::inspection::InspectionState;
use domain::item::{Delegation, Disposition, InFlight};
use domain::jurisdiction::{Lists, Question, Setting, Step, explain, may_enforce};
use domain::region::Territory;
use domain::task::TaskState;
use domain::{Date, Refusal, Timestamp};
use store::Tx;
use store::dispositions::Matter;

/// Where a matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Nobody was sent yet.
    Lead,
    /// Officers were sent.
    Task,
    /// They have begun their inspection.
    Inspecting,
    /// The inspection is done; no case was proposed.
    Inspected,
    /// A case at this stage.
    Case(StageName),
}

/// One matter.
#[derive(Debug, Clone)]
pub struct InHand {
    /// The lead with whatever it led to.
    pub matter: Matter,
    /// Name of the plant.
    pub plant: String,
    /// The enforcement item by code.
    pub item: String,
    /// Where the act was.
    pub place: Territory,
    /// Where it stands.
    pub stand: Stand,
    /// Who handles it.
    pub handlers: Vec<String>,
    /// Until when its next step is due, where it is.
    pub due_at: Option<Timestamp>,
    /// The town's body.
    pub town: Agency,
    /// The body that has the power once the delegation has ended; none where nobody has.
    pub heir: Option<Agency>,
    /// Why the town may not finish it; none where it may.
    pub no_finish: Option<Refusal>,
    /// Why it cannot be handed over; none where it can.
    pub no_hand_over: Option<Refusal>,
    /// What was chosen.
    pub disposition: Option<Disposition>,
    /// Whether somebody must choose: what is decided is carried out by who decided it.
    pub open: bool,
}

impl InHand {
    /// Whether somebody must still choose.
    pub const fn undecided(&self) -> bool {
        self.open && self.disposition.is_none()
    }

    /// Why a course may not be chosen.
    pub const fn why_not(&self, course: InFlight) -> Option<&Refusal> {
        match course {
            InFlight::Finish => self.no_finish.as_ref(),
            InFlight::HandOver => self.no_hand_over.as_ref(),
        }
    }
}

/// The law on the day on which a delegation ends.
pub(super) struct DayAfter<'a> {
    law: &'a Law,
    lists: Lists,
    delegation: &'a Delegation,
    day: Date,
}

impl<'a> DayAfter<'a> {
    /// `ended` is the delegation with its last day, entered or only thought of.
    pub(super) fn of(law: &'a Law, ended: &'a Delegation, today: Date) -> Self {
        let lists = Lists::clone(&law.lists).with_delegations([ended.clone()]);
        let day = ended.effective_to.map_or(today, |end| end.max(today));
        Self { law, lists, delegation: ended, day }
    }

    /// The matter as a row, if a town has it in hand under the delegation or had when something was chosen for it.
    pub(super) async fn view(
        &self,
        tx: &mut Tx,
        matter: Matter,
        disposition: Option<Disposition>,
    ) -> Result<Option<InHand>, Error> {
        let (item, place) = subject(&matter);
        let agencies = self.lists.agencies();
        let town = match &disposition {
            Some(disposition) => agencies.by_id(disposition.town),
            None => self.town_of(&matter, &item, &place),
        };
        let Some(town) = town.cloned() else {
            return Ok(None);
        };
        let stand = stand(&matter);
        let decided = matches!(stand, Stand::Case(stage) if stage > StageName::DecisionDue);
        let gone = disposition.as_ref().is_some_and(|it| it.carried_out.is_some());
        let plant = store::enterprises::find(tx, matter.lead.enterprise).await?;
        let designation = store::designations::latest(tx, matter.lead.id).await?;
        let asked = |agency| Question {
            setting: setting(&matter),
            designation: designation.as_ref(),
            step: Step::Decide,
            filed_on: filed_on(&matter),
            ..Question::about(&item, &place, agency, self.day)
        };
        let no_finish = match filed_on(&matter) {
            _ if decided => None,
            Some(_) => may_enforce(&self.lists, &self.law.rules, &asked(&town)).err(),
            None => Some(not_filed()),
        };
        let (heir, no_hand_over) = self.heir(&item, &place);
        Ok(Some(InHand {
            plant: plant.map(|plant| plant.name).unwrap_or_default(),
            handlers: handlers(&matter),
            due_at: self.due_at(&matter),
            open: !decided && !gone,
            stand,
            no_finish,
            no_hand_over,
            heir,
            disposition,
            town,
            item,
            place,
            matter,
        }))
    }

    /// The town's body, where it has the matter in hand under this delegation.
    fn town_of(&self, matter: &Matter, item: &str, place: &Territory) -> Option<&Agency> {
        let delegation = self.delegation;
        let named = delegation.items.iter().any(|listed| listed == item);
        if !named || !delegation.territory.contains(place) || nothing_to_do(matter) {
            return None;
        }
        let agencies = self.lists.agencies();
        let holder = match (&matter.case, &matter.task) {
            (Some(case), _) => agencies.by_id(case.agency),
            (None, Some(task)) => agencies.by_id(task.agency),
            (None, None) => {
                let due = due_to_town(delegation, &matter.lead);
                agencies.at(AgencyKind::TownTeam, place).filter(|_| due)
            }
        };
        holder.filter(|body| body.kind == AgencyKind::TownTeam)
    }

    /// The body above the town that has the power on that day, or why none has.
    fn heir(&self, item: &str, place: &Territory) -> (Option<Agency>, Option<Refusal>) {
        let agencies = self.lists.agencies();
        let Some(branch) = agencies.at(AgencyKind::Branch, place) else {
            return (None, Some(no_heir()));
        };
        let question = Question::about(item, place, branch, self.day);
        let answer = explain(&self.lists, &self.law.rules, &question);
        match answer.may.and_then(|id| agencies.by_id(id)) {
            Some(heir) => (Some(heir.clone()), None),
            None => (None, answer.result.err().or_else(|| Some(no_heir()))),
        }
    }

    fn due_at(&self, matter: &Matter) -> Option<Timestamp> {
        let end_of = |day: Date| Timestamp::start_of(day).plus_millis(86_400_000);
        match (&matter.case, &matter.inspection, &matter.task) {
            (Some(case), ..) => self.law.clock(case).next().map(|next| end_of(next.due_on)),
            (None, Some(inspection), _) => match inspection.state {
                InspectionState::Submitted { at } => {
                    Some(self.law.counting().ends("filing", at.date()).ok()?.ends)
                }
                InspectionState::Draft => matter.task.as_ref().map(|task| task.due_at),
            },
            (None, None, task) => task.as_ref().map(|task| task.due_at),
        }
    }
}

/// The item and the place, as far as the matter has come.
fn subject(matter: &Matter) -> (String, Territory) {
    match (&matter.case, &matter.task) {
        (Some(case), _) => (case.item.clone(), case.place().clone()),
        (None, Some(task)) => (task.item.clone(), task.territory.clone()),
        (None, None) => {
            (matter.lead.item.clone().unwrap_or_default(), matter.lead.territory.clone())
        }
    }
}

fn stand(matter: &Matter) -> Stand {
    match (&matter.case, &matter.task) {
        (Some(case), _) => Stand::Case(case.stage.name()),
        (None, Some(task)) => match task.state {
            TaskState::Dispatched | TaskState::Accepted { .. } => Stand::Task,
            TaskState::Inspecting { .. } => Stand::Inspecting,
            TaskState::Done { .. } => Stand::Inspected,
            TaskState::Returned { .. } => Stand::Lead,
        },
        (None, None) => Stand::Lead,
    }
}

/// An inspection that found no offence leads no further.
fn nothing_to_do(matter: &Matter) -> bool {
    let submitted = matter.inspection.as_ref().is_some_and(|it| {
        !matches!(it.state, InspectionState::Draft) && it.record.offence.is_none()
    });
    matter.case.is_none() && submitted
}

fn handlers(matter: &Matter) -> Vec<String> {
    let officers = match (&matter.case, &matter.task) {
        (Some(case), _) => case.handlers(),
        (None, Some(task)) => task.team.officers(),
        (None, None) => &[],
    };
    officers.iter().map(|officer| officer.name.clone()).collect()
}

fn setting(matter: &Matter) -> Setting {
    matter.task.as_ref().map(|task| task.grounds.setting.clone()).unwrap_or_default()
}

fn filed_on(matter: &Matter) -> Option<Date> {
    let filed = matter.case.as_ref().map(Case::steps).and_then(|steps| steps.filed);
    filed.map(|filed| filed.on)
}

fn not_filed() -> Refusal {
    Refusal::new(
        "disposition.not_filed",
        "收回之日前尚未立案的，乡镇、街道不能继续办理，应当移交。",
        "What is not filed before the delegation ends cannot be finished by the town; it goes over.",
    )
    .basis("行政处罚法第二十四条")
}

fn no_heir() -> Refusal {
    Refusal::new(
        "disposition.no_heir",
        "收回之后没有有权办理的机构，请先调整清单。",
        "No body has the power once it is taken back; adjust the list first.",
    )
}
