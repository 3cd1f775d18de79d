//! Reads sets, checks one as it is typed, and gives a copy to begin with.

use crate::{Action, Actor, Cx, Error};
use domain::discretion::{BenchmarkContent, BenchmarkEntry, Flaw};
use store::law::Entry;

/// Every set of the site, by code.
pub async fn list(cx: &Cx, actor: &Actor) -> Result<Vec<Entry<BenchmarkEntry>>, Error> {
    let permit = cx.authorize(actor, Action::BenchmarkList)?;
    let mut tx = permit.read().await?;
    Ok(store::law::all(&mut tx).await?)
}

/// One set, with everything wrong in it.
pub async fn read(
    cx: &Cx,
    actor: &Actor,
    code: &str,
) -> Result<(Entry<BenchmarkEntry>, Vec<Flaw>), Error> {
    let permit = cx.authorize(actor, Action::BenchmarkList)?;
    let mut tx = permit.read().await?;
    let entry: Option<Entry<BenchmarkEntry>> = store::law::find(&mut tx, code).await?;
    let entry = entry.ok_or(Error::NotFound("benchmark"))?;
    let law = cx.law();
    let flaws = entry.value.flaws(&law.ranges, &law.violations);
    Ok((entry, flaws))
}

/// Everything wrong in a set as it is typed; keeps nothing.
pub fn check(cx: &Cx, actor: &Actor, content: &BenchmarkContent) -> Result<Vec<Flaw>, Error> {
    cx.authorize(actor, Action::BenchmarkList)?;
    let law = cx.law();
    Ok(content.flaws(&law.ranges, &law.violations))
}

/// A set at hand, by id and version: `hunan-2021@2021-1`, or one of the site in whatever state.
pub async fn copy(cx: &Cx, actor: &Actor, version: &str) -> Result<BenchmarkContent, Error> {
    let permit = cx.authorize(actor, Action::BenchmarkList)?;
    let code = version.replacen('@', ".", 1);
    let own: Option<Entry<BenchmarkEntry>> =
        store::law::find(&mut permit.read().await?, &code).await?;
    if let Some(entry) = own {
        return Ok(entry.value.content);
    }
    let law = cx.law();
    let set = law.benchmarks.set(version).ok_or(Error::NotFound("benchmark"))?;
    Ok(BenchmarkContent::copy_of(set, &law.violations))
}
