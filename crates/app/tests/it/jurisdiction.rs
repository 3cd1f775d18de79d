//! No step goes round the question of jurisdiction; operations, designations and places near a line, through the use cases.

use crate::common::refused;
use app::jurisdiction::{self as juris, Appoint, Asked, Begin, Matter, Opening, Pick, Spot};
use app::tasks::Sending;
use app::{Error, cases, inspections, leads, tasks};
use domain::item::Occasion;
use domain::jurisdiction::{
    Claim, Designation, DesignationState, OperationKind, Plan, Setting, Siting,
};
use domain::lead::Lead;
use domain::officer::Officer;
use domain::region::Position;
use domain::{AgencyId, Date, DesignationId};

use testkit::{Procedure, World};
use uuid::Uuid;

fn begin(lead: &Lead, nth: u128, opening: Opening) -> Begin {
    let id = DesignationId(Uuid::from_u128(lead.id.0.as_u128() + nth));
    let (matter, reason) = (Matter::Lead(lead.id), "案情跨区域，按要求确定管辖".to_owned());
    Begin { id, matter, opening, reason }
}

/// The bureau gives the matter to another body.
async fn give_to(world: &World, lead: &Lead, nth: u128, to: AgencyId) -> Designation {
    let head = world.as_actor(&world.people.city_head);
    juris::begin(&world.cx, &head, begin(lead, nth, Opening::Order { to })).await.unwrap()
}

#[tokio::test]
async fn none_of_the_four_steps_goes_round_the_question() {
    const ELSEWHERE: &str = "jurisdiction.designated_elsewhere";
    let world = World::new().await;
    let go = Procedure(&world);
    let (cx, people) = (&world.cx, &world.people);
    let (duty, field) =
        (world.as_actor(&people.duty_officer), world.as_actor(&people.field_officer));
    let (handler, head) = (world.as_actor(&people.handler), world.as_actor(&people.head));
    let (away, back) = (world.bazhou.id, world.sanhe.id);

    // Dispatch: the matter went to the bureau, which stands above, so the lead stays in sight.
    let lead = go.lead().await;
    give_to(&world, &lead, 1, world.bureau.id).await;
    let order = go.order(&lead, &[people.field_officer.id, people.second_field_officer.id]);
    let sent = tasks::dispatch(cx, &duty, order).await;
    assert_eq!(
        refused(sent),
        "jurisdiction.officer_of_another_body",
        "they do not go for the bureau"
    );
    give_to(&world, &lead, 2, back).await;
    let task = go.task(&lead).await;
    assert_eq!((task.grounds.agency, &task.grounds.place), (back, &task.territory));

    // Inspection: begin, and submit.
    give_to(&world, &lead, 3, away).await;
    let id = cx.id();
    assert_eq!(refused(inspections::begin(cx, &field, id, task.id).await), ELSEWHERE);
    give_to(&world, &lead, 4, back).await;
    let signed = go.complete(go.draft(&task).await).await;
    give_to(&world, &lead, 5, away).await;
    let submitted = inspections::submit(cx, &field, signed.id, signed.revision).await;
    assert_eq!(refused(submitted), ELSEWHERE);
    give_to(&world, &lead, 6, back).await;
    let inspection = inspections::submit(cx, &field, signed.id, signed.revision).await.unwrap();
    assert!(inspection.submitted_grounds.is_some());

    // Filing: proposal, and approval.
    give_to(&world, &lead, 7, away).await;
    let proposed = cases::propose(cx, &handler, go.proposal(&inspection)).await;
    assert_eq!(refused(proposed), "jurisdiction.officer_of_another_body");
    give_to(&world, &lead, 8, back).await;
    let case = cases::propose(cx, &handler, go.proposal(&inspection)).await.unwrap();
    give_to(&world, &lead, 9, away).await;
    let filed = cases::approve_filing(cx, &head, case.id, case.revision + 1).await;
    assert!(matches!(filed, Err(Error::Forbidden(_))), "it went with the matter: {filed:?}");
}

