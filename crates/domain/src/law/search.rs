//! Full-text search in Chinese over the whole library: a scan in memory, since all texts together are a few megabytes.

use super::library::{Library, Version};
use super::marked::{Piece, excerpt, fold, pairs, terms};
use super::say::{article, split};
use super::text::{Block, Text};
use super::{Acts, ArticleNumber, Rank, Standing};
use crate::Date;
use std::sync::Arc;

/// Occurrences of a term that count; more say little.
const OCCURRENCES_MAX: usize = 5;
/// Share of neighbouring pairs of characters, in per cent, that makes an article near enough.
const NEAR_PER_CENT: usize = 60;

/// The searchable words of one version.
#[derive(Debug)]
pub(super) struct Index {
    title: String,
    units: Vec<Unit>,
}

#[derive(Debug)]
struct Unit {
    /// Which block of the text.
    block: usize,
    /// The article's number; none for a passage.
    article: Option<ArticleNumber>,
    /// The words, folded.
    folded: String,
    /// The headings above, folded.
    headings: String,
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Query<'a> {
    /// Words, all of which must occur; `"…"` or `“…”` is a phrase, spaces and all.
    pub words: &'a str,
    /// Only in this act.
    pub act: Option<&'a str>,
    /// Only in acts of this rank.
    pub rank: Option<Rank>,
    /// Only in what stands like this, on the day that is asked for.
    pub standing: Option<Standing>,
    /// How many hits at most …
    pub max: usize,
    /// … and how many of them in one act.
    pub of_act_max: usize,
}

/// Where a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitAt {
    /// The title of the act.
    Title,
    /// An article.
    Article(ArticleNumber),
    /// A passage, by its block.
    Passage(usize),
}

/// A hit.
#[derive(Debug, Clone)]
pub struct Hit {
    /// In which version.
    pub version: Arc<Version>,
    /// Where in it.
    pub at: HitAt,
    /// Its rank among the hits; only the order matters.
    pub score: usize,
    /// Some of its words.
    pub excerpt: Vec<Piece>,
}

/// What was found in one act.
#[derive(Debug, Clone)]
pub struct FoundIn {
    /// Id of the act.
    pub act: String,
    /// Its title, with the words marked.
    pub title: Vec<Piece>,
    /// The best hits, best first.
    pub hits: Vec<Hit>,
    /// How many there are altogether.
    pub total: usize,
}

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// By act; the act with the best hit first.
    pub acts: Vec<FoundIn>,
    /// How many hits there are altogether.
    pub total: usize,
    /// Nothing has all the words; these come near.
    pub near: bool,
}

impl Index {
    pub(super) fn of(title: &str, text: &Text) -> Self {
        let mut headings = Vec::new();
        let mut units = Vec::new();
        for (block, content) in text.blocks.iter().enumerate() {
            let (article, words) = match content {
                Block::Heading(heading) => {
                    headings.retain(|(level, _)| *level < heading.level);
                    headings.push((heading.level, fold(&heading.words)));
                    continue;
                }
                Block::Article(article) => {
                    let caption = article.caption.as_deref().unwrap_or_default();
                    (Some(article.number), format!("{caption}{}", article.words()))
                }
                Block::Passage { text } => (None, text.clone()),
            };
            let above =
                headings.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(" ");
            units.push(Unit { block, article, folded: fold(&words), headings: above });
        }
        Self { title: fold(title), units }
    }
}

impl Library {
    /// The articles and passages that have all the words: titles first, then the exact phrase, then the most hits; what
    /// is in force on the day before what is not. Where nothing has all the words, what comes near.
    pub fn search(&self, acts: &Acts, query: &Query<'_>, on: Date) -> Found {
        let terms = terms(query.words);
        if terms.is_empty() {
            return Found::default();
        }
        let versions: Vec<_> =
            self.iter().filter(|version| query.asks_for(acts, version, on)).collect();
        let mut found: Vec<Scored<'_>> =
            versions.iter().flat_map(|version| hits(acts, version, &terms, on)).collect();
        let near = found.is_empty();
        if near {
            let pairs = Pairs::of(&pairs(&terms));
            for version in &versions {
                let bonus = bonus(acts, version, on) / 10;
                found.extend(nearly(version, &pairs).map(|(unit, score)| Scored {
                    version,
                    unit,
                    score: score + bonus,
                }));
            }
        }
        found.sort_by_key(|hit| std::cmp::Reverse(hit.score));
        let total = found.len();
        let marks = if near { pairs(&terms) } else { terms };
        Found { acts: by_act(found, query, &marks), total, near: near && total > 0 }
    }
}

