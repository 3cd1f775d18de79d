//! Takes a set one step on its way: check, review, activate, retire, file.

use super::of_the_city;
use crate::{Action, Actor, Cx, Error};
use domain::Date;
use domain::discretion::{BenchmarkEntry, Filing, FilingBody, LegalReview};
use domain::record::RecordKind;
use store::law::Entry;

/// A step and what it needs.
#[derive(Debug, Clone)]
pub enum Step {
    /// The checks are passed.
    Check,
    /// A reviewer who did not write it agrees, or sends it back.
    Review {
        /// Whether the reviewer agrees.
        agrees: bool,
        /// The opinion in words.
        opinion: String,
    },
    /// A head puts it into force.
    Activate {
        /// The first day.
        from: Date,
    },
    /// A head ends it.
    Retire {
        /// The last day.
        until: Date,
    },
    /// It was filed.
    File {
        /// With whom.
        with: FilingBody,
        /// When.
        on: Date,
        /// Number of the letter.
        number: String,
    },
}

impl Step {
    const fn needs(&self) -> (Action, RecordKind) {
        match self {
            Self::Check => (Action::BenchmarkWrite, RecordKind::BenchmarkChecked),
            Self::Review { .. } => (Action::BenchmarkReview, RecordKind::BenchmarkReviewed),
            Self::Activate { .. } => (Action::BenchmarkActivate, RecordKind::BenchmarkActivated),
            Self::Retire { .. } => (Action::BenchmarkActivate, RecordKind::BenchmarkRetired),
            Self::File { .. } => (Action::BenchmarkWrite, RecordKind::BenchmarkFiled),
        }
    }
}

/// Takes the step.
pub async fn advance(
    cx: &Cx,
    actor: &Actor,
    code: &str,
    revision: u32,
    step: Step,
) -> Result<Entry<BenchmarkEntry>, Error> {
    let (action, kind) = step.needs();
    let permit = cx.authorize(actor, action)?;
    of_the_city(&permit)?;
    let mut tx = permit.write().await?;
    let known: Option<Entry<BenchmarkEntry>> = store::law::find(&mut tx, code).await?;
    let Entry { value, revision: stands } = known.ok_or(Error::NotFound("benchmark"))?;
    if stands != revision {
        return Err(Error::Stale("benchmark"));
    }
    let (by, today, law) = (permit.person()?.id, permit.now().date(), cx.law());
    let value = match step {
        Step::Check => value.check(&law.ranges, &law.violations, today)?,
        Step::Review { agrees, opinion } => {
            value.review(agrees, LegalReview { by, on: today, opinion })?
        }
        Step::Activate { from } => value.activate(by, from, today, &law.ranges, &law.violations)?,
        Step::Retire { until } => value.retire(by, until, today)?,
        Step::File { with, on, number } => value.file(Filing { with, on, number, by }, today)?,
    };
    let change = permit.change(kind);
    let entry = store::law::enter(&mut tx, Entry { value, revision }, None, &change).await?;
    permit.commit_law(tx).await?;
    Ok(entry)
}
