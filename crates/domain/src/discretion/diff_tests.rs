//! Two versions of a set, with each difference found once and its effect on like cases computed by hand.

use super::check_tests::GOOD;
use super::tests::RANGES;
use super::*;
use crate::Fen;
use crate::law::Words;

/// A change to the table of excess water, and the difference that must be found.
fn changed(change: impl Fn(&mut Table)) -> SetDiff {
    let mut after = GOOD.clone();
    change(after.set.tables.iter_mut().find(|table| table.code == "HN-7-1").unwrap());
    diff(&GOOD, &after)
}

fn only(found: &SetDiff) -> (&str, Option<&str>, Option<&str>) {
    let [TableDiff { changes, code, .. }] = found.tables.as_slice() else {
        panic!("one table: {found:?}")
    };
    assert_eq!((code.as_str(), found.set.len(), found.serves.len()), ("HN-7-1", 0, 0));
    let [CellChange { cell, before, after, .. }] = changes.as_slice() else {
        panic!("one change: {changes:?}")
    };
    (cell, before.as_deref(), after.as_deref())
}

#[test]
fn nothing_differs_from_itself() {
    assert_eq!(diff(&GOOD, &GOOD), SetDiff::default());
    assert_eq!(effects(&GOOD, &GOOD, &RANGES), []);
}

#[test]
fn every_difference_is_told_once_with_old_and_new() {
    let weight = changed(|table| {
        let factor = table.factors.iter_mut().find(|factor| factor.id == "excess").unwrap();
        factor.options.last_mut().unwrap().weights[0] = Some(Exact::from(28));
    });
    assert_eq!(only(&weight), ("excess/6/1", Some("30"), Some("28")));
    let words = changed(|table| table.factors[0].words = Words::new("因子数量", "factors"));
    let (cell, before, after) = only(&words);
    assert!(before.is_some() && after == Some("因子数量"), "{cell}");
    let start = changed(|table| table.columns[0].start = Some(Exact::from(12)));
    assert_eq!(only(&start), ("column/1/start", Some("10"), Some("12")));
    let place = changed(|table| table.at.push('甲'));
    assert_eq!(only(&place).0, "at");
}

#[test]
fn tables_factors_and_options_come_and_go() {
    let option = changed(|table| {
        table.factors[0].options.pop();
    });
    let gone = &option.tables[0].changes;
    assert!(gone.iter().all(|change| change.after.is_none()), "{gone:?}");
    let mut after = GOOD.clone();
    let table = after.set.tables.remove(0);
    let found = diff(&GOOD, &after);
    assert_eq!(
        (found.tables.len(), found.tables[0].before, found.tables[0].after),
        (1, true, false)
    );
    let mut more = GOOD.clone();
    more.set.tables.push(Table { code: "LF-1".into(), ..table });
    more.serves.pop();
    let found = diff(&GOOD, &more);
    assert_eq!((found.tables[0].code.as_str(), found.tables[0].before), ("LF-1", false));
    assert_eq!(found.serves.len(), 1);
}

#[test]
fn like_cases_change_as_computed_by_hand() {
    let mut after = GOOD.clone();
    let table = after.set.tables.iter_mut().find(|table| table.code == "HN-7-1").unwrap();
    table.factors[0].options[0].weights[0] = Some(Exact::from(2));
    let found = effects(&GOOD, &after, &RANGES);
    let of = |effect: &&Effect| effect.violation == "water_over_standard" && !effect.old_law;
    let effect = found.iter().find(of).unwrap();
    let likes = effect.likes.map(|like| (like.before, like.after));
    // Of a million yuan: 10 % and 12 % at the lightest; at the heaviest both end at 100 %.
    assert_eq!(likes[0], (Some(Fen::from_yuan(100_000)), Some(Fen::from_yuan(120_000))));
    assert_eq!(likes[2], (Some(Fen::from_yuan(1_000_000)), Some(Fen::from_yuan(1_000_000))));
    assert!(found.iter().all(|effect| effect.tables.1.as_deref() == Some("HN-7-1")), "{found:?}");
    // A table that no longer fits its range answers nothing.
    let table = after.set.tables.iter_mut().find(|table| table.code == "HN-7-1").unwrap();
    table.columns[0].start = Some(Exact::from(12));
    let found = effects(&GOOD, &after, &RANGES);
    assert!(found.iter().find(of).unwrap().likes.iter().all(|like| like.after.is_none()));
}
