//! Item lists: confirmed by people, adjusted step by step, obeyed by dispatch from the first day.

use crate::common::refused;
use app::adjustments::{self, Enter};
use app::items::{self, Import, ItemFilter};
use app::{Actor, Error, Page, lists, tasks};
use domain::adjustment::{Adjustment, CleanupKind, Finding, Proposal, Trigger};
use domain::item::{Delegation, Revision, rows_of};
use domain::officer::{Officer, Role};
use domain::region::Level;
use domain::{AdjustmentId, Date};
use jiff::ToSpan as _;
use testkit::{Procedure, World, an_officer};
use uuid::Uuid;

const ITEM: &str = "eco-1107-water";

struct Town<'a> {
    world: &'a World,
    city_reviewer: Actor,
}

impl<'a> Town<'a> {
    fn of(world: &'a World) -> Self {
        let reviewer = an_officer(77, &world.sanhe, "市法制", &[Role::Reviewer, Role::Head]);
        let Actor::Person(person) = world.as_actor(&reviewer) else { panic!("a person") };
        let territory = "1310/".parse().unwrap();
        Self { world, city_reviewer: Actor::Person(app::Person { territory, ..person }) }
    }

    fn actor(&self, officer: &Officer) -> Actor {
        self.world.as_actor(officer)
    }

    fn today(&self) -> Date {
        self.world.cx.now().date()
    }

    fn proposal(&self, id: u128, items: &[&str], sample: bool) -> Proposal {
        Proposal {
            id: AdjustmentId(Uuid::from_u128(id)),
            title: "三河市执法事项清单".to_owned(),
            trigger: Trigger::Enacted,
            reason: "生态环境法典施行，补充细化市级清单。".to_owned(),
            basis: vec!["eco_code:1242".parse().unwrap()],
            document: "三环法〔2026〕1号".to_owned(),
            level: Level::County,
            territory: self.world.sanhe.territory.clone(),
            sample,
            items: items.iter().map(|code| (*code).to_owned()).collect(),
        }
    }

    async fn propose(&self, id: u128, items: &[&str], sample: bool) -> Adjustment {
        let handler = self.actor(&self.world.people.handler);
        let proposal = self.proposal(id, items, sample);
        adjustments::propose(&self.world.cx, &handler, proposal).await.unwrap()
    }

    async fn until_copied(&self, proposed: &Adjustment) -> Adjustment {
        let cx = &self.world.cx;
        let (handler, reviewer) =
            (self.actor(&self.world.people.handler), self.actor(&self.world.people.reviewer));
        let key = (proposed.id, proposed.revision);
        let agreed = adjustments::review(cx, &reviewer, key, finding(true)).await.unwrap();
        let key = (agreed.id, agreed.revision);
        let filed = adjustments::file(cx, &handler, key, self.paper()).await.unwrap();
        let key = (filed.id, filed.revision);
        adjustments::copy(cx, &handler, key, self.paper()).await.unwrap()
    }

    fn paper(&self) -> Enter {
        let (number, body) = ("三政备〔2026〕2号".to_owned(), "三河市人民政府".to_owned());
        Enter { number, body, on: self.today() }
    }

    async fn publish(&self, copied: &Adjustment, from: Date) -> Result<Adjustment, Error> {
        let head = self.actor(&self.world.people.head);
        let key = (copied.id, copied.revision);
        adjustments::publish(&self.world.cx, &head, key, "政府网站公示栏".to_owned(), from).await
    }

    async fn confirm(&self, code: &str) {
        let (cx, reviewer) = (&self.world.cx, self.actor(&self.world.people.reviewer));
        let revision = items::read(cx, &reviewer, code).await.unwrap().revision;
        items::confirm(cx, &reviewer, code, revision, "与条文一致".to_owned()).await.unwrap();
    }

    async fn dispatch(&self) -> Result<domain::task::Task, Error> {
        let go = Procedure(self.world);
        let people = &self.world.people;
        let lead = go.lead().await;
        let order = go.order(&lead, &[people.field_officer.id, people.second_field_officer.id]);
        let duty = self.actor(&people.duty_officer);
        tasks::dispatch(&self.world.cx, &duty, order).await
    }
}

fn finding(agreed: bool) -> Finding {
    Finding { agreed, opinion: "合法".to_owned(), document: "法审1号".to_owned() }
}

