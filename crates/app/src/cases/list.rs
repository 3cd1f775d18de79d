//! Lists cases of the actor's territory, newest first.

use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::case::{Case, Deadline};
use domain::{Date, officer::CertifiedOfficer};
use store::cases::CaseFilter;

/// A case as a row.
#[derive(Debug, Clone)]
pub struct CaseRow {
    /// The case.
    pub case: Case,
    /// Name of the enforcement item.
    pub item_name: String,
    /// Name of the agency.
    pub agency_name: String,
    /// The day its next clock runs out.
    pub due_on: Option<Date>,
    /// Whether that day may still move, because the holidays of its year are not announced.
    pub due_provisional: bool,
    /// Whether that day has passed.
    pub overdue: bool,
}

impl CaseRow {
    /// Who handles it.
    pub fn handlers(&self) -> &[CertifiedOfficer] {
        self.case.handlers()
    }
}

/// Lists cases; `mine` limits them to those the actor handles.
pub async fn list(
    cx: &Cx,
    actor: &Actor,
    filter: &CaseFilter,
    page: &Page,
) -> Result<Listed<CaseRow>, Error> {
    let permit = cx.authorize(actor, Action::CaseList)?;
    let mut tx = permit.read().await?;
    let cases = store::cases::list(&mut tx, &permit.scope(), filter, page).await?;
    let listed = Listed::cut(cases, page, |case| case.id.to_string());
    let mut items = Vec::with_capacity(listed.items.len());
    for case in listed.items {
        items.push(row(cx, &mut tx, case).await?);
    }
    Ok(Listed { items, next: listed.next })
}

/// The clocks that run, the most urgent first: what is published is not due for publication any more.
pub(crate) fn running(cx: &Cx, case: &Case, published: bool) -> Vec<Deadline> {
    let mut deadlines = cx.law().clock(case).deadlines;
    deadlines.retain(|deadline| !(published && deadline.key == "publication"));
    deadlines
}

pub(crate) async fn row(cx: &Cx, tx: &mut store::Tx, case: Case) -> Result<CaseRow, Error> {
    let agency = store::agencies::find(tx, case.agency).await?;
    let decided = case.steps().decision.is_some();
    let published = decided && store::notices::of_case(tx, case.id).await?.is_some();
    let due_on = running(cx, &case, published).first().map(|next| next.due_on);
    Ok(CaseRow {
        item_name: cx.law().item_name(&case.item),
        agency_name: agency.map(|agency| agency.name).unwrap_or_default(),
        overdue: due_on.is_some_and(|due| due < cx.now().date()),
        due_provisional: due_on.is_some_and(|due| cx.law().calendar.is_provisional(due)),
        due_on,
        case,
    })
}
