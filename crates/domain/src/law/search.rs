//! Full-text search in Chinese over the whole library: a scan in memory, since all texts together are a few megabytes.

use super::library::{Library, Version};
use super::say::{count, split};
use super::text::{Block, Text};
use super::{Acts, Rank, Standing};
use crate::Date;
use std::sync::Arc;

/// Words of a search beyond this are not read.
const TERMS_MAX: usize = 8;
/// Characters of a search beyond this are not read.
const QUERY_CHARS_MAX: usize = 100;
/// Characters of text around the first hit.
const EXCERPT_CHARS: usize = 90;
/// Characters before the first hit.
const BEFORE_CHARS: usize = 24;
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
    article: Option<u16>,
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
    /// Only in what was in force on this day.
    pub in_force_on: Option<Date>,
    /// How many hits at most.
    pub max: usize,
}

/// Where a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitAt {
    /// The title of the act.
    Title,
    /// An article.
    Article(u16),
    /// A passage, by its block.
    Passage(usize),
}

/// A piece of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they are what was looked for.
    pub hit: bool,
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

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The best hits, best first.
    pub hits: Vec<Hit>,
    /// How many there are altogether.
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
    /// is in force before what is not. Where nothing has all the words, what comes near.
    pub fn search(&self, acts: &Acts, query: &Query<'_>, today: Date) -> Found {
        let terms = terms(query.words);
        if terms.is_empty() {
            return Found::default();
        }
        let day = query.in_force_on.unwrap_or(today);
        let asked = |version: &&Arc<Version>| {
            query.act.is_none_or(|act| version.imprint.act == act)
                && query
                    .in_force_on
                    .is_none_or(|on| version.standing(acts, on) == Standing::InForce)
        };
        let versions: Vec<_> = self.iter().filter(asked).collect();
        let numbered = Numbered::of(&terms);
        let mut found: Vec<Scored<'_>> = Vec::new();
        for version in &versions {
            let bonus = bonus(acts, version, day);
            let is_numbered =
                |unit: &Unit| numbered.as_ref().is_some_and(|it| it.is(version, unit));
            let units = version.index.units.iter().filter(|unit| is_numbered(unit));
            let asked = units.map(|unit| (Some(unit), NUMBERED));
            let others = exact(version, &terms).filter(|(unit, _)| !unit.is_some_and(is_numbered));
            found.extend(asked.chain(others).map(|(unit, score)| Scored {
                version,
                unit,
                score: score + bonus,
            }));
        }
        let near = found.is_empty();
        if near {
            let pairs = Pairs::of(&pairs(&terms));
            for version in &versions {
                let bonus = bonus(acts, version, day) / 10;
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
        let hits = found.into_iter().take(query.max).map(|hit| hit.shown(&marks)).collect();
        Found { hits, total, near: near && total > 0 }
    }
}

/// What an article that was asked for by its number is worth: more than any words, less than a title.
const NUMBERED: usize = 12_000;

/// An article asked for by its number, with words that the title of its act must have: `污染防治法 第83条`. A bare number
/// may be anything.
struct Numbered {
    article: u16,
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
            let (article, rest) = count(place, "条")?;
            let said = rest.is_empty() && (!name.is_empty() || term.ends_with('条'));
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

/// The terms of a query, folded.
fn terms(words: &str) -> Vec<String> {
    let words: String = words.chars().take(QUERY_CHARS_MAX).collect();
    let mut terms = Vec::new();
    for (index, part) in words.split(['"', '“', '”']).enumerate() {
        // What stands between quotation marks is one phrase.
        if index % 2 == 1 {
            terms.push(fold(part));
        } else {
            terms.extend(part.split([' ', '\u{3000}', '，', '、', ',']).map(fold));
        }
    }
    terms.retain(|term| !term.is_empty());
    terms.truncate(TERMS_MAX);
    terms
}

/// Each two neighbouring characters.
fn pairs(terms: &[String]) -> Vec<String> {
    let mut pairs = Vec::new();
    for term in terms {
        let signs: Vec<char> = term.chars().collect();
        pairs.extend(signs.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
    pairs.dedup();
    pairs
}

/// One form for what reads the same: no spaces, lower case, ordinary letters and digits.
fn fold(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).map(fold_sign).collect()
}

fn fold_sign(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign).to_ascii_lowercase()
        }
        other => other.to_ascii_lowercase(),
    }
}

/// Some words around the first hit, with every hit in them marked.
fn excerpt(words: &str, marks: &[String]) -> Vec<Piece> {
    let signs: Vec<char> =
        words.chars().filter(|&sign| sign != '\n' || EXCERPT_CHARS == 0).collect();
    let kept: Vec<usize> = (0..signs.len()).filter(|&at| !signs[at].is_whitespace()).collect();
    let folded: Vec<char> = kept.iter().map(|&at| fold_sign(signs[at])).collect();
    let mut hit = vec![false; signs.len()];
    for mark in marks {
        let mark: Vec<char> = mark.chars().collect();
        for (start, window) in folded.windows(mark.len().max(1)).enumerate() {
            if window == mark {
                let (first, last) = (kept[start], kept[start + mark.len() - 1]);
                hit[first..=last].fill(true);
            }
        }
    }
    let first = hit.iter().position(|&marked| marked).unwrap_or(0);
    let start = if first < EXCERPT_CHARS - BEFORE_CHARS { 0 } else { first - BEFORE_CHARS };
    let end = (start + EXCERPT_CHARS).min(signs.len());
    let mut pieces: Vec<Piece> = Vec::new();
    let dots = |cut: bool| cut.then(|| Piece { text: "…".to_owned(), hit: false });
    pieces.extend(dots(start > 0));
    for at in start..end {
        match pieces.last_mut().filter(|piece| piece.hit == hit[at] && piece.text != "…") {
            Some(piece) => piece.text.push(signs[at]),
            None => pieces.push(Piece { text: signs[at].to_string(), hit: hit[at] }),
        }
    }
    pieces.extend(dots(end < signs.len()));
    pieces
}
