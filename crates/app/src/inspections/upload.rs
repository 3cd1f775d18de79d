//! Takes a file of evidence piece by piece: announced with its digest and size, continued where the last piece on disk ended,
//! and evidence only once all of it is there and is what was announced.

use super::evidence::{check_caption, kept};
use super::{NewEvidence, add_evidence};
use crate::{Action, Actor, Cx, Error, Permit};
use anyhow::Context as _;
use domain::inspection::{Evidence, EvidenceKind, Position};
use domain::{EvidenceId, InspectionId, OfficerId, Refusal, Timestamp};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::uploads::UploadRow;

/// What the device says of a file before it sends it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Announced {
    /// Identity, given by the device: announcing it twice continues it.
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
    /// Its length in bytes.
    pub size: u64,
}

/// How much may be on its way at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadLimits {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes announced by all files together that have not arrived yet.
    pub waiting_bytes: u64,
    /// Bytes that one officer may have announced and not sent yet.
    pub officer_bytes: u64,
    /// Hours after which what came of an unfinished file is thrown away.
    pub hours: u32,
}

/// Files that one officer may have on the way.
const FILES_MAX: i64 = 200;
/// Files thrown away in one go.
const ENDED_AT_ONCE: i64 = 20;

/// How far a file has come.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Identity of the evidence it becomes.
    pub id: EvidenceId,
    /// Bytes announced.
    pub size: u64,
    /// Bytes on disk: the next piece begins here.
    pub offset: u64,
    /// When what came is thrown away.
    pub ends_at: Timestamp,
    /// The evidence and its line, once it is that.
    pub kept: Option<(Evidence, u64)>,
}

/// Announces a file, or asks how far the same file has come.
pub async fn begin_upload(
    cx: &Cx,
    actor: &Actor,
    inspection: InspectionId,
    new: Announced,
    limits: UploadLimits,
) -> Result<Upload, Error> {
    let permit = cx.authorize(actor, Action::EvidenceAdd)?;
    check(&new, limits.file_bytes)?;
    let officer = permit.person()?.id;
    let mut tx = permit.write().await?;
    let draft = permit.on(store::inspections::find(&mut tx, inspection).await?, "inspection")?;
    draft.open()?;
    if let Some((evidence, line)) = kept(&mut tx, &draft, new.id, &new.sha256).await? {
        let (size, ends_at) = (evidence.size, permit.now());
        return Ok(Upload {
            id: new.id,
            size,
            offset: size,
            ends_at,
            kept: Some((evidence, line)),
        });
    }
    if let Some(row) = store::uploads::find(&mut tx, new.id).await? {
        return continued(&row, officer, inspection, &new, permit.now());
    }
    let now = permit.now();
    let owed = store::uploads::owed_by(&mut tx, officer, now).await?.cast_unsigned();
    if owed.saturating_add(new.size) > limits.officer_bytes {
        return Err(too_much_of_one(limits.officer_bytes).into());
    }
    let waiting = u64::try_from(store::uploads::announced(&mut tx).await?).unwrap_or(u64::MAX);
    if store::uploads::count_of(&mut tx, officer).await? >= FILES_MAX
        || waiting.saturating_add(new.size) > limits.waiting_bytes
    {
        return Err(no_room().into());
    }
    let ends_at = permit.now().plus_millis(i64::from(limits.hours) * 3_600_000);
    let row = UploadRow {
        id: new.id.to_string(),
        officer: officer.to_string(),
        inspection: inspection.to_string(),
        size: new.size.cast_signed(),
        received: 0,
        ends_at: ends_at.as_millis(),
        body: serde_json::to_string(&new).context("announced file")?,
    };
    store::uploads::insert(&mut tx, &row).await?;
    permit.commit(tx).await?;
    Ok(Upload { id: new.id, size: new.size, offset: 0, ends_at, kept: None })
}

/// How far a file has come.
pub async fn read_upload(cx: &Cx, actor: &Actor, id: EvidenceId) -> Result<Upload, Error> {
    let permit = cx.authorize(actor, Action::EvidenceAdd)?;
    let mut tx = permit.read().await?;
    Ok(upload(&own(&permit, &mut tx, id).await?, id))
}

