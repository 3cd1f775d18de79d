//! A bureau's own benchmark set: refused while it is faulty, and computed with from the day it is activated.

use crate::common::{of_the_city, refused};
use app::benchmarks::{self, Step};
use app::{Actor, Error, discretion};
use domain::Fen;
use domain::case::CloseGround;
use domain::discretion::{BenchmarkContent, Column, Exact, Facts, Tally, Tier};
use domain::officer::Role;
use testkit::{Procedure, World};

/// A copy of the sample in which excess of water begins twice as high.
async fn heavier(cx: &app::Cx, actor: &Actor, version: &str) -> BenchmarkContent {
    let mut content = benchmarks::copy(cx, actor, "hunan-2021@2021-1").await.unwrap();
    content.set.id = "langfang".to_owned();
    content.set.version = version.to_owned();
    content
}

async fn fine_of(cx: &app::Cx, actor: &Actor, question: &discretion::Question) -> Fen {
    discretion::ask(cx, actor, question).await.unwrap().calculation.amount()
}

#[tokio::test]
async fn a_set_is_refused_while_faulty_and_computed_with_from_its_day() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let (author, reviewer) = (of_the_city(1, Role::Reviewer), of_the_city(2, Role::Reviewer));
    let head = of_the_city(3, Role::Head);
    let case = go.filed().await;
    let question = discretion::Question { item: case.item.clone(), ..go.question(&case, false) };
    let handler = world.as_actor(&world.people.handler);
    let today_fine = fine_of(cx, &handler, &question).await;

    // A county writes no set; the copy is faulty until its rounding is stated.
    let mut content = heavier(cx, &author, "2026-1").await;
    let county = world.as_actor(&world.people.reviewer);
    let refusal = benchmarks::write(cx, &county, content.clone(), 0).await;
    assert_eq!(refused(refusal), "benchmark.of_the_city");
    let draft = benchmarks::write(cx, &author, content.clone(), 0).await.unwrap();
    let code = draft.value.code.clone();
    let step = |actor: Actor, revision, step| {
        let (cx, code) = (cx.clone(), code.clone());
        async move { benchmarks::advance(&cx, &actor, &code, revision, step).await }
    };
    let faulty = step(author.clone(), 1, Step::Check).await;
    assert_eq!(refused(faulty), "benchmark.faulty");
    let early = step(head.clone(), 1, Step::Activate { from: cx.now().date() }).await;
    assert_eq!(refused(early), "benchmark.not_in_this_state");
    assert_eq!(fine_of(cx, &handler, &question).await, today_fine, "the old one stays");

    // Mended: half again as heavy for the mildest form, and never above the maximum.
    content.rounding_basis = "不足一分的舍去".to_owned();
    for table in content.set.tables.iter_mut().filter(|table| table.code.starts_with("HN-7")) {
        table.printed.push_str("（超过100%的按100%计算）");
        let first = table.factors.first_mut().unwrap();
        for option in &mut first.options {
            for weight in option.weights.iter_mut().flatten() {
                *weight = &*weight + &Exact::from(5);
            }
        }
        assert!(table.columns.iter().all(|Column { start, .. }| start.is_some()));
    }
    let written = benchmarks::write(cx, &author, content.clone(), 1).await.unwrap();
    let late = benchmarks::write(cx, &author, content, 1).await;
    assert!(matches!(late, Err(Error::Stale("benchmark"))));
    let checked = step(author.clone(), written.revision, Step::Check).await.unwrap();
    let agree = Step::Review { agrees: true, opinion: "同意".to_owned() };
    let own = step(author.clone(), checked.revision, agree.clone()).await;
    assert_eq!(refused(own), "benchmark.reviewed_by_author");
    let reviewed = step(reviewer.clone(), checked.revision, agree).await.unwrap();
    let tomorrow = cx.now().date().tomorrow().unwrap();
    let activate = Step::Activate { from: tomorrow };
    assert!(step(reviewer.clone(), reviewed.revision, activate.clone()).await.is_err());
    let active = step(head.clone(), reviewed.revision, activate).await.unwrap();

    // Today as before; from tomorrow on by the new set, whose version the calculation keeps.
    assert_eq!(fine_of(cx, &handler, &question).await, today_fine);
    world.clock.advance_days(1);
    let answer = discretion::ask(cx, &handler, &question).await.unwrap();
    assert_eq!(answer.calculation.version, "langfang@2026-1");
    assert_eq!(answer.calculation.amount(), Fen(today_fine.0 + 5_000_000), "5 % of a million yuan");

    // Filed with both; retired at the end of today, the sample serves again tomorrow.
    let filed = Step::File {
        with: domain::discretion::FilingBody::CityJustice,
        on: tomorrow,
        number: "廊环函〔2026〕1号".to_owned(),
    };
    let filed = step(author, active.revision, filed).await.unwrap();
    step(head, filed.revision, Step::Retire { until: tomorrow }).await.unwrap();
    world.clock.advance_days(1);
    assert_eq!(fine_of(cx, &handler, &question).await, today_fine);
}

