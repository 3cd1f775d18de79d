//! What the system finds in its own cases is not typed against them: counts, complaints, the time of the act, successions.

use crate::common::refused;
use app::cases::{self, Conclude, Examine, Intent, RecheckCase};
use app::complaints::{self, EnterComplaint, Found};
use app::successions::{self, ReviewSuccession};
use app::{Cx, Error};
use domain::Date;
use domain::case::{ActTime, Case, Measure, StageName};
use domain::complaint::Channel;
use domain::discretion::{Answered, Exemption, FIRST_OFFENCE, Facts};
use domain::law::Substance;
use jiff::civil::date;
use testkit::{Procedure, World, pass};

fn facts(report: &mut Conclude) -> &mut Facts {
    match &mut report.intent {
        Intent::Fine(question) => &mut question.facts,
        Intent::NoPenalty { .. } => unreachable!("a fine was intended"),
    }
}

/// A report of the mildest facts that gives no reasons beforehand.
async fn plain(go: &Procedure<'_>, case: &Case) -> Conclude {
    let mut report = go.report(case, false).await;
    facts(&mut report).deviations.clear();
    report
}

#[tokio::test]
async fn an_answer_against_the_count_needs_a_reason_and_somebody_elses_approval() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let people = &world.people;
    let handler = world.as_actor(&people.handler);
    let filed = go.filed().await;
    let mut report = plain(&go, &filed).await;
    facts(&mut report).choices.insert("violations".to_owned(), "2".to_owned());
    let typed = cases::conclude(cx, &handler, filed.id, filed.revision, report.clone()).await;
    assert_eq!(refused(typed), "discretion.count_deviates");
    let reason = "邻省案件尚未录入平台，判决书在卷".to_owned();
    facts(&mut report).deviations.insert("violations".to_owned(), reason);
    let case = cases::conclude(cx, &handler, filed.id, filed.revision, report).await.unwrap();
    let computed = case.steps().report.unwrap().measure.calculation().unwrap();
    assert_eq!(computed.deviations, ["violations"]);

    let (id, revision) = (case.id, case.revision);
    let examiner = world.as_actor(&people.examiner);
    for approves in [vec![], vec!["complaints".to_owned()]] {
        let hasty = Examine { approves, ..pass(&case) };
        let unapproved = cases::examine(cx, &examiner, id, revision, hasty).await;
        assert_eq!(refused(unapproved), "case.deviation_not_approved");
    }
    let own = cases::examine(cx, &handler, id, revision, pass(&case)).await;
    assert_eq!(refused(own), "case.handler_may_not", "who answered does not approve it");
    let passed = cases::examine(cx, &examiner, id, revision, pass(&case)).await.unwrap();
    assert_eq!(passed.steps().examination.unwrap().approves, ["violations"]);
}

fn complaint(cx: &Cx, number: &str, on: Date, found: Option<bool>) -> EnterComplaint {
    EnterComplaint {
        id: cx.id(),
        number: number.to_owned(),
        channel: Channel::CityHotline,
        received_on: on,
        about: "夜间排放异味".to_owned(),
        found: found.map(|verified| Found { verified, finding: "现场核实".to_owned() }),
    }
}

#[tokio::test]
async fn complaints_are_kept_with_the_case_and_counted_once_verified() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let people = &world.people;
    let handler = world.as_actor(&people.handler);
    let filed = go.filed().await;
    let yesterday = cx.now().date().yesterday().unwrap();
    // "Complaints, verified" cannot be typed while none is kept.
    let mut report = plain(&go, &filed).await;
    facts(&mut report).choices.insert("complaints".to_owned(), "2".to_owned());
    let typed = cases::conclude(cx, &handler, filed.id, filed.revision, report.clone()).await;
    assert_eq!(refused(typed), "discretion.count_deviates");

    let entered = complaints::enter(cx, &handler, filed.id, complaint(cx, "LF-1", yesterday, None));
    let entered = entered.await.unwrap();
    let again = complaints::enter(cx, &handler, filed.id, complaint(cx, "LF-1", yesterday, None));
    assert_eq!(refused(again.await), "complaint.known", "one number counts once");
    let tomorrow = cx.now().date().tomorrow().unwrap();
    let ahead = complaints::enter(cx, &handler, filed.id, complaint(cx, "LF-2", tomorrow, None));
    assert_eq!(refused(ahead.await), "complaint.in_future");
    for stranger in [&people.of_bazhou, &people.reviewer] {
        let stranger = world.as_actor(stranger);
        let order = complaint(cx, "LF-3", yesterday, None);
        assert!(complaints::enter(cx, &stranger, filed.id, order).await.is_err());
    }
    // Not verified it counts for nothing; unfounded neither; too old neither.
    let still = cases::conclude(cx, &handler, filed.id, filed.revision, report.clone()).await;
    assert_eq!(refused(still), "discretion.count_deviates");
    for (number, on, verified) in [("LF-4", yesterday, false), ("LF-5", date(2025, 9, 15), true)] {
        let order = complaint(cx, number, on, Some(verified));
        complaints::enter(cx, &handler, filed.id, order).await.unwrap();
    }
    let still = cases::conclude(cx, &handler, filed.id, filed.revision, report.clone()).await;
    assert_eq!(refused(still), "discretion.count_deviates");
    let found = || Found { verified: true, finding: "属实，已责令整改".to_owned() };
    let silent = Found { verified: true, finding: " ".to_owned() };
    let silent = complaints::verify(cx, &handler, entered.id, entered.revision, silent).await;
    assert_eq!(refused(silent), "complaint.text");
    complaints::verify(cx, &handler, entered.id, entered.revision, found()).await.unwrap();
    let late = complaints::verify(cx, &handler, entered.id, entered.revision, found()).await;
    assert!(matches!(late, Err(Error::Stale("complaint"))), "{late:?}");
    // Now it is the answer, and "none" would be the deviation.
    facts(&mut report).choices.remove("complaints");
    let case = cases::conclude(cx, &handler, filed.id, filed.revision, report).await.unwrap();
    let computed = case.steps().report.unwrap().measure.calculation().unwrap();
    assert!(computed.deviations.is_empty());
    assert!(computed.trace.iter().any(|step| step.words.zh.contains("LF-1")));
    assert_eq!(complaints::of_case(cx, &handler, case.id).await.unwrap().len(), 3);
    let order = complaint(cx, "LF-6", yesterday, None);
    let late = complaints::enter(cx, &handler, case.id, order).await;
    assert_eq!(refused(late), "complaint.case_concluded");
}