/// Takes the next piece. The answer says how much is on disk; nothing else was taken.
pub async fn add_piece(
    cx: &Cx,
    actor: &Actor,
    id: EvidenceId,
    offset: u64,
    piece: Vec<u8>,
) -> Result<Upload, Error> {
    let permit = cx.authorize(actor, Action::EvidenceAdd)?;
    let mut tx = permit.read().await?;
    let row = own(&permit, &mut tx, id).await?;
    drop(tx);
    let (from, to) = (row.received.cast_unsigned(), offset.saturating_add(piece.len() as u64));
    if offset != from {
        return Err(wrong_offset(from).into());
    }
    if to > row.size.cast_unsigned() {
        return Err(too_long(row.size).into());
    }
    // On disk before the row says so: what is acknowledged is there after any crash.
    cx.blobs().write_piece(&id.to_string(), offset, piece).await?;
    let mut tx = permit.write().await?;
    if !store::uploads::advance(&mut tx, id, from.cast_signed(), to.cast_signed()).await? {
        return Err(Error::Stale("upload"));
    }
    permit.commit(tx).await?;
    Ok(upload(&UploadRow { received: to.cast_signed(), ..row }, id))
}

/// Makes evidence of a file of which everything is there. `type_of` finds the media type in the bytes. What is not what was
/// announced is thrown away: the device has the original and begins anew. Asking again after a lost answer is answered again.
pub async fn complete_upload(
    cx: &Cx,
    actor: &Actor,
    id: EvidenceId,
    type_of: impl Fn(&[u8]) -> Option<&'static str>,
) -> Result<(Evidence, u64), Error> {
    let permit = cx.authorize(actor, Action::EvidenceAdd)?;
    let mut tx = permit.read().await?;
    if store::uploads::find(&mut tx, id).await?.is_none() {
        return completed(&permit, &mut tx, id).await;
    }
    let row = own(&permit, &mut tx, id).await?;
    drop(tx);
    if row.received != row.size {
        return Err(incomplete(&row).into());
    }
    let announced: Announced = serde_json::from_str(&row.body).context("announced file")?;
    let inspection = row.inspection.parse().map_err(|_| Error::NotFound("inspection"))?;
    let bytes = cx.blobs().pieces(&row.id).await?.unwrap_or_default();
    let added = match type_of(&bytes) {
        None => Err(Error::from(unknown_type())),
        Some(media_type) => {
            let new = announced.with(media_type, bytes);
            add_evidence(cx, actor, inspection, new).await
        }
    };
    // A refusal is final for these bytes; anything else may pass, and what came stays until then.
    if matches!(added, Ok(_) | Err(Error::Refused(_))) {
        forget(&permit, id).await?;
    }
    added
}

/// Throws away what came of files that did not arrive in time, some of them at once.
pub(crate) async fn end_uploads(cx: &Cx, actor: &Actor) -> Result<(), Error> {
    let permit = cx.authorize(actor, Action::JobRun)?;
    let mut tx = permit.read().await?;
    let ended = store::uploads::ended(&mut tx, permit.now(), ENDED_AT_ONCE).await?;
    drop(tx);
    for id in ended {
        forget(&permit, id).await?;
    }
    Ok(())
}

async fn forget(permit: &Permit<'_>, id: EvidenceId) -> Result<(), Error> {
    // The bytes before the row: as long as there is a row, somebody comes to look for them.
    permit.cx().blobs().drop_pieces(&id.to_string()).await?;
    let mut tx = permit.write().await?;
    store::uploads::remove(&mut tx, id).await?;
    permit.commit(tx).await?;
    Ok(())
}

impl Announced {
    fn with(self, media_type: &str, bytes: Vec<u8>) -> NewEvidence {
        let Self { id, kind, caption, taken_at, device_clock_at, position, sha256, size: _ } = self;
        let media_type = media_type.to_owned();
        NewEvidence {
            id,
            kind,
            caption,
            taken_at,
            device_clock_at,
            position,
            sha256,
            media_type,
            bytes,
        }
    }
}

/// Another's file does not exist; one that ended is gone.
async fn own(permit: &Permit<'_>, tx: &mut Tx, id: EvidenceId) -> Result<UploadRow, Error> {
    let row = store::uploads::find(tx, id).await?.ok_or(Error::NotFound("upload"))?;
    if row.officer != permit.person()?.id.to_string() {
        return Err(Error::NotFound("upload"));
    }
    if row.ended(permit.now()) {
        return Err(ended().into());
    }
    Ok(row)
}

