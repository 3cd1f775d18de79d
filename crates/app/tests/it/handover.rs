//! A filed case goes to another body: once by transfer, once by designation, with its file and clocks; its giver only reads.

use crate::common::refused;
use app::jurisdiction::{self as juris, Appoint, Begin, Matter, Opening};
use app::{Error, Page, cases, inspections, tasks};
use domain::case::{Case, HandoverKind, StageName};
use domain::item::Occasion;
use domain::jurisdiction::{Claim, Designation, Setting};
use domain::officer::Officer;
use domain::{AgencyId, DesignationId, OfficerId};
use testkit::{Procedure, World, pass};
use uuid::Uuid;

fn begin(case: &Case, nth: u128, opening: Opening) -> Begin {
    let id = DesignationId(Uuid::from_u128(case.id.0.as_u128() + nth));
    let reason = "违法行为跨三河、霸州两地，两分局意见不一致".to_owned();
    Begin { id, matter: Matter::Case(case.id), opening, reason }
}

fn with(handlers: &[OfficerId]) -> cases::TakeOver {
    cases::TakeOver { handlers: handlers.to_vec(), setting: None }
}

fn claimed_by(agency: AgencyId) -> Opening {
    let opinion = "主要违法行为地在本辖区".to_owned();
    Opening::Dispute { claims: vec![Claim { agency, filed_on: None, opinion }] }
}

/// 三河 and 霸州 dispute a case of 三河, and the bureau gives it to 霸州.
async fn designated(world: &World, case: &Case) -> Designation {
    let cx = &world.cx;
    let own = world.as_actor(&world.people.head);
    let asked = juris::begin(cx, &own, begin(case, 1, claimed_by(world.bazhou.id))).await.unwrap();
    let head = world.as_actor(&world.people.city_head);
    let order = Appoint {
        agency: world.bazhou.id,
        reason: "霸州市分局掌握主要证据，便于查处".to_owned(),
    };
    juris::designate(cx, &head, asked.id, asked.revision, order).await.unwrap()
}

async fn read(world: &World, officer: &Officer, case: &Case) -> cases::CasePage {
    cases::read(&world.cx, &world.as_actor(officer), case.id).await.unwrap()
}

#[tokio::test]
async fn a_disputed_case_goes_to_the_designated_body_with_its_file_and_the_giver_reads_it() {
    let world = World::new().await;
    let (go, cx, people) = (Procedure(&world), &world.cx, &world.people);
    let case = go.filed().await;
    let due = cx.law().clock(&case).next().unwrap().due_on;
    world.clock.advance_days(3);
    let made = designated(&world, &case).await;
    let own = made.claims.iter().find(|claim| claim.agency == world.sanhe.id).unwrap();
    assert!(own.filed_on.is_some(), "the stored filing counts, not what was typed");

    let page = read(&world, &people.of_bazhou, &case).await;
    let moved = &page.row.case;
    assert_eq!((moved.agency, &moved.territory), (world.bazhou.id, &world.bazhou.territory));
    assert_eq!(moved.place(), case.place(), "the place of the act stays");
    assert_eq!(page.row.due_on, Some(due), "the clock runs on");
    assert!(page.row.handlers().is_empty(), "the handlers are released");
    let codes: Vec<_> = page.actions.iter().map(|action| action.code).collect();
    assert_eq!(codes, ["take-over"]);
    assert!(page.actions.iter().all(|action| action.why_not.is_none()));
    assert_eq!(page.record.first().map(|line| line.kind.as_str()), Some("case.transferred"));

    // The file goes along: inspection, evidence and papers.
    let receiver = world.as_actor(&people.of_bazhou);
    let inspection = inspections::read(cx, &receiver, case.inspection).await.unwrap().inspection;
    let photo = inspection.evidence.first().unwrap().id;
    inspections::read_evidence(cx, &receiver, photo).await.unwrap();
    world.run_jobs().await;
    let page = read(&world, &people.of_bazhou, &case).await;
    let paper = page.documents.first().unwrap().id.parse().unwrap();
    app::papers::file(cx, &receiver, paper).await.unwrap();

    // The giver sees all of it, in its lists too, and does nothing to it.
    let page = read(&world, &people.handler, &case).await;
    assert!(page.actions.iter().all(|action| action.why_not.is_some()));
    let listed = |officer: &Officer| {
        let actor = world.as_actor(officer);
        async move {
            let page = Page { after: None, size: 50 };
            cases::list(cx, &actor, &cases::CaseFilter::default(), &page).await.unwrap().items.len()
        }
    };
    assert_eq!((listed(&people.handler).await, listed(&people.of_bazhou).await), (1, 1));
    let report = go.report(&case, false).await;
    let revision = moved.revision;
    for officer in [&people.handler, &people.second_handler] {
        let actor = world.as_actor(officer);
        let tried = cases::conclude(cx, &actor, case.id, revision, report.clone()).await;
        assert!(matches!(tried, Err(Error::Forbidden(_))), "{tried:?}");
        let pair = [people.handler.id, people.second_handler.id];
        let taken = cases::take_over(cx, &actor, case.id, revision, with(&pair)).await;
        assert!(matches!(taken, Err(Error::Forbidden(_))), "{taken:?}");
    }
    let waiting = app::work::open(cx, &receiver).await.unwrap();
    assert!(waiting.iter().any(|item| item.kind == "case" && item.action == "take_over"));
}