#[tokio::test]
async fn nothing_is_decided_by_who_lost_the_matter_or_by_anothers_head() {
    let world = World::new().await;
    let go = Procedure(&world);
    let cx = &world.cx;
    let case = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    let case = go.rechecked(case).await;
    let head = world.as_actor(&world.people.head);
    let (id, revision) = (case.id, case.revision);

    let of_bureau = world.as_actor(&world.people.city_head);
    let decided = cases::decide(cx, &of_bureau, id, revision).await;
    assert_eq!(refused(decided), "jurisdiction.officer_of_another_body");

    let inspection = inspections::read(cx, &head, case.inspection).await.unwrap().inspection;
    let task = tasks::read(cx, &head, inspection.task).await.unwrap();
    give_to(&world, &task.lead, 1, world.bureau.id).await;
    let decided = cases::decide(cx, &head, id, revision + 1).await;
    assert!(matches!(decided, Err(Error::Forbidden(_))), "{decided:?}");
    let decided = cases::decide(cx, &of_bureau, id, revision + 1).await;
    assert_eq!(refused(decided), "case.handlers_due");
}

fn audit(world: &World, members: &[&Officer]) -> Plan {
    Plan {
        name: "2026年秋季稽查".to_owned(),
        kind: OperationKind::Audit,
        from: Date::constant(2026, 9, 15),
        to: Date::constant(2026, 9, 20),
        area: vec![world.sanhe.territory.clone()],
        agencies: Vec::new(),
        officers: members.iter().map(|officer| officer.id).collect(),
        basis: "廊环执法〔2026〕8号".to_owned(),
    }
}

fn in_operation(code: &str) -> Sending {
    let operation = Some(code.to_owned());
    Sending { setting: Setting { occasion: Occasion::Audit, operation }, boundary: None }
}

#[tokio::test]
async fn an_audit_gives_the_city_power_only_once_a_head_approved_it_and_only_to_its_members() {
    let world = World::new().await;
    let go = Procedure(&world);
    let (cx, people) = (&world.cx, &world.people);
    let (duty, head) = (world.as_actor(&people.city_duty), world.as_actor(&people.city_head));
    let pair = [&people.of_bazhou, &people.second_of_bazhou];
    let entry = juris::register(cx, &duty, audit(&world, &pair)).await.unwrap();
    let code = entry.value.code.clone();
    let lead = go.lead().await;
    let send = async |officers: [&Officer; 2], sending: Sending| {
        let ids = officers.map(|officer| officer.id);
        let order = tasks::Dispatch { sending, ..go.order(&lead, &ids) };
        tasks::dispatch(cx, &duty, order).await
    };
    let waiting = send(pair, in_operation(&code)).await;
    assert_eq!(refused(waiting), "jurisdiction.operation_not_approved");
    let small = world.as_actor(&people.head);
    let approve = juris::approve(cx, &small, &code, entry.revision).await;
    assert!(matches!(approve, Err(Error::NotFound("operation"))), "a county's head does not");
    let entry = juris::approve(cx, &head, &code, entry.revision).await.unwrap();
    let late = juris::approve(cx, &head, &code, entry.revision - 1).await;
    assert!(matches!(late, Err(Error::Stale("operation"))));

    let own = [&people.field_officer, &people.second_field_officer];
    assert_eq!(refused(send(own, in_operation(&code)).await), "jurisdiction.officer_not_member");
    assert_eq!(
        refused(send(pair, in_operation("op-2026-9999")).await),
        "jurisdiction.operation_missing"
    );
    assert_eq!(refused(send(pair, Sending::default()).await), "jurisdiction.outside_area");

    let setting = in_operation(&code).setting;
    let candidates = leads::candidates(cx, &duty, lead.id, &setting).await.unwrap();
    let fit: Vec<_> = candidates.iter().filter(|one| one.reasons.is_empty()).collect();
    assert!(fit.iter().any(|one| one.officer.id == people.of_bazhou.id));
    assert!(fit.iter().all(|one| one.officer.agency != world.sanhe.id));

    let task = send(pair, in_operation(&code)).await.unwrap();
    assert_eq!((task.agency, task.grounds.list.as_str()), (world.bureau.id, "city-sample-2026-08"));
    let reg = juris::list_operations(cx, &world.as_actor(&people.of_bazhou)).await.unwrap();
    assert_eq!(reg.len(), 1, "its members see it");

    // It ends; who was on the way must not begin any more.
    juris::end(cx, &head, &code, entry.revision, "任务完成").await.unwrap();
    world.clock.advance_days(1);
    let officer = world.as_actor(&people.of_bazhou);
    let begun = inspections::begin(cx, &officer, cx.id(), task.id).await;
    assert_eq!(refused(begun), "jurisdiction.operation_not_running");
}