fn continued(
    row: &UploadRow,
    officer: OfficerId,
    inspection: InspectionId,
    new: &Announced,
    now: Timestamp,
) -> Result<Upload, Error> {
    let known: Announced = serde_json::from_str(&row.body).context("announced file")?;
    let same = row.officer == officer.to_string()
        && row.inspection == inspection.to_string()
        && known.sha256 == new.sha256
        && known.size == new.size;
    match same {
        true if row.ended(now) => Err(ended().into()),
        true => Ok(upload(row, new.id)),
        false => Err(super::evidence::id_taken().into()),
    }
}

/// The evidence that a file became whose upload is over already.
async fn completed(
    permit: &Permit<'_>,
    tx: &mut Tx,
    id: EvidenceId,
) -> Result<(Evidence, u64), Error> {
    let row = store::inspections::find_evidence(tx, id).await?.ok_or(Error::NotFound("upload"))?;
    let inspection = row.inspection.parse().map_err(|_| Error::NotFound("upload"))?;
    let found = permit.on(store::inspections::find(tx, inspection).await?, "upload")?;
    let evidence = found.evidence.into_iter().find(|item| item.id == id);
    Ok((evidence.ok_or(Error::NotFound("upload"))?, row.line.cast_unsigned()))
}

fn upload(row: &UploadRow, id: EvidenceId) -> Upload {
    Upload {
        id,
        size: row.size.cast_unsigned(),
        offset: row.received.cast_unsigned(),
        ends_at: Timestamp::from_millis(row.ends_at),
        kept: None,
    }
}

fn check(new: &Announced, file_bytes: u64) -> Result<(), Refusal> {
    check_caption(&new.caption)?;
    let digits = new.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if new.sha256.len() != 64 || !digits {
        let (zh, en) = ("摘要须为64位小写十六进制", "the digest has 64 lower-case hex digits");
        return Err(Refusal::new("upload.digest_malformed", zh, en).field("sha256"));
    }
    if new.size == 0 {
        let (zh, en) = ("文件是空的，请重新拍摄", "the file is empty; take it again");
        return Err(Refusal::new("upload.empty", zh, en).field("size"));
    }
    if new.size > file_bytes {
        let mib = file_bytes >> 20;
        let zh = format!("文件超过上限{mib} MiB，请分段拍摄");
        let en = format!("a file has at most {mib} MiB; take it in parts");
        return Err(Refusal::new("upload.too_large", zh, en).field("size"));
    }
    Ok(())
}

fn wrong_offset(offset: u64) -> Refusal {
    let zh = format!("服务器已收到{offset}字节，请从此处续传");
    let en = format!("{offset} bytes are on disk; continue there");
    Refusal::new("upload.wrong_offset", zh, en).field("Upload-Offset")
}

fn too_long(size: i64) -> Refusal {
    let zh = format!("收到的内容多于登记的{size}字节");
    let en = format!("more came than the {size} bytes announced");
    Refusal::new("upload.too_long", zh, en).field("size")
}

fn incomplete(row: &UploadRow) -> Refusal {
    let (received, size) = (row.received, row.size);
    let zh = format!("只收到{received}字节，共{size}字节，请先续传");
    let en = format!("{received} of {size} bytes are here; send the rest first");
    Refusal::new("upload.incomplete", zh, en)
}

fn ended() -> Refusal {
    let (zh, en) = ("上传已过期，请重新开始；原件仍在设备上", "the upload has expired; begin anew");
    Refusal::new("upload.expired", zh, en)
}

fn no_room() -> Refusal {
    let (zh, en) =
        ("待上传文件过多，请先完成或稍后再试", "too much is on its way; finish that first");
    Refusal::new("upload.no_room", zh, en)
}

fn too_much_of_one(officer_bytes: u64) -> Refusal {
    let mib = officer_bytes >> 20;
    let zh = format!("您已登记而未传完的文件将超过{mib} MiB，请先传完已登记的文件");
    let en = format!("what you announced and did not send would exceed {mib} MiB; send that first");
    Refusal::new("upload.too_much_of_one", zh, en).field("size")
}

fn unknown_type() -> Refusal {
    Refusal::new(
        "upload.unknown_type",
        "只接受 JPEG、PNG、WebP、MP4、WAV、MP3、PDF 文件",
        "only JPEG, PNG, WebP, MP4, WAV, MP3 and PDF files are taken",
    )
}
