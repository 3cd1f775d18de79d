//! The law library: a repeal shows everything that rests on it, and open cases keep the text that applied to them.

use crate::common::refused;
use app::library::{self, Ending, Propose, RowFilter, SetFilter, Work};
use app::{Actor, Error, Page, cases};
use domain::case::Case;
use domain::change_set::{ChangeRow, ChangeSet, Outcome};
use domain::citing::{CitedAs, CitingKind};
use domain::item::Revision;
use domain::law::{LawOrder, NewAct, NewText, ProposalState, Rank, Repeal, Standing};
use domain::{ChangeSetId, LawProposalId};
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

fn repeal_of(act: &str, on: domain::Date, n: u128) -> Propose {
    let (act, source) = (act.to_owned(), "测试，不是法律".to_owned());
    let order = LawOrder::Repeal(Repeal { act, on, by: None, source });
    Propose { id: LawProposalId(uuid::Uuid::from_u128(n)), order }
}

/// Proposed by one reviewer of the city, confirmed by the other.
async fn enter(world: &World, order: Propose) -> ChangeSet {
    let (cx, people) = (&world.cx, &world.people);
    let (one, other) =
        (world.as_actor(&people.city_reviewer), world.as_actor(&people.second_city_reviewer));
    let proposed = library::propose(cx, &one, order).await.unwrap();
    library::confirm(cx, &other, proposed.id, proposed.revision, "").await.unwrap().1
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
    let city = world.as_actor(&world.people.city_reviewer);
    let handler = world.as_actor(&world.people.handler);
    let end = date(2027, 1, 1);
    let order = repeal_of("eco_code", end, 1);

    // Only a reviewer proposes it, and a preview changes nothing.
    let denied = library::propose(cx, &handler, order.clone()).await;
    assert!(matches!(denied, Err(Error::Forbidden(_))), "{denied:?}");
    let preview = library::preview(cx, &city, &order.order).await.unwrap();
    assert_eq!(preview.act.effective_to, Some(end));
    assert_eq!(cx.law().acts.get("eco_code").unwrap().effective_to, None);

    let before = library::of_case(&cx.law(), &case, cx.now().date());
    let entered = enter(world, order.clone()).await;
    assert_eq!(entered.rows as usize, preview.rows.len());
    let counted: usize = preview.counts().iter().map(|(_, count)| count).sum();
    assert_eq!(counted, preview.rows.len());
    assert_eq!(cx.law().acts.get("eco_code").unwrap().standing(end), Standing::Repealed);
    let again = library::propose(cx, &city, order).await.unwrap();
    assert_eq!(again.state.as_str(), "confirmed", "sent twice, proposed once");
    let other = repeal_of("eco_code", end, 2);
    assert_eq!(refused(library::propose(cx, &city, other).await), "law.change_set_exists");

    let rows = all_rows(world, &reviewer, entered.id).await;
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
    let theirs = all_rows(world, &elsewhere, entered.id).await;
    assert_eq!(theirs.len() + 1, rows.len());
    row_by_row(world, &reviewer, entered.id, &rows).await;
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
        .map(|cited| u64::from(cited.place.article.number))
        .collect();
    let by_hand = rows.iter().filter(|row| written.contains(&row.code)).flat_map(|row| &row.places);
    let by_hand: BTreeSet<u64> =
        by_hand.map(|cited| u64::from(cited.place.article.number)).collect();
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
    let lists = codes(CitingKind::List);
    assert!(lists.contains("county-sample-2026-08") && !lists.contains("city-sample-2021"));
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
    let city = world.as_actor(&world.people.city_reviewer);
    let day = date(2026, 8, 15);
    let code = async |order| refused(library::propose(&world.cx, &city, order).await);
    let wrong = repeal_of("water_law", date(2026, 9, 1), 3);
    assert_eq!(code(wrong).await, "law.repealed_already");
    let early = repeal_of("water_law", date(2010, 1, 1), 3);
    assert_eq!(code(early).await, "law.repeal_before_start");
    assert!(enter(&world, repeal_of("water_law", day, 3)).await.rows > 0);
    let missing = library::propose(&world.cx, &city, repeal_of("no_such", day, 4)).await;
    assert!(matches!(missing, Err(Error::NotFound("act"))));
}

