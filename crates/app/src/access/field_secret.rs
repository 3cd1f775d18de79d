//! What opens the officer's data on a phone: the device keeps its key wrapped with it, and asks for it after each log-in.

use super::Session;
use crate::{Action, Cx, Error};

/// The secret of whoever is logged in, in lower-case hex; always the same one.
pub async fn field_secret(cx: &Cx, session: &Session) -> Result<String, Error> {
    let permit = cx.authorize(&session.actor, Action::AccountOwn)?;
    let mut tx = permit.write().await?;
    let secret = store::access::field_secret(&mut tx, session.officer.id, rand::random()).await?;
    permit.commit(tx).await?;
    Ok(hex::encode(secret))
}
