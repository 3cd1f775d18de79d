//! Measures a replay of closed cases on this machine: `cargo run --release -p app --example measure`.
//!
//! Ten thousand cases are stored in a database of their own, each with its fine, and replayed out of it under a draft while a
//! set of the site is in force. Beside it stands what one calculation costs then. Argument: how many cases.

use app::benchmarks::{self, Step};
use app::discretion::{Question, ask};
use app::{Actor, Cx};
use domain::discretion::{BenchmarkContent, Exact};
use std::{error::Error, time::Instant};
use testkit::{Procedure, World};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Calculations measured.
const ASKED: u32 = 200;

#[tokio::main]
async fn main() -> Outcome<()> {
    let cases = std::env::args().nth(1).map_or(Ok(10_000), |count| count.parse())?;
    let world = World::new().await;
    let case = Procedure(&world).closed().await;
    let clock = Instant::now();
    world.multiply(&case, cases).await;
    print("store closed cases", cases, clock);

    let cx = &world.cx;
    let people = &world.people;
    let (author, other) =
        (world.as_actor(&people.city_reviewer), world.as_actor(&people.second_city_reviewer));
    let question = Procedure(&world).question(&case, false);
    let handler = world.as_actor(&people.handler);
    calculate(cx, &handler, &question, "calculate by the sample").await?;
    activate(&world, &author, &other, draft(cx, &author, "2026-1", 0).await?).await?;
    calculate(cx, &handler, &question, "calculate by a set in force").await?;

    let code = draft(cx, &author, "2026-2", 5).await?;
    let clock = Instant::now();
    let mut progress = benchmarks::replay(cx, &author, &code).await?;
    while !progress.finished {
        progress.step(cx, &author).await?;
    }
    print("replay closed cases", cases, clock);
    println!("{:?}", progress.replay.all.tally);
    Ok(())
}

fn print(what: &str, count: usize, clock: Instant) {
    let seconds = clock.elapsed().as_secs_f64();
    println!("{what:<30}{count:>8} {seconds:>9.3} s {:>10.0}/s", count as f64 / seconds);
}

async fn calculate(cx: &Cx, actor: &Actor, question: &Question, what: &str) -> Outcome<()> {
    let clock = Instant::now();
    for _ in 0..ASKED {
        ask(cx, actor, question).await?;
    }
    print(what, ASKED as usize, clock);
    Ok(())
}

/// A draft in which the first circumstance of excess into water weighs more, per cent.
async fn draft(cx: &Cx, author: &Actor, version: &str, more: i64) -> Outcome<String> {
    let mut content: BenchmarkContent = benchmarks::copy(cx, author, "hunan-2021@2021-1").await?;
    content.set.id = "langfang".to_owned();
    content.set.version = version.to_owned();
    content.rounding_basis = "不足一分的舍去".to_owned();
    let tables = content.set.tables.iter_mut().filter(|table| table.code.starts_with("HN-7"));
    for table in tables {
        let options = table.factors.iter_mut().take(1).flat_map(|factor| &mut factor.options);
        for weight in options.flat_map(|option| &mut option.weights).flatten() {
            *weight = &*weight + &Exact::from(more);
        }
    }
    Ok(benchmarks::write(cx, author, content, 0).await?.value.code)
}

async fn activate(world: &World, author: &Actor, other: &Actor, code: String) -> Outcome<()> {
    let (cx, head) = (&world.cx, world.as_actor(&world.people.city_head));
    let review = Step::Review { agrees: true, opinion: "同意".to_owned() };
    benchmarks::advance(cx, author, &code, 1, Step::Check).await?;
    benchmarks::advance(cx, other, &code, 2, review).await?;
    benchmarks::advance(cx, &head, &code, 3, Step::Activate { from: cx.now().date() }).await?;
    Ok(())
}