#[tokio::test]
async fn a_new_text_lists_only_what_cites_the_changed_articles() {
    let world = World::new().await;
    let (cx, reviewer) = (&world.cx, world.as_actor(&world.people.city_reviewer));
    let shipped = include_str!("../../../../data/law/texts/penalty_law@2021-01-22.txt");
    let first = "第四十四条 行政机关在作出行政处罚决定之前，";
    assert!(shipped.contains(first), "the test rests on this line");
    let mut text = NewText {
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
    let asked = |text: &NewText| Propose {
        id: LawProposalId(uuid::Uuid::from_u128(9)),
        order: LawOrder::Text(text.clone()),
    };
    let faulty = library::preview(cx, &reviewer, &asked(&text).order).await.unwrap();
    assert!(!faulty.faults.is_empty() && faulty.faults[0].zh.contains("不连续"));
    assert_eq!(refused(library::propose(cx, &reviewer, asked(&text)).await), "law.text_unreadable");

    text.text = shipped.replace(first, "第四十四条 行政机关在作出行政处罚决定以前，");
    let preview = library::preview(cx, &reviewer, &asked(&text).order).await.unwrap();
    assert_eq!((preview.changed.as_slice(), preview.articles), (&[44.into()][..], 86));
    let entered = enter(&world, asked(&text)).await;
    let rows = all_rows(&world, &reviewer, entered.id).await;
    assert!(rows.iter().any(|row| row.kind == CitingKind::Document));
    for row in &rows {
        assert!(
            row.places
                .iter()
                .all(|cited| cited.place.article == 44.into() && cited.place.act == "penalty_law")
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

#[tokio::test]
async fn an_inserted_article_is_entered_shown_and_cited() {
    let world = World::new().await;
    let (cx, people) = (&world.cx, &world.people);
    let text = NewText {
        act: "test_rule".to_owned(),
        new_act: Some(NewAct {
            zh: "测试办法".to_owned(),
            en: "Test Rule".to_owned(),
            rank: Rank::Rule,
        }),
        version: date(2026, 9, 1),
        effective_from: date(2026, 9, 10),
        number: None,
        issuer: None,
        source: "测试文本，不是法律".to_owned(),
        official: false,
        text: "第一条 甲。\n第一条之一 有下列情形之一的：\n（一）乙；\n（二）丙。\n第二条 丁。"
            .to_owned(),
    };
    let id = LawProposalId(uuid::Uuid::from_u128(7));
    enter(&world, Propose { id, order: LawOrder::Text(text) }).await;
    let (law, today) = (cx.law(), cx.now().date());
    let said = law.acts.said("测试办法第一条之一第（二）项").unwrap();
    assert_eq!(said.to_string(), "test_rule:1-1(2)");
    let view = library::view(&law, &said, today, today);
    assert_eq!(view.text.as_deref(), Ok("（二）丙。"));
    assert_eq!(view.link().as_deref(), Some("/public/law/test_rule@2026-09-01/1-1"));

    // An item that rests on it: found from the article, and in the change set of its repeal.
    let reviewer = world.as_actor(&people.city_reviewer);
    let item = law.item("eco-1108").unwrap().clone();
    let content = Revision {
        name: item.name,
        kind: item.kind,
        duty: vec!["test_rule:1-1".parse().unwrap()],
        penalty: item.penalty,
        penalty_before: item.penalty_before,
        first_responsible: item.first_responsible,
        department: item.department,
        subject: item.subject,
        ranges: item.ranges,
    };
    let revise = app::items::Revise {
        id: domain::CorrectionId(uuid::Uuid::from_u128(8)),
        revision: 0,
        content,
        why: "测试".to_owned(),
    };
    let waiting = app::items::revise(cx, &reviewer, "eco-1108", revise).await.unwrap();
    let other = world.as_actor(&people.second_city_reviewer);
    app::items::confirm_correction(cx, &other, waiting.id, 1, "").await.unwrap();
    let codes = |article: &str| -> Vec<String> {
        let things = cx.law().citing("test_rule", Some(article.parse().unwrap()));
        things.into_iter().map(|thing| thing.code).collect()
    };
    assert_eq!(
        codes("1-1").first().map(String::as_str),
        Some("eco-1108"),
        "and lists that name it"
    );
    assert_eq!(codes("1"), Vec::<String>::new());
    let set = enter(&world, repeal_of("test_rule", date(2027, 1, 1), 5)).await;
    let rows = all_rows(&world, &reviewer, set.id).await;
    assert!(rows.iter().any(|row| row.code == "eco-1108"));
}

#[tokio::test]
async fn what_waits_is_nobodys_law_and_ends_once() {
    let world = World::new().await;
    let (cx, people) = (&world.cx, &world.people);
    let (one, other) =
        (world.as_actor(&people.city_reviewer), world.as_actor(&people.second_city_reviewer));
    let day = date(2027, 1, 1);
    let proposed = library::propose(cx, &one, repeal_of("order_28", day, 1)).await.unwrap();
    assert!(cx.law().acts.get("order_28").unwrap().in_force(day), "nothing has happened yet");
    let waits = async |actor: &Actor| -> Vec<&'static str> {
        app::work::open(cx, actor).await.unwrap().iter().map(|item| item.action).collect()
    };
    assert_eq!(waits(&other).await, ["confirm_law"]);
    assert!(waits(&one).await.is_empty(), "not for whoever proposed it");
    assert!(waits(&world.as_actor(&people.reviewer)).await.is_empty(), "not for a county");
    let second = library::propose(cx, &other, repeal_of("order_28", day, 2)).await;
    assert_eq!(refused(second), "law_proposal.waiting");

    let back = library::end(cx, &other, proposed.id, 1, Ending::Return, "没有公布").await.unwrap();
    assert!(matches!(back.state, ProposalState::Returned { .. }));
    let late = library::confirm(cx, &other, proposed.id, 2, "").await;
    assert_eq!(refused(late), "law_proposal.ended");
    assert!(cx.law().acts.get("order_28").unwrap().in_force(day));
    let kinds: Vec<String> = library::proposal(cx, &one, proposed.id)
        .await
        .unwrap()
        .record
        .into_iter()
        .map(|line| line.kind)
        .collect();
    assert_eq!(kinds, ["law_proposal.returned", "law_proposal.made"]);

    // What became impossible in the meantime says so, and is not entered.
    let first = library::propose(cx, &one, repeal_of("order_29", day, 3)).await.unwrap();
    let withdrawn =
        library::end(cx, &one, first.id, 1, Ending::Withdraw, "另行核对").await.unwrap();
    assert!(matches!(withdrawn.state, ProposalState::Withdrawn { .. }));
    enter(&world, repeal_of("order_29", day, 4)).await;
    let again = library::propose(cx, &one, repeal_of("order_29", day, 5)).await;
    assert_eq!(refused(again), "law.change_set_exists");
}
