//! The law library: a repeal shows everything that rests on it, and open cases keep the text that applied to them.

use crate::common::refused;
use app::library::{self, NewText, Repeal, RowFilter, SetFilter, Work};
use app::{Actor, Error, Page, cases};
use domain::ChangeSetId;
use domain::case::Case;
use domain::change_set::{ChangeRow, Outcome};
use domain::citing::{CitedAs, CitingKind};
use domain::law::Standing;
use std::collections::BTreeSet;
use testkit::{Procedure, TemporaryCluster, World};

/// A day.
const fn date(year: i16, month: i8, day: i8) -> domain::Date {
    domain::Date::constant(year, month, day)
}

fn page(after: Option<String>) -> Page {
    Page { after, size: 50 }
}

async fn all_rows(world: &World, actor: &Actor, set: ChangeSetId) -> Vec<ChangeRow> {
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let filter = RowFilter::default();
        let listed = library::rows(&world.cx, actor, set, filter, &page(after)).await.unwrap();
        rows.extend(listed.items);
        match listed.next {
            Some(next) => after = Some(next),
            None => return rows,
        }
    }
}

/// The first quoted value of `key = "…"` of each block of a table that mentions a text.
fn blocks(text: &str, mark: &str, key: &str, wanted: &str) -> BTreeSet<String> {
    let value = |block: &str| {
        let (_, rest) = block.split_once(&format!("{key} = \""))?;
        rest.split('"').next().map(str::to_owned)
    };
    text.split(mark).skip(1).filter(|block| block.contains(wanted)).filter_map(value).collect()
}

async fn an_open_case(world: &World) -> Case {
    let go = Procedure(world);
    let task = go.task(&go.lead().await).await;
    let signed = go.complete(go.draft(&task).await).await;
    let officer = world.as_actor(&world.people.field_officer);
    let submitted =
        app::inspections::submit(&world.cx, &officer, signed.id, signed.revision).await.unwrap();
    let handler = world.as_actor(&world.people.handler);
    cases::propose(&world.cx, &handler, go.proposal(&submitted)).await.unwrap()
}

fn repeal_of(act: &str, on: domain::Date, n: u128) -> Repeal {
    Repeal { set: ChangeSetId(uuid::Uuid::from_u128(n)), act: act.to_owned(), on, by: None }
}