#[tokio::test]
async fn a_second_offence_is_no_first_one() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let handler = world.as_actor(&world.people.handler);
    let noticed = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    go.decided(go.rechecked(noticed).await).await;
    go.within().await;
    world.clock.advance_days(30);
    let filed = go.filed().await;
    let mut report = plain(&go, &filed).await;
    let exemption = Exemption::FirstSlightCorrected;
    let evidence = report.evidence.clone();
    let proven =
        |ids| Answered { proven: true, evidence: "现场照片".into(), evidence_ids: ids };
    facts(&mut report).exemption = Some(exemption);
    for (id, ..) in exemption.conditions() {
        facts(&mut report).conditions.insert((*id).to_owned(), proven(evidence.clone()));
    }
    let claimed = cases::conclude(cx, &handler, filed.id, filed.revision, report.clone()).await;
    assert_eq!(refused(claimed), "discretion.not_a_first_offence");
    facts(&mut report).deviations.insert(FIRST_OFFENCE.to_owned(), "前案已进入复议".to_owned());
    // Evidence of another file proves nothing here.
    let foreign = proven(vec![cx.id()]);
    let mut other = report.clone();
    facts(&mut other).conditions.insert("slight".to_owned(), foreign);
    let borrowed = cases::conclude(cx, &handler, filed.id, filed.revision, other).await;
    assert_eq!(refused(borrowed), "case.foreign_evidence");
    let case = cases::conclude(cx, &handler, filed.id, filed.revision, report).await.unwrap();
    let examiner = world.as_actor(&world.people.examiner);
    let hasty = Examine { approves: vec![], ..pass(&case) };
    let unapproved = cases::examine(cx, &examiner, case.id, case.revision, hasty).await;
    assert_eq!(refused(unapproved), "case.deviation_not_approved");
}

