//! Raises a lead from a judged reading, or goes on with the one that is still continuing.

use crate::{Action, Actor, Cx, Error, Permit};
use domain::judging::Period;
use domain::lead::{Finding, Lead, LeadState, Source};
use domain::outlet::{Limit, Outlet};
use domain::record::RecordKind;
use store::Tx;

/// What a judged reading says about a limit.
#[derive(Debug, Clone)]
pub enum Signal {
    /// A period beyond the limit.
    Exceeded(Period),
    /// A period within it: an exceedance that went on has ended.
    Within,
}

/// Takes a signal about an outlet's limit. One continuing exceedance is one lead, however many periods it lasts.
pub async fn raise(
    cx: &Cx,
    actor: &Actor,
    outlet: &Outlet,
    limit: &Limit,
    signal: Signal,
) -> Result<Option<Lead>, Error> {
    let permit = cx.authorize(actor, Action::LeadRaise)?;
    let mut tx = permit.write().await?;
    let known = store::leads::continuing(&mut tx, limit.id).await?;
    let lead = match (known, signal) {
        (None, Signal::Within) => return Ok(None),
        (None, Signal::Exceeded(first)) => begin(&permit, &mut tx, outlet, limit, first).await?,
        (Some(lead), signal) => match go_on(lead.clone(), signal) {
            changed if changed == lead => return Ok(Some(lead)),
            changed => {
                let change = permit.change(RecordKind::LeadRevised);
                store::leads::save(&mut tx, changed, &change).await?
            }
        },
    };
    permit.commit(tx).await?;
    Ok(Some(lead))
}

async fn begin(
    permit: &Permit<'_>,
    tx: &mut Tx,
    outlet: &Outlet,
    limit: &Limit,
    first: Period,
) -> Result<Lead, Error> {
    let now = permit.now();
    let day = now.date().strftime("%Y%m%d").to_string();
    let serial = store::numbers::next(tx, &format!("lead/{day}")).await?;
    let lead = Lead {
        id: permit.cx().id(),
        number: format!("XS-{day}-{serial:04}"),
        source: Source::OnlineMonitoring,
        enterprise: outlet.enterprise,
        outlet: outlet.id,
        territory: outlet.territory.clone(),
        item: permit.cx().law().exceedance_item(outlet.medium).map(str::to_owned),
        finding: Finding::begin(limit.clone(), first),
        raised_at: now,
        state: LeadState::Open,
        revision: 0,
    };
    Ok(store::leads::insert(tx, lead, &permit.change(RecordKind::LeadRaised)).await?)
}

/// The lead with the signal taken in; the same lead if the signal says nothing new.
fn go_on(lead: Lead, signal: Signal) -> Lead {
    let finding = match signal {
        Signal::Exceeded(period) => lead.finding.extend(period),
        Signal::Within => Finding { continuing: false, ..lead.finding },
    };
    Lead { finding, ..lead }
}
