//! Items: corrected by the city, confirmed by a reviewer, imported whole or not at all.

use crate::adjustments::Town;
use crate::common::refused;
use app::Error;
use app::items::{self, Import, ItemFilter};
use domain::item::{Revision, rows_of};
use testkit::World;

#[tokio::test]
async fn an_item_is_corrected_by_the_city_and_confirmed_again() {
    let world = World::new().await;
    let (town, cx) = (Town::of(&world), &world.cx);
    let reviewer = town.actor(&world.people.reviewer);
    let page = items::read(cx, &reviewer, "eco-1087-1").await.unwrap();
    assert_eq!((page.revision, page.actions.as_slice()), (0, &["confirm"][..]));
    assert!(page.clauses[0].text.contains("监测规范"), "the text stands beside the row");
    let content = |item: &domain::item::Item| Revision {
        name: domain::law::Words::new("对违反监测规范的行政处罚", "penalty for faulty monitoring"),
        kind: item.kind,
        duty: vec!["eco_code:80.1".parse().unwrap()],
        penalty: item.penalty.clone(),
        penalty_before: Vec::new(),
        first_responsible: item.first_responsible,
        department: item.department.clone(),
        subject: item.subject.clone(),
        ranges: vec!["eco_code:1088".to_owned()],
    };
    let county = items::revise(cx, &reviewer, "eco-1087-1", 0, content(&page.item)).await;
    assert_eq!(refused(county), "item.kept_by_city");
    let city = &town.city_reviewer;
    let entry = items::revise(cx, city, "eco-1087-1", 0, content(&page.item)).await.unwrap();
    assert_eq!(cx.law().item_name("eco-1087-1"), "对违反监测规范的行政处罚");
    let same = items::revise(cx, city, "eco-1087-1", 1, content(&page.item)).await;
    assert_eq!(refused(same), "item.unchanged");
    let stale = items::confirm(cx, &reviewer, "eco-1087-1", 0, String::new()).await;
    assert!(matches!(stale, Err(Error::Stale("item"))), "{stale:?}");
    items::confirm(cx, &reviewer, "eco-1087-1", entry.revision, String::new()).await.unwrap();
    let twice = items::confirm(cx, &reviewer, "eco-1087-1", 2, String::new()).await;
    assert_eq!(refused(twice), "item.confirmed_already");
    let page = items::read(cx, &reviewer, "eco-1087-1").await.unwrap();
    assert!(page.item.review.is_confirmed() && !page.item.certainty.is_law(), "a working copy");
    assert_eq!(page.record.len(), 2);
    let confirmed = ItemFilter { confirmed: Some(true), ..ItemFilter::default() };
    assert_eq!(items::list(cx, &reviewer, &confirmed, None).unwrap().items.len(), 1);
    let found = ItemFilter { words: "监测规范".to_owned(), ..ItemFilter::default() };
    assert_eq!(items::list(cx, &reviewer, &found, None).unwrap().items[0].code, "eco-1087-1");
}

#[tokio::test]
async fn a_table_is_imported_whole_or_not_at_all() {
    let world = World::new().await;
    let (town, cx) = (Town::of(&world), &world.cx);
    let city = &town.city_reviewer;
    let law = cx.law();
    let mut rows = rows_of([law.item("eco-1087-1").unwrap(), law.item("eco-1090-1").unwrap()]);
    rows[1][1] = "对使用不合格监测设备的行政处罚".to_owned();
    rows[2][7] = "国家级".to_owned();
    let dry = Import { rows: rows.clone(), dry_run: true };
    let seen = items::import(cx, &town.actor(&world.people.reviewer), &dry).await.unwrap();
    assert_eq!((seen.faults[0].cell.as_str(), seen.changed.len(), seen.written), ("H3", 0, false));
    let faulty = items::import(cx, city, &Import { rows: rows.clone(), dry_run: false }).await;
    let Err(Error::Refused(refusal)) = faulty else { panic!("{faulty:?}") };
    assert_eq!((refusal.code, refusal.field.as_deref()), ("item.import_faulty", Some("H3")));
    assert_ne!(cx.law().item_name("eco-1087-1"), rows[1][1], "nothing was imported");
    rows[2][7] = "市级".to_owned();
    let done = items::import(cx, city, &Import { rows: rows.clone(), dry_run: false }).await;
    let done = done.unwrap();
    assert_eq!((done.changed.len(), done.added.len(), done.written), (2, 0, true));
    assert_eq!(cx.law().item_name("eco-1087-1"), rows[1][1]);
    let again = items::import(cx, city, &Import { rows, dry_run: false }).await.unwrap();
    assert_eq!((again.changed.len(), again.unchanged), (0, 2), "sent twice, written once");
}