impl Query<'_> {
    fn asks_for(&self, acts: &Acts, version: &Version, on: Date) -> bool {
        let act = version.imprint.act.as_str();
        self.act.is_none_or(|asked| asked == act)
            && self.rank.is_none_or(|rank| acts.get(act).is_some_and(|act| act.rank == rank))
            && self.standing.is_none_or(|standing| version.standing(acts, on).is(standing))
    }
}

fn hits<'a>(acts: &Acts, version: &'a Arc<Version>, terms: &[String], on: Date) -> Vec<Scored<'a>> {
    let bonus = bonus(acts, version, on);
    let numbered = Numbered::of(terms);
    let is_numbered = |unit: &Unit| numbered.as_ref().is_some_and(|it| it.is(version, unit));
    let units = version.index.units.iter().filter(|unit| is_numbered(unit));
    let asked = units.map(|unit| (Some(unit), NUMBERED));
    let others = exact(version, terms).filter(|(unit, _)| !unit.is_some_and(is_numbered));
    let scored = |(unit, score)| Scored { version, unit, score: score + bonus };
    asked.chain(others).map(scored).collect()
}

/// The best hits, put together by act.
fn by_act(found: Vec<Scored<'_>>, query: &Query<'_>, marks: &[String]) -> Vec<FoundIn> {
    let mut groups: Vec<FoundIn> = Vec::new();
    let mut shown = 0;
    for hit in found {
        let act = &hit.version.imprint.act;
        let at = groups.iter().position(|group| group.act == *act);
        if at.is_none() && shown < query.max {
            let title = excerpt(&hit.version.imprint.title, marks);
            groups.push(FoundIn { act: act.clone(), title, hits: Vec::new(), total: 0 });
        }
        let last = groups.len().checked_sub(1).filter(|_| shown < query.max);
        let Some(group) = at.or(last).and_then(|at| groups.get_mut(at)) else { continue };
        group.total += 1;
        if group.hits.len() < query.of_act_max && shown < query.max {
            group.hits.push(hit.shown(marks));
            shown += 1;
        }
    }
    groups
}

/// What an article that was asked for by its number is worth: more than any words, less than a title.
const NUMBERED: usize = 12_000;

/// An article asked for by its number, with words that the title of its act must have: `污染防治法 第83条`. A bare number
/// may be anything.
struct Numbered {
    article: ArticleNumber,
    title: Vec<String>,
}

impl Numbered {
    fn of(terms: &[String]) -> Option<Self> {
        terms.iter().enumerate().find_map(|(at, term)| {
            let (name, place) = match split(term) {
                Some((name, place))
                    if !name.starts_with(|c: char| c == '第' || c.is_ascii_digit()) =>
                {
                    (name, place)
                }
                Some(_) | None => ("", term.as_str()),
            };
            let (article, rest) = article(place)?;
            let said = rest.is_empty() && (!name.is_empty() || term.contains('条'));
            let others = terms.iter().enumerate().filter(|(other, _)| *other != at);
            let title = others.map(|(_, term)| term.clone());
            let name = Some(name.to_owned()).filter(|name| !name.is_empty());
            said.then(|| Self { article, title: title.chain(name).collect() })
        })
    }

    fn is(&self, version: &Version, unit: &Unit) -> bool {
        unit.article == Some(self.article)
            && self.title.iter().all(|word| version.index.title.contains(word.as_str()))
    }
}

struct Scored<'a> {
    version: &'a Arc<Version>,
    unit: Option<&'a Unit>,
    score: usize,
}

