//! The negative of every gate: what the law does not allow cannot be reached, by anybody, in any order.

use crate::common::refused;
use app::cases::{self, Deliberate, HoldHearing, Intent, NewService, RecheckCase, ReviewCase};
use app::{Error, Office, Offices, inspections, leads, tasks};
use domain::case::{Defence, DefenceKind, Participant, ReviewChecks, ReviewResult, StageName};
use domain::discretion::Exemption;
use domain::jurisdiction::Setting;
use domain::lead::Verdict;
use domain::{Fen, OfficerId, officer::Officer};
use testkit::{Procedure, World, a_service, all_checked, pass};
use uuid::Uuid;

#[tokio::test]
async fn only_two_certified_officers_of_one_competent_agency_are_sent() {
    let world = World::new().await;
    let go = Procedure(&world);
    let people = &world.people;
    let lead = go.lead().await;
    let duty = world.as_actor(&people.duty_officer);
    let send = async |officers: &[&Officer]| {
        let ids: Vec<_> = officers.iter().map(|officer| officer.id).collect();
        refused(tasks::dispatch(&world.cx, &duty, go.order(&lead, &ids)).await)
    };
    assert_eq!(send(&[&people.field_officer]).await, "officer.fewer_than_two");
    assert_eq!(
        send(&[&people.field_officer, &people.field_officer]).await,
        "officer.fewer_than_two"
    );
    assert_eq!(send(&[&people.field_officer, &people.uncertified]).await, "officer.not_certified");
    assert_eq!(send(&[&people.field_officer, &people.of_bazhou]).await, "task.mixed_agencies");

    let candidates =
        leads::candidates(&world.cx, &duty, lead.id, &Setting::default()).await.unwrap();
    let reasons = |officer: &Officer| {
        let found = candidates.iter().find(|candidate| candidate.officer.id == officer.id);
        found.map(|candidate| candidate.reasons.iter().map(|why| why.code).collect::<Vec<_>>())
    };
    assert_eq!(reasons(&people.field_officer), Some(vec![]));
    assert_eq!(reasons(&people.uncertified), Some(vec!["officer.not_certified"]));
    assert_eq!(reasons(&people.of_bazhou), None, "another county's officers are no candidates");
}

#[tokio::test]
async fn a_lead_is_worked_on_once() {
    let world = World::new().await;
    let go = Procedure(&world);
    let duty = world.as_actor(&world.people.duty_officer);
    let lead = go.lead().await;
    let task = go.task(&lead).await;

    let same = go.order(&lead, &[world.people.field_officer.id]);
    let again = tasks::dispatch(&world.cx, &duty, same).await.unwrap();
    assert_eq!(again.id, task.id, "the same order sent twice dispatches once");

    let revision = leads::read(&world.cx, &duty, lead.id).await.unwrap().row.lead.revision;
    let close = leads::CloseLead {
        lead: lead.id,
        revision,
        verdict: Verdict::FalseAlarm,
        reason: "误报".to_owned(),
    };
    assert_eq!(refused(leads::close(&world.cx, &duty, close).await), "lead.not_open");
}

#[tokio::test]
async fn an_incomplete_record_is_not_submitted() {
    let world = World::new().await;
    let go = Procedure(&world);
    let officer = world.as_actor(&world.people.field_officer);
    let draft = go.draft(&go.task(&go.lead().await).await).await;
    let early = inspections::submit(&world.cx, &officer, draft.id, draft.revision).await;
    assert_eq!(refused(early), "inspection.start_missing");

    let page = inspections::read(&world.cx, &officer, draft.id).await.unwrap();
    let missing: Vec<&str> = page.missing.iter().map(|refusal| refusal.code).collect();
    for code in [
        "inspection.certificates_not_shown",
        "inspection.rights_not_told",
        "inspection.recusal_not_asked",
        "inspection.evidence_missing",
        "inspection.party_signature_missing",
        "inspection.inspector_signature_missing",
    ] {
        assert!(missing.contains(&code), "{code} is not among {missing:?}");
    }
}

#[tokio::test]
async fn what_was_signed_does_not_change_unsigned() {
    let world = World::new().await;
    let go = Procedure(&world);
    let officer = world.as_actor(&world.people.field_officer);
    let signed = go.complete(go.draft(&go.task(&go.lead().await).await).await).await;
    assert_eq!(signed.signatures.len(), 4);
    let mut record = signed.record.clone();
    record.findings.violations.push_str("补写一句。");
    let (id, revision) = (signed.id, signed.revision);
    let changed = inspections::write(&world.cx, &officer, id, revision, record).await.unwrap();
    assert!(changed.signatures.is_empty(), "a changed text must be signed again");
}

