//! Opens a lead by hand: the duty officer picks doubts about a device's data and says why somebody must look.

use crate::telemetry::doubts_between;
use crate::{Action, Actor, Cx, Error};
use domain::doubt::{Doubt, DoubtKey};
use domain::lead::{Found, Lead, LeadState, Picked, Source};
use domain::record::RecordKind;
use domain::{LeadId, OutletId, Refusal, Timestamp};

/// What is to be looked at.
#[derive(Debug, Clone)]
pub struct OpenLead {
    /// The id the sender gave it: sent twice, it is opened once.
    pub id: LeadId,
    /// At which outlet.
    pub outlet: OutletId,
    /// The doubts were found from this instant,
    pub from: Timestamp,
    /// up to before this one.
    pub to: Timestamp,
    /// Which of them.
    pub doubts: Vec<DoubtKey>,
    /// Why.
    pub reason: String,
}

/// Opens the lead. The figures are found again here: nobody's screen is taken at its word.
pub async fn open(cx: &Cx, actor: &Actor, order: OpenLead) -> Result<Lead, Error> {
    let permit = cx.authorize(actor, Action::LeadOpen)?;
    let mut tx = permit.read().await?;
    let outlet = permit.on(store::outlets::find(&mut tx, order.outlet).await?, "outlet")?;
    let logger = store::outlets::logger_of(&mut tx, outlet.id).await?;
    drop(tx);
    let logger = logger.ok_or(Error::NotFound("logger"))?;
    let (found, _) = doubts_between(cx, &logger, order.from, order.to).await?;
    let picked = |doubt: &Doubt| order.doubts.contains(&doubt.key());
    let doubts: Vec<_> = found.into_iter().filter(picked).collect();
    if doubts.len() < order.doubts.len() {
        return Err(gone().into());
    }
    let picked = Picked::new(doubts, &order.reason, permit.person()?.id)?;

    let mut tx = permit.write().await?;
    if let Some(opened_before) = store::leads::find(&mut tx, order.id).await? {
        return permit.on(Some(opened_before), "lead");
    }
    let now = permit.now();
    let lead = Lead {
        id: order.id,
        number: super::raise::number(&mut tx, now).await?,
        source: Source::OnlineMonitoring,
        enterprise: outlet.enterprise,
        outlet: outlet.id,
        territory: outlet.territory,
        item: cx.law().falsified_data_item().map(str::to_owned),
        finding: Found::Doubts(picked),
        raised_at: now,
        state: LeadState::Open,
        revision: 0,
    };
    let lead = store::leads::insert(&mut tx, lead, &permit.change(RecordKind::LeadRaised)).await?;
    permit.commit(tx).await?;
    Ok(lead)
}

fn gone() -> Refusal {
    Refusal::new(
        "lead.doubts_gone",
        "所选疑点中有的已不存在；请刷新疑点列表后重新选择",
        "some of the doubts are no longer there; reload the list and pick again",
    )
    .field("doubts")
}
