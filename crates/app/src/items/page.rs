//! Shows an item beside the words of its articles, with what rests on it and what became of it.

use crate::record::{RecordLine, lines_of};
use crate::{Action, Actor, Cx, Error, Law};
use domain::adjustment::Use;
use domain::item::{Clause, Correction, CorrectionState, Duties, DutyCandidate, Item, ListVersion};
use domain::law::{CODE_IN_FORCE, Citation, Words};
use domain::{Date, Timestamp};

/// An article in full, as it read on a day.
#[derive(Debug, Clone)]
pub struct CitedText {
    /// Which.
    pub citation: Citation,
    /// Its words; none where the library has no text of that day.
    pub words: Option<String>,
    /// The day.
    pub on: Date,
}

/// An item with what a reviewer needs beside it.
#[derive(Debug, Clone)]
pub struct ItemPage {
    /// The item.
    pub item: Item,
    /// Revision of what the site entered; 0 where it is as shipped.
    pub revision: u32,
    /// The articles it cites, in full.
    pub articles: Vec<CitedText>,
    /// The clauses that its power rests on.
    pub clauses: Vec<Clause>,
    /// Paragraphs that may be the duty, the likeliest first, while nobody has said which it is.
    pub candidates: Vec<DutyCandidate>,
    /// The versions in force today that it is on.
    pub lists: Vec<ListVersion>,
    /// The violations of the discretion tables that lead to it: code and name.
    pub violations: Vec<(String, Words)>,
    /// How often it was used in the actor's territory.
    pub used: Use,
    /// Every correction of it, the newest first.
    pub corrections: Vec<Correction>,
    /// What was done to it.
    pub record: Vec<RecordLine>,
    /// What the actor may do to it.
    pub actions: Vec<&'static str>,
}

/// Corrections of one item that are shown.
const CORRECTIONS_MAX: i64 = 50;

/// Reads an item; its articles as they read on a day, today unless told.
pub async fn read(cx: &Cx, actor: &Actor, code: &str, on: Option<Date>) -> Result<ItemPage, Error> {
    let permit = cx.authorize(actor, Action::ItemList)?;
    let law = cx.law();
    let item = law.item(code).cloned().ok_or(Error::NotFound("item"))?;
    let today = permit.now().date();
    let mut tx = permit.read().await?;
    let entered = store::law::find::<Item>(&mut tx, code).await?;
    let uses = store::cases::uses(&mut tx, &permit.scope(), Timestamp::start_of(today)).await?;
    let corrections = store::corrections::of_item(&mut tx, code, CORRECTIONS_MAX).await?;
    let waits = corrections.iter().any(|one| one.state == CorrectionState::Waiting);
    let may = |action| cx.authorize(actor, action).is_ok();
    let possible = [
        ("confirm", may(Action::ItemConfirm) && !item.review.is_confirmed() && !waits),
        ("revise", may(Action::ItemRevise) && super::kept_by_city(&permit).is_ok() && !waits),
    ];
    let listed = law.lists.versions().iter().filter(|list| list.in_force(today));
    let violations = law.violations.iter().filter(|violation| violation.item == code);
    Ok(ItemPage {
        revision: entered.map_or(0, |entry| entry.revision),
        articles: articles(&law, &item, on.unwrap_or(today)),
        clauses: law.clauses.of(&item).cloned().collect(),
        candidates: candidates(&law, &item, today),
        lists: listed.filter(|list| list.names(code)).cloned().collect(),
        violations: violations.map(|one| (one.code.clone(), one.name.clone())).collect(),
        used: uses.into_iter().find(|used| used.item == code).unwrap_or_default(),
        corrections,
        record: lines_of(&mut tx, &format!("item/{code}")).await?,
        actions: possible.into_iter().filter_map(|(name, may)| may.then_some(name)).collect(),
        item,
    })
}

/// The articles in full: those of before the code as they read on its eve.
fn articles(law: &Law, item: &Item, on: Date) -> Vec<CitedText> {
    let eve = CODE_IN_FORCE.yesterday().unwrap_or(CODE_IN_FORCE);
    let text = |citation: &Citation, on: Date| CitedText {
        words: law.library.resolve(citation, on).ok().map(|found| found.words),
        citation: citation.clone(),
        on,
    };
    let now = item.duty.iter().chain(&item.penalty).map(|citation| text(citation, on));
    now.chain(item.penalty_before.iter().map(|citation| text(citation, eve))).collect()
}

/// What may be the duty of an item that names none.
fn candidates(law: &Law, item: &Item, today: Date) -> Vec<DutyCandidate> {
    let clause = law.clauses.of(item).next().filter(|_| item.duty.is_empty());
    let Some(clause) = clause else { return Vec::new() };
    let act = clause.citation().act;
    let Some(code) = law.library.as_of(&act, today) else { return Vec::new() };
    Duties::of(&act, &code.text).candidates(clause, &law.clauses)
}
