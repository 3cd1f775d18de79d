//! What is typed in is held against what happened: nothing is dated before its cause, nobody stands in for another.

use crate::common::refused;
use app::cases::{self, Deliberate};
use app::inspections::{self, NewSignature};
use domain::case::{Participant, StageName};
use domain::inspection::{EvidenceKind, Record, SignerRole};
use domain::officer::Officer;
use domain::{Date, EvidenceId, OfficerId};
use testkit::{Procedure, World, a_png, a_service};
use uuid::Uuid;

/// Makes a record wrong in one point.
type Spoil<'a> = &'a dyn Fn(&mut Record);

fn days_before(today: Date, days: i64) -> Date {
    today.saturating_sub(jiff::Span::new().days(days))
}

#[tokio::test]
async fn a_notice_is_made_out_before_it_is_served_and_not_served_before_that_day() {
    let world = World::new().await;
    let go = Procedure(&world);
    let (cx, handler) = (&world.cx, world.as_actor(&world.people.handler));
    let case = go.examined(false).await;
    let today = cx.now().date();
    let service = |on| a_service(&world, on);
    let early = cases::serve_notice(cx, &handler, case.id, case.revision, service(today)).await;
    assert_eq!(refused(early), "case.not_in_this_stage");

    let case = go.issued(case).await;
    assert_eq!(case.stage.name(), StageName::NoticeIssued);
    let papers = cases::read(cx, &handler, case.id).await.unwrap().documents;
    assert!(papers.iter().any(|paper| paper.kind == "prior_notice"), "there is a paper to serve");
    let before = service(days_before(today, 30));
    let before = cases::serve_notice(cx, &handler, case.id, case.revision, before).await;
    assert_eq!(refused(before), "case.service_before_document");
    cases::serve_notice(cx, &handler, case.id, case.revision, service(today)).await.unwrap();
}

#[tokio::test]
async fn a_hearing_is_not_asked_for_before_the_notice() {
    let world = World::new().await;
    let go = Procedure(&world);
    let (cx, handler) = (&world.cx, world.as_actor(&world.people.handler));
    let case = go.noticed(go.reviewed(go.examined(true).await).await).await;
    let long_ago = days_before(cx.now().date(), 45);
    let asked = cases::request_hearing(cx, &handler, case.id, case.revision, long_ago).await;
    assert_eq!(refused(asked), "case.hearing_request_late");
}

#[tokio::test]
async fn a_deliberation_follows_the_recheck_and_is_held_by_people_of_the_body() {
    let world = World::new().await;
    let go = Procedure(&world);
    let (cx, people) = (&world.cx, &world.people);
    let case = go.noticed(go.reviewed(go.examined(true).await).await).await;
    world.clock.advance_days(8);
    let case = go.rechecked(case).await;
    let voter = |officer: &Officer| Participant {
        officer: officer.id,
        name: "张三".to_owned(),
        post: "负责人".to_owned(),
        votes: true,
        opinion: "同意。".to_owned(),
    };
    let today = cx.now().date();
    let held = async |on: Date, other: &Officer| {
        let participants = vec![voter(&people.head), voter(other)];
        let conclusion = "同意。".to_owned();
        let minutes = Deliberate { held_on: on, participants, conclusion, fine: None };
        let head = world.as_actor(&people.head);
        cases::deliberate(cx, &head, case.id, case.revision, minutes).await
    };
    let nobody = Officer { id: OfficerId(Uuid::from_u128(9_999)), ..people.head.clone() };
    let before = held(days_before(today, 500), &people.deputy_head).await;
    assert_eq!(refused(before), "case.deliberation_day_wrong");
    assert_eq!(refused(held(today, &nobody).await), "case.person_unknown");
    let of_bazhou = held(today, &people.of_bazhou).await;
    assert_eq!(refused(of_bazhou), "case.person_unknown");
    let inspector = held(today, &people.field_officer).await;
    assert_eq!(refused(inspector), "case.inspector_not_impartial");
    let case = held(today, &people.deputy_head).await.unwrap();
    let minutes = case.steps().deliberation.unwrap().clone();
    assert_eq!(minutes.participants[1].name, people.deputy_head.name, "the registered name");
}

#[tokio::test]
async fn no_penalty_names_a_ground_that_exists_and_its_paper_says_so() {
    let world = World::new().await;
    let go = Procedure(&world);
    let (cx, handler) = (&world.cx, world.as_actor(&world.people.handler));
    let case = go.filed().await;
    let fined = go.report(&case, false).await;
    let without = |article: &str| cases::Conclude {
        intent: cases::Intent::NoPenalty {
            article: article.to_owned(),
            reason: "初次违法，后果轻微并及时改正。".to_owned(),
        },
        ..fined.clone()
    };
    let invented = without("中华人民共和国不存在法第九百九十九条");
    let invented = cases::conclude(cx, &handler, case.id, case.revision, invented).await;
    assert_eq!(refused(invented), "case.no_penalty_ground_unknown");
    let known = without("penalty_law:33.1");
    let known = cases::conclude(cx, &handler, case.id, case.revision, known).await.unwrap();
    let examiner = world.as_actor(&world.people.reviewer);
    let order = testkit::pass(&known);
    let known = cases::examine(cx, &examiner, known.id, known.revision, order).await.unwrap();
    let case = go.issued(known).await;
    let papers = cases::read(cx, &handler, case.id).await.unwrap().documents;
    assert!(papers.iter().any(|paper| paper.title.starts_with("不予行政处罚")), "{papers:?}");
}