#[tokio::test]
async fn the_receiver_names_its_own_certified_handlers_and_goes_on_where_the_case_stood() {
    let world = World::new().await;
    let (go, cx, people) = (Procedure(&world), &world.cx, &world.people);
    let case = go.filed().await;
    designated(&world, &case).await;
    let receiver = world.as_actor(&people.of_bazhou);
    let revision = read(&world, &people.of_bazhou, &case).await.row.case.revision;
    let report = go.report(&case, false).await;
    let early = cases::conclude(cx, &receiver, case.id, revision, report.clone()).await;
    assert!(matches!(early, Err(Error::Forbidden(_))), "nobody handles it yet: {early:?}");

    let take = async |ids: &[&Officer]| {
        let ids: Vec<_> = ids.iter().map(|officer| officer.id).collect();
        cases::take_over(cx, &receiver, case.id, revision, with(&ids)).await
    };
    assert_eq!(refused(take(&[&people.of_bazhou]).await), "officer.fewer_than_two");
    let foreign = take(&[&people.of_bazhou, &people.handler]).await;
    assert_eq!(refused(foreign), "jurisdiction.officer_of_another_body");
    let without = take(&[&people.second_of_bazhou, &people.uncertified]).await;
    assert_eq!(refused(without), "officer.not_certified");
    let taken = take(&[&people.of_bazhou, &people.second_of_bazhou]).await.unwrap();
    assert_eq!(taken.stage.name(), StageName::Investigating);
    assert_eq!(taken.handovers.len(), 1);
    assert!(taken.handovers[0].taken.as_ref().unwrap().grounds.designation.is_some());
    let pair = [people.of_bazhou.id, people.second_of_bazhou.id];
    let twice = cases::take_over(cx, &receiver, case.id, taken.revision, with(&pair)).await;
    assert_eq!(refused(twice), "case.not_handed_over");

    let concluded = cases::conclude(cx, &receiver, case.id, taken.revision, report).await.unwrap();
    assert_eq!(concluded.stage.name(), StageName::UnderExamination);
    let pass = pass(&concluded);
    let former = world.as_actor(&people.handler);
    let old = cases::examine(cx, &former, case.id, concluded.revision, pass).await;
    assert!(matches!(old, Err(Error::Forbidden(_))), "a former handler only reads: {old:?}");
}

