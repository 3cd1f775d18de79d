//! Takes an item of evidence: the bytes first onto disk, then the line that commits to them.

use crate::{Action, Actor, Cx, Error, Permit};
use domain::case::Case;
use domain::inspection::{AHEAD_MAX_MS, Evidence, EvidenceKind, Inspection, Position};
use domain::record::{Digests, RecordKind};
use domain::{CaseId, EvidenceId, InspectionId, Refusal, Timestamp};
use store::Tx;

/// An item of evidence as the device sends it.
#[derive(Debug, Clone)]
pub struct NewEvidence {
    /// Identity, given by the device: sending it twice keeps it once.
    pub id: EvidenceId,
    /// What sort.
    pub kind: EvidenceKind,
    /// What it proves, in words.
    pub caption: String,
    /// When it was taken, by the corrected clock.
    pub taken_at: Timestamp,
    /// What the device's clock said.
    pub device_clock_at: Timestamp,
    /// Where it was taken.
    pub position: Option<Position>,
    /// SHA-256 that the device computed when it was taken, lower-case hex.
    pub sha256: String,
    /// Media type found in the bytes.
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// The bytes of an item of evidence.
#[derive(Debug, Clone)]
pub struct EvidenceFile {
    /// Media type found in the bytes when they came.
    pub media_type: String,
    /// The bytes, checked against their digest.
    pub bytes: Vec<u8>,
}

/// Adds an item of evidence. The answer carries the digest of what is on disk, for the device to compare.
pub async fn add_evidence(
    cx: &Cx,
    actor: &Actor,
    inspection: InspectionId,
    new: NewEvidence,
) -> Result<(Evidence, u64), Error> {
    let permit = cx.authorize(actor, Action::EvidenceAdd)?;
    let mut tx = permit.read().await?;
    let draft = permit.on(store::inspections::find(&mut tx, inspection).await?, "inspection")?;
    if let Some(known) = kept(&mut tx, &draft, new.id, &new.sha256).await? {
        return Ok(known);
    }
    drop(tx);

    let bytes = new.bytes.clone();
    let evidence = stored(&permit, &draft, new).await?;
    let line = keep(&permit, inspection, &evidence, &bytes).await?;
    Ok((evidence, line))
}

/// Adds what the handlers of a case that was taken over found themselves, to the file of its inspection.
pub async fn supplement(
    cx: &Cx,
    actor: &Actor,
    case: CaseId,
    new: NewEvidence,
) -> Result<(Evidence, u64), Error> {
    let permit = cx.authorize(actor, Action::CaseConclude)?;
    let mut tx = permit.read().await?;
    let found = permit.on(store::cases::find(&mut tx, case).await?, "case")?;
    found.may_supplement()?;
    let inspection = inspection_of(&mut tx, &found).await?;
    if let Some(known) = kept(&mut tx, &inspection, new.id, &new.sha256).await? {
        return Ok(known);
    }
    drop(tx);

    let bytes = new.bytes.clone();
    let evidence = stored(&permit, &inspection, new).await?;
    let mut tx = permit.write().await?;
    let found = permit.on(store::cases::find(&mut tx, case).await?, "case")?;
    found.may_supplement()?;
    let inspection = inspection_of(&mut tx, &found).await?.supplement(evidence.clone())?;
    let line = write(&permit, tx, inspection, &evidence, &bytes).await?;
    Ok((evidence, line))
}

async fn inspection_of(tx: &mut Tx, case: &Case) -> Result<Inspection, Error> {
    let found = store::inspections::find(tx, case.inspection).await?;
    found.ok_or(Error::NotFound("inspection"))
}

/// The evidence once its bytes are on disk.
async fn stored(
    permit: &Permit<'_>,
    inspection: &Inspection,
    new: NewEvidence,
) -> Result<Evidence, Error> {
    let digests = Digests::of(&new.bytes);
    check(&new, &digests)?;
    check_time(permit, inspection, new.kind, new.taken_at).await?;
    let size = new.bytes.len() as u64;
    // On disk before the transaction: a blob without a line is harmless, a line without its blob is not.
    permit.cx().blobs().put(new.bytes).await?;
    Ok(Evidence {
        id: new.id,
        kind: new.kind,
        caption: new.caption,
        taken_at: new.taken_at,
        device_clock_at: new.device_clock_at,
        received_at: permit.now(),
        position: new.position,
        media_type: new.media_type,
        size,
        sha256: digests.sha256.to_string(),
        sm3: digests.sm3.to_string(),
        taken_by: permit.person()?.id,
        withdrawn: None,
    })
}

async fn keep(
    permit: &Permit<'_>,
    inspection: InspectionId,
    evidence: &Evidence,
    bytes: &[u8],
) -> Result<u64, Error> {
    let mut tx = permit.write().await?;
    // Read again inside the writing transaction: evidence arrives from several devices at once.
    let found = store::inspections::find(&mut tx, inspection).await?;
    let inspection = permit.on(found, "inspection")?.add_evidence(evidence.clone())?;
    write(permit, tx, inspection, evidence, bytes).await
}

async fn write(
    permit: &Permit<'_>,
    mut tx: Tx,
    inspection: Inspection,
    evidence: &Evidence,
    bytes: &[u8],
) -> Result<u64, Error> {
    let change = permit.change_with_file(RecordKind::EvidenceAdded, bytes);
    let line = store::inspections::add_evidence(&mut tx, &inspection, evidence, &change).await?;
    let change = permit.change(RecordKind::InspectionRevised);
    store::inspections::save(&mut tx, inspection, &change).await?;
    permit.commit(tx).await?;
    Ok(line)
}

/// The same item, if it came before; another content under the same id is refused.
pub(super) async fn kept(
    tx: &mut Tx,
    inspection: &Inspection,
    id: EvidenceId,
    sha256: &str,
) -> Result<Option<(Evidence, u64)>, Error> {
    let Some(row) = store::inspections::find_evidence(tx, id).await? else {
        return Ok(None);
    };
    let kept = inspection.evidence.iter().find(|item| item.id == id);
    match kept {
        Some(kept) if row.sha256 == sha256 => Ok(Some((kept.clone(), row.line.cast_unsigned()))),
        _ => Err(id_taken().into()),
    }
}

pub(super) fn id_taken() -> Refusal {
    Refusal::new(
        "evidence.id_taken",
        "该证据编号已用于其他内容，请重新拍摄",
        "this id belongs to other content already; take the evidence again",
    )
    .field("id")
}

fn check(new: &NewEvidence, digests: &Digests) -> Result<(), Refusal> {
    if digests.sha256.to_string() != new.sha256.to_ascii_lowercase() {
        return Err(Refusal::new(
            "evidence.digest_differs",
            "收到的文件与拍摄时的摘要不一致，请重新上传；设备上的原件不要删除",
            "the bytes that arrived are not those that were taken; send them again, keep the original",
        )
        .field("sha256"));
    }
    check_kind(new)?;
    check_caption(&new.caption)
}

/// What the officers take is taken after they were sent and before now; a paper of the party may be as old as it is.
async fn check_time(
    permit: &Permit<'_>,
    draft: &Inspection,
    kind: EvidenceKind,
    taken_at: Timestamp,
) -> Result<(), Error> {
    let mut tx = permit.read().await?;
    let task = store::tasks::find(&mut tx, draft.task).await?.ok_or(Error::NotFound("task"))?;
    let early = kind != EvidenceKind::Document && taken_at < task.dispatched_at;
    if !early && taken_at <= permit.now().plus_millis(AHEAD_MAX_MS) {
        return Ok(());
    }
    Err(Refusal::new(
        "evidence.time_wrong",
        "取证时间须在任务派发之后、现在之前；请核对设备时间后重新提交",
        "evidence is taken after the officers were sent and before now; check the clock of the device",
    )
    .field("taken_at")
    .into())
}

/// A photo is a picture, a recording a recording.
fn check_kind(new: &NewEvidence) -> Result<(), Refusal> {
    let family = match new.kind {
        EvidenceKind::Photo => "image/",
        EvidenceKind::Video => "video/",
        EvidenceKind::Audio => "audio/",
        EvidenceKind::Document => return Ok(()),
    };
    if new.media_type.starts_with(family) {
        return Ok(());
    }
    Err(Refusal::new(
        "evidence.kind_differs",
        format!("文件内容是{}，与所选证据种类不符，请改选种类或者重新取证", new.media_type),
        format!("the file is {}, not what its kind says; choose another kind", new.media_type),
    )
    .field("kind"))
}

pub(super) fn check_caption(caption: &str) -> Result<(), Refusal> {
    if caption.chars().count() > 500 {
        return Err(Refusal::new(
            "evidence.caption_too_long",
            "证明对象说明不得超过500字",
            "the caption has at most 500 characters",
        )
        .field("caption"));
    }
    Ok(())
}

/// Withdraws an item of evidence from a draft; withdrawing twice withdraws once.
pub async fn withdraw_evidence(
    cx: &Cx,
    actor: &Actor,
    id: EvidenceId,
    reason: &str,
) -> Result<Inspection, Error> {
    let permit = cx.authorize(actor, Action::EvidenceAdd)?;
    let mut tx = permit.write().await?;
    let inspection = of_evidence(&permit, &mut tx, id).await?;
    let withdrawn = inspection.clone().withdraw_evidence(id, reason)?;
    if withdrawn == inspection {
        return Ok(inspection);
    }
    let change = permit.change(RecordKind::EvidenceDisposed);
    store::inspections::withdraw_evidence(&mut tx, &withdrawn, id, &change).await?;
    let change = permit.change(RecordKind::InspectionRevised);
    let inspection = store::inspections::save(&mut tx, withdrawn, &change).await?;
    permit.commit(tx).await?;
    Ok(inspection)
}

async fn of_evidence(
    permit: &Permit<'_>,
    tx: &mut Tx,
    id: EvidenceId,
) -> Result<Inspection, Error> {
    let row = store::inspections::find_evidence(tx, id).await?;
    let row = row.ok_or(Error::NotFound("evidence"))?;
    let inspection = row.inspection.parse().map_err(|_| Error::NotFound("evidence"))?;
    permit.on(store::inspections::find(tx, inspection).await?, "evidence")
}

/// Reads the bytes of an item of evidence.
pub async fn read_evidence(cx: &Cx, actor: &Actor, id: EvidenceId) -> Result<EvidenceFile, Error> {
    let permit = cx.authorize(actor, Action::EvidenceRead)?;
    let mut tx = permit.read().await?;
    let row = store::inspections::find_evidence(&mut tx, id).await?;
    let row = row.ok_or(Error::NotFound("evidence"))?;
    let inspection = row.inspection.parse().map_err(|_| Error::NotFound("evidence"))?;
    let found = store::inspections::find(&mut tx, inspection).await?;
    super::seen(&permit, &mut tx, found, "evidence").await?;
    let bytes = cx.blobs().get(&row.sha256).await?.ok_or(Error::NotFound("evidence"))?;
    Ok(EvidenceFile { media_type: row.media_type, bytes })
}
