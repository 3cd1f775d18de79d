//! Item lists: confirmed by people, adjusted step by step, obeyed by dispatch from the first day.

use crate::common::refused;
use app::adjustments::{self, Enter, Mend, Opinion, Publish, Recipient};
use app::enclosures::{self, NewEnclosure};
use app::items;
use app::{Actor, Error, Page, lists, tasks};
use domain::adjustment::{Adjustment, CleanupKind, Proposal, Trigger};
use domain::item::{Delegation, Duty};
use domain::officer::{Officer, Role};
use domain::region::Level;
use domain::{AdjustmentId, Date, EnclosureId};
use jiff::ToSpan as _;
use testkit::{Procedure, World, an_officer};
use uuid::Uuid;

const ITEM: &str = "eco-1107-water";

pub(crate) struct Town<'a> {
    world: &'a World,
    pub(crate) city_reviewer: Actor,
}

impl<'a> Town<'a> {
    pub(crate) fn of(world: &'a World) -> Self {
        let reviewer = an_officer(77, &world.sanhe, "市法制", &[Role::Reviewer, Role::Head]);
        let Actor::Person(person) = world.as_actor(&reviewer) else { panic!("a person") };
        let territory = "1310/".parse().unwrap();
        Self { world, city_reviewer: Actor::Person(app::Person { territory, ..person }) }
    }

