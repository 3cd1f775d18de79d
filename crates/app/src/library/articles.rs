//! Articles as pages show them: the words of the version of a day, and how it stands today.

use crate::Law;
use domain::Date;
use domain::case::Case;
use domain::citing::CitedAs;
use domain::law::{Certainty, Citation, Standing, Unresolved, Version};
use std::sync::Arc;

/// A place in an act, as it read on a day.
#[derive(Debug, Clone)]
pub struct ArticleView {
    /// The place.
    pub place: Citation,
    /// What it is to the thing that cites it, where one does.
    pub cited_as: Option<CitedAs>,
    /// `《…》第…条`.
    pub words: String,
    /// The version of that day, where one is on file.
    pub version: Option<Arc<Version>>,
    /// What it says, or why that is not known.
    pub text: Result<String, Unresolved>,
    /// How that version stands today.
    pub standing: Option<Standing>,
    /// How sure its text is.
    pub certainty: Option<Certainty>,
}

impl ArticleView {
    /// The address of the article in the portal, with its version, so that it says the same for ever.
    pub fn link(&self) -> Option<String> {
        let version = self.version.as_ref()?;
        Some(format!("/public/law/{}/{}", version.imprint.key(), self.place.article))
    }
}

/// A place as it read on a day.
pub fn view(law: &Law, place: &Citation, on: Date, today: Date) -> ArticleView {
    let resolved = law.library.resolve(place, on);
    let version = law.library.as_of(&place.act, on).cloned();
    let words = law.acts.words(place).map_or_else(|| place.to_string(), |words| words.zh);
    ArticleView {
        place: place.clone(),
        cited_as: None,
        words,
        text: resolved.map(|found| found.words),
        standing: version.as_ref().map(|version| version.standing(&law.acts, today)),
        certainty: version.as_ref().map(|version| version.certainty(&law.acts)),
        version,
    }
}

/// The articles a case rests on, in the version of the day of the act: they stay so whatever is repealed later.
pub fn of_case(law: &Law, case: &Case, today: Date) -> Vec<ArticleView> {
    let Some(proposal) = case.proposal() else { return Vec::new() };
    let read = |cited: domain::citing::CitedPlace| ArticleView {
        cited_as: Some(cited.cited_as),
        ..view(law, &cited.place, proposal.act_on, today)
    };
    law.tables().of_case(case).into_iter().map(read).collect()
}