#[tokio::test]
async fn evidence_must_be_what_was_taken() {
    let world = World::new().await;
    let go = Procedure(&world);
    let officer = world.as_actor(&world.people.field_officer);
    let draft = go.draft(&go.task(&go.lead().await).await).await;
    let photo = go.photo();
    let mut altered = photo.clone();
    altered.bytes.push(0);
    let sent = inspections::add_evidence(&world.cx, &officer, draft.id, altered).await;
    assert_eq!(refused(sent), "evidence.digest_differs");

    let first =
        inspections::add_evidence(&world.cx, &officer, draft.id, photo.clone()).await.unwrap();
    let second = inspections::add_evidence(&world.cx, &officer, draft.id, photo).await.unwrap();
    assert_eq!(first, second, "sent twice, kept once");
}

#[tokio::test]
async fn handlers_do_not_examine_review_or_decide_their_own_case() {
    let world = World::new().await;
    let go = Procedure(&world);
    let case = go.concluded(true).await;
    let (cx, id, revision) = (&world.cx, case.id, case.revision);
    let handler = world.as_actor(&world.people.handler);
    let own = cases::examine(cx, &handler, id, revision, pass(&case)).await;
    assert_eq!(refused(own), "case.handler_may_not");

    let agree = ReviewCase {
        result: ReviewResult::Agree,
        opinion: "同意。".to_owned(),
        checks: all_checked(),
    };
    let reviewer = world.as_actor(&world.people.reviewer);
    let early = cases::review(cx, &reviewer, id, revision, agree).await;
    assert_eq!(refused(early), "case.not_in_this_stage");
    let by_handler = cases::decide(cx, &handler, id, revision).await;
    assert!(matches!(by_handler, Err(Error::Forbidden(_))), "{by_handler:?}");
}

#[tokio::test]
async fn a_large_fine_passes_legal_review_and_deliberation() {
    let world = World::new().await;
    let go = Procedure(&world);
    let cx = &world.cx;
    let case = go.examined(true).await;
    assert_eq!(case.stage.name(), StageName::LegalReview);

    let reviewer = world.as_actor(&world.people.reviewer);
    let checks = ReviewChecks { facts: false, ..all_checked() };
    let hasty = ReviewCase { result: ReviewResult::Agree, opinion: "同意。".to_owned(), checks };
    let unlooked = cases::review(cx, &reviewer, case.id, case.revision, hasty).await;
    assert_eq!(refused(unlooked), "case.review_incomplete");

    let case = go.noticed(go.reviewed(case).await).await;
    assert!(case.steps().noticed.unwrap().notice.hearing_right);
    world.clock.advance_days(8);
    let case = go.rechecked(case).await;
    assert_eq!(case.stage.name(), StageName::Deliberation);
    let head = world.as_actor(&world.people.head);
    let early = cases::decide(cx, &head, case.id, case.revision).await;
    assert_eq!(refused(early), "case.not_in_this_stage");

    let person = |officer: &Officer, votes| Participant {
        officer: officer.id,
        name: officer.name.clone(),
        post: "负责人".to_owned(),
        votes,
        opinion: "同意。".to_owned(),
    };
    let people = &world.people;
    let minutes = |participants, fine| Deliberate {
        held_on: cx.now().date(),
        participants,
        conclusion: "同意拟处罚意见。".to_owned(),
        fine,
    };
    let two = vec![person(&people.head, true), person(&people.deputy_head, true)];
    for (participants, fine, code) in [
        (vec![person(&people.head, true)], None, "case.deliberation_alone"),
        (
            vec![person(&people.head, true), person(&people.handler, true)],
            None,
            "case.investigator_votes",
        ),
        (two.clone(), Some(Fen::from_yuan(99_000_000)), "case.fine_above_notice"),
    ] {
        let held = minutes(participants, fine);
        let refusal = cases::deliberate(cx, &head, case.id, case.revision, held).await;
        assert_eq!(refused(refusal), code);
    }
    let held = minutes([two, vec![person(&people.handler, false)]].concat(), None);
    let case = cases::deliberate(cx, &head, case.id, case.revision, held).await.unwrap();
    assert_eq!(case.stage.name(), StageName::DecisionDue);
    go.decided(case).await;
}

