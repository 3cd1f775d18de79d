//! An amount binds the party only while it rests on the rules of the day: a set, an item or a law that comes into force on the
//! way leads back to the calculation, and what is no concern of the case does not.

use crate::common::{of_the_city, refused};
use app::Cx;
use app::benchmarks::{self, Step};
use app::cases::{self, RecheckCase};
use app::discretion::Question;
use domain::case::{ActTime, Case, StageName};
use domain::discretion::{BenchmarkContent, Exact, Step as TraceStep};
use domain::officer::Role;
use domain::record::RecordKind;
use domain::{Date, Fen, Timestamp};
use jiff::civil::date;
use store::law::{Entry, enter};
use store::{Change, Store};
use testkit::{Procedure, World, pass};

/// A copy of the sample as the city's own, in which each mildest circumstance of the tables that begin so weighs more.
async fn a_set(cx: &Cx, version: &str, tables: &str, more: i64) -> BenchmarkContent {
    let author = of_the_city(1, Role::Reviewer);
    let mut content = benchmarks::copy(cx, &author, "hunan-2021@2021-1").await.unwrap();
    (content.set.id, content.set.version) = ("langfang".to_owned(), version.to_owned());
    content.rounding_basis = "不足一分的舍去".to_owned();
    for table in content.set.tables.iter_mut().filter(|table| table.code.starts_with(tables)) {
        table.printed.push_str("（超过100%的按100%计算）");
        for option in &mut table.factors.first_mut().unwrap().options {
            for weight in option.weights.iter_mut().flatten() {
                *weight = &*weight + &Exact::from(more);
            }
        }
    }
    content
}

/// Takes a set the whole way; it is in force from tomorrow.
async fn from_tomorrow(cx: &Cx, content: BenchmarkContent) {
    let (author, reviewer) = (of_the_city(1, Role::Reviewer), of_the_city(2, Role::Reviewer));
    let draft = benchmarks::write(cx, &author, content, 0).await.unwrap();
    let (code, from) = (draft.value.code.clone(), cx.now().date().tomorrow().unwrap());
    let agree = Step::Review { agrees: true, opinion: "同意".to_owned() };
    let head = of_the_city(3, Role::Head);
    let steps = [(&author, Step::Check), (&reviewer, agree), (&head, Step::Activate { from })];
    let mut revision = draft.revision;
    for (actor, step) in steps {
        revision = benchmarks::advance(cx, actor, &code, revision, step).await.unwrap().revision;
    }
}

fn recheck(anew: Option<Question>) -> RecheckCase {
    let opinion = "按现行裁量基准重新计算。".to_owned();
    let band_reason = Some("情节见案卷".to_owned());
    RecheckCase { points: Vec::new(), opinion, anew, act: None, band_reason }
}

/// Which steps the page offers, and the code of why not.
async fn offered(
    world: &World,
    case: &Case,
    who: &domain::officer::Officer,
) -> Vec<(&'static str, Option<&'static str>)> {
    let page = cases::read(&world.cx, &world.as_actor(who), case.id).await.unwrap();
    page.actions.iter().map(|one| (one.code, one.why_not.as_ref().map(|why| why.code))).collect()
}

/// A case that waits for its decision.
async fn decidable(world: &World) -> Case {
    let go = Procedure(world);
    let examined = Box::pin(go.examined(false)).await;
    told_and_rechecked(world, examined).await
}

async fn told_and_rechecked(world: &World, examined: Case) -> Case {
    let go = Procedure(world);
    let noticed = Box::pin(go.noticed(examined)).await;
    world.clock.advance_days(8);
    Box::pin(go.rechecked(noticed)).await
}