#[tokio::test]
async fn dispatch_obeys_a_new_list_from_its_first_day() {
    let world = World::new().await;
    let town = Town::of(&world);
    // First a list without the item: three days later nobody may be sent for it any more.
    let first = town.propose(1, &["eco-1100", "eco-1102"], false).await;
    assert!(first.diff.removed.iter().any(|line| line.code == ITEM), "{:?}", first.diff);
    let copied = town.until_copied(&first).await;
    let from = town.today().saturating_add(3.days());
    let unreviewed = town.publish(&copied, from).await.unwrap_err();
    let Error::Refused(refusal) = unreviewed else { panic!("{unreviewed:?}") };
    assert_eq!(refusal.code, "list.unreviewed");
    assert!(refusal.en.contains("eco-1100") && refusal.en.contains("eco-1102"), "{refusal}");
    for code in ["eco-1100", "eco-1102"] {
        town.confirm(code).await;
    }
    town.publish(&copied, from).await.unwrap();
    world.clock.advance_days(3);
    assert_eq!(refused(town.dispatch().await), "jurisdiction.not_listed");

    // Then a list with it, in force in two days.
    let second = town.propose(2, &["eco-1100", "eco-1102", ITEM], false).await;
    assert_eq!(second.diff.added.len(), 1);
    assert_eq!(second.base.as_deref(), Some("county-131082-2026-09-19"));
    town.confirm(ITEM).await;
    let copied = town.until_copied(&second).await;
    let from = town.today().saturating_add(2.days());
    town.publish(&copied, from).await.unwrap();
    world.clock.advance_days(1);
    assert_eq!(refused(town.dispatch().await), "jurisdiction.not_listed", "the day before");
    world.clock.advance_days(1);
    let task = town.dispatch().await.unwrap();
    assert_eq!(task.agency, world.sanhe.id, "the day itself");

    // Each step left its line, and the version is part of the history of the list.
    let handler = town.actor(&world.people.handler);
    let page = adjustments::read(&world.cx, &handler, second.id).await.unwrap();
    let kinds: Vec<&str> = page.record.iter().rev().map(|line| line.kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "adjustment.proposed",
            "adjustment.reviewed",
            "adjustment.filed",
            "adjustment.copied",
            "adjustment.published"
        ]
    );
    let versions = lists::list(&world.cx, &handler).unwrap();
    let own = versions.iter().filter(|version| version.territory == world.sanhe.territory);
    assert_eq!(own.map(|version| version.effective_to).collect::<Vec<_>>(), [None, Some(from)]);
}

#[tokio::test]
async fn the_right_people_only_and_one_after_the_other() {
    let world = World::new().await;
    let (town, cx, people) = (Town::of(&world), &world.cx, &world.people);
    let (handler, reviewer) = (town.actor(&people.handler), town.actor(&people.reviewer));
    let head = town.actor(&people.head);
    let proposal = town.proposal(3, &["eco-1100"], true);
    let forbidden = |result: Result<Adjustment, Error>| {
        assert!(matches!(result, Err(Error::Forbidden(_))), "{result:?}");
    };
    forbidden(adjustments::propose(cx, &reviewer, proposal.clone()).await);
    forbidden(adjustments::propose(cx, &town.actor(&people.duty_officer), proposal.clone()).await);
    let elsewhere = town.actor(&people.of_bazhou);
    forbidden(adjustments::propose(cx, &elsewhere, proposal.clone()).await);
    let proposed = adjustments::propose(cx, &handler, proposal.clone()).await.unwrap();
    let again = adjustments::propose(cx, &handler, proposal).await.unwrap();
    assert_eq!(again, proposed, "sent twice, proposed once");
    let hidden = adjustments::read(cx, &elsewhere, proposed.id).await;
    assert!(matches!(hidden, Err(Error::NotFound("adjustment"))));

    let key = (proposed.id, proposed.revision);
    forbidden(adjustments::review(cx, &handler, key, finding(true)).await);
    assert_eq!(
        refused(adjustments::file(cx, &handler, key, town.paper()).await),
        "adjustment.stage"
    );
    let today = town.today();
    let early = adjustments::publish(cx, &head, key, "栏".to_owned(), today).await;
    assert_eq!(refused(early), "adjustment.stage");
    forbidden(adjustments::publish(cx, &handler, key, "栏".to_owned(), today).await);
    forbidden(adjustments::withdraw(cx, &reviewer, key, "否".to_owned()).await);
    let stale = adjustments::review(cx, &reviewer, (proposed.id, 7), finding(true)).await;
    assert!(matches!(stale, Err(Error::Stale("adjustment"))));

    // Returned, mended by the proposer, agreed; the time for review and for publication is data.
    let returned = adjustments::review(cx, &reviewer, key, finding(false)).await.unwrap();
    let key = (returned.id, returned.revision);
    let other = town.actor(&people.second_handler);
    let codes = || vec!["eco-1100".to_owned(), "eco-1103".to_owned()];
    let not_own = adjustments::revise(cx, &other, key, codes(), "改".to_owned()).await;
    assert_eq!(refused(not_own), "adjustment.not_proposer");
    let mended = adjustments::revise(cx, &handler, key, codes(), "改".to_owned()).await.unwrap();
    let page = adjustments::read(cx, &reviewer, mended.id).await.unwrap();
    assert_eq!(
        (page.due.unwrap().period, page.actions.as_slice()),
        ("legal_review", &["review"][..])
    );
    let copied = town.until_copied(&mended).await;
    let page = adjustments::read(cx, &head, copied.id).await.unwrap();
    let due = page.due.unwrap();
    assert_eq!(
        (due.period, due.deadline.date),
        ("list_publication", "2026-10-20".parse().unwrap())
    );
    assert_eq!(page.actions, ["publish", "withdraw"]);
    let published = town.publish(&copied, today).await.unwrap();
    let key = (published.id, published.revision);
    let late = adjustments::withdraw(cx, &handler, key, "迟".to_owned()).await;
    assert_eq!(refused(late), "adjustment.stage");
    let rows =
        adjustments::list(cx, &head, "published", "三河", &Page { after: None, size: 9 }).await;
    assert_eq!(rows.unwrap().items.len(), 1);
}

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

