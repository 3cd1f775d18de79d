//! Devices that nobody registered: who knocks, from where, how often.

use super::pulse::Stranger;
use crate::permit::Thing;
use crate::{Action, Actor, Cx, Error, Guarded};
use domain::region::Territory;
use store::Tx;

/// What no territory holds belongs to the whole city.
struct Unregistered(Territory);

impl Guarded for Unregistered {
    fn thing(&self) -> Thing {
        Thing::at("logger", Some(self.0.clone()))
    }
}

/// Lists unregistered devices, the latest heard first; at most a thousand are remembered.
pub async fn unknown_loggers(cx: &Cx, actor: &Actor) -> Result<Vec<Stranger>, Error> {
    let permit = cx.authorize(actor, Action::LoggerUnknown)?;
    let mut tx = permit.read().await?;
    may_see_unregistered(cx, actor, &mut tx).await?;
    Ok(cx.pulse().strangers())
}

/// Lets through whoever watches the whole city or runs the platform.
pub(super) async fn may_see_unregistered(cx: &Cx, actor: &Actor, tx: &mut Tx) -> Result<(), Error> {
    let permit = cx.authorize(actor, Action::LoggerUnknown)?;
    // The root of the tree: the place that no agency stands above.
    let agencies = store::agencies::all(tx).await?;
    let root = agencies.into_iter().map(|agency| agency.territory).min_by_key(Territory::depth);
    permit.on(root.map(Unregistered), "logger")?;
    Ok(())
}
