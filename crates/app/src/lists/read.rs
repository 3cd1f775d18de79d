//! Reads versions of lists, for officers and for the public.

use crate::items::Imported;
use crate::{Action, Actor, Cx, Error};
use domain::Date;
use domain::agency::Agency;
use domain::item::{Delegation, Item, ListDiff, ListVersion, read_codes};
use domain::region::{Level, Territory};

/// A body with the list that it works by today.
#[derive(Debug, Clone)]
pub struct BodyList {
    /// The body.
    pub agency: Agency,
    /// The list; none where no version is in force.
    pub version: Option<ListVersion>,
    /// Its items, as the version means them.
    pub items: Vec<Item>,
}

/// Every version that touches the actor's territory, the newest first.
pub fn list(cx: &Cx, actor: &Actor) -> Result<Vec<ListVersion>, Error> {
    cx.authorize(actor, Action::ListList)?;
    let law = cx.law();
    let touches = |version: &&ListVersion| match actor.territory() {
        None => false,
        Some(own) => own.contains(&version.territory) || version.territory.contains(own),
    };
    let mut versions: Vec<_> = law.lists.versions().iter().filter(touches).cloned().collect();
    versions.sort_by(|a, b| {
        let key = |version: &ListVersion| (version.level as u8, version.territory.clone());
        key(a).cmp(&key(b)).then(b.effective_from.cmp(&a.effective_from))
    });
    Ok(versions)
}

/// A version with its items.
pub fn read(cx: &Cx, actor: &Actor, version: &str) -> Result<(ListVersion, Vec<Item>), Error> {
    cx.authorize(actor, Action::ListList)?;
    let law = cx.law();
    let version = law.lists.by_name(version).cloned().ok_or(Error::NotFound("list"))?;
    let items = version.items.iter().filter_map(|code| version.item(code, law.lists.items()));
    let items = items.cloned().collect();
    Ok((version, items))
}

/// What changes from one version to another.
pub fn compare(cx: &Cx, actor: &Actor, from: &str, to: &str) -> Result<ListDiff, Error> {
    cx.authorize(actor, Action::ListList)?;
    let law = cx.law();
    let known = |name| law.lists.by_name(name).ok_or(Error::NotFound("list"));
    Ok(ListDiff::between(Some(known(from)?), known(to)?, law.lists.items()))
}

/// What a table of codes would make of the list that bodies of a level at a place work by today: for a proposal.
pub fn draft(
    cx: &Cx,
    actor: &Actor,
    level: Level,
    place: &Territory,
    rows: &[Vec<String>],
) -> Result<(Vec<String>, Imported), Error> {
    let permit = cx.authorize(actor, Action::AdjustmentPropose)?;
    let law = cx.law();
    let codes = match read_codes(rows, law.lists.items()) {
        Ok(codes) => codes,
        Err(faults) => return Ok((Vec::new(), Imported { faults, ..Imported::default() })),
    };
    let today = permit.now().date();
    let base = law.lists.in_force(level, place, today);
    let is_new = |code: &&String| base.is_none_or(|base| !base.names(code));
    let added: Vec<Item> =
        codes.iter().filter(is_new).filter_map(|code| law.item(code).cloned()).collect();
    let unchanged = codes.len() - added.len();
    Ok((codes, Imported { added, unchanged, ..Imported::default() }))
}

/// What the province delegated, in the actor's territory and around it.
pub fn delegations(cx: &Cx, actor: &Actor) -> Result<Vec<Delegation>, Error> {
    cx.authorize(actor, Action::ListList)?;
    let law = cx.law();
    let touches = |delegation: &&Delegation| match actor.territory() {
        None => false,
        Some(own) => own.contains(&delegation.territory) || delegation.territory.contains(own),
    };
    Ok(law.lists.delegations().iter().filter(touches).cloned().collect())
}

/// Every version there is, for the public: only what was published, or what is shipped as a sample.
pub fn list_public(cx: &Cx) -> Result<Vec<ListVersion>, Error> {
    cx.authorize(&Actor::Service("public"), Action::ListRead)?;
    let mut versions = cx.law().lists.versions().to_vec();
    versions.sort_by_key(|version| std::cmp::Reverse(version.effective_from));
    Ok(versions)
}

/// Every body with its list of a day, for the public.
pub fn bodies(cx: &Cx, on: Date) -> Result<Vec<BodyList>, Error> {
    cx.authorize(&Actor::Service("public"), Action::ListRead)?;
    let law = cx.law();
    Ok(law.lists.agencies().iter().map(|agency| of_body(cx, agency, on)).collect())
}

/// One body with its list of a day, for the public.
pub fn body(cx: &Cx, code: &str, on: Date) -> Result<BodyList, Error> {
    cx.authorize(&Actor::Service("public"), Action::ListRead)?;
    let law = cx.law();
    let agency = law.lists.agencies().get(code).ok_or(Error::NotFound("agency"))?;
    Ok(of_body(cx, agency, on))
}

fn of_body(cx: &Cx, agency: &Agency, on: Date) -> BodyList {
    let law = cx.law();
    let version = law.lists.in_force(agency.level, &agency.territory, on).cloned();
    let listed = version.iter().flat_map(|version| {
        let named = |code: &&String| {
            // A town's list says no more than what is still delegated.
            law.lists.version(code, agency.level, &agency.territory, on).is_some()
        };
        let items = version.items.iter().filter(named);
        items.filter_map(|code| version.item(code, law.lists.items()).cloned())
    });
    let items = listed.collect();
    BodyList { agency: agency.clone(), version, items }
}
