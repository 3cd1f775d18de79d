//! Same facts, same penalty: what is decided is kept with its question and compared with what comes after.

use app::Actor;
use app::discretion::{self, Period};
use domain::discretion::Exact;
use testkit::{Procedure, World, pass};

#[tokio::test]
async fn a_decision_is_kept_with_its_question_and_others_are_compared_with_it() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let handler = world.as_actor(&world.people.handler);

    // While nothing was computed there is nothing to compare.
    let filed = go.filed().await;
    assert!(discretion::of_case(cx, &handler, filed.id).await.unwrap().is_none());
    let report = go.report(&filed, false).await;
    let question = match &report.intent {
        app::cases::Intent::Fine(question) => question.clone(),
        app::cases::Intent::NoPenalty { .. } => unreachable!("a fine was intended"),
    };
    let concluded =
        app::cases::conclude(cx, &handler, filed.id, filed.revision, report).await.unwrap();
    let proposed = discretion::of_case(cx, &handler, filed.id).await.unwrap().unwrap();
    assert!(proposed.neighbours.is_empty() && proposed.among_all.percentile.is_none());
    assert_eq!(proposed.fine, concluded.steps().report.unwrap().measure.fine());

    let pass = pass(&concluded);
    let examiner = world.as_actor(&world.people.examiner);
    let case = app::cases::examine(cx, &examiner, concluded.id, concluded.revision, pass);
    let case = go.noticed(case.await.unwrap()).await;
    world.clock.advance_days(8);
    let decided = go.decided(go.rechecked(case).await).await;

    // Equal facts lie at distance nought; the county next door sees the fine, but not which case it is.
    let question = app::discretion::Question { item: filed.item.clone(), ..*question };
    let near = discretion::of_question(cx, &handler, &question).await.unwrap();
    assert_eq!(near.neighbours.len(), 1);
    assert!(near.neighbours[0].distance.is_zero());
    assert_eq!(near.neighbours[0].case.as_ref().unwrap().0, decided.id);
    assert_eq!(near.among_all.percentile, Some(&Exact::one() / &Exact::from(2)));
    let next_door = world.as_actor(&world.people.of_bazhou);
    let seen = discretion::of_question(cx, &next_door, &question).await.unwrap();
    assert_eq!(seen.neighbours[0].fine, near.neighbours[0].fine);
    assert!(seen.neighbours[0].case.is_none());
    assert!(discretion::of_case(cx, &next_door, decided.id).await.is_err());

    // A case is never compared with itself.
    let own = discretion::of_case(cx, &handler, decided.id).await.unwrap().unwrap();
    assert!(own.neighbours.is_empty());

    // The report speaks of the own territory alone, and of the period asked for.
    let today = cx.now().date();
    let lines = |actor: Actor, from, to| async move {
        discretion::report(cx, &actor, Period { from, to, towns: false }).await.unwrap()
    };
    let own = lines(handler.clone(), today, today).await;
    assert_eq!(own.len(), 2, "all places, and 三河");
    assert_eq!((own[0].spread.fines, own[1].spread.fines), (1, 1));
    assert!(lines(next_door, today, today).await.is_empty());
    let yesterday = today.yesterday().unwrap();
    assert!(lines(handler, yesterday, yesterday).await.is_empty());

    // Nothing is left to fill in, and filling in twice changes nothing.
    assert_eq!(discretion::fill_in(cx).await.unwrap(), 0);
}
