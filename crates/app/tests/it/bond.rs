//! The amount of a decision is bound to its calculation: whoever tries to break the bond fails, at every place.

use crate::common::refused;
use app::Error;
use app::cases::{self, Conclude, Deliberate, Intent, RecheckCase};
use domain::Fen;
use domain::case::{Case, Defence, DefenceKind, Participant, Point, StageName};
use domain::discretion::{Adjustment, Change, Ground, Outcome};
use domain::officer::Officer;
use testkit::{Procedure, World, pass};

fn recheck(anew: Option<app::discretion::Question>, points: usize) -> RecheckCase {
    let point =
        |_| Point {
            point: "超标倍数计算有误".into(), adopted: true, reason: "属实".into()
        };
    RecheckCase {
        points: (0..points).map(point).collect(),
        opinion: "复核。".to_owned(),
        anew,
        act: None,
        band_reason: None,
    }
}

async fn fields_of(world: &World, case: &Case, kind: &str) -> serde_json::Value {
    let handler = world.as_actor(&world.people.handler);
    let page = cases::read(&world.cx, &handler, case.id).await.unwrap();
    let row = page.documents.iter().rfind(|row| row.kind == kind).unwrap();
    serde_json::from_str(&row.body).unwrap()
}

#[tokio::test]
async fn the_paper_says_the_computed_amount_and_names_its_calculation() {
    let world = World::new().await;
    let go = Procedure(&world);
    let noticed = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    let decided = go.decided(go.rechecked(noticed).await).await;
    let steps = decided.steps();
    let computed = steps.report.unwrap().measure.calculation().unwrap().clone();
    let Outcome::Fine { amount } = computed.outcome else { panic!("a fine") };
    let (decision, notice) = (steps.decision.unwrap(), &steps.noticed.unwrap().notice);
    assert_eq!((decision.fine, notice.fine), (Some(amount), Some(amount)));
    assert_eq!(decision.calculation.as_ref(), Some(&computed.digest()));
    assert_eq!(notice.calculation.as_ref(), Some(&computed.digest()));
    for kind in ["decision", "prior_notice"] {
        let said = fields_of(&world, &decided, kind).await.to_string();
        assert!(said.contains(&amount.0.to_string()), "{kind}: {said}");
        assert!(said.contains(&computed.digest()[..16]), "{kind}: {said}");
    }
}

#[tokio::test]
async fn a_heavier_recheck_never_raises_what_the_party_was_told() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let handler = world.as_actor(&world.people.handler);
    let case = go.noticed(go.examined(false).await).await;
    let told = case.steps().noticed.unwrap().notice.clone();
    world.clock.advance_days(8);
    let graver = recheck(Some(go.question(&case, true)), 0);
    let raised = cases::recheck(cx, &handler, case.id, case.revision, graver).await;
    assert_eq!(refused(raised), "case.fine_above_notice");
    // Nothing new: the decision keeps amount and version of what the party was told.
    let rechecked = go.rechecked(case).await;
    let decided = go.decided(rechecked.clone()).await;
    let made = decided.steps().decision.unwrap().clone();
    assert_eq!((made.fine, &made.calculation), (told.fine, &told.calculation));
    let computed = decided.steps().report.unwrap().measure.calculation().unwrap();
    assert_eq!(computed.version, "hunan-2021@2021-1");
    // The request sent again finds another revision; sent at that, another stage.
    let head = world.as_actor(&world.people.head);
    let again = cases::decide(cx, &head, decided.id, rechecked.revision).await;
    assert!(matches!(again, Err(Error::Stale("case"))), "{again:?}");
    let again = cases::decide(cx, &head, decided.id, decided.revision).await;
    assert_eq!(refused(again), "case.not_in_this_stage");
    let later = cases::recheck(cx, &handler, decided.id, decided.revision, recheck(None, 0)).await;
    assert_eq!(refused(later), "case.not_in_this_stage");
}

#[tokio::test]
async fn a_body_edited_in_memory_is_not_bound() {
    let world = World::new().await;
    let go = Procedure(&world);
    let noticed = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    let decided = go.decided(go.rechecked(noticed).await).await;
    assert!(decided.bound().is_ok());
    let whole = serde_json::to_value(&decided).unwrap();
    let amount = decided.steps().decision.unwrap().fine.unwrap().0;
    // Each place where the amount stands, and every digest, changed by itself.
    let mut broken = 0;
    let mut paths = Vec::new();
    walk(&whole, String::new(), &mut paths);
    for (path, value) in paths {
        let other = match value {
            serde_json::Value::Number(number) if number.as_i64() == Some(amount) => {
                serde_json::json!(amount - 100)
            }
            serde_json::Value::String(text) if text.len() == 64 => {
                serde_json::json!("0".repeat(64))
            }
            _ => continue,
        };
        let mut edited = whole.clone();
        *edited.pointer_mut(&path).unwrap() = other;
        let Ok(edited) = serde_json::from_value::<Case>(edited) else { continue };
        if path.contains("range") || !path.contains("calculation") && !path.contains("fine") {
            continue;
        }
        assert!(edited.bound().is_err(), "{path} was changed and nobody saw it");
        broken += 1;
    }
    assert!(broken >= 5, "{broken} places");
}

fn walk(value: &serde_json::Value, at: String, found: &mut Vec<(String, serde_json::Value)>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                walk(value, format!("{at}/{}", key.replace('/', "~1")), found);
            }
        }
        serde_json::Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                walk(value, format!("{at}/{index}"), found);
            }
        }
        leaf => found.push((at, leaf.clone())),
    }
}

/// Somebody at the deliberation, with a vote.
fn person(officer: &Officer) -> Participant {
    Participant {
        officer: officer.id,
        name: officer.name.clone(),
        post: "负责人".to_owned(),
        votes: true,
        opinion: "同意。".to_owned(),
    }
}

