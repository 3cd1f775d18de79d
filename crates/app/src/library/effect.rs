//! What an order would do to the law of this moment: the act as it would stand, and everything that rests on it.

use super::affected::{Part, rows};
use crate::{Actor, Error, Law};
use domain::change_set::{ChangeRow, Occasion};
use domain::citing::CitingKind;
use domain::law::{Act, ArticleNumber, LawOrder, LineFault, ReadText, Repeal};
use domain::{ChangeSetId, Refusal, Refused};
use store::Tx;

/// The effect of an order.
#[derive(Debug, Clone)]
pub struct Effect {
    /// The act as it would stand.
    pub act: Act,
    /// Lines of a text that cannot be read; nothing can be entered as long as there is one.
    pub faults: Vec<LineFault>,
    /// How many articles were read.
    pub articles: u16,
    /// Articles that differ from the version before.
    pub changed: Vec<ArticleNumber>,
    /// What the change set would say of it.
    pub occasion: Occasion,
    /// What rests on the act, or on the articles that change.
    pub rows: Vec<ChangeRow>,
}

/// Works an order out.
pub(super) async fn work_out(
    tx: &mut Tx,
    law: &Law,
    order: &LawOrder,
    set: ChangeSetId,
) -> Result<Effect, Error> {
    match order {
        LawOrder::Repeal(repeal) => {
            let known = law.acts.get(&repeal.act).cloned().ok_or(Error::NotFound("act"))?;
            let act = repeal.of(known, &law.acts)?;
            not_listed_yet(tx, repeal).await?;
            let occasion = Occasion::Repealed { on: repeal.on, by: act.replaced_by.clone() };
            let rows = rows(tx, law, Part { act: &repeal.act, articles: None }, set).await?;
            let (faults, changed) = (Vec::new(), Vec::new());
            Ok(Effect { act, faults, articles: 0, changed, occasion, rows })
        }
        LawOrder::Text(text) => {
            let ReadText { act, faults, articles, changed } = text.read(&law.acts, &law.library)?;
            let part = Part { act: &text.act, articles: Some(&changed) };
            let rows = rows(tx, law, part, set).await?;
            let occasion = Occasion::NewVersion {
                version: text.version.to_string(),
                on: text.effective_from,
                changed: changed.clone(),
            };
            Ok(Effect { act, faults, articles, changed, occasion, rows })
        }
    }
}

/// A repeal that is shipped or entered already may be entered again as long as its change set was not opened: the set is what
/// is missing then.
async fn not_listed_yet(tx: &mut Tx, repeal: &Repeal) -> Result<(), Error> {
    let sets = store::change_sets::of_act(tx, &repeal.act).await?;
    let lists_it =
        |occasion: &Occasion| matches!(occasion, Occasion::Repealed { on, .. } if *on == repeal.on);
    if !sets.iter().any(|set| lists_it(&set.occasion)) {
        return Ok(());
    }
    Err(Refusal::new(
        "law.change_set_exists",
        "该法律文件的废止已有清理清单，请在清理清单中办理",
        "this repeal has its change set already; work through that one",
    )
    .field("act")
    .into())
}

impl Effect {
    /// How many things of each kind rest on it, in the order of lists.
    pub fn counts(&self) -> Vec<(CitingKind, usize)> {
        let count = |kind| self.rows.iter().filter(|row| row.kind == kind).count();
        CitingKind::ALL.into_iter().map(|kind| (kind, count(kind))).collect()
    }

    /// The same with only those rows that an actor may be shown by name.
    pub(super) fn seen_by(mut self, actor: &Actor) -> Self {
        self.rows.retain(|row| match (&row.territory, actor.territory()) {
            (None, _) => true,
            (Some(place), own) => own.is_some_and(|own| own.contains(place)),
        });
        self
    }

    /// Lets only what was read without a fault through.
    pub(super) fn sound(self) -> Refused<Self> {
        let Some(first) = self.faults.first() else { return Ok(self) };
        Err(Refusal::new(
            "law.text_unreadable",
            format!("文本第{}行：{}；请先预览并改正", first.line, first.zh),
            format!("line {} of the text: {}; preview it and mend it first", first.line, first.en),
        )
        .field("text"))
    }
}
