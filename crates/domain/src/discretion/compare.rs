//! Same facts, same penalty (同案同罚): the decided cases nearest to the facts of one, and where its fine lies among them.

use super::spread::{OUTLIERS_FROM, Spread, percentile};
use super::{Benchmark, DecidedFine, Exact, Facts};
use crate::Fen;
use crate::law::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The factors that two cases are compared by: each with its choices, lightest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scale(Vec<Measure>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Measure {
    factor: String,
    words: Words,
    choices: Vec<(String, Words)>,
}

impl Scale {
    /// By the factors of a table.
    pub fn of(table: &Benchmark) -> Self {
        let measure = |factor: &super::Factor| Measure {
            factor: factor.id.clone(),
            words: factor.words.clone(),
            choices: factor.choices.iter().map(|c| (c.id.clone(), c.words.clone())).collect(),
        };
        Self(table.factors.iter().map(measure).collect())
    }
}

/// One circumstance in which two cases differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Id of the factor; `tier` and `base_amount` for what is no factor.
    pub factor: String,
    /// What it is called.
    pub words: Words,
    /// How it is in the case asked about; none where it is not answered there.
    pub here: Option<Words>,
    /// How it is in the other.
    pub there: Option<Words>,
    /// How far apart, 0 to 1: one is from the lightest to the heaviest choice.
    pub apart: Exact,
}

/// A decided case with its distance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour<'a> {
    /// The case.
    pub decided: &'a DecidedFine,
    /// 0 for equal facts, 1 for opposite ones: the mean of all circumstances.
    pub distance: Exact,
    /// In what they differ, the farthest first.
    pub differences: Vec<Difference>,
}

/// The decided cases nearest to some facts, the nearest first and among equals the latest; at most `most`.
///
/// The caller chooses cases of one violation. Annulled decisions are no examples and left out.
pub fn nearest<'a>(
    scale: &Scale,
    facts: &Facts,
    decided: impl IntoIterator<Item = &'a DecidedFine>,
    most: usize,
) -> Vec<Neighbour<'a>> {
    let examples = decided.into_iter().filter(|decided| !decided.annulled);
    let mut all: Vec<Neighbour<'a>> = examples
        .map(|decided| {
            let (distance, differences) = scale.between(facts, &decided.asked.facts);
            Neighbour { decided, distance, differences }
        })
        .collect();
    all.sort_by(|one, other| {
        let late = |n: &Neighbour<'_>| std::cmp::Reverse(n.decided.decided_on);
        one.distance
            .cmp(&other.distance)
            .then(late(one).cmp(&late(other)))
            .then(one.decided.case.cmp(&other.decided.case))
    });
    all.truncate(most);
    all
}

impl Scale {
    /// How far two sets of facts are apart, and in what.
    pub fn between(&self, here: &Facts, there: &Facts) -> (Exact, Vec<Difference>) {
        let mut differences = Vec::new();
        let mut circumstances = self.0.len() + 1;
        for measure in &self.0 {
            let (one, other) =
                (here.choices.get(&measure.factor), there.choices.get(&measure.factor));
            if one != other {
                differences.push(measure.difference(one, other));
            }
        }
        let known = |id: &str| self.0.iter().any(|measure| measure.factor == id);
        let strange: BTreeMap<&String, &String> =
            there.choices.iter().filter(|(id, _)| !known(id)).collect();
        circumstances += strange.len();
        for (id, choice) in strange {
            let words = Words::new(id.as_str(), id.as_str());
            let there = Some(Words::new(choice.as_str(), choice.as_str()));
            let apart = Exact::one();
            differences.push(Difference { factor: id.clone(), words, here: None, there, apart });
        }
        differences.extend(tier(here, there));
        if here.base_amount.is_some() || there.base_amount.is_some() {
            circumstances += 1;
            differences.extend(base(here.base_amount, there.base_amount));
        }
        differences.sort_by(|one, other| other.apart.cmp(&one.apart));
        let sum = differences.iter().fold(Exact::zero(), |sum, each| &sum + &each.apart);
        let count = i64::try_from(circumstances).unwrap_or(i64::MAX);
        (&sum / &Exact::from(count), differences)
    }
}