#[tokio::test]
async fn a_replay_counts_what_was_counted_by_hand() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let author = of_the_city(1, Role::Reviewer);
    let served = go.served().await;
    // Neither a case that still runs nor one whose decision was annulled counts.
    let copies = world.multiply(&served, 3).await;
    go.close(&copies[1], CloseGround::Annulled).await;
    let decided = go.close(&served, CloseGround::Performed).await;
    let before = decided.steps().decision.unwrap().fine.unwrap();

    let mut content = heavier(cx, &author, "2026-2").await;
    for table in content.set.tables.iter_mut().filter(|table| table.code.starts_with("HN-7")) {
        for option in &mut table.factors.first_mut().unwrap().options {
            for weight in option.weights.iter_mut().flatten() {
                *weight = &*weight + &Exact::from(20);
            }
        }
    }
    let draft = benchmarks::write(cx, &author, content, 0).await.unwrap();
    let mut progress = benchmarks::replay(cx, &author, &draft.value.code).await.unwrap();
    assert_eq!((progress.total, progress.finished), (1, false));
    progress.step(cx, &author).await.unwrap();
    assert!(progress.finished);
    let replay = &progress.replay;
    assert_eq!(replay.all.tally, Tally { rise: 1, ..Tally::default() },);
    let changed = &replay.most_changed[0];
    assert_eq!((changed.case, changed.before), (decided.id, before));
    assert_eq!(changed.after, Fen(before.0 + 20_000_000), "20 % of a million yuan more");
    // From the least to 2/9 of the way: from the first tenth to the third.
    assert_eq!((replay.all.bars[0].before, replay.all.bars[2].after), (1, 1));
    assert_eq!(replay.all.sums, (before, changed.after));
    assert_eq!(replay.departures.tally, Tally::default());
    assert_eq!(replay.counties.keys().next().unwrap().as_str(), "1310/131082/");

    // Another county sees no case of this one.
    let bazhou = world.as_actor(&world.people.of_bazhou);
    let theirs = benchmarks::replay(cx, &bazhou, &draft.value.code).await.unwrap();
    assert_eq!(theirs.total, 0);
}

/// A set in force from today, taken the whole way.
async fn in_force(cx: &app::Cx, content: BenchmarkContent) {
    let (author, other) = (of_the_city(1, Role::Reviewer), of_the_city(2, Role::Reviewer));
    let code = benchmarks::write(cx, &author, content, 0).await.unwrap().value.code;
    let review = Step::Review { agrees: true, opinion: "同意".to_owned() };
    let activate = Step::Activate { from: cx.now().date() };
    let head = of_the_city(3, Role::Head);
    let steps = [(author, Step::Check), (other, review), (head, activate)];
    for (revision, (actor, step)) in (1..).zip(steps) {
        benchmarks::advance(cx, &actor, &code, revision, step).await.unwrap();
    }
}

#[tokio::test]
async fn what_no_table_was_made_for_is_refused_and_not_computed_with_another() {
    let world = World::new().await;
    let cx = &world.cx;
    let handler = world.as_actor(&world.people.handler);
    let facts = Facts { tier: Tier::Heavier, ..Facts::default() };
    let heavier_of = |item: &str| discretion::Question {
        item: item.to_owned(),
        act_on: cx.now().date(),
        facts: facts.clone(),
        ..discretion::Question::default()
    };
    let asked = async |item: &str| refused(discretion::ask(cx, &handler, &heavier_of(item)).await);
    // The article on excess into water knows no heavier range; the one on dumping does, and a table serves it.
    assert_eq!(asked("eco-1107-water").await, "discretion.no_heavier_range");
    assert_ne!(asked("eco-1169-2").await, "discretion.no_table_for_tier");

    let author = of_the_city(1, Role::Reviewer);
    let mut content = heavier(cx, &author, "2026-1").await;
    content.rounding_basis = "不足一分的舍去".to_owned();
    content.serves.retain(|serve| serve.route.tier == Tier::Ordinary);
    in_force(cx, content).await;
    let refusal = discretion::ask(cx, &handler, &heavier_of("eco-1169-2")).await.unwrap_err();
    let Error::Refused(refusal) = refusal else { panic!("{refusal}") };
    assert_eq!(refusal.code, "discretion.no_table_for_tier");
    assert_eq!(refusal.field.as_deref(), Some("tier"));
    assert!(refusal.zh.contains("加重") && refusal.zh.contains("裁量基准"), "{}", refusal.zh);
}