fn intent(report: &mut Conclude) -> &mut app::discretion::Question {
    match &mut report.intent {
        Intent::Fine(question) => question,
        Intent::NoPenalty { .. } => unreachable!("a fine was intended"),
    }
}

/// A case with twenty thousand yuan taken off its fine, as far as its deliberation.
async fn departed(world: &World) -> Case {
    let (go, cx, people) = (Procedure(world), &world.cx, &world.people);
    let handler = world.as_actor(&people.handler);
    let filed = go.filed().await;
    let mut report = go.report(&filed, false).await;
    let (change, ground) = (Change::Mitigate(Fen::from_yuan(20_000)), Ground::HarmReduced);
    let departure =
        |reason: &str| Adjustment { change, ground, also: vec![], reason: reason.into() };
    // Without words nothing is computed, so nothing is concluded.
    intent(&mut report).facts.adjustment = Some(departure(" "));
    let silent = cases::conclude(cx, &handler, filed.id, filed.revision, report.clone()).await;
    assert_eq!(refused(silent), "discretion.reason_missing");
    intent(&mut report).facts.adjustment = Some(departure("主动投入治理并经监测达标"));
    let case = cases::conclude(cx, &handler, filed.id, filed.revision, report).await.unwrap();
    let examiner = world.as_actor(&people.examiner);
    let case = cases::examine(cx, &examiner, case.id, case.revision, pass(&case)).await.unwrap();
    let case =
        if case.stage.name() == StageName::LegalReview { go.reviewed(case).await } else { case };
    let case = go.noticed(case).await;
    world.clock.advance_days(8);
    go.rechecked(case).await
}

#[tokio::test]
async fn a_departure_needs_reason_discussion_and_an_approver_who_is_no_handler() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let people = &world.people;
    let (handler, head) = (world.as_actor(&people.handler), world.as_actor(&people.head));
    let case = departed(&world).await;
    // Not decided without the discussion, and not discussed by the handlers, by one alone, or without words.
    assert_eq!(case.stage.name(), StageName::Deliberation);
    let early = cases::decide(cx, &head, case.id, case.revision).await;
    assert_eq!(refused(early), "case.not_in_this_stage");
    let minutes = |participants, words: &str, fine| Deliberate {
        held_on: cx.now().date(),
        participants,
        conclusion: words.to_owned(),
        fine,
    };
    let two = || vec![person(&people.head), person(&people.deputy_head)];
    for (participants, words, fine, code) in [
        (
            vec![person(&people.head), person(&people.handler)],
            "同意",
            None,
            "case.investigator_votes",
        ),
        (vec![person(&people.head)], "同意", None, "case.deliberation_alone"),
        (two(), "  ", None, "case.text_missing_or_too_long"),
        (two(), "同意", Some(Fen::from_yuan(1_000)), "case.fine_below_range"),
        (two(), "同意", Some(Fen::from_yuan(90_000_000)), "case.fine_above_notice"),
    ] {
        let held = minutes(participants, words, fine);
        let refusal = cases::deliberate(cx, &head, case.id, case.revision, held).await;
        assert_eq!(refused(refusal), code, "{words}");
    }
    let held = minutes(two(), "同意减轻处罚", None);
    let case = cases::deliberate(cx, &head, case.id, case.revision, held).await.unwrap();
    // The handler decides nothing, by whatever role.
    let own = cases::decide(cx, &handler, case.id, case.revision).await;
    assert!(matches!(own, Err(Error::Forbidden(_))), "{own:?}");
    let decided = go.decided(case).await;
    let made = decided.steps().decision.unwrap();
    let departure = made.departure.as_ref().unwrap();
    assert_eq!(
        (made.fine, departure.computed),
        (Some(Fen::from_yuan(80_000)), Fen::from_yuan(100_000))
    );
    assert_eq!(
        (departure.approved_by, departure.deliberated_on),
        (people.head.id, cx.now().date())
    );
    assert!(departure.reason.contains("监测达标"));
    let said = fields_of(&world, &decided, "decision").await.to_string();
    assert!(said.contains("监测达标") && said.contains("集体讨论"), "{said}");
}

#[tokio::test]
async fn a_milder_recheck_is_bound_to_its_own_calculation() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let handler = world.as_actor(&world.people.handler);
    let case = go.noticed(go.reviewed(go.examined(true).await).await).await;
    let defence = Defence {
        kind: DefenceKind::Written,
        on: cx.now().date(),
        points: vec!["超标倍数计算有误".to_owned()],
        new_evidence: false,
    };
    let case = cases::record_defence(cx, &handler, case.id, case.revision, defence).await.unwrap();
    world.clock.advance_days(8);
    let milder = recheck(Some(go.question(&case, false)), 1);
    let case = cases::recheck(cx, &handler, case.id, case.revision, milder).await.unwrap();
    let anew = case.steps().recheck.unwrap().calculation.clone().unwrap();
    assert!(Some(anew.amount()) < case.steps().noticed.unwrap().notice.fine);
    // The report was grave, so it is discussed all the same; the decision names the new calculation.
    let held = Deliberate {
        held_on: cx.now().date(),
        participants: vec![person(&world.people.head), person(&world.people.deputy_head)],
        conclusion: "同意复核意见。".to_owned(),
        fine: None,
    };
    let head = world.as_actor(&world.people.head);
    let case = cases::deliberate(cx, &head, case.id, case.revision, held).await.unwrap();
    let decided = go.decided(case).await;
    let made = decided.steps().decision.unwrap();
    assert_eq!((made.fine, made.calculation.clone()), (Some(anew.amount()), Some(anew.digest())));
}
