//! Items: corrected by the city, confirmed by a reviewer, imported whole or not at all.

use crate::adjustments::Town;
use crate::common::refused;
use app::items::{self, Import, ItemFilter, Revise};
use app::{Error, Page};
use domain::CorrectionId;
use domain::item::{Duty, Item, Revision, rows_of};
use domain::law::Words;
use testkit::World;
use uuid::Uuid;

const ITEM: &str = "eco-1087-1";

fn content(item: &Item) -> Revision {
    Revision {
        name: Words::new("对违反监测规范的行政处罚", "penalty for faulty monitoring"),
        kind: item.kind,
        duty: vec!["eco_code:80.1".parse().unwrap()],
        penalty: item.penalty.clone(),
        penalty_before: Vec::new(),
        first_responsible: item.first_responsible,
        department: item.department.clone(),
        subject: item.subject.clone(),
        ranges: vec!["eco_code:1088".to_owned()],
    }
}

#[tokio::test]
async fn a_correction_counts_once_a_second_person_has_confirmed_it() {
    let world = World::new().await;
    let (town, cx) = (Town::of(&world), &world.cx);
    let (reviewer, city) = (town.actor(&world.people.reviewer), &town.city_reviewer);
    let page = items::read(cx, &reviewer, ITEM, None).await.unwrap();
    assert_eq!((page.revision, page.actions.as_slice()), (0, &["confirm"][..]));
    assert!(page.clauses[0].text.contains("监测规范"), "the text stands beside the row");
    let revise = |id: u128, revision: u32| {
        let id = CorrectionId(Uuid::from_u128(id));
        Revise {
            id, revision, content: content(&page.item), why: "名称与条文不符".to_owned()
        }
    };
    let county = items::revise(cx, &reviewer, ITEM, revise(1, 0)).await;
    assert_eq!(refused(county), "item.kept_by_city");
    let bare = Revise { why: " ".to_owned(), ..revise(1, 0) };
    assert_eq!(refused(items::revise(cx, city, ITEM, bare).await), "correction.why");
    let waiting = items::revise(cx, city, ITEM, revise(1, 0)).await.unwrap();
    assert_eq!(items::revise(cx, city, ITEM, revise(1, 0)).await.unwrap(), waiting, "sent twice");
    assert_ne!(cx.law().item_name(ITEM), "对违反监测规范的行政处罚", "nothing counts yet");
    assert_eq!(refused(items::revise(cx, city, ITEM, revise(2, 0)).await), "correction.waiting");
    let own = items::confirm_correction(cx, city, waiting.id, 1, "").await;
    assert_eq!(refused(own), "correction.own");
    let handler = town.actor(&world.people.handler);
    let forbidden = items::confirm_correction(cx, &handler, waiting.id, 1, "").await;
    assert!(matches!(forbidden, Err(Error::Forbidden(_))), "{forbidden:?}");
    let stale = items::confirm_correction(cx, &reviewer, waiting.id, 7, "").await;
    assert!(matches!(stale, Err(Error::Stale("correction"))), "{stale:?}");

    // Undone: as if it had never been, but it stays in the history.
    let undone = items::end_correction(cx, city, waiting.id, 1, "另行核对").await.unwrap();
    assert_eq!(undone.state.as_str(), "undone");
    let late = items::confirm_correction(cx, &reviewer, waiting.id, 2, "").await;
    assert_eq!(refused(late), "correction.ended");
    let second = items::revise(cx, city, ITEM, revise(2, 0)).await.unwrap();
    items::confirm_correction(cx, &reviewer, second.id, 1, "与条文一致").await.unwrap();
    let law = cx.law();
    let item = law.item(ITEM).unwrap();
    assert_eq!(item.name.zh, "对违反监测规范的行政处罚");
    assert!(item.review.is_confirmed() && !item.certainty.is_law(), "by two, from a working copy");
    let page = items::read(cx, &reviewer, ITEM, None).await.unwrap();
    let states: Vec<&str> = page.corrections.iter().map(|one| one.state.as_str()).collect();
    assert_eq!((states.as_slice(), page.record.len()), (&["confirmed", "undone"][..], 1));
    let all = Page { after: None, size: 9 };
    assert_eq!(items::corrections(cx, &reviewer, "", &all).await.unwrap().items.len(), 2);
    assert!(items::corrections(cx, &reviewer, "waiting", &all).await.unwrap().items.is_empty());
    assert_eq!(refused(items::revise(cx, city, ITEM, revise(3, 1)).await), "item.unchanged");
    let found = ItemFilter { words: "监测规范".to_owned(), ..ItemFilter::default() };
    assert_eq!(items::list(cx, &reviewer, &found, None).unwrap().items[0].code, ITEM);
}

