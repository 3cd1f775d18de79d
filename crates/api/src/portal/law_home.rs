//! The library's first page: every act, or what a search found. It works without a script; what narrows it is in the address.

use super::law::{Mark, mark, pick};
use super::page::Page;
use super::render;
use crate::extract::Query;
use crate::v1::common::word;
use crate::v1::law_search::{Narrowed, found};
use crate::{Api, Problem};
use app::Law;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Date;
use domain::law::{Act, Citation, FoundIn, Hit, HitAt, Piece, Rank, Standing};
use serde::Deserialize;

/// What the list may be asked with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(super) lang: Option<String>,
    q: Option<String>,
    act: Option<String>,
    rank: Option<String>,
    /// `in_force`, `repealed` or `not_yet`, on the day.
    state: Option<String>,
    /// The day; today unless told.
    on: Option<String>,
    /// What addresses of earlier versions say for `state=in_force`.
    current: Option<String>,
}

struct ActLine {
    href: String,
    title: String,
    english: String,
    standing: Mark,
    since: String,
}

struct RankGroup {
    words: String,
    acts: Vec<ActLine>,
}

struct HitLine {
    href: String,
    act: String,
    place: String,
    standing: Mark,
    excerpt: Vec<Piece>,
}

/// What was found in one act.
struct HitGroup {
    href: String,
    title: Vec<Piece>,
    rank: String,
    standing: Mark,
    hits: Vec<HitLine>,
    /// Address of all its places, where there are more than those shown, and how many.
    more: Option<(String, usize)>,
}

/// An option of a list to choose from.
struct Choice {
    value: String,
    words: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "law_home.html")]
struct Home {
    page: Page,
    words: String,
    acts: Vec<Choice>,
    ranks: Vec<Choice>,
    states: Vec<Choice>,
    on: String,
    direct: Option<HitLine>,
    found: Vec<HitGroup>,
    total: usize,
    near: bool,
    groups: Vec<RankGroup>,
}

/// `/public/law`: every act, or what a search found. What narrows it stands in the address.
pub(crate) async fn home(
    State(api): State<Api>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let page = Page::of(asked.lang.as_deref(), "/public/law");
    let (law, today) = (api.cx().law(), api.cx().now().date());
    let words: String = asked.q.clone().unwrap_or_default().trim().chars().take(100).collect();
    let state = asked.state.clone().or(asked.current.clone().map(|_| word(&Standing::InForce)));
    let (rank, on) = (asked.rank.as_deref(), asked.on.as_deref());
    let narrowed = Narrowed::of(rank, state.as_deref(), on, today)?;
    let found = found(&law, &words, asked.act.as_deref(), narrowed);
    let direct = law.acts.said(&words).and_then(|place| direct(&law, &place, &page, today));
    let groups = match words.is_empty() {
        true => groups(&law, &page, narrowed, today),
        false => Vec::new(),
    };
    let choice = |value: String, words: String, chosen: Option<&str>| {
        let chosen = chosen == Some(value.as_str());
        Choice { value, words, chosen }
    };
    let acts = law.acts.iter();
    let acts = acts.map(|act| choice(act.id.clone(), act.short().to_owned(), asked.act.as_deref()));
    let ranks = RANKS.map(|rank| (word(&rank), pick(&page, &rank.words())));
    let ranks = ranks.map(|(value, words)| choice(value, words, asked.rank.as_deref()));
    let states = STATES.map(|state| (word(&state), pick(&page, &state.words())));
    let shown = narrowed.standing.map(|standing| word(&standing));
    let states = states.map(|(value, words)| choice(value, words, shown.as_deref()));
    let said = |value: &Option<String>| value.clone().unwrap_or_default();
    let (rank, on) = (said(&asked.rank), said(&asked.on));
    let all = |act: &str| {
        let state = state.as_deref().unwrap_or_default();
        let asked =
            [("q", words.as_str()), ("act", act), ("rank", &rank), ("state", state), ("on", &on)];
        page.asking("/public/law", &asked)
    };
    let shown = |group| hit_group(&law, group, &page, today, all);
    let found_acts = found.acts.into_iter().filter_map(shown).collect();
    render(&Home {
        found: found_acts,
        total: found.total,
        near: found.near,
        acts: acts.collect(),
        ranks: ranks.into(),
        states: states.into(),
        on,
        direct,
        groups,
        words,
        page,
    })
}

const RANKS: [Rank; 5] =
    [Rank::Law, Rank::Regulation, Rank::Rule, Rank::Interpretation, Rank::Document];
/// The states that are asked for; the others are told, not chosen.
const STATES: [Standing; 3] = [Standing::InForce, Standing::Repealed, Standing::NotYet];

fn hit_group(
    law: &Law,
    group: FoundIn,
    page: &Page,
    today: Date,
    all: impl Fn(&str) -> String,
) -> Option<HitGroup> {
    let act = law.acts.get(&group.act)?;
    let hidden = group.total > group.hits.len();
    Some(HitGroup {
        href: page.link(&format!("/public/law/{}", act.id)),
        title: group.title,
        rank: pick(page, &act.rank.words()),
        standing: mark(act.standing(today), page),
        more: hidden.then(|| (all(&act.id), group.total)),
        hits: group.hits.into_iter().filter_map(|hit| hit_line(law, hit, page, today)).collect(),
    })
}

fn groups(law: &Law, page: &Page, narrowed: Narrowed, today: Date) -> Vec<RankGroup> {
    let line = |act: &Act| ActLine {
        href: page.link(&format!("/public/law/{}", act.id)),
        title: act.zh.clone(),
        english: act.en.clone(),
        standing: mark(act.standing(today), page),
        since: act.effective_from.map(|day| day.to_string()).unwrap_or_default(),
    };
    let group = |rank: Rank| {
        let of_rank = |act: &&Act| act.rank == rank && narrowed.lets(act);
        let mut acts: Vec<&Act> = law.acts.iter().filter(of_rank).collect();
        acts.sort_by_key(|act| !act.in_force(today));
        RankGroup { words: pick(page, &rank.words()), acts: acts.into_iter().map(line).collect() }
    };
    RANKS.into_iter().map(group).filter(|group| !group.acts.is_empty()).collect()
}

/// The article that a typed citation names.
fn direct(law: &Law, place: &Citation, page: &Page, today: Date) -> Option<HitLine> {
    let view = app::library::view(law, place, today, today);
    let text = view.text.clone().ok()?;
    Some(HitLine {
        href: page.link(&view.link()?),
        act: law.acts.get(&place.act)?.zh.clone(),
        place: place.place_zh(),
        standing: mark(view.standing?, page),
        excerpt: vec![Piece { text: text.chars().take(200).collect(), hit: false }],
    })
}

/// A place that was found; the title stands over its places already.
fn hit_line(law: &Law, hit: Hit, page: &Page, today: Date) -> Option<HitLine> {
    let Hit { version, at, excerpt, .. } = hit;
    let key = version.imprint.key();
    let (place, path) = match at {
        HitAt::Title => return None,
        HitAt::Article(number) => (number.zh(), format!("/public/law/{key}/{number}")),
        HitAt::Passage(_) => (String::new(), format!("/public/law/{key}")),
    };
    let fragment = match at {
        HitAt::Passage(block) => format!("#b{block}"),
        HitAt::Title | HitAt::Article(_) => String::new(),
    };
    Some(HitLine {
        href: page.link(&path) + &fragment,
        act: version.imprint.title.clone(),
        place,
        standing: mark(version.standing(&law.acts, today), page),
        excerpt,
    })
}