#[tokio::test]
async fn the_law_is_chosen_by_the_act_as_the_case_records_it() {
    let world = World::new().await; // 2026-09-16, a month after the code
    let (go, cx) = (Procedure(&world), &world.cx);
    let handler = world.as_actor(&world.people.handler);
    let filed = go.filed().await;
    let mut report = go.report(&filed, false).await;
    for (act, code) in [
        (
            ActTime { from: date(2026, 9, 17), until: Some(date(2026, 9, 17)) },
            "case.act_time_wrong",
        ),
        (ActTime { from: date(2026, 9, 2), until: Some(date(2026, 9, 1)) }, "case.act_time_wrong"),
        (ActTime::on(date(2024, 9, 15)), "case.limitation_over"),
    ] {
        report.act = Some(act);
        let wrong = cases::conclude(cx, &handler, filed.id, filed.revision, report.clone()).await;
        assert!([code, "law.dates_out_of_order"].contains(&refused(wrong)), "{act:?}");
    }
    // Ended before the code: both laws are computed and kept; the question's own days count for nothing.
    report.act = Some(ActTime { from: date(2026, 7, 1), until: Some(date(2026, 8, 14)) });
    if let Intent::Fine(question) = &mut report.intent {
        (question.act_on, question.continues) = (cx.now().date(), true);
    }
    let case = cases::conclude(cx, &handler, filed.id, filed.revision, report).await.unwrap();
    let Measure::Computed { law, other, calculation, .. } = &case.steps().report.unwrap().measure
    else {
        panic!("a computation")
    };
    assert_eq!(law.substance, Substance::OldUnlessCodeIsLighter);
    assert!(other.is_some() && law.legal_review);
    assert_eq!(calculation.range_id, "water_law:83");
    assert_eq!(case.act_time().unwrap().until, Some(date(2026, 8, 14)));
    // A recheck that finds another time computes anew.
    let examiner = world.as_actor(&world.people.examiner);
    let case = cases::examine(cx, &examiner, case.id, case.revision, pass(&case)).await.unwrap();
    assert_eq!(case.stage.name(), StageName::LegalReview, "an act across the laws is reviewed");
    let case = go.noticed(go.reviewed(case).await).await;
    world.clock.advance_days(8);
    let order = |anew, act| RecheckCase {
        points: Vec::new(),
        opinion: "复核。".to_owned(),
        anew,
        act,
        band_reason: None,
    };
    let goes_on = Some(ActTime { from: date(2026, 7, 1), until: None });
    let bare = cases::recheck(cx, &handler, case.id, case.revision, order(None, goes_on)).await;
    assert_eq!(refused(bare), "case.compute_anew");
    let anew = Some(go.question(&case, false));
    let case = cases::recheck(cx, &handler, case.id, case.revision, order(anew, goes_on)).await;
    let case = case.unwrap();
    let computed = case.steps().recheck.unwrap().calculation.as_ref().unwrap();
    assert_eq!(computed.range_id, "eco_code:1107", "it went on under the code");
    assert_eq!(case.act_time(), goes_on);
}

#[tokio::test]
async fn a_reviewer_confirms_a_succession_and_nobody_else() {
    let world = World::new().await;
    let cx = &world.cx;
    let (handler, reviewer) =
        (world.as_actor(&world.people.handler), world.as_actor(&world.people.reviewer));
    let rows = successions::list(cx, &handler).await.unwrap();
    assert!(rows.iter().all(|row| row.revision == 0 && row.value.review.is_none()));
    let found = |holds, reason: &str| ReviewSuccession { holds, reason: reason.to_owned() };
    let by_handler = successions::review(cx, &handler, "water-83-2", 0, found(true, "是")).await;
    assert!(matches!(by_handler, Err(Error::Forbidden(_))), "{by_handler:?}");
    let silent = successions::review(cx, &reviewer, "water-83-2", 0, found(true, " ")).await;
    assert_eq!(refused(silent), "succession.reason_missing");
    let unknown = successions::review(cx, &reviewer, "water-0", 0, found(true, "是")).await;
    assert!(matches!(unknown, Err(Error::NotFound("succession"))), "{unknown:?}");
    let row =
        successions::review(cx, &reviewer, "water-83-2", 0, found(true, "逐项比对一致")).await;
    assert_eq!(row.unwrap().revision, 1);
    assert!(cx.law().successions.get("water-83-2").unwrap().confirmed());
    let stale = successions::review(cx, &reviewer, "water-83-2", 0, found(false, "不是")).await;
    assert!(matches!(stale, Err(Error::Stale(_))), "{stale:?}");
    successions::review(cx, &reviewer, "water-83-2", 1, found(false, "范围不同")).await.unwrap();
    assert!(cx.law().successions.between("water_law:83(2)", "eco_code:1107").is_none());
}

#[tokio::test]
async fn a_fine_outside_what_near_cases_got_says_why() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let handler = world.as_actor(&world.people.handler);
    for _ in 0..5 {
        let filed = go.filed().await;
        let report = go.report(&filed, false).await;
        let case = cases::conclude(cx, &handler, filed.id, filed.revision, report).await.unwrap();
        let examiner = world.as_actor(&world.people.examiner);
        let case =
            cases::examine(cx, &examiner, case.id, case.revision, pass(&case)).await.unwrap();
        let case = go.noticed(case).await;
        world.clock.advance_days(20); // the holidays of October among them
        go.decided(go.rechecked(case).await).await;
        go.within().await;
    }
    let filed = go.filed().await;
    let mut report = go.report(&filed, true).await;
    report.band_reason = Some("  ".to_owned());
    let silent = cases::conclude(cx, &handler, filed.id, filed.revision, report.clone()).await;
    assert_eq!(refused(silent), "case.outside_band");
    report.band_reason = Some("私设暗管，情节明显更重".to_owned());
    let case = cases::conclude(cx, &handler, filed.id, filed.revision, report).await.unwrap();
    let compared = case.steps().report.unwrap().compared.as_ref().unwrap();
    assert!(compared.band.outside() && compared.band.cases == 5);
    assert_eq!(compared.reason.as_deref(), Some("私设暗管，情节明显更重"));
    // Whoever examines, reviews or decides sees the same band.
    let reviewer = world.as_actor(&world.people.reviewer);
    let seen = app::discretion::of_case(cx, &reviewer, case.id).await.unwrap().unwrap();
    assert_eq!(seen.band.unwrap(), compared.band);
}