#[tokio::test]
async fn a_set_in_force_since_the_recheck_leads_back_to_it_and_never_above_the_notice() {
    let world = World::new().await;
    let (go, cx, people) = (Procedure(&world), &world.cx, &world.people);
    let (handler, head) = (world.as_actor(&people.handler), world.as_actor(&people.head));
    let case = Box::pin(decidable(&world)).await;
    let told = case.steps().noticed.unwrap().notice.fine.unwrap();
    let idle = cases::compute_anew(cx, &handler, case.id, case.revision).await;
    assert_eq!(refused(idle), "case.rules_unchanged");
    from_tomorrow(cx, a_set(cx, "2026-9", "HN-7", 5).await).await;
    // Still today's: the set begins tomorrow.
    assert!(offered(&world, &case, &people.head).await.contains(&("decide", None)));
    world.clock.advance_days(1);
    let stale = cases::decide(cx, &head, case.id, case.revision).await;
    let Err(app::Error::Refused(why)) = stale else { panic!("decided by yesterday's rules") };
    assert_eq!((why.code, why.basis), ("case.rules_changed", Some("行政处罚法第三十七条")));
    assert!(why.zh.contains("langfang@2026-9") && why.zh.contains("重新计算"), "{}", why.zh);
    let seen = offered(&world, &case, &people.head).await;
    assert!(seen.contains(&("decide", Some("case.rules_changed"))), "{seen:?}");
    assert!(offered(&world, &case, &people.handler).await.contains(&("compute-anew", None)));

    let back = cases::compute_anew(cx, &handler, case.id, case.revision).await.unwrap();
    assert_eq!(back.stage.name(), StageName::Recheck);
    let silent = cases::recheck(cx, &handler, back.id, back.revision, recheck(None)).await;
    assert_eq!(refused(silent), "case.rules_changed");
    let graver = recheck(Some(go.question(&back, true)));
    let raised = cases::recheck(cx, &handler, back.id, back.revision, graver).await;
    assert_eq!(refused(raised), "case.fine_above_notice");
    let same = recheck(Some(go.question(&back, false)));
    let anew = cases::recheck(cx, &handler, back.id, back.revision, same).await.unwrap();
    let computed = anew.steps().recheck.unwrap().calculation.clone().unwrap();
    assert_eq!((computed.amount(), computed.version.as_str()), (told, "langfang@2026-9"));
    assert!(computed.trace.iter().any(|step| step.step == TraceStep::Told), "says why no more");
    let decided = go.decided(anew).await;
    assert_eq!(decided.steps().decision.unwrap().fine, Some(told));
}

#[tokio::test]
async fn a_milder_set_lowers_what_is_decided() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let handler = world.as_actor(&world.people.handler);
    // Told under a set of the city's own, which a milder one follows.
    from_tomorrow(cx, a_set(cx, "2026-8", "HN-7", 9).await).await;
    world.clock.advance_days(1);
    let case = Box::pin(decidable(&world)).await;
    let told = case.steps().noticed.unwrap().notice.fine.unwrap();
    from_tomorrow(cx, a_set(cx, "2026-9", "HN-7", 4).await).await;
    world.clock.advance_days(1);
    assert_eq!(go.try_decide(&case).await.unwrap_err(), "case.rules_changed");
    let back = cases::compute_anew(cx, &handler, case.id, case.revision).await.unwrap();
    let question = recheck(Some(go.question(&back, false)));
    let anew = cases::recheck(cx, &handler, back.id, back.revision, question).await.unwrap();
    let decided = go.decided(anew).await;
    assert_eq!(decided.steps().decision.unwrap().fine, Some(Fen(told.0 - 5_000_000)));
}

#[tokio::test]
async fn before_the_notice_the_case_goes_back_to_its_report() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let handler = world.as_actor(&world.people.handler);
    let case = go.examined(false).await;
    let before = case.steps().report.unwrap().measure.fine().unwrap();
    from_tomorrow(cx, a_set(cx, "2026-9", "HN-7", 5).await).await;
    world.clock.advance_days(1);
    let stale = cases::issue_notice(cx, &handler, case.id, case.revision).await;
    assert_eq!(refused(stale), "case.rules_changed");
    let back = cases::compute_anew(cx, &handler, case.id, case.revision).await.unwrap();
    assert_eq!(back.stage.name(), StageName::Investigating);
    let defects = &back.steps().investigation.unwrap().returns[0].defects;
    assert!(defects[0].contains("langfang@2026-9"), "{defects:?}");
    // Nobody was told anything yet: the first notice says what the new set gives.
    let report = go.report(&back, false).await;
    let anew = cases::conclude(cx, &handler, back.id, back.revision, report).await.unwrap();
    assert_eq!(anew.steps().report.unwrap().measure.fine(), Some(Fen(before.0 + 5_000_000)));
}

#[tokio::test]
async fn the_set_of_the_day_of_the_act_stays_unless_the_new_one_is_milder() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    from_tomorrow(cx, a_set(cx, "2026-8", "HN-7", 5).await).await;
    world.clock.advance_days(1);
    // Done, found and told under the city's own set; a heavier one follows, then one that is milder than both.
    let case = Box::pin(decidable(&world)).await;
    let told = case.steps().noticed.unwrap().notice.fine;
    from_tomorrow(cx, a_set(cx, "2026-9", "HN-7", 9).await).await;
    world.clock.advance_days(1);
    let handler = world.as_actor(&world.people.handler);
    let still = cases::compute_anew(cx, &handler, case.id, case.revision).await;
    assert_eq!(refused(still), "case.rules_unchanged", "heavier rules of later do not touch it");
    let act_on = case.act_time().unwrap().from;
    let question = Question { act_on, ..go.question(&case, false) };
    let answer = app::discretion::ask(cx, &handler, &question).await.unwrap().calculation;
    assert_eq!((Some(answer.amount()), answer.version.as_str()), (told, "langfang@2026-8"));
    assert!(answer.trace[0].words.zh.contains("langfang@2026-9"), "{:?}", answer.trace[0]);
    from_tomorrow(cx, a_set(cx, "2026-a", "HN-7", 2).await).await;
    world.clock.advance_days(1);
    assert_eq!(go.try_decide(&case).await.unwrap_err(), "case.rules_changed");
    let answer = app::discretion::ask(cx, &handler, &question).await.unwrap().calculation;
    assert_eq!(answer.version, "langfang@2026-a");
    assert!(Some(answer.amount()) < told);
}