#[tokio::test]
async fn a_matter_is_transferred_once_then_the_superior_designates() {
    let world = World::new().await;
    let go = Procedure(&world);
    let (cx, people) = (&world.cx, &world.people);
    let (duty, other) = (world.as_actor(&people.duty_officer), world.as_actor(&people.of_bazhou));
    let lead = go.lead().await;
    let transfer = begin(&lead, 1, Opening::Transfer { to: world.bazhou.id });
    let sent = juris::begin(cx, &duty, transfer.clone()).await.unwrap();
    let same = juris::begin(cx, &duty, transfer).await.unwrap();
    assert_eq!(sent, same, "sent twice, begun once");
    let order = go.order(&lead, &[people.field_officer.id, people.second_field_officer.id]);
    assert_eq!(refused(tasks::dispatch(cx, &duty, order).await), "jurisdiction.transferred_away");

    let own = juris::accept(cx, &duty, sent.id, sent.revision).await;
    assert_eq!(refused(own), "designation.not_yours");
    let taken = juris::accept(cx, &other, sent.id, sent.revision).await.unwrap();
    assert_eq!(taken.state.as_str(), "accepted");
    let seen = leads::read(cx, &other, lead.id).await.unwrap();
    assert_eq!(seen.row.lead.territory, world.bazhou.territory, "the receiver sees it now");
    let gone = leads::read(cx, &duty, lead.id).await;
    assert!(matches!(gone, Err(Error::NotFound("lead"))));

    let on = begin(&lead, 2, Opening::Transfer { to: world.sanhe.id });
    assert_eq!(refused(juris::begin(cx, &other, on).await), "designation.transferred_once");
    let claims =
        vec![Claim {
            agency: world.sanhe.id, filed_on: None, opinion: "行为地在霸州".to_owned()
        }];
    let asked = begin(&lead, 3, Opening::Dispute { claims });
    let asked = juris::begin(cx, &other, asked).await.unwrap();
    let DesignationState::Requested { superior } = asked.state else { panic!("{asked:?}") };
    assert_eq!(superior, world.bureau.id);

    let head = world.as_actor(&people.city_head);
    let own = juris::read(cx, &head, asked.id).await.unwrap();
    assert_eq!(own.actions, ["designate"]);
    assert!(juris::read(cx, &duty, asked.id).await.unwrap().actions.is_empty());
    let order =
        Appoint { agency: world.sanhe.id, reason: "行为发生地在三河市".to_owned() };
    let by_other = juris::designate(cx, &other, asked.id, asked.revision, order.clone()).await;
    assert_eq!(refused(by_other), "designation.not_the_superior");
    let made = juris::designate(cx, &head, asked.id, asked.revision, order).await.unwrap();
    assert_eq!(made.holder(), Some(world.sanhe.id));
    let page = app::Page { after: None, size: 50 };
    assert_eq!(juris::list(cx, &duty, "", &page).await.unwrap().items.len(), 2);
    assert_eq!(juris::list(cx, &duty, "requested", &page).await.unwrap().items.len(), 0);
    let lines = juris::read(cx, &head, asked.id).await.unwrap().record;
    assert_eq!(lines.first().map(|line| line.kind.as_str()), Some("designation.made"));
    let lead = leads::read(cx, &duty, lead.id).await.unwrap().row.lead;
    let task = go.task(&lead).await;
    assert!(task.grounds.designation.is_some());
}

/// A point near a line between 三河 and another county.
async fn near_a_line() -> Position {
    let world = World::new().await;
    let law = world.cx.law();
    let near = (0..2_000).find_map(|step| {
        let lon = 116.80 + f64::from(step) * 0.000_5;
        let point = Position { lon, lat: 39.90, ..world.plant.enterprise.location };
        let found = law.ground().candidates(&point, None).unwrap();
        (found.len() >= 2 && found.iter().any(|near| near.code == "131082")).then_some(point)
    });
    near.unwrap()
}