#[tokio::test]
async fn what_the_province_takes_back_a_town_no_longer_does() {
    let world = World::new().await;
    let (town, cx) = (Town::of(&world), &world.cx);
    let head = town.actor(&world.people.head);
    let place: domain::region::Territory = "1310/131082/131082109/".parse().unwrap();
    let given = Delegation {
        code: "delegation-test".to_owned(),
        territory: place.clone(),
        items: vec!["eco-1130".to_owned()],
        effective_from: town.today(),
        effective_to: None,
        document: "冀政办〔2026〕8号".to_owned(),
        withdrawal: String::new(),
    };
    lists::delegate(cx, &head, given.clone()).await.unwrap();
    lists::delegate(cx, &head, given.clone()).await.unwrap();
    let other = Delegation { items: vec!["eco-1100".to_owned()], ..given };
    assert_eq!(refused(lists::delegate(cx, &head, other).await), "delegation.exists");
    let shared = lists::withdraw_delegation(
        cx,
        &head,
        "delegation-sample-2026-08",
        "2026-12-01".parse().unwrap(),
        "冀政办〔2026〕9号",
    );
    let outside = shared.await;
    assert!(matches!(outside, Err(Error::NotFound("delegation"))), "the city's, not a county's");
    let on: Date = "2026-11-01".parse().unwrap();
    lists::withdraw_delegation(cx, &head, "delegation-test", on, "冀政〔2026〕9号").await.unwrap();
    let law = cx.law();
    assert!(law.lists.delegation("eco-1130", &place, "2026-10-31".parse().unwrap()).is_some());
    assert!(law.lists.delegation("eco-1130", &place, on).is_none());
}

#[tokio::test]
async fn clean_ups_come_with_figures_from_the_cases() {
    let world = World::new().await;
    let (town, cx) = (Town::of(&world), &world.cx);
    let go = Procedure(&world);
    let signed = go.complete(go.draft(&go.task(&go.lead().await).await).await).await;
    let officer = town.actor(&world.people.field_officer);
    let done = app::inspections::submit(cx, &officer, signed.id, signed.revision).await.unwrap();
    let handler = town.actor(&world.people.handler);
    app::cases::propose(cx, &handler, go.proposal(&done)).await.unwrap();
    world.clock.advance_days(900);
    let found = adjustments::cleanups(cx, &handler, 2).await.unwrap();
    let unused = found.iter().find(|one| {
        one.kind == CleanupKind::Unused && one.list.starts_with("county") && one.items == [ITEM]
    });
    let unused = unused.expect("no case for two years");
    assert_eq!((unused.cases, unused.last_case_on), (1, Some("2026-09-16".parse().unwrap())));
    assert!(unused.words.zh.contains("累计1件"), "{}", unused.words.zh);
    let used = adjustments::cleanups(cx, &handler, 3).await.unwrap();
    assert!(
        !used.iter().any(|one| one.kind == CleanupKind::Unused && one.list.starts_with("county"))
    );
}