#[tokio::test]
async fn a_set_that_the_case_does_not_use_is_no_alarm() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let case = Box::pin(decidable(&world)).await;
    let mut content = a_set(cx, "2026-9", "HN-6", 5).await;
    content.set.tables.retain(|table| !table.code.starts_with("HN-7"));
    content.serves.retain(|serve| !serve.route.table.starts_with("HN-7"));
    from_tomorrow(cx, content).await;
    world.clock.advance_days(1);
    go.decided(case).await;
}

#[tokio::test]
async fn an_item_that_rests_on_another_clause_stops_the_decision() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let case = Box::pin(decidable(&world)).await;
    let enter_item = async |change: &dyn Fn(&mut domain::item::Item)| {
        let mut item = cx.law().item(&case.item).unwrap().clone();
        change(&mut item);
        let store = Store::open_careless(&world.folder().join("test.db")).await.unwrap();
        let mut tx = store.write().await.unwrap();
        let line = Change {
            at: cx.now(),
            actor: "service/test".to_owned(),
            kind: RecordKind::ItemRevised,
            file: None,
            public: None,
        };
        let known = store::law::find::<domain::item::Item>(&mut tx, &item.code).await.unwrap();
        let entry = known.map_or(Entry::new(item.clone()), |known| Entry { value: item, ..known });
        enter(&mut tx, entry, None, &line).await.unwrap();
        tx.commit().await.unwrap();
        world.run_jobs().await;
    };
    enter_item(&|item| item.name.zh.push_str("（更名）")).await;
    let handler = world.as_actor(&world.people.handler);
    let named = cases::compute_anew(cx, &handler, case.id, case.revision).await;
    assert_eq!(refused(named), "case.rules_unchanged", "a name is no rule");
    enter_item(&|item| item.penalty = vec!["eco_code:1108".parse().unwrap()]).await;
    assert_eq!(go.try_decide(&case).await.unwrap_err(), "case.rules_changed");
}

fn at_nine(day: Date) -> Timestamp {
    Timestamp::start_of(day).plus_millis(9 * 3_600_000)
}

#[tokio::test]
async fn the_code_in_force_since_the_recheck_is_compared_before_anybody_decides() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let handler = world.as_actor(&world.people.handler);
    // Filed by a branch, which could not yet do so in its own name: so the clock is set back for the calculation alone.
    let filed = Box::pin(go.filed()).await;
    world.clock.set(at_nine(date(2026, 8, 5)));
    let mut report = go.report(&filed, false).await;
    report.act = Some(ActTime::on(date(2026, 8, 1)));
    let case = cases::conclude(cx, &handler, filed.id, filed.revision, report).await.unwrap();
    let examiner = world.as_actor(&world.people.examiner);
    let case = cases::examine(cx, &examiner, case.id, case.revision, pass(&case)).await.unwrap();
    let case = Box::pin(told_and_rechecked(&world, case)).await;
    let (made, _) = case.steps().computed().unwrap();
    assert!(made.range_id.starts_with("water_law"), "{}", made.range_id);
    world.clock.set(at_nine(date(2026, 8, 15)));
    assert_eq!(go.try_decide(&case).await.unwrap_err(), "case.rules_changed");
    let back = cases::compute_anew(cx, &handler, case.id, case.revision).await.unwrap();
    let anew = recheck(Some(go.question(&back, false)));
    let case = cases::recheck(cx, &handler, back.id, back.revision, anew).await.unwrap();
    // Two laws were compared, so a reviewer looks at the choice; the old law stays unless the code is lighter.
    assert_eq!(case.stage.name(), StageName::LegalReview);
    assert!(case.steps().recheck.unwrap().other.is_some(), "both computed");
    let decided = go.decided(go.reviewed(case).await).await;
    assert!(decided.steps().decision.unwrap().fine.is_some());
}