#[tokio::test]
async fn nothing_is_decided_before_the_party_had_its_time() {
    let world = World::new().await;
    let go = Procedure(&world);
    let cx = &world.cx;
    let handler = world.as_actor(&world.people.handler);
    let case = go.noticed(go.examined(false).await).await;
    // Told on Wednesday 2026-09-16. Sunday the 20th is a working day (调休), so the fifth is Tuesday the 22nd.
    let until = case.steps().noticed.unwrap().notice.answer_until;
    assert_eq!(until.to_string(), "2026-09-22");

    let nothing = || RecheckCase {
        points: Vec::new(),
        opinion: "无陈述申辩。".to_owned(),
        anew: None,
        act: None,
        band_reason: None,
    };
    world.clock.advance_days(6);
    let early = cases::recheck(cx, &handler, case.id, case.revision, nothing()).await;
    assert_eq!(refused(early), "case.defence_period_open");
    world.clock.advance_days(1);
    cases::recheck(cx, &handler, case.id, case.revision, nothing()).await.unwrap();
}

#[tokio::test]
async fn a_letter_is_not_issued_without_what_it_must_say() {
    let told = Office {
        address: "廊坊市三河市测试路1号".to_owned(),
        postcode: "065200".to_owned(),
        phone: "0316-0000000".to_owned(),
        ..Office::default()
    };
    let world = World::with_offices(Offices::default()).await;
    let go = Procedure(&world);
    let (cx, handler) = (&world.cx, world.as_actor(&world.people.handler));
    let case = go.examined(false).await;
    let unsaid = cases::issue_notice(cx, &handler, case.id, case.revision).await;
    assert_eq!(refused(unsaid), "case.office_incomplete");

    let offices = Offices::new(Office::default(), [("LF-131082".to_owned(), told)].into());
    let world = World::with_offices(offices).await;
    let go = Procedure(&world);
    let case = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(7);
    let case = go.rechecked(case).await;
    let head = world.as_actor(&world.people.head);
    let unsaid = cases::decide(&world.cx, &head, case.id, case.revision).await;
    assert_eq!(refused(unsaid), "case.office_incomplete");
    let stands = cases::read(&world.cx, &head, case.id).await.unwrap();
    assert_eq!(stands.row.case.stage.name(), StageName::DecisionDue);
}

#[tokio::test]
async fn a_waiver_shortens_the_wait_and_every_point_is_answered() {
    let world = World::new().await;
    let go = Procedure(&world);
    let cx = &world.cx;
    let handler = world.as_actor(&world.people.handler);
    let case = go.noticed(go.examined(false).await).await;
    let say = |kind, points: &[&str]| Defence {
        kind,
        on: cx.now().date(),
        points: points.iter().map(|point| (*point).to_owned()).collect(),
        new_evidence: false,
    };
    let (id, revision) = (case.id, case.revision);
    let empty =
        cases::record_defence(cx, &handler, id, revision, say(DefenceKind::Oral, &[])).await;
    assert_eq!(refused(empty), "case.defence_points_missing");
    let said = say(DefenceKind::Written, &["设备故障所致", "已完成整改"]);
    let case = cases::record_defence(cx, &handler, id, revision, said).await.unwrap();
    let waived = say(DefenceKind::Waived, &[]);
    let case = cases::record_defence(cx, &handler, id, case.revision, waived).await.unwrap();
    let order = RecheckCase {
        points: Vec::new(),
        opinion: "复核。".to_owned(),
        anew: None,
        act: None,
        band_reason: None,
    };
    let unanswered = cases::recheck(cx, &handler, id, case.revision, order).await;
    assert_eq!(refused(unanswered), "case.recheck_incomplete");
}

