//! A good set passes; a damaged one is caught by the flaw that names the damage.

use super::tests::{RANGES, TABLES};
use super::*;
use crate::law::Words;
use crate::{Date, OfficerId};
use proptest::prelude::*;
use rstest::rstest;
use std::sync::LazyLock;
use uuid::Uuid;

pub(super) static VIOLATIONS: LazyLock<Violations> =
    LazyLock::new(|| Violations::shipped().unwrap());
pub(super) static GOOD: LazyLock<BenchmarkContent> = LazyLock::new(|| {
    let set = TABLES.set("hunan-2021@2021-1").unwrap();
    let copy = BenchmarkContent::copy_of(set, &VIOLATIONS);
    let set = BenchmarkSet { id: "langfang".into(), version: "2026-1".into(), ..copy.set };
    BenchmarkContent { set, rounding_basis: "不足一分的舍去（测试）".into(), ..copy }
});

fn flaws(content: &BenchmarkContent) -> Vec<Flaw> {
    content.flaws(&RANGES, &VIOLATIONS)
}

fn errors(content: &BenchmarkContent) -> Vec<Flaw> {
    flaws(content).into_iter().filter(|f| f.severity == Severity::Error).collect()
}

#[test]
fn the_sample_of_hunan_passes_once_its_rounding_is_stated() {
    assert_eq!(errors(&GOOD), []);
    let silent = BenchmarkContent { rounding_basis: " ".into(), ..GOOD.clone() };
    let found = errors(&silent);
    assert_eq!((found.len(), found[0].code), (1, "benchmark.rounding_missing"));
}

#[test]
fn every_shipped_set_says_what_is_wrong_in_it_and_nothing_breaks() {
    for set in TABLES.sets() {
        let content = BenchmarkContent::copy_of(set, &VIOLATIONS);
        assert!(flaws(&content).iter().all(|f| f.code != "benchmark.broken"), "{}", set.key());
    }
}

