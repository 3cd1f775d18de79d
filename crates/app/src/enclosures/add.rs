//! Takes a file: the bytes first onto disk, then the line that commits to them.

use crate::items::signed;
use crate::{Action, Actor, Cx, Error};
use domain::enclosure::Enclosure;
use domain::record::{Digests, RecordKind};
use domain::{EnclosureId, Refusal};

/// A file as it is handed in.
#[derive(Debug, Clone)]
pub struct NewEnclosure {
    /// Identity, given by the sender.
    pub id: EnclosureId,
    /// The name of the file.
    pub name: String,
    /// Media type found in the bytes.
    pub media_type: String,
    /// SHA-256 that the sender computed, where it did; other bytes are refused.
    pub sha256: Option<String>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Files of one person that no step has taken yet.
const WAITING_MAX: i64 = 100;

/// Takes a file. Sent twice, it is kept once; other content under the same id is refused.
pub async fn add(cx: &Cx, actor: &Actor, new: NewEnclosure) -> Result<Enclosure, Error> {
    let permit = cx.authorize(actor, Action::EnclosureAdd)?;
    let person = permit.person()?;
    let digests = Digests::of(&new.bytes);
    let sha256 = digests.sha256.to_string();
    if new.sha256.is_some_and(|told| told.to_ascii_lowercase() != sha256) {
        return Err(Refusal::new(
            "enclosure.digest_differs",
            "收到的文件与上传前的摘要不一致，请重新上传。",
            "The bytes that arrived are not those that were sent; send them again.",
        )
        .field("sha256")
        .into());
    }
    let enclosure = Enclosure {
        id: new.id,
        name: new.name.trim().to_owned(),
        media_type: new.media_type,
        size: new.bytes.len() as u64,
        sha256,
        sm3: digests.sm3.to_string(),
        signed: signed(&permit)?,
        territory: person.territory.clone(),
        holder: None,
        revision: 0,
    };
    enclosure.check()?;
    // On disk before the transaction: a blob without a line is harmless, a line without its blob is not.
    cx.blobs().put(new.bytes.clone()).await?;
    let mut tx = permit.write().await?;
    if let Some(known) = store::enclosures::find(&mut tx, enclosure.id).await? {
        let same = known.sha256 == enclosure.sha256 && known.signed.by == person.id;
        return if same { Ok(known) } else { Err(id_taken().into()) };
    }
    if store::enclosures::waiting(&mut tx, person.id).await? >= WAITING_MAX {
        return Err(Refusal::new(
            "enclosure.waiting",
            format!("您已有{WAITING_MAX}个上传后未使用的附件，请先提交有关步骤。"),
            format!("{WAITING_MAX} of your files wait for their step; submit it first."),
        )
        .into());
    }
    let change = permit.change_with_file(RecordKind::EnclosureAdded, &new.bytes);
    let enclosure = store::enclosures::insert(&mut tx, enclosure, &change).await?;
    permit.commit(tx).await?;
    Ok(enclosure)
}

fn id_taken() -> Refusal {
    Refusal::new(
        "enclosure.id_taken",
        "该附件编号已用于其他内容，请重新上传。",
        "This id belongs to other content already; send the file anew.",
    )
    .field("id")
}
