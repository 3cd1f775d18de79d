//! Replays every closed case under a set, page after page, so that whoever watches sees how far it is.

use crate::{Action, Actor, Cx, Error};
use domain::discretion::{Benchmark, BenchmarkContent, BenchmarkEntry, EVER, Replay, replay_one};
use store::fines::{Decisions, Walk};
use store::law::Entry;

/// A replay under way.
#[derive(Debug)]
pub struct Progress {
    content: BenchmarkContent,
    tables: Vec<Benchmark>,
    walk: Walk,
    /// Cases there were when it began.
    pub total: u64,
    /// Cases done.
    pub done: u64,
    /// What came of them.
    pub replay: Replay,
    /// Whether every case is done.
    pub finished: bool,
}

/// Begins a replay of the cases of the actor's territory under a set, whatever its state.
pub async fn replay(cx: &Cx, actor: &Actor, code: &str) -> Result<Progress, Error> {
    let permit = cx.authorize(actor, Action::BenchmarkList)?;
    let mut tx = permit.read().await?;
    let entry: Option<Entry<BenchmarkEntry>> = store::law::find(&mut tx, code).await?;
    let content = entry.ok_or(Error::NotFound("benchmark"))?.value.content;
    let of = Decisions { scope: permit.scope(), from: EVER.0, to: EVER.1 };
    Ok(Progress {
        // A set that cannot be computed with serves nothing, and every case says so.
        tables: content.set.benchmarks().unwrap_or_default(),
        total: store::fines::count(&mut tx, &of).await?,
        content,
        walk: Walk::through(of),
        done: 0,
        replay: Replay::default(),
        finished: false,
    })
}

impl Progress {
    /// Computes the next page of cases.
    pub async fn step(&mut self, cx: &Cx, actor: &Actor) -> Result<(), Error> {
        let permit = cx.authorize(actor, Action::BenchmarkList)?;
        let mut tx = permit.read().await?;
        let page = self.walk.next(&mut tx).await?;
        drop(tx);
        let law = cx.law();
        for decided in &page {
            let after = replay_one(decided, &self.content, &self.tables, &law.ranges);
            self.replay.add(decided, after);
            // Others must be served in between.
            tokio::task::yield_now().await;
        }
        self.done += page.len() as u64;
        self.finished = self.walk.ended();
        Ok(())
    }
}