#[tokio::test]
async fn a_case_moves_once_and_not_after_its_decision() {
    let world = World::new().await;
    let (go, cx, people) = (Procedure(&world), &world.cx, &world.people);
    let case = go.filed().await;
    designated(&world, &case).await;
    let other = world.as_actor(&people.bazhou_head);
    let head = world.as_actor(&people.city_head);
    let sanhe = world.sanhe.id;
    let back = juris::begin(cx, &other, begin(&case, 2, Opening::Transfer { to: sanhe })).await;
    assert_eq!(refused(back), "case.handed_over_once");
    let again = juris::begin(cx, &other, begin(&case, 3, claimed_by(sanhe))).await;
    assert_eq!(refused(again), "case.handed_over_once");
    let order = juris::begin(cx, &head, begin(&case, 4, Opening::Order { to: sanhe })).await;
    assert_eq!(refused(order), "case.handed_over_once");
    let giver = world.as_actor(&people.head);
    let giver = juris::begin(cx, &giver, begin(&case, 5, claimed_by(world.bazhou.id))).await;
    assert!(matches!(giver, Err(Error::Forbidden(_))), "who gave it only reads: {giver:?}");

    let world = World::new().await;
    let go = Procedure(&world);
    let case = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    let case = go.decided(go.rechecked(case).await).await;
    let head = world.as_actor(&world.people.city_head);
    let to = world.bazhou.id;
    let late = juris::begin(&world.cx, &head, begin(&case, 1, Opening::Order { to })).await;
    assert_eq!(refused(late), "case.decided_already");
}

#[tokio::test]
async fn a_transfer_goes_to_the_body_that_has_the_power_once_then_the_superior_designates() {
    let world = World::new().await;
    let (go, cx, people) = (Procedure(&world), &world.cx, &world.people);
    let case = go.filed().await;
    let own = world.as_actor(&people.head);
    let sent =
        juris::begin(cx, &own, begin(&case, 1, Opening::Transfer { to: world.bazhou.id })).await;
    let sent = sent.unwrap();
    let stays = read(&world, &people.handler, &case).await;
    assert_eq!(stays.row.case.agency, world.sanhe.id, "until it is accepted it stays");
    let other = world.as_actor(&people.bazhou_head);
    let taken = juris::accept(cx, &other, sent.id, sent.revision).await;
    assert_eq!(refused(taken), "designation.receiver_not_competent");
    let reason = "行为地在三河，本分局无管辖权";
    let asked = juris::refer(cx, &other, sent.id, sent.revision, reason).await.unwrap();
    let order =
        Appoint { agency: world.bazhou.id, reason: "案情跨界，霸州便于查处".to_owned() };
    let head = world.as_actor(&people.city_head);
    juris::designate(cx, &head, asked.id, asked.revision, order).await.unwrap();
    let moved = read(&world, &people.of_bazhou, &case).await.row.case;
    assert_eq!(moved.handovers[0].kind, HandoverKind::Designation);
}

/// The bureau files a case it holds to be across counties.
async fn of_the_bureau(world: &World) -> Case {
    let (go, cx, people) = (Procedure(world), &world.cx, &world.people);
    let lead = go.lead().await;
    let pair = [people.city_handler.id, people.second_city_handler.id];
    let setting = Setting { occasion: Occasion::AcrossCounties, operation: None };
    let sending = tasks::Sending { setting, boundary: None };
    let order = tasks::Dispatch { sending, ..go.order(&lead, &pair) };
    let task = tasks::dispatch(cx, &world.as_actor(&people.city_duty), order).await.unwrap();
    let inspection = go.inspected(&task).await;
    // The day of the act is that of the first finding, whoever found it again later.
    let act_on = Some(domain::Date::constant(2026, 9, 16));
    let proposal = cases::Propose { handlers: pair.to_vec(), act_on, ..go.proposal(&inspection) };
    let handler = world.as_actor(&people.city_handler);
    let case = cases::propose(cx, &handler, proposal).await.unwrap();
    let head = world.as_actor(&people.city_head);
    cases::approve_filing(cx, &head, case.id, case.revision).await.unwrap()
}

