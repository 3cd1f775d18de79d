//! The answer for a person: the same question put to the body of every level, side by side.

use super::setting::{Acting, Question};
use super::{Grounds, Lists, Rules, may_enforce};
use crate::agency::{Agency, AgencyKind};
use crate::region::Level;
use crate::{AgencyId, Refused};

/// The body of one level, and what it would be told.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// The level.
    pub level: Level,
    /// Its body at the place; none where there is none.
    pub agency: Option<Agency>,
    /// The list version of that level that names the item that day.
    pub list: Option<String>,
    /// What it would be told, whoever acts for it.
    pub result: Option<Refused<Grounds>>,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// To the question itself.
    pub result: Refused<Grounds>,
    /// The list version that was looked into.
    pub list: Option<String>,
    /// The body that may.
    pub may: Option<AgencyId>,
    /// The other levels.
    pub levels: Vec<Elsewhere>,
}

/// Answers a question, and what the bodies of each level at the place would be told.
pub fn explain(lists: &Lists, rules: &Rules, question: &Question<'_>) -> Answer {
    let list = |level| {
        let version = lists.version(question.item, level, question.place, question.on);
        version.map(|version| version.version.clone())
    };
    let bodies = [
        (Level::City, AgencyKind::Bureau),
        (Level::County, AgencyKind::Branch),
        (Level::Town, AgencyKind::TownTeam),
    ];
    let levels: Vec<Elsewhere> = bodies
        .into_iter()
        .map(|(level, kind)| {
            let agency = lists.agencies().at(kind, question.place);
            let result = agency.map(|agency| {
                let other = Question { agency, acting: Acting::Body, ..question.clone() };
                may_enforce(lists, rules, &other)
            });
            Elsewhere { level, agency: agency.cloned(), list: list(level), result }
        })
        .collect();
    let designated = question.designation.and_then(super::Designation::holder);
    let first = levels.iter().find_map(|level| match &level.result {
        Some(Ok(grounds)) => Some(grounds.in_name_of),
        Some(Err(_)) | None => None,
    });
    Answer {
        result: may_enforce(lists, rules, question),
        list: list(question.agency.level),
        may: designated.or(first),
        levels,
    }
}