#[tokio::test]
async fn a_repeal_forgets_nothing() {
    a_repeal(&World::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_on_postgresql() {
    let cluster = TemporaryCluster::start();
    a_repeal(&World::on(&cluster.database("library")).await).await;
}

async fn a_repeal(world: &World) {
    let cx = &world.cx;
    let case = an_open_case(world).await;
    let reviewer = world.as_actor(&world.people.reviewer);
    let handler = world.as_actor(&world.people.handler);
    let end = date(2027, 1, 1);
    let order = repeal_of("eco_code", end, 1);

    // Only the reviewer enters it, and a preview changes nothing.
    let denied = library::repeal(cx, &handler, order.clone()).await;
    assert!(matches!(denied, Err(Error::Forbidden(_))), "{denied:?}");
    let preview = library::preview_repeal(cx, &reviewer, &order).await.unwrap();
    assert_eq!(preview.act.effective_to, Some(end));
    assert_eq!(cx.law().acts.get("eco_code").unwrap().effective_to, None);

    let before = library::of_case(&cx.law(), &case, cx.now().date());
    let entered = library::repeal(cx, &reviewer, order.clone()).await.unwrap();
    assert_eq!(entered.rows, preview.rows.len());
    assert_eq!(cx.law().acts.get("eco_code").unwrap().standing(end), Standing::Repealed);
    let again = library::repeal(cx, &reviewer, order).await.unwrap();
    assert_eq!(again.set.id, entered.set.id, "sent twice, entered once");
    let other = repeal_of("eco_code", end, 2);
    assert_eq!(refused(library::repeal(cx, &reviewer, other).await), "law.change_set_exists");

    let rows = all_rows(world, &reviewer, entered.set.id).await;
    nothing_is_forgotten(&rows, &case);

    // The open case keeps its text, word for word and by the same link.
    world.clock.advance_days(120);
    let after = library::of_case(&cx.law(), &case, cx.now().date());
    assert!(!after.is_empty());
    for (then, now) in before.iter().zip(&after) {
        assert_eq!((&then.text, then.link()), (&now.text, now.link()));
        assert_eq!(
            (then.standing, now.standing),
            (Some(Standing::InForce), Some(Standing::Repealed))
        );
        assert!(now.link().unwrap().starts_with("/public/law/eco_code@2026-08-15/"));
    }

    // Somebody of another county sees the tables, not the case, and cannot settle it.
    let elsewhere = world.as_actor(&world.people.of_bazhou);
    let theirs = all_rows(world, &elsewhere, entered.set.id).await;
    assert_eq!(theirs.len() + 1, rows.len());
    row_by_row(world, &reviewer, entered.set.id, &rows).await;
}

/// The rows are what the files say, counted without our readers, and the one open case.
fn nothing_is_forgotten(rows: &[ChangeRow], case: &Case) {
    let codes = |kind| -> BTreeSet<String> {
        rows.iter().filter(|row| row.kind == kind).map(|row| row.code.clone()).collect()
    };
    let items = include_str!("../../../../data/law/items.toml");
    let written = blocks(items, "[[item]]", "code", "\"eco_code:");
    assert!(written.is_subset(&codes(CitingKind::Item)), "{written:?}");
    // The other items are the penalty clauses of the code: every article of theirs is there, and no other.
    let clauses: Vec<serde_json::Value> = serde_json::from_str(include_str!(
        "../../../../data/law/eco_code_2026_penalty_clauses.json"
    ))
    .unwrap();
    let expected: BTreeSet<u64> =
        clauses.iter().filter_map(|clause| clause["article"].as_u64()).collect();
    let seeded = rows.iter().filter(|row| row.kind == CitingKind::Item);
    let seeded = seeded.filter(|row| !written.contains(&row.code)).flat_map(|row| &row.places);
    let seeded: BTreeSet<u64> = seeded
        .filter(|cited| cited.cited_as == CitedAs::Power)
        .map(|cited| u64::from(cited.place.article))
        .collect();
    let by_hand = rows.iter().filter(|row| written.contains(&row.code)).flat_map(|row| &row.places);
    let by_hand: BTreeSet<u64> = by_hand.map(|cited| u64::from(cited.place.article)).collect();
    assert!(seeded.is_subset(&expected) && expected.len() > 100);
    assert!(expected.iter().all(|article| seeded.contains(article) || by_hand.contains(article)));
    let ranges = include_str!("../../../../data/law/statutory_ranges.toml");
    assert_eq!(
        codes(CitingKind::Range),
        blocks(ranges, "[[range]]", "id", "citation = \"eco_code:")
    );
    let violations = include_str!("../../../../data/discretion/violations.toml");
    let expected = blocks(violations, "[[violation]]", "code", "range = \"eco_code:");
    assert_eq!(codes(CitingKind::Violation), expected);
    let periods = include_str!("../../../../data/law/periods.toml");
    assert_eq!(codes(CitingKind::Period), blocks(periods, "[[period]]", "key", "\"eco_code:"));
    assert_eq!(codes(CitingKind::Case), BTreeSet::from([case.id.to_string()]));
}

/// Row by row; the last one closes the set, and a closed one can be opened again.
async fn row_by_row(world: &World, reviewer: &Actor, id: ChangeSetId, rows: &[ChangeRow]) {
    let cx = &world.cx;
    let work = |row: &ChangeRow, note: &str| Work {
        set: id,
        position: row.position,
        revision: row.revision,
        outcome: Outcome::Done,
        note: note.to_owned(),
        link: Some(format!("/items/{}", row.code.len())),
    };
    let first = rows.first().unwrap();
    assert_eq!(
        refused(library::settle(cx, reviewer, work(first, " ")).await),
        "change_set.note_missing"
    );
    for row in rows {
        let (set, _) = library::settle(cx, reviewer, work(row, "已核对并调整")).await.unwrap();
        assert_eq!(set.closed_at.is_some(), row.position as usize == rows.len());
    }
    let stale = library::reopen(cx, reviewer, id, 1, 1).await;
    assert!(matches!(stale, Err(Error::Stale(_))), "{stale:?}");
    let closed = library::list(cx, reviewer, SetFilter::Closed, &page(None)).await.unwrap();
    assert_eq!(closed.items.len(), 1);
    let (set, _) = library::reopen(cx, reviewer, id, 1, 2).await.unwrap();
    assert_eq!((set.open, set.closed_at), (1, None));
}

#[tokio::test]
async fn a_repeal_that_is_shipped_gets_its_change_set() {
    let world = World::new().await;
    let reviewer = world.as_actor(&world.people.reviewer);
    let day = date(2026, 8, 15);
    let wrong = repeal_of("water_law", date(2026, 9, 1), 3);
    assert_eq!(refused(library::repeal(&world.cx, &reviewer, wrong).await), "law.repealed_already");
    let early = repeal_of("water_law", date(2010, 1, 1), 3);
    assert_eq!(
        refused(library::repeal(&world.cx, &reviewer, early).await),
        "law.repeal_before_start"
    );
    let entered =
        library::repeal(&world.cx, &reviewer, repeal_of("water_law", day, 3)).await.unwrap();
    assert!(entered.rows > 0);
    let missing = library::repeal(&world.cx, &reviewer, repeal_of("no_such", day, 4)).await;
    assert!(matches!(missing, Err(Error::NotFound("act"))));
}

#[tokio::test]
async fn a_new_text_lists_only_what_cites_the_changed_articles() {
    let world = World::new().await;
    let (cx, reviewer) = (&world.cx, world.as_actor(&world.people.reviewer));
    let shipped = include_str!("../../../../data/law/texts/penalty_law@2021-01-22.txt");
    let first = "第四十四条 行政机关在作出行政处罚决定之前，";
    assert!(shipped.contains(first), "the test rests on this line");
    let mut order = NewText {
        set: ChangeSetId(uuid::Uuid::from_u128(9)),
        act: "penalty_law".to_owned(),
        new_act: None,
        version: date(2027, 3, 1),
        effective_from: date(2027, 6, 1),
        number: None,
        issuer: None,
        source: "测试文本，不是法律".to_owned(),
        official: false,
        text: shipped.replace("第二条 ", "第三条 "),
    };
    let faulty = library::preview_text(cx, &reviewer, &order).await.unwrap();
    assert!(!faulty.faults.is_empty() && faulty.faults[0].zh.contains("不连续"));
    assert_eq!(
        refused(library::enter_text(cx, &reviewer, order.clone()).await),
        "law.text_unreadable"
    );

    order.text = shipped.replace(first, "第四十四条 行政机关在作出行政处罚决定以前，");
    let preview = library::preview_text(cx, &reviewer, &order).await.unwrap();
    assert_eq!((preview.changed.as_slice(), preview.articles), (&[44][..], 86));
    let entered = library::enter_text(cx, &reviewer, order).await.unwrap();
    let rows = all_rows(&world, &reviewer, entered.set.id).await;
    assert!(rows.iter().any(|row| row.kind == CitingKind::Document));
    for row in &rows {
        assert!(
            row.places
                .iter()
                .all(|cited| cited.place.article == 44 && cited.place.act == "penalty_law")
        );
    }
    let law = cx.law();
    let version = |on| law.library.as_of("penalty_law", on).unwrap().imprint.version.clone();
    assert_eq!(
        (version(date(2027, 5, 31)).as_str(), version(date(2027, 6, 1)).as_str()),
        ("2021-01-22", "2027-03-01")
    );
    cx.read_law().await.unwrap();
    assert_eq!(cx.law().library.versions("penalty_law").count(), 2, "it is there after a restart");
}