#[tokio::test]
async fn an_accepted_transfer_moves_the_case_and_the_receiver_may_not_send_it_on() {
    let world = World::new().await;
    let (cx, people) = (&world.cx, &world.people);
    let case = of_the_bureau(&world).await;
    assert_eq!(case.agency, world.bureau.id);
    let own = world.as_actor(&people.city_head);
    let to = world.sanhe.id;
    let sent = juris::begin(cx, &own, begin(&case, 1, Opening::Transfer { to })).await.unwrap();
    let duty = world.as_actor(&people.duty_officer);
    juris::accept(cx, &duty, sent.id, sent.revision).await.unwrap();
    let handler = world.as_actor(&people.handler);
    let moved = read(&world, &people.handler, &case).await.row.case;
    let pair = [people.handler.id, people.second_handler.id];
    // What was the bureau's occasion is not the county's; on that the county has no power.
    let setting = Some(Setting { occasion: Occasion::AcrossCounties, operation: None });
    let theirs = cases::TakeOver { setting, ..with(&pair) };
    let theirs = cases::take_over(cx, &handler, case.id, moved.revision, theirs).await;
    assert_eq!(refused(theirs), "jurisdiction.city_first");
    let towns = Setting { occasion: Occasion::AcrossTowns, operation: None };
    let own = cases::TakeOver { setting: Some(towns.clone()), ..with(&pair) };
    let taken = cases::take_over(cx, &handler, case.id, moved.revision, own).await.unwrap();
    assert_eq!(taken.handovers[0].taken.as_ref().unwrap().grounds.setting, towns, "it is kept");
    assert_eq!((taken.agency, taken.handovers[0].kind), (to, HandoverKind::Transfer));
    let head = world.as_actor(&people.head);
    let to = world.bazhou.id;
    let on = juris::begin(cx, &head, begin(&case, 2, Opening::Transfer { to })).await;
    assert_eq!(refused(on), "case.handed_over_once");
    let asked = juris::begin(cx, &head, begin(&case, 3, claimed_by(to))).await.unwrap();
    assert!(asked.transferred, "it asks the superior instead");
}

#[tokio::test]
async fn who_filed_first_by_the_stored_time_has_the_matter() {
    let world = World::new().await;
    let (go, cx, people) = (Procedure(&world), &world.cx, &world.people);
    let county = go.proposed().await;
    world.clock.advance_days(1);
    go.within().await;
    of_the_bureau(&world).await;
    let late = world.as_actor(&people.head);
    let refusal = match cases::approve_filing(cx, &late, county.id, county.revision).await {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    assert_eq!(refusal.code, "jurisdiction.filed_first");
    assert_eq!(refusal.basis, Some("行政处罚法第二十五条"));
    assert!(refusal.zh.contains("移交") && refusal.zh.contains("指定管辖"), "{}", refusal.zh);
}

#[tokio::test]
async fn a_decision_does_not_rest_on_what_was_done_without_a_certificate() {
    let world = World::new().await;
    let (go, cx, people) = (Procedure(&world), &world.cx, &world.people);
    let case = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    let case = go.rechecked(case).await;
    let head = world.as_actor(&people.head);
    let setup = app::Actor::Service("setup");
    let held = people.second_field_officer.certificate.clone().unwrap();
    let enter = async |until: domain::Date, revision: u32| {
        let corrected = domain::officer::Certificate { valid_to: until, ..held.clone() };
        let id = people.second_field_officer.id;
        app::access::certify(cx, &setup, id, revision, corrected).await.unwrap()
    };
    let found_out = enter(domain::Date::constant(2026, 9, 15), 1).await;
    let refusal = match cases::decide(cx, &head, case.id, case.revision).await {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    assert_eq!(refusal.code, "jurisdiction.acted_without_certificate");
    assert!(
        refusal.zh.starts_with("李外勤于2026-09-16现场检查时没有有效的行政执法证件"),
        "{}",
        refusal.zh
    );
    assert!(refusal.zh.contains("重新办理"), "{}", refusal.zh);
    assert_eq!(refusal.basis, Some("行政处罚法第四十二条"));
    enter(domain::Date::constant(2026, 9, 16), found_out.revision).await;
    cases::decide(cx, &head, case.id, case.revision).await.unwrap();
}