#[tokio::test]
async fn near_a_line_the_choice_and_its_reason_go_with_the_task_and_the_case() {
    let point = near_a_line().await;
    let world = World::with_plant_at(point).await;
    let go = Procedure(&world);
    let cx = &world.cx;
    let people = &world.people;
    let duty = world.as_actor(&people.duty_officer);
    let lead = go.lead().await;
    let send = async |boundary: Option<Pick>| {
        let ids = [people.field_officer.id, people.second_field_officer.id];
        let sending = Sending { boundary, ..Sending::default() };
        tasks::dispatch(cx, &duty, tasks::Dispatch { sending, ..go.order(&lead, &ids) }).await
    };
    assert_eq!(refused(send(None).await), "jurisdiction.boundary_choice");
    let pick = |county: &str, reason: &str| {
        Some(Pick { county: county.to_owned(), reason: reason.to_owned() })
    };
    assert_eq!(refused(send(pick("131082", "")).await), "jurisdiction.words_missing");
    assert_eq!(refused(send(pick("131025", "远")).await), "jurisdiction.boundary_choice");
    let task = send(pick("131082", "排污许可证载明生产场所在三河市燕郊镇")).await.unwrap();
    let Siting::Chosen { choice } = &task.grounds.siting else { panic!("{:?}", task.grounds) };
    assert!(choice.candidates.len() >= 2 && choice.by == people.duty_officer.id);

    let spot = Spot { lon: point.lon, lat: point.lat };
    let asked = Asked { item: task.item.clone(), spot: Some(spot), ..Asked::default() };
    let told = juris::answer(cx, &duty, asked).await.unwrap();
    assert_eq!(told.answer.result.unwrap_err().code, "jurisdiction.boundary_choice");
    assert_eq!(told.candidates.len(), choice.candidates.len());

    let draft = go.draft(&task).await;
    assert_eq!(draft.grounds.siting, task.grounds.siting);
    let signed = go.complete(draft).await;
    let field = world.as_actor(&people.field_officer);
    let inspection = inspections::submit(cx, &field, signed.id, signed.revision).await.unwrap();
    let handler = world.as_actor(&people.handler);
    let case = cases::propose(cx, &handler, go.proposal(&inspection)).await.unwrap();
    assert_eq!(case.proposal().unwrap().grounds.siting, task.grounds.siting);
}

#[tokio::test]
async fn the_question_is_answered_with_the_body_that_may_and_every_level() {
    let world = World::new().await;
    let duty = world.as_actor(&world.people.duty_officer);
    let ask = async |agency: AgencyId, on: Date, officer: Option<&Officer>| {
        let asked = Asked {
            item: "eco-1107-water".to_owned(),
            place: Some(world.plant.enterprise.territory.clone()),
            agency: Some(agency),
            officer: officer.map(|officer| officer.id),
            on: Some(on),
            ..Asked::default()
        };
        juris::answer(&world.cx, &duty, asked).await.unwrap()
    };
    let (eve, day) = (Date::constant(2026, 8, 14), Date::constant(2026, 8, 15));
    let told = ask(world.sanhe.id, eve, None).await;
    assert_eq!(told.answer.result.unwrap_err().code, "jurisdiction.branch_not_in_own_name");
    assert_eq!(told.may.map(|body| body.id), Some(world.bureau.id));
    assert_eq!(told.answer.levels.len(), 3);
    let told = ask(world.sanhe.id, day, Some(&world.people.field_officer)).await;
    assert_eq!(told.answer.result.unwrap().list, "county-sample-2026-08");
    let told = ask(world.sanhe.id, day, Some(&world.people.uncertified)).await;
    assert_eq!(told.answer.result.unwrap_err().code, "officer.not_certified");
    let nowhere = Asked { item: "eco-1107-water".to_owned(), ..Asked::default() };
    let told = juris::answer(&world.cx, &duty, nowhere).await;
    assert_eq!(refused(told.map(drop)), "jurisdiction.no_place");
}
