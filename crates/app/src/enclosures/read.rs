//! Reads the bytes of a file.

use crate::permit::Thing;
use crate::{Action, Actor, Cx, Error, Guarded};
use domain::EnclosureId;
use domain::enclosure::Enclosure;

/// The bytes of a file, with its name.
#[derive(Debug, Clone)]
pub struct EnclosureFile {
    /// What is known of it.
    pub enclosure: Enclosure,
    /// The bytes, checked against their digest.
    pub bytes: Vec<u8>,
}

/// Reads a file of the actor's territory.
pub async fn read(cx: &Cx, actor: &Actor, id: EnclosureId) -> Result<EnclosureFile, Error> {
    let permit = cx.authorize(actor, Action::EnclosureRead)?;
    let mut tx = permit.read().await?;
    let enclosure = permit.on(store::enclosures::find(&mut tx, id).await?, "enclosure")?;
    let bytes = cx.blobs().get(&enclosure.sha256).await?.ok_or(Error::NotFound("enclosure"))?;
    Ok(EnclosureFile { enclosure, bytes })
}

impl Guarded for Enclosure {
    fn thing(&self) -> Thing {
        let people = vec![self.signed.by];
        Thing { people, ..Thing::at("enclosure", Some(self.territory.clone())) }
    }
}