impl Measure {
    fn difference(&self, here: Option<&String>, there: Option<&String>) -> Difference {
        let rank = |id: Option<&String>| self.choices.iter().position(|(own, _)| Some(own) == id);
        let said = |id: Option<&String>| rank(id).and_then(|at| self.choices.get(at)).cloned();
        let apart = match (rank(here), rank(there)) {
            (Some(one), Some(other)) if self.choices.len() > 1 => {
                let steps = i64::try_from(one.abs_diff(other)).unwrap_or(i64::MAX);
                let most = i64::try_from(self.choices.len() - 1).unwrap_or(i64::MAX);
                &Exact::from(steps) / &Exact::from(most)
            }
            _ => Exact::one(),
        };
        Difference {
            factor: self.factor.clone(),
            words: self.words.clone(),
            here: said(here).map(|(_, words)| words),
            there: said(there).map(|(_, words)| words),
            apart,
        }
    }
}

fn tier(here: &Facts, there: &Facts) -> Option<Difference> {
    let words = |tier| match tier {
        super::Tier::Ordinary => Words::new("一般幅度", "ordinary range"),
        super::Tier::Heavier => Words::new("加重幅度", "heavier range"),
    };
    (here.tier != there.tier).then(|| Difference {
        factor: "tier".to_owned(),
        words: Words::new("法定幅度档次", "statutory range"),
        here: Some(words(here.tier)),
        there: Some(words(there.tier)),
        apart: Exact::one(),
    })
}

/// Base amounts differ by the part of the greater one that lies between them.
fn base(here: Option<Fen>, there: Option<Fen>) -> Option<Difference> {
    let (one, other) = (here.unwrap_or(Fen(0)), there.unwrap_or(Fen(0)));
    if one == other {
        return None;
    }
    let (less, more) = (one.min(other), one.max(other));
    let gap = &Exact::from(more) - &Exact::from(less);
    let said = |amount: Fen| Words::new(format!("{amount}元"), format!("{amount} yuan"));
    Some(Difference {
        factor: "base_amount".to_owned(),
        words: Words::new("计罚基数", "base amount"),
        here: here.map(said),
        there: there.map(said),
        apart: &gap / &Exact::from(more),
    })
}

/// Where a fine lies among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its share of the range; none where no fine is proposed.
    pub share: Option<Exact>,
    /// The others.
    pub among: Spread,
    /// The part of the others that lies below it, equals counting half; none without others or without a fine.
    pub percentile: Option<Exact>,
}

impl Place {
    /// Where a share of the range lies among decided cases.
    pub fn of<'a>(share: Option<Exact>, others: impl IntoIterator<Item = &'a DecidedFine>) -> Self {
        let others: Vec<Option<Exact>> = others.into_iter().map(DecidedFine::share).collect();
        let fined: Vec<&Exact> = others.iter().flatten().collect();
        let percentile = share.as_ref().and_then(|own| percentile(own, &fined));
        Self { among: Spread::of(others.iter().cloned()), percentile, share }
    }
}

/// What the decided cases nearest to some facts span, and where a fine lies to it, as shares of the statutory range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Where the fine lies.
    pub share: Exact,
    /// Below this it is unusual.
    pub least: Exact,
    /// Above this it is unusual.
    pub most: Exact,
    /// How many cases it rests on.
    pub cases: usize,
}

impl Band {
    /// The band of the nearest cases with a fine: as many as make an outlier, and all others as near as the last of them.
    /// None where there are too few.
    pub fn of(share: Exact, nearest: &[Neighbour<'_>]) -> Option<Self> {
        let fined: Vec<(&Exact, Exact)> = nearest
            .iter()
            .filter_map(|near| Some((&near.distance, near.decided.share()?)))
            .collect();
        let reach = fined.get(OUTLIERS_FROM - 1)?.0;
        let near = fined.iter().filter(|(distance, _)| *distance <= reach);
        let spread = Spread::of(near.map(|(_, share)| Some(share.clone())));
        let (least, most) = spread.figures.as_ref()?.fences();
        Some(Self { share, least, most, cases: spread.fines })
    }

    /// Whether the fine lies outside.
    pub fn outside(&self) -> bool {
        self.share < self.least || self.share > self.most
    }
}
