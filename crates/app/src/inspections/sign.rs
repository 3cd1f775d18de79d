//! Takes a signature under the record, or the note that it was refused.

use crate::{Action, Actor, Cx, Error};
use domain::inspection::{Inspection, RefusedToSign, Signature, SignerRole};
use domain::record::RecordKind;
use domain::{InspectionId, OfficerId, Refusal, Timestamp};

/// A signature as the device sends it.
#[derive(Debug, Clone)]
pub struct NewSignature {
    /// In which capacity.
    pub role: SignerRole,
    /// The name.
    pub name: String,
    /// The officer, where it is one.
    pub officer: Option<OfficerId>,
    /// When.
    pub signed_at: Timestamp,
    /// The picture, PNG; none where signing was refused.
    pub image: Option<Vec<u8>>,
    /// That signing was refused.
    pub refused: Option<RefusedToSign>,
}

/// Signs the record as it stands now.
pub async fn sign(
    cx: &Cx,
    actor: &Actor,
    id: InspectionId,
    new: NewSignature,
) -> Result<Inspection, Error> {
    let permit = cx.authorize(actor, Action::InspectionWrite)?;
    if new.name.trim().is_empty() {
        return Err(Refusal::new(
            "inspection.signer_unnamed",
            "请填写签名人姓名",
            "name the signer",
        )
        .field("name")
        .into());
    }
    let image_sha256 = match &new.image {
        Some(png) => Some(cx.blobs().put(png.clone()).await?),
        None => None,
    };
    let signature = Signature {
        role: new.role,
        name: new.name.trim().to_owned(),
        officer: new.officer,
        signed_at: new.signed_at,
        image_sha256,
        refused: new.refused,
    };
    let mut tx = permit.write().await?;
    let inspection = permit.on(store::inspections::find(&mut tx, id).await?, "inspection")?;
    let inspection = inspection.sign(signature)?;
    let change = match &new.image {
        Some(png) => permit.change_with_file(RecordKind::InspectionSigned, png),
        None => permit.change(RecordKind::InspectionSigned),
    };
    let inspection = store::inspections::save(&mut tx, inspection, &change).await?;
    permit.commit(tx).await?;
    Ok(inspection)
}