#[tokio::test]
async fn who_confirms_a_seed_says_which_duty_it_penalises() {
    let world = World::new().await;
    let (town, cx) = (Town::of(&world), &world.cx);
    let reviewer = town.actor(&world.people.reviewer);
    let page = items::read(cx, &reviewer, ITEM, None).await.unwrap();
    assert!(page.item.duty.is_empty() && !page.candidates.is_empty(), "suggested, not taken");
    assert!(
        page.articles.iter().any(|text| text.words.as_ref().is_some_and(|w| w.contains("监测")))
    );
    let confirm = |duty: Duty| items::confirm(cx, &reviewer, ITEM, 0, String::new(), duty);
    assert_eq!(refused(confirm(Duty::AsItStands).await), "item.duty_open");
    assert_eq!(refused(confirm(Duty::Articles(vec![])).await), "item.duty_open");
    let unknown = vec!["no_such_act:1".parse().unwrap()];
    assert_eq!(refused(confirm(Duty::Articles(unknown)).await), "item.unknown_act");
    let picked = vec![page.candidates[0].citation.clone()];
    let entry = confirm(Duty::Articles(picked.clone())).await.unwrap();
    assert_eq!((&entry.value.duty, entry.revision), (&picked, 1));
    assert_eq!(refused(confirm(Duty::AsItStands).await), "item.confirmed_already");
    let page = items::read(cx, &reviewer, ITEM, None).await.unwrap();
    assert!(page.candidates.is_empty(), "nothing is suggested any more");

    let itself =
        items::confirm(cx, &reviewer, "eco-1090-1", 0, String::new(), Duty::InClause).await;
    assert_eq!(itself.unwrap().value.duty[0].to_string(), "eco_code:1090.1");
    let known = items::confirm(cx, &reviewer, "eco-1100", 0, String::new(), Duty::InClause).await;
    assert_eq!(refused(known), "item.duty_known");
    let confirmed = ItemFilter { confirmed: Some(true), ..ItemFilter::default() };
    assert_eq!(items::list(cx, &reviewer, &confirmed, None).unwrap().items.len(), 2);
}

#[tokio::test]
async fn a_table_is_imported_whole_or_not_at_all() {
    let world = World::new().await;
    let (town, cx) = (Town::of(&world), &world.cx);
    let (reviewer, city) = (town.actor(&world.people.reviewer), &town.city_reviewer);
    let law = cx.law();
    let mut rows = rows_of([law.item("eco-1087-1").unwrap(), law.item("eco-1090-1").unwrap()]);
    rows[1][1] = "对使用不合格监测设备的行政处罚".to_owned();
    rows[2][7] = "国家级".to_owned();
    let asked = |rows: &[Vec<String>], dry_run| {
        let why = "核对导入".to_owned();
        Import { rows: rows.to_vec(), dry_run, why }
    };
    let seen = items::import(cx, &reviewer, &asked(&rows, true)).await.unwrap();
    assert_eq!((seen.faults[0].cell.as_str(), seen.changed.len()), ("H3", 0));
    let faulty = items::import(cx, city, &asked(&rows, false)).await;
    let Err(Error::Refused(refusal)) = faulty else { panic!("{faulty:?}") };
    assert_eq!((refusal.code, refusal.field.as_deref()), ("item.import_faulty", Some("H3")));
    rows[2][7] = "市级".to_owned();
    let done = items::import(cx, city, &asked(&rows, false)).await.unwrap();
    assert_eq!((done.changed.len(), done.added.len()), (2, 0));
    assert_ne!(cx.law().item_name("eco-1087-1"), rows[1][1], "nothing counts yet");
    assert_eq!(refused(items::import(cx, city, &asked(&rows, false)).await), "correction.waiting");
    let correction = done.correction.unwrap();
    items::confirm_correction(cx, &reviewer, correction, 1, "").await.unwrap();
    assert_eq!(cx.law().item_name("eco-1087-1"), rows[1][1]);
    let again = items::import(cx, city, &asked(&rows, false)).await.unwrap();
    assert_eq!((again.unchanged, again.correction), (2, None), "sent twice, written once");
}
