//! Lists adjustments, and shows one with what may be done next and until when.

use crate::record::{RecordLine, lines_of};
use crate::{Action, Actor, Cx, Error, Guarded, Law, Listed, Page};
use domain::adjustment::{Adjustment, Stage, StageName};
use domain::calendar::Deadline;
use domain::law::Certainty;
use domain::{AdjustmentId, Timestamp};

/// By when the next step must be done.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// Key of the period in `periods.toml`.
    pub period: &'static str,
    /// When it began to run.
    pub from: Timestamp,
    /// When it ends.
    pub deadline: Deadline,
    /// How sure the length is.
    pub certainty: Certainty,
}

/// An adjustment with what belongs to it.
#[derive(Debug, Clone)]
pub struct AdjustmentPage {
    /// The adjustment.
    pub adjustment: Adjustment,
    /// By when the next step must be done, where a rule says so.
    pub due: Option<Due>,
    /// Whether that time has passed.
    pub overdue: bool,
    /// Items on it that nobody has confirmed.
    pub unreviewed: Vec<String>,
    /// What the actor may do now.
    pub actions: Vec<&'static str>,
    /// What was done.
    pub record: Vec<RecordLine>,
}

/// Lists adjustments, newest first; an empty stage means all.
pub async fn list(
    cx: &Cx,
    actor: &Actor,
    stage: &str,
    words: &str,
    page: &Page,
) -> Result<Listed<AdjustmentPage>, Error> {
    let permit = cx.authorize(actor, Action::AdjustmentList)?;
    let mut tx = permit.read().await?;
    let found = store::adjustments::list(&mut tx, &permit.scope(), stage, words, page).await?;
    let listed = Listed::cut(found, page, |adjustment| adjustment.id.to_string());
    let law = cx.law();
    let now = permit.now();
    let items = listed.items.into_iter().map(|one| of(&law, one, now)).collect();
    Ok(Listed { items, next: listed.next })
}

/// Reads one.
pub async fn read(cx: &Cx, actor: &Actor, id: AdjustmentId) -> Result<AdjustmentPage, Error> {
    let permit = cx.authorize(actor, Action::AdjustmentList)?;
    let mut tx = permit.read().await?;
    let adjustment = permit.on(store::adjustments::find(&mut tx, id).await?, "adjustment")?;
    let thing = adjustment.thing();
    let may = |action| permit.could(action, &thing);
    let stage = adjustment.stage.name();
    let own = permit.person().is_ok_and(|person| person.id == adjustment.proposed.by);
    let open = !matches!(stage, StageName::Published | StageName::Withdrawn);
    let possible = [
        ("review", stage == StageName::Proposed && may(Action::AdjustmentReview) && !own),
        ("revise", stage == StageName::Returned && may(Action::AdjustmentPropose) && own),
        ("file", stage == StageName::Reviewed && may(Action::AdjustmentFile)),
        ("copy", stage == StageName::Filed && may(Action::AdjustmentFile)),
        ("publish", stage == StageName::Copied && may(Action::AdjustmentPublish)),
        ("withdraw", open && may(Action::AdjustmentWithdraw)),
    ];
    let actions = possible.into_iter().filter_map(|(name, may)| may.then_some(name)).collect();
    let record = lines_of(&mut tx, &format!("adjustment/{id}")).await?;
    Ok(AdjustmentPage { actions, record, ..of(&cx.law(), adjustment, permit.now()) })
}

fn of(law: &Law, adjustment: Adjustment, now: Timestamp) -> AdjustmentPage {
    let due = due(law, &adjustment);
    let unreviewed = adjustment.items.iter().filter(|code| law.lists.is_unreviewed(code));
    AdjustmentPage {
        overdue: due.is_some_and(|due| due.deadline.passed(now)),
        due,
        unreviewed: unreviewed.cloned().collect(),
        actions: Vec::new(),
        record: Vec::new(),
        adjustment,
    }
}

/// By when the next step must be done: the length is data.
pub(crate) fn due(law: &Law, adjustment: &Adjustment) -> Option<Due> {
    let (period, from) = match &adjustment.stage {
        Stage::Proposed => ("legal_review", adjustment.proposed.at),
        Stage::Filed { filing } | Stage::Copied { filing, .. } => {
            ("list_publication", Timestamp::start_of(filing.on))
        }
        Stage::Returned | Stage::Reviewed | Stage::Published { .. } | Stage::Withdrawn { .. } => {
            return None;
        }
    };
    let rule = law.periods.get(period)?;
    let deadline = law.calendar.deadline(rule.length(0)?, from);
    Some(Due { period, from, deadline, certainty: rule.certainty })
}