    pub(crate) fn actor(&self, officer: &Officer) -> Actor {
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
            papers: Vec::new(),
            change_set: None,
            level: Level::County,
            territory: self.world.sanhe.territory.clone(),
            sample,
            items: items.iter().map(|code| (*code).to_owned()).collect(),
            refinements: Vec::new(),
        }
    }

    async fn propose(&self, id: u128, items: &[&str], sample: bool) -> Adjustment {
        let handler = self.actor(&self.world.people.handler);
        let proposal = self.proposal(id, items, sample);
        let papers = self.papers(&handler).await;
        adjustments::propose(&self.world.cx, &handler, proposal, &papers).await.unwrap()
    }

    /// A paper that this person has just handed in.
    async fn papers(&self, by: &Actor) -> Vec<EnclosureId> {
        let id = self.world.cx.id();
        enclosures::add(&self.world.cx, by, file(id)).await.unwrap();
        vec![id]
    }

    async fn until_copied(&self, proposed: &Adjustment) -> Adjustment {
        let cx = &self.world.cx;
        let (handler, reviewer) =
            (self.actor(&self.world.people.handler), self.actor(&self.world.people.reviewer));
        let key = (proposed.id, proposed.revision);
        let opinion = self.opinion(&reviewer, true).await;
        let agreed = adjustments::review(cx, &reviewer, key, opinion).await.unwrap();
        let key = (agreed.id, agreed.revision);
        let (paper, to) = (self.paper(&handler).await, Recipient::Government);
        let filed = adjustments::send(cx, &handler, key, to, paper).await.unwrap();
        let key = (filed.id, filed.revision);
        let (paper, to) = (self.paper(&handler).await, Recipient::Justice);
        adjustments::send(cx, &handler, key, to, paper).await.unwrap()
    }

    async fn opinion(&self, by: &Actor, agreed: bool) -> Opinion {
        let (opinion, document) = ("合法".to_owned(), "法审1号".to_owned());
        Opinion { agreed, opinion, document, documents: self.papers(by).await }
    }

    async fn paper(&self, by: &Actor) -> Enter {
        let (number, body) = ("三政备〔2026〕2号".to_owned(), "三河市人民政府".to_owned());
        Enter { number, body, on: self.today(), documents: self.papers(by).await }
    }

    async fn announcement(&self, effective_from: Date) -> Publish {
        let documents = self.papers(&self.actor(&self.world.people.head)).await;
        Publish { place: "政府网站公示栏".to_owned(), effective_from, documents }
    }

    async fn publish(&self, copied: &Adjustment, from: Date) -> Result<Adjustment, Error> {
        let head = self.actor(&self.world.people.head);
        let key = (copied.id, copied.revision);
        let announcement = self.announcement(from).await;
        adjustments::publish(&self.world.cx, &head, key, announcement).await
    }

    async fn confirm(&self, code: &str) {
        let (cx, reviewer) = (&self.world.cx, self.actor(&self.world.people.reviewer));
        let revision = items::read(cx, &reviewer, code, None).await.unwrap().revision;
        let note = "与条文一致".to_owned();
        items::confirm(cx, &reviewer, code, revision, note, Duty::AsItStands).await.unwrap();
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

fn file(id: EnclosureId) -> NewEnclosure {
    NewEnclosure {
        id,
        name: "文件.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        sha256: None,
        bytes: format!("%PDF-1.7 {id}").into_bytes(),
    }
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
    let papers = town.papers(&handler).await;
    let propose = |actor| adjustments::propose(cx, actor, proposal.clone(), &papers);
    forbidden(propose(&reviewer).await);
    let duty = town.actor(&people.duty_officer);
    forbidden(propose(&duty).await);
    let elsewhere = town.actor(&people.of_bazhou);
    let own = town.papers(&elsewhere).await;
    forbidden(adjustments::propose(cx, &elsewhere, proposal.clone(), &own).await);
    let proposed = propose(&handler).await.unwrap();
    let again = propose(&handler).await.unwrap();
    assert_eq!(again, proposed, "sent twice, proposed once");
    let hidden = adjustments::read(cx, &elsewhere, proposed.id).await;
    assert!(matches!(hidden, Err(Error::NotFound("adjustment"))));

    let key = (proposed.id, proposed.revision);
    let opinion = town.opinion(&reviewer, true).await;
    forbidden(adjustments::review(cx, &handler, key, opinion.clone()).await);
    let early = town.paper(&handler).await;
    let early = adjustments::send(cx, &handler, key, Recipient::Government, early).await;
    assert_eq!(refused(early), "adjustment.stage");
    let today = town.today();
    let announcement = town.announcement(today).await;
    let early = adjustments::publish(cx, &head, key, announcement.clone()).await;
    assert_eq!(refused(early), "adjustment.stage");
    forbidden(adjustments::publish(cx, &handler, key, announcement).await);
    forbidden(adjustments::withdraw(cx, &reviewer, key, "否".to_owned()).await);
    let stale = adjustments::review(cx, &reviewer, (proposed.id, 7), opinion).await;
    assert!(matches!(stale, Err(Error::Stale("adjustment"))));

    // Returned, mended by the proposer, agreed; the time for review and for publication is data.
    let opinion = town.opinion(&reviewer, false).await;
    let returned = adjustments::review(cx, &reviewer, key, opinion).await.unwrap();
    let key = (returned.id, returned.revision);
    let other = town.actor(&people.second_handler);
    let items = vec!["eco-1100".to_owned(), "eco-1103".to_owned()];
    let mend = Mend { items, reason: "改".to_owned(), documents: Vec::new() };
    let not_own = adjustments::revise(cx, &other, key, mend.clone()).await;
    assert_eq!(refused(not_own), "adjustment.not_proposer");
    let mended = adjustments::revise(cx, &handler, key, mend).await.unwrap();
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
async fn a_step_takes_the_paper_of_whoever_takes_it_and_only_once() {
    let world = World::new().await;
    let (town, cx, people) = (Town::of(&world), &world.cx, &world.people);
    let (handler, reviewer) = (town.actor(&people.handler), town.actor(&people.reviewer));
    let propose = async |id: u128, papers: &[EnclosureId]| {
        adjustments::propose(cx, &handler, town.proposal(id, &["eco-1100"], true), papers).await
    };
    assert_eq!(refused(propose(8, &[]).await), "enclosure.missing");
    let of_reviewer = town.papers(&reviewer).await;
    assert_eq!(refused(propose(8, &of_reviewer).await), "enclosure.not_yours");
    let unknown = propose(8, &[cx.id()]).await;
    assert!(matches!(unknown, Err(Error::NotFound("enclosure"))), "{unknown:?}");
    let papers = town.papers(&handler).await;
    let proposed = propose(8, &papers).await.unwrap();
    assert_eq!((proposed.papers.len(), proposed.papers[0].id), (1, papers[0]));
    assert_eq!(refused(propose(9, &papers).await), "enclosure.taken");
    let nothing = adjustments::read(cx, &handler, AdjustmentId(Uuid::from_u128(9))).await;
    assert!(matches!(nothing, Err(Error::NotFound("adjustment"))), "refused whole");

    // The bytes come back as they were, to those of the territory only.
    let file = enclosures::read(cx, &reviewer, papers[0]).await.unwrap();
    assert!(file.bytes.starts_with(b"%PDF-1.7"));
    assert_eq!(file.enclosure.holder, Some(format!("adjustment/{}", proposed.id)));
    let elsewhere = enclosures::read(cx, &town.actor(&people.of_bazhou), papers[0]).await;
    assert!(matches!(elsewhere, Err(Error::NotFound("enclosure"))));

    // Sent twice it is kept once; other bytes under the same id, or on the way, are noticed.
    let again = enclosures::add(cx, &handler, self::file(papers[0])).await.unwrap();
    assert_eq!(again.revision, 2, "already taken by its step");
    let other = NewEnclosure { bytes: b"%PDF-2".to_vec(), ..self::file(papers[0]) };
    assert_eq!(refused(enclosures::add(cx, &handler, other).await), "enclosure.id_taken");
    let told = NewEnclosure { sha256: Some("0".repeat(64)), ..self::file(cx.id()) };
    assert_eq!(refused(enclosures::add(cx, &handler, told).await), "enclosure.digest_differs");
    let duty = town.actor(&people.duty_officer);
    let forbidden = enclosures::add(cx, &duty, self::file(cx.id())).await;
    assert!(matches!(forbidden, Err(Error::Forbidden(_))));
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