#[tokio::test]
async fn what_the_head_refused_to_file_is_proposed_anew() {
    let world = World::new().await;
    let go = Procedure(&world);
    let cx = &world.cx;
    let (head, handler) =
        (world.as_actor(&world.people.head), world.as_actor(&world.people.handler));
    let inspection = go.inspection().await;
    let case = cases::propose(cx, &handler, go.proposal(&inspection)).await.unwrap();
    let again = cases::Propose { id: cx.id(), ..go.proposal(&inspection) };
    let twice = cases::propose(cx, &handler, again.clone()).await;
    assert_eq!(refused(twice), "case.filed_already");
    let refused_case =
        cases::refuse_filing(cx, &head, case.id, case.revision, "案由有误").await.unwrap();
    let anew = cases::Propose { cause: "涉嫌另一案由案".to_owned(), ..again };
    let anew = cases::propose(cx, &handler, anew).await.unwrap();
    assert_eq!(anew.id, refused_case.id);
    let filter = cases::CaseFilter { words: "另一案由".to_owned(), ..Default::default() };
    let page = app::Page { after: None, size: 10 };
    let listed = cases::list(cx, &handler, &filter, &page).await.unwrap();
    assert_eq!(listed.items.len(), 1, "found by its new cause");
    cases::approve_filing(cx, &head, anew.id, anew.revision).await.unwrap();
}

#[tokio::test]
async fn a_record_is_about_the_plant_and_within_its_time() {
    let world = World::new().await;
    let go = Procedure(&world);
    let cx = &world.cx;
    let task = go.task(&go.lead().await).await;
    let sent = task.dispatched_at;
    let officer = world.as_actor(&world.people.field_officer);
    let wrong: [(&str, Spoil<'_>); 3] = [
        ("inspection.started_before_sent", &|it| it.started_at = Some(sent.plus_millis(-1))),
        ("inspection.ends_in_future", &|it| {
            it.ended_at = Some(cx.now().plus_millis(86_400_000));
        }),
        ("inspection.party_differs", &|it| it.inspected.name = "另一家有限公司".to_owned()),
    ];
    let mut signed = go.complete(go.draft(&task).await).await;
    for (code, change) in wrong {
        let mut record = signed.record.clone();
        change(&mut record);
        let written = inspections::write(cx, &officer, signed.id, signed.revision, record).await;
        signed = go.signed(written.unwrap()).await;
        let submitted = inspections::submit(cx, &officer, signed.id, signed.revision).await;
        assert_eq!(refused(submitted), code);
        let right = Record { ..go.record(&signed) };
        let (id, revision) = (signed.id, signed.revision);
        signed = inspections::write(cx, &officer, id, revision, right).await.unwrap();
    }
}

#[tokio::test]
async fn nobody_signs_for_another() {
    let world = World::new().await;
    let go = Procedure(&world);
    let cx = &world.cx;
    let signed = go.complete(go.draft(&go.task(&go.lead().await).await).await).await;
    let people = &world.people;
    let officer = world.as_actor(&people.field_officer);
    for (role, name, who) in [
        (SignerRole::Inspector, "冒名者甲", Some(people.field_officer.id)),
        (SignerRole::Recorder, people.of_bazhou.name.as_str(), Some(people.of_bazhou.id)),
        (SignerRole::Inspected, "不是现场负责人", None),
    ] {
        let signature = NewSignature {
            role,
            name: name.to_owned(),
            officer: who,
            signed_at: cx.now(),
            image: Some(a_png()),
            refused: None,
        };
        let answer = inspections::sign(cx, &officer, signed.id, signature).await;
        assert_eq!(refused(answer), "inspection.signer_wrong");
    }
}

#[tokio::test]
async fn evidence_is_what_its_kind_says_and_taken_between_sending_and_now() {
    let world = World::new().await;
    let go = Procedure(&world);
    let cx = &world.cx;
    let draft = go.draft(&go.task(&go.lead().await).await).await;
    let officer = world.as_actor(&world.people.field_officer);
    let photo = || inspections::NewEvidence { id: EvidenceId(cx.id::<Uuid>()), ..go.photo() };
    let film = inspections::NewEvidence { kind: EvidenceKind::Video, ..photo() };
    let early = inspections::NewEvidence { taken_at: cx.now().plus_millis(-86_400_000), ..photo() };
    let late = inspections::NewEvidence { taken_at: cx.now().plus_millis(86_400_000), ..photo() };
    for (new, code) in [
        (film, "evidence.kind_differs"),
        (early, "evidence.time_wrong"),
        (late, "evidence.time_wrong"),
    ] {
        assert_eq!(refused(inspections::add_evidence(cx, &officer, draft.id, new).await), code);
    }
    let old = cx.now().plus_millis(-400 * 86_400_000);
    let paper = inspections::NewEvidence { kind: EvidenceKind::Document, taken_at: old, ..photo() };
    inspections::add_evidence(cx, &officer, draft.id, paper).await.unwrap();
}