/// A way to damage a set at a place, and what must be found.
type Damage = fn(&mut BenchmarkContent, usize) -> Option<(&'static str, String)>;

/// The first sum table at or after an index, and a factor in it whose options weigh differently.
fn weighed(content: &mut BenchmarkContent, at: usize) -> Option<(String, &mut TableFactor)> {
    let count = content.set.tables.len();
    let mut order: Vec<usize> = (0..count).map(|n| (n + at) % count).collect();
    order.retain(|n| content.set.tables[*n].method != Kind::Range);
    let table = &mut content.set.tables[*order.first()?];
    let count = table.factors.len();
    let factor = &mut table.factors[at % count];
    Some((table.code.clone(), factor))
}

const DAMAGES: [(&str, Damage); 12] = [
    ("a heavier option that weighs less", |content, at| {
        let (table, factor) = weighed(content, at)?;
        let last = factor.options.last_mut()?;
        for weight in last.weights.iter_mut().flatten() {
            *weight = &Exact::zero() - &Exact::zero();
        }
        let first = factor.options.first_mut()?;
        for weight in first.weights.iter_mut().flatten() {
            *weight = Exact::one();
        }
        Some(("benchmark.not_monotone", table))
    }),
    ("a weight too great", |content, at| {
        let (table, factor) = weighed(content, at)?;
        for weight in factor.options.last_mut()?.weights.iter_mut().flatten() {
            *weight = &*weight + &Exact::from(500);
        }
        let printed = content.set.tables.iter_mut().find(|t| t.code == table)?;
        printed.printed = "无封顶说明".into();
        Some(("benchmark.sum_above", table))
    }),
    ("a negative weight", |content, at| {
        let (table, factor) = weighed(content, at)?;
        let weight = factor.options.first_mut()?.weights.iter_mut().flatten().next()?;
        *weight = Exact::from(-1);
        Some(("benchmark.negative", table))
    }),
    ("a weight that is missing", |content, at| {
        let (table, factor) = weighed(content, at)?;
        factor.options.first_mut()?.weights.pop();
        Some(("benchmark.width", table))
    }),
    ("an option twice", |content, at| {
        let (table, factor) = weighed(content, at)?;
        let option = factor.options.first()?.clone();
        factor.options.push(option);
        Some(("benchmark.id_twice", table))
    }),
    ("a factor twice", |content, at| {
        let count = content.set.tables.len();
        let table = &mut content.set.tables[at % count];
        let factor = table.factors.first()?.clone();
        table.factors.push(factor);
        Some(("benchmark.id_twice", table.code.clone()))
    }),
    ("a table twice", |content, at| {
        let count = content.set.tables.len();
        let table = content.set.tables[at % count].clone();
        let code = table.code.clone();
        content.set.tables.push(table);
        Some(("benchmark.code_twice", code))
    }),
    ("no source", |content, at| {
        let count = content.set.tables.len();
        let table = &mut content.set.tables[at % count];
        table.at = String::new();
        Some(("benchmark.source_missing", table.code.clone()))
    }),
    ("a number without a source in a table that inherits none", |content, at| {
        let (code, _) = weighed(content, at)?;
        let table = content.set.tables.iter_mut().find(|table| table.code == code)?;
        table.inherits = false;
        let place = table.at.clone();
        table.columns.iter_mut().for_each(|column| column.at.clone_from(&place));
        for option in table.factors.iter_mut().flat_map(|factor| &mut factor.options) {
            option.at = vec![place.clone(); option.weights.len()];
        }
        let factor = at % table.factors.len();
        let option = table.factors[factor].options.first_mut()?;
        *option.at.first_mut()? = " ".into();
        option.weights.first()?.as_ref()?;
        Some(("benchmark.source_missing", code))
    }),
    ("an option with numbers taken out of the middle", |content, at| {
        numbered(content, at, "benchmark.gap", |options| {
            options.remove(1);
        })
    }),
    ("an option whose numbers reach into the next", |content, at| {
        numbered(content, at, "benchmark.overlap", |options| {
            options[0].words = Words::new("99次以上", "99 or more");
            options[1].words = Words::new("1次以上", "1 or more");
        })
    }),
    ("a start that no longer stands for the minimum", |content, at| {
        let routed: Vec<String> =
            content.serves.iter().map(|serve| serve.route.table.clone()).collect();
        let fits = |table: &&mut Table| {
            table.method == Kind::Sum && routed.iter().any(|code| code.starts_with(&table.code))
        };
        let mut tables: Vec<&mut Table> = content.set.tables.iter_mut().filter(fits).collect();
        let count = tables.len();
        let table = tables.get_mut(at % count)?;
        for column in &mut table.columns {
            column.start = Some(Exact::zero());
        }
        // The flaw names the column by its code, which begins with the table's.
        Some(("benchmark.below_minimum", table.code.clone()))
    }),
];

/// Damages the options of a factor with at least three counts.
fn numbered(
    content: &mut BenchmarkContent,
    at: usize,
    code: &'static str,
    damage: fn(&mut Vec<TableOption>),
) -> Option<(&'static str, String)> {
    let wording = content.set.rules.wording;
    let mut found: Vec<(String, &mut TableFactor)> = Vec::new();
    for table in &mut content.set.tables {
        let (code, method) = (table.code.clone(), table.method);
        let counts = |factor: &&mut TableFactor| {
            let span = |option: &TableOption| Span::read(&option.words.zh, wording);
            let count = |option| span(option).is_some_and(|span| span.unit == "次");
            method != Kind::Range && factor.options.len() > 2 && factor.options.iter().all(count)
        };
        found.extend(table.factors.iter_mut().filter(counts).map(|f| (code.clone(), f)));
    }
    let count = found.len();
    let (table, factor) = found.into_iter().nth(at % count.max(1))?;
    damage(&mut factor.options);
    Some((code, table))
}

proptest! {
    /// Whatever is damaged, and wherever, the right flaw names it, and the set cannot go on.
    #[test]
    fn a_damaged_set_is_caught(kind in 0..DAMAGES.len(), at in 0_usize..1_000) {
        let mut content = GOOD.clone();
        let (name, damage) = DAMAGES[kind];
        if let Some((code, table)) = damage(&mut content, at) {
            let found = errors(&content);
            let named = found.iter().any(|flaw| {
                flaw.code == code
                    && flaw.table.as_ref().is_some_and(|found| found.starts_with(&table))
                    && flaw.cell.is_some()
            });
            prop_assert!(named, "{name} at {at} in {table}: {code} not among {found:?}");
            prop_assert!(!passes(&found));
        }
    }
}

#[test]
fn every_damage_can_be_done() {
    for (name, damage) in DAMAGES {
        assert!((0..30).any(|at| damage(&mut GOOD.clone(), at).is_some()), "{name}");
    }
}

#[rstest]
#[case("3个月以下", "6个月以上", Some("benchmark.gap"))]
#[case("3个月以下", "2个月以上", Some("benchmark.overlap"))]
#[case("不足3个月", "3个月以上", None)]
#[case("1次", "3次以上", Some("benchmark.gap"))]
#[case("1次", "2次以上", None)]
#[case("一般区域", "敏感区域", None)]
#[case("3天以上", "9吨以上", None)]
fn numbers_follow_each_other(#[case] one: &str, #[case] two: &str, #[case] expected: Option<&str>) {
    let mut content = GOOD.clone();
    let factor = &mut content.set.tables[0].factors[0];
    factor.options.truncate(2);
    for (option, words) in factor.options.iter_mut().zip([one, two]) {
        option.words = Words::new(words, words);
    }
    let found = errors(&content);
    assert_eq!(found.first().map(|flaw| flaw.code), expected, "{found:?}");
}

/// Guangdong's range tables: whatever order the print shows is kept by every row of it.
#[test]
fn a_graver_row_with_a_lower_fine_is_named_by_its_cell() {
    let guangdong = TABLES.sets().find(|set| set.id == "guangdong-2022").unwrap();
    let mut content = BenchmarkContent::copy_of(guangdong, &VIOLATIONS);
    let of = |content: &BenchmarkContent, code: &str, table: &str| -> Vec<String> {
        let found = flaws(content).into_iter();
        let here = found.filter(|f| f.code == code && f.table.as_deref() == Some(table));
        here.filter_map(|flaw| flaw.cell).collect()
    };
    assert!(flaws(&content).iter().all(|flaw| flaw.code != "benchmark.not_monotone"));
    // Kinds of pollutant and of place beside each other: the print shows no order between them, and the check says so.
    assert_eq!(of(&content, "benchmark.order_undeclared", "GD-2.15"), ["f1", "f2"]);
    assert!(of(&content, "benchmark.order_undeclared", "GD-2.9").is_empty());

    let table = content.set.tables.iter_mut().find(|table| table.code == "GD-2.9").unwrap();
    let lightest = table.rows[0].fines[0].clone();
    table.rows[0].fines[0] = std::mem::replace(&mut table.rows[1].fines[0], lightest);
    assert_eq!(of(&content, "benchmark.not_monotone", "GD-2.9"), ["row/2/1"]);
    // Nothing declared, nothing compared; that is what the finding says.
    let table = content.set.tables.iter_mut().find(|table| table.code == "GD-2.9").unwrap();
    table.factors.iter_mut().for_each(|factor| factor.order = None);
    assert!(of(&content, "benchmark.not_monotone", "GD-2.9").is_empty());
    assert_eq!(of(&content, "benchmark.order_undeclared", "GD-2.9"), ["f1", "f2"]);
}

fn officer(number: u128) -> OfficerId {
    OfficerId(Uuid::from_u128(number))
}

#[test]
fn a_set_goes_its_way_and_nobody_skips_a_step() {
    let today = Date::constant(2026, 9, 16);
    let draft = BenchmarkEntry::draft(GOOD.clone(), officer(1), today).unwrap();
    assert_eq!(draft.code, "langfang.2026-1");
    let review = |by| LegalReview { by: officer(by), on: today, opinion: "同意".into() };
    let activate =
        |entry: BenchmarkEntry, from| entry.activate(officer(9), from, today, &RANGES, &VIOLATIONS);
    assert_eq!(activate(draft.clone(), today).unwrap_err().code, "benchmark.not_in_this_state");
    assert!(draft.clone().review(true, review(2)).is_err());

    let faulty = BenchmarkContent { rounding_basis: String::new(), ..GOOD.clone() };
    let faulty = draft.clone().write(faulty, officer(1), today).unwrap();
    assert_eq!(faulty.check(&RANGES, &VIOLATIONS, today).unwrap_err().code, "benchmark.faulty");

    let checked = draft.check(&RANGES, &VIOLATIONS, today).unwrap();
    let own = checked.clone().review(true, review(1)).unwrap_err();
    assert_eq!(own.code, "benchmark.reviewed_by_author");
    let reviewed = checked.clone().review(true, review(2)).unwrap();
    assert_eq!(checked.review(false, review(2)).unwrap().state, EntryState::Draft);

    let yesterday = today.yesterday().unwrap();
    assert_eq!(activate(reviewed.clone(), yesterday).unwrap_err().code, "benchmark.from_past");
    let tomorrow = today.tomorrow().unwrap();
    let active = activate(reviewed.clone(), tomorrow).unwrap();
    assert_eq!((active.in_force(today), active.in_force(tomorrow)), (None, Some(tomorrow)));
    let changed = active.clone().write(GOOD.clone(), officer(1), today).unwrap_err();
    assert_eq!(changed.code, "benchmark.not_in_this_state");
    // Ended at once: it never was in force; the day before that is past.
    let before = yesterday.yesterday().unwrap();
    assert_eq!(
        active.clone().retire(officer(9), before, today).unwrap_err().code,
        "benchmark.until_past"
    );
    let never = active.clone().retire(officer(9), yesterday, today).unwrap();
    assert_eq!((never.in_force(today), never.in_force(tomorrow)), (None, None));
    let retired = active.retire(officer(9), tomorrow, today).unwrap();
    assert!(retired.in_force(tomorrow).is_some());
    assert_eq!(retired.in_force(tomorrow.tomorrow().unwrap()), None);
    // Writing a reviewed set sends it back to the start.
    let again = reviewed.write(GOOD.clone(), officer(2), today).unwrap();
    assert_eq!((again.state, again.author), (EntryState::Draft, officer(2)));
}

#[test]
fn an_entry_serialises_both_ways() {
    let today = Date::constant(2026, 9, 16);
    let entry = BenchmarkEntry::draft(GOOD.clone(), officer(1), today).unwrap();
    let text = serde_json::to_string(&entry).unwrap();
    assert_eq!(serde_json::from_str::<BenchmarkEntry>(&text).unwrap(), entry);
}

/// Ten thousand synthetic cases, counted a second time without the replay.
#[test]
fn a_replay_of_ten_thousand_cases_counts_each_once() {
    let table = TABLES.get("HN-7-1").unwrap();
    let range = RANGES.get("eco_code:1107").unwrap();
    let excess = table.factors.iter().find(|factor| factor.id == "excess").unwrap();
    let mut content = GOOD.clone();
    let heaviest = excess.choices.last().unwrap().id.clone();
    // The draft makes the gravest excess 5 % heavier and leaves the rest.
    for table in content.set.tables.iter_mut().filter(|table| table.code == "HN-7-1") {
        let factor = table.factors.iter_mut().find(|factor| factor.id == "excess").unwrap();
        for weight in factor.options.last_mut().unwrap().weights.iter_mut().flatten() {
            *weight = &*weight + &Exact::from(5);
        }
    }
    let tables = content.set.benchmarks().unwrap();
    let mut replay = Replay::default();
    let mut rise = 0;
    for number in 0..10_000_u128 {
        let choice = &excess.choices[number as usize % excess.choices.len()];
        let unserved = number % 100 == 99;
        let facts = super::tests::facts(table, &[("excess", &choice.id)]);
        let made = calculate(table, range, &facts).unwrap();
        let violation = if unserved { "nothing" } else { "water_over_standard" };
        let asked =
            Asked { violation: violation.into(), act_on: Date::constant(2026, 9, 1), facts };
        let decided = DecidedFine {
            case: crate::CaseId(Uuid::from_u128(number)),
            number: number.to_string(),
            territory: format!("1310/13108{}/", 1 + number % 2).parse().unwrap(),
            item: "eco-1107-water".into(),
            decided_on: Date::constant(2026, 9, 2),
            asked,
            table: table.code.clone(),
            version: table.version.clone(),
            range_id: range.id.clone(),
            range: made.range,
            computed: made.amount(),
            fine: Some(made.amount()),
            departed: number % 50 == 7,
            annulled: false,
            closed_on: Some(Date::constant(2026, 9, 10)),
        };
        rise += usize::from(choice.id == heaviest && !unserved && !decided.departed);
        replay.add(&decided, replay_one(&decided, &content, &tables, &RANGES));
    }
    let expected = Tally { rise, fall: 0, stay: 9_700 - rise, unplayed: 100 };
    assert_eq!(replay.all.tally, expected);
    assert_eq!((replay.counties.len(), replay.towns.len()), (2, 0));
    let departures = &replay.departures.tally;
    assert_eq!(departures.rise + departures.stay, 200, "departures stand apart");
    for sample in [&replay.all, &replay.violations["water_over_standard"]] {
        assert_eq!(sample.bars.iter().map(|bar| bar.before).sum::<usize>(), 9_700);
        assert_eq!(sample.bars.iter().map(|bar| bar.after).sum::<usize>(), 9_700);
    }
    let more = replay.all.sums.1.0 - replay.all.sums.0.0;
    assert_eq!(more, i64::try_from(rise).unwrap() * 5_000_000, "5 % of a million for each rise");
    let (before, after) = replay.all.figures().unwrap();
    assert!(before.least == after.least && before.most <= after.most);
    assert_eq!(replay.most_changed.len(), 50);
    let fifty_thousand = crate::Fen::from_yuan(50_000);
    assert!(replay.most_changed.iter().all(|c| c.after.0 - c.before.0 == fifty_thousand.0));
}
