//! Same facts, same penalty (同案同罚): the decided cases nearest to a question, wherever in the site they were decided.
//!
//! What lies beyond the actor's territory is shown without what names the case: the place, the facts and the fine.

use super::{Answer, Question, compute, earlier, table_of};
use crate::{Action, Actor, Cx, Error, Law, Permit};
use domain::case::{Case, Measure};
use domain::discretion::{
    Asked, Band, Calculation, DecidedFine, Difference, Exact, Neighbour, Place, Scale, at_depth,
    nearest, share,
};
use domain::region::Territory;
use domain::{CaseId, Date, Fen};
use store::Tx;

/// Decided cases looked at for one comparison: the latest of the violation.
const CASES_MAX: i64 = 5_000;
/// Neighbours shown.
pub const NEIGHBOURS_MAX: usize = 20;

/// A case and where it lies among the decided ones.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Code of the violation.
    pub violation: String,
    /// The fine that is placed; none where no penalty is proposed.
    pub fine: Option<Fen>,
    /// Statutory least and greatest fine.
    pub range: (Fen, Fen),
    /// What the nearest span; none where there are too few, or no fine is proposed.
    pub band: Option<Band>,
    /// Among all decided cases of the violation.
    pub among_all: Place,
    /// Among the nearest.
    pub among_nearest: Place,
    /// The nearest, the nearest first.
    pub neighbours: Vec<NeighbourView>,
}

/// A decided case near by.
#[derive(Debug, Clone)]
pub struct NeighbourView {
    /// The case and the number of its decision; none beyond the actor's territory.
    pub case: Option<(CaseId, String)>,
    /// Its county.
    pub place: Territory,
    /// When it was decided.
    pub decided_on: Date,
    /// Its fine; none where no penalty was imposed.
    pub fine: Option<Fen>,
    /// Where that lies in its statutory range, 0 to 1.
    pub share: Option<Exact>,
    /// Whether it departs from its benchmark.
    pub departed: bool,
    /// Version of the set it was computed with.
    pub version: String,
    /// 0 for equal facts, 1 for opposite ones.
    pub distance: Exact,
    /// In what it differs.
    pub differences: Vec<Difference>,
}

/// Compares a case with the decided ones; none while nothing was computed for it.
pub async fn of_case(cx: &Cx, actor: &Actor, id: CaseId) -> Result<Option<Comparison>, Error> {
    let permit = cx.authorize(actor, Action::DiscretionCompare)?;
    let mut tx = permit.read().await?;
    let case = permit.on(store::cases::find(&mut tx, id).await?, "case")?;
    let kept = store::fines::find(&mut tx, id).await?;
    let law = cx.law();
    let subject = match kept {
        Some(decided) => Some(Subject {
            asked: decided.asked,
            table: (decided.version, decided.table),
            fine: decided.fine,
            range: decided.range,
        }),
        None => proposed(&case),
    };
    let Some(subject) = subject else {
        return Ok(None);
    };
    compare(&permit, &mut tx, &law, &subject, Some(id)).await.map(Some)
}

/// Compares facts that are no case yet.
pub async fn of_question(cx: &Cx, actor: &Actor, question: &Question) -> Result<Comparison, Error> {
    let permit = cx.authorize(actor, Action::DiscretionCompare)?;
    let law = cx.law();
    let mut tx = permit.read().await?;
    let before = match &question.party {
        Some(party) => earlier(&law, &mut tx, party, None).await?,
        None => Vec::new(),
    };
    let answer = compute(&law, question, permit.now().date(), &before)?;
    let subject = Subject::of(&answer.calculation, answer.asked);
    compare(&permit, &mut tx, &law, &subject, None).await
}

/// Where the answer for a case lies among the nearest decided ones; none where there are too few, or no fine follows.
pub(crate) async fn band(
    law: &Law,
    tx: &mut Tx,
    answer: &Answer,
    own: Option<CaseId>,
) -> Result<Option<Band>, Error> {
    let subject = Subject::of(&answer.calculation, answer.asked.clone());
    let Some(fine) = subject.fine else {
        return Ok(None);
    };
    let mut decided = store::fines::of_violation(tx, &subject.asked.violation, CASES_MAX).await?;
    decided.retain(|other| Some(other.case) != own);
    Ok(Band::of(share(fine, subject.range), &near(law, &subject, &decided)))
}

/// The decided cases nearest to the subject.
fn near<'a>(law: &Law, subject: &Subject, decided: &'a [DecidedFine]) -> Vec<Neighbour<'a>> {
    let (version, code) = &subject.table;
    let scale = table_of(law, version, code).map(Scale::of).unwrap_or_default();
    nearest(&scale, &subject.asked.facts, decided, NEIGHBOURS_MAX)
}

/// What is compared.
struct Subject {
    asked: Asked,
    /// Version and code.
    table: (String, String),
    fine: Option<Fen>,
    range: (Fen, Fen),
}

impl Subject {
    fn of(calculation: &Calculation, asked: Asked) -> Self {
        let fine = matches!(calculation.outcome, domain::discretion::Outcome::Fine { .. });
        Self {
            asked,
            table: (calculation.version.clone(), calculation.benchmark.clone()),
            fine: fine.then(|| calculation.amount()),
            range: calculation.range,
        }
    }
}

/// What a case that is not decided proposes: the recheck's computation where there is one, else the report's.
fn proposed(case: &Case) -> Option<Subject> {
    let steps = case.steps();
    if let Some(recheck) = steps.recheck
        && let (Some(anew), Some(asked)) = (&recheck.calculation, &recheck.asked)
    {
        return Some(Subject::of(anew, asked.clone()));
    }
    match &steps.report?.measure {
        Measure::Computed { calculation, asked, .. } => {
            Some(Subject::of(calculation, asked.as_deref()?.clone()))
        }
        Measure::NoPenalty { .. } => None,
    }
}

async fn compare(
    permit: &Permit<'_>,
    tx: &mut Tx,
    law: &Law,
    subject: &Subject,
    own: Option<CaseId>,
) -> Result<Comparison, Error> {
    let violation = subject.asked.violation.clone();
    let mut decided = store::fines::of_violation(tx, &violation, CASES_MAX).await?;
    decided.retain(|other| Some(other.case) != own);
    let near = near(law, subject, &decided);
    let band = subject.fine.and_then(|fine| Band::of(share(fine, subject.range), &near));
    let own_share = subject.fine.map(|fine| share(fine, subject.range));
    let among_nearest = Place::of(own_share.clone(), near.iter().map(|each| each.decided));
    let territory = permit.actor().territory();
    let neighbours = near.into_iter().map(|each| {
        let DecidedFine { case, number, territory: at, .. } = each.decided;
        let seen = territory.is_none_or(|own| own.contains(at));
        NeighbourView {
            case: seen.then(|| (*case, number.clone())),
            place: at_depth(at, 2),
            decided_on: each.decided.decided_on,
            fine: each.decided.fine,
            share: each.decided.share(),
            departed: each.decided.departed,
            version: each.decided.version.clone(),
            distance: each.distance,
            differences: each.differences,
        }
    });
    Ok(Comparison {
        violation,
        band,
        fine: subject.fine,
        range: subject.range,
        neighbours: neighbours.collect(),
        among_nearest,
        among_all: Place::of(own_share, &decided),
    })
}