#[tokio::test]
async fn a_hearing_asked_for_in_time_is_held_and_reviewed_again() {
    let world = World::new().await;
    let go = Procedure(&world);
    let cx = &world.cx;
    let handler = world.as_actor(&world.people.handler);
    let small = go.noticed(go.examined(false).await).await;
    let today = cx.now().date();
    let no_right = cases::request_hearing(cx, &handler, small.id, small.revision, today).await;
    assert_eq!(refused(no_right), "case.no_hearing_right");

    let world = World::new().await;
    let go = Procedure(&world);
    let cx = &world.cx;
    let case = go.noticed(go.reviewed(Box::pin(go.examined(true)).await).await).await;
    let case = cases::request_hearing(cx, &handler, case.id, case.revision, today).await.unwrap();
    assert_eq!(case.stage.name(), StageName::Hearing);
    let reviewer = world.as_actor(&world.people.reviewer);
    let hold = |host: &Officer| HoldHearing {
        notified_on: None,
        held_on: cx.now().date(),
        host: host.id,
        participants: vec!["当事人代理人".to_owned()],
        summary: "双方质证。".to_owned(),
        new_evidence: false,
    };
    let people = &world.people;
    let (id, revision) = (case.id, case.revision);
    let wrong = cases::hold_hearing(cx, &reviewer, id, revision, hold(&people.handler)).await;
    assert_eq!(refused(wrong), "case.hearing_host_wrong");
    let hasty = cases::hold_hearing(cx, &reviewer, id, revision, hold(&people.reviewer)).await;
    assert_eq!(refused(hasty), "case.hearing_notice_short");
    world.clock.advance_days(14);
    let nobody = Officer { id: OfficerId(Uuid::from_u128(9_999)), ..people.reviewer.clone() };
    let unknown = cases::hold_hearing(cx, &reviewer, id, revision, hold(&nobody)).await;
    assert_eq!(refused(unknown), "case.person_unknown");
    let inspector =
        cases::hold_hearing(cx, &reviewer, id, revision, hold(&people.field_officer)).await;
    assert_eq!(refused(inspector), "case.inspector_not_impartial");
    let case =
        cases::hold_hearing(cx, &reviewer, id, revision, hold(&people.reviewer)).await.unwrap();
    let case = go.rechecked(case).await;
    assert_eq!(case.stage.name(), StageName::LegalReview, "reviewed again after a hearing");
    assert_eq!(go.reviewed(case).await.stage.name(), StageName::Deliberation);
}

#[tokio::test]
async fn nobody_acts_on_what_somebody_else_has_changed() {
    let world = World::new().await;
    let go = Procedure(&world);
    let case = go.proposed().await;
    let head = world.as_actor(&world.people.head);
    let cx = &world.cx;
    cases::approve_filing(cx, &head, case.id, case.revision).await.unwrap();
    let late = cases::refuse_filing(cx, &head, case.id, case.revision, "迟到").await;
    assert!(matches!(late, Err(Error::Stale("case"))), "{late:?}");
}

#[tokio::test]
async fn another_county_sees_nothing() {
    let world = World::new().await;
    let go = Procedure(&world);
    let case = go.proposed().await;
    let stranger = world.as_actor(&world.people.of_bazhou);
    let cx = &world.cx;
    let read = cases::read(cx, &stranger, case.id).await;
    assert!(matches!(read, Err(Error::NotFound("case"))), "what one may not see does not exist");
    let page = app::Page { after: None, size: 50 };
    let listed = cases::list(cx, &stranger, &cases::CaseFilter::default(), &page).await.unwrap();
    assert!(listed.items.is_empty());
    let approve = cases::approve_filing(cx, &stranger, case.id, case.revision).await;
    assert!(matches!(approve, Err(Error::NotFound("case"))));
    let day = cx.now().date();
    let serve = cases::serve_notice(cx, &stranger, case.id, case.revision, a_service(&world, day));
    assert!(matches!(serve.await, Err(Error::NotFound("case"))));
}

#[tokio::test]
async fn officers_of_another_body_serve_no_papers() {
    let world = World::new().await;
    let (go, cx, people) = (Procedure(&world), &world.cx, &world.people);
    let case = go.issued(go.examined(false).await).await;
    let handler = world.as_actor(&people.handler);
    let serve = async |servers: [&Officer; 2]| {
        let servers = servers.map(|officer| officer.id).to_vec();
        let service = NewService { servers, ..a_service(&world, cx.now().date()) };
        cases::serve_notice(cx, &handler, case.id, case.revision, service).await
    };
    for foreign in [&people.of_bazhou, &people.city_handler] {
        let refusal = serve([&people.handler, foreign]).await;
        assert_eq!(refused(refusal), "case.server_of_another_body");
    }
    serve([&people.examiner, &people.field_officer]).await.unwrap();
}

#[tokio::test]
async fn an_organisation_is_not_a_minor() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let case = go.filed().await;
    let handler = world.as_actor(&world.people.handler);
    let mut report = go.report(&case, false).await;
    let Intent::Fine(question) = &mut report.intent else { unreachable!("a fine was intended") };
    question.facts.exemption = Some(Exemption::UnderFourteen);
    let child = cases::conclude(cx, &handler, case.id, case.revision, report).await;
    assert_eq!(refused(child), "discretion.party_has_no_age");
}