impl Scored<'_> {
    fn shown(self, marks: &[String]) -> Hit {
        let Self { version, unit, score } = self;
        let (at, words) = match unit {
            None => (HitAt::Title, version.imprint.title.clone()),
            Some(unit) => {
                let words = match version.text.blocks.get(unit.block) {
                    Some(Block::Article(article)) => article.words(),
                    Some(Block::Passage { text }) => text.clone(),
                    Some(Block::Heading(_)) | None => String::new(),
                };
                (unit.article.map_or(HitAt::Passage(unit.block), HitAt::Article), words)
            }
        };
        Hit { version: Arc::clone(version), at, score, excerpt: excerpt(&words, marks) }
    }
}

/// What is in force and ranks high comes first among equals.
fn bonus(acts: &Acts, version: &Version, day: Date) -> usize {
    let standing = match version.standing(acts, day) {
        Standing::InForce => 400,
        Standing::NotYet => 200,
        Standing::Repealed | Standing::Superseded | Standing::Elsewhere => 0,
    };
    let rank = acts.get(&version.imprint.act).map_or(0, |act| match act.rank {
        Rank::Law => 40,
        Rank::Regulation => 30,
        Rank::Rule | Rank::Interpretation => 20,
        Rank::Document => 0,
    });
    standing + rank
}

fn exact<'a>(
    version: &'a Version,
    terms: &[String],
) -> impl Iterator<Item = (Option<&'a Unit>, usize)> {
    let index = version.index.as_ref();
    let in_title = terms.iter().all(|term| index.title.contains(term.as_str()));
    // A shorter title that has the words is meant more likely.
    let title = in_title.then(|| (None, 20_000_usize.saturating_sub(index.title.len())));
    let phrase = terms.concat();
    let units = index.units.iter().filter_map(move |unit| {
        let missing = |term: &&String| {
            !unit.folded.contains(term.as_str())
                && !unit.headings.contains(term.as_str())
                && !index.title.contains(term.as_str())
        };
        let here = |term: &String| unit.folded.matches(term.as_str()).take(OCCURRENCES_MAX).count();
        let counts: usize = terms.iter().map(here).sum();
        if counts == 0 || terms.iter().any(|term| missing(&term)) {
            return None;
        }
        let whole = if unit.folded.contains(&phrase) { 2_000 } else { 0 };
        let early = if unit.folded.find(&phrase).is_some_and(|at| at < 90) { 100 } else { 0 };
        let headed =
            if terms.iter().any(|term| unit.headings.contains(term.as_str())) { 150 } else { 0 };
        let article = if unit.article.is_some() { 300 } else { 0 };
        Some((Some(unit), whole + early + headed + article + counts * 20))
    });
    title.into_iter().chain(units)
}

/// Counts the pairs that occur in each unit in one walk over its characters: a bit for each pair, looked up by its first
/// and its second character.
fn nearly<'a>(
    version: &'a Version,
    pairs: &Pairs,
) -> impl Iterator<Item = (Option<&'a Unit>, usize)> {
    version.index.units.iter().filter_map(|unit| {
        let mut before = 0_u128;
        let mut seen = 0_u128;
        for sign in unit.folded.chars() {
            seen |= before & pairs.second[slot(sign)];
            before = pairs.first[slot(sign)];
        }
        let share = seen.count_ones() as usize * 100 / pairs.count.max(1);
        (share >= NEAR_PER_CENT).then_some((Some(unit), share * 10))
    })
}

/// For each character, which pairs it begins and which it ends.
struct Pairs {
    first: Vec<u128>,
    second: Vec<u128>,
    count: usize,
}

impl Pairs {
    fn of(pairs: &[String]) -> Self {
        let mut table = Self { first: vec![0; SLOTS], second: vec![0; SLOTS], count: 0 };
        for (bit, pair) in (0..u128::BITS).zip(pairs) {
            let mut signs = pair.chars();
            if let (Some(first), Some(second)) = (signs.next(), signs.next()) {
                table.first[slot(first)] |= 1 << bit;
                table.second[slot(second)] |= 1 << bit;
                table.count += 1;
            }
        }
        table
    }
}

/// Characters that the table of pairs tells apart: the basic plane.
const SLOTS: usize = 1 << 16;

const fn slot(sign: char) -> usize {
    sign as usize % SLOTS
}
