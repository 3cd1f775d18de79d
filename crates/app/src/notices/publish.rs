//! Orders the publication of a decision. Whoever orders it has read the text as it will appear, and says so; the file is made
//! and published by a job.

use crate::papers::{self, DocumentKind};
use crate::{Action, Actor, Cx, Error, Permit, jobs};
use domain::clearance::{Clearance, redacted};
use domain::document::Document;
use domain::notice::NoticeState;
use domain::record::{Digests, RecordKind};
use domain::{CaseId, Date, Refusal};
use store::Tx;

/// A decision as it will be published, for the person who answers for it.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The redacted decision.
    pub document: Document,
    /// Names exactly this text: given back with the order, it says what was read.
    pub sha256: String,
    /// Last day to publish it.
    pub publish_by: Date,
    /// The clearance, where it was given already.
    pub given: Option<Clearance>,
}

/// What was read and is to be published.
#[derive(Debug, Clone)]
pub struct Read {
    /// Words to hide beyond the rules.
    pub words: Vec<String>,
    /// [`Reading::sha256`] of the text that was read.
    pub sha256: String,
}

/// Shows a decision as it will be published without `words`; once it is cleared, as it was cleared.
pub async fn read_before(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    words: &[String],
) -> Result<Reading, Error> {
    let permit = cx.authorize(actor, Action::NoticePublish)?;
    let mut tx = permit.read().await?;
    reading(&permit, &mut tx, id, words).await
}

/// The same as the PDF that will be published.
pub async fn read_before_file(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    words: &[String],
) -> Result<Vec<u8>, Error> {
    let reading = read_before(cx, actor, id, words).await?;
    papers::typeset(cx, &reading.document).await
}

/// Orders the publication of what was read. Ordering twice publishes once.
pub async fn publish(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    read: Read,
) -> Result<(), Error> {
    let permit = cx.authorize(actor, Action::NoticePublish)?;
    let mut tx = permit.write().await?;
    let case = permit.on(store::cases::find(&mut tx, id).await?, "case")?;
    if case.revision != revision {
        return Err(Error::Stale("case"));
    }
    if case.annulled() {
        return Err(annulled().into());
    }
    let before = store::notices::of_case(&mut tx, id).await?;
    if before.is_some_and(|notice| notice.state == NoticeState::Published) {
        return Err(published_already().into());
    }
    let reading = reading(&permit, &mut tx, id, &read.words).await?;
    if reading.given.is_some() {
        return Err(given_already().into());
    }
    if reading.sha256 != read.sha256 {
        return Err(not_read().into());
    }
    let clearance = Clearance {
        case: id,
        territory: case.territory,
        words: read.words,
        document: reading.document,
        by: permit.person()?.id,
        at: permit.now(),
    };
    let change = permit.change(RecordKind::ClearanceGiven);
    store::clearances::put(&mut tx, &clearance, &change).await?;
    jobs::put(&permit, &mut tx, jobs::Work::PublishNotice { case: id }).await?;
    permit.commit(tx).await
}

async fn reading(
    permit: &Permit<'_>,
    tx: &mut Tx,
    id: CaseId,
    words: &[String],
) -> Result<Reading, Error> {
    let case = permit.on(store::cases::find(tx, id).await?, "case")?;
    let Some(publish_by) = case.steps().decision.map(|decision| decision.publish_by) else {
        return Err(not_decided().into());
    };
    let before = store::notices::of_case(tx, id).await?;
    let given = store::clearances::of_case(tx, id).await?;
    let given = given.filter(|given| given.counts(before.as_ref()));
    let document = match &given {
        Some(given) => given.document.clone(),
        None => {
            let (_, decision) = papers::latest(tx, &case, DocumentKind::Decision).await?;
            redacted(&decision, &papers::whole_file(tx, &case).await?, words)?
        }
    };
    let body = serde_json::to_vec(&document).map_err(anyhow::Error::new)?;
    let sha256 = Digests::of(&body).sha256.to_string();
    Ok(Reading { document, sha256, publish_by, given })
}

fn not_decided() -> Refusal {
    let (zh, en) = ("案件尚未作出决定，不能公示", "there is no decision to publish yet");
    Refusal::new("case.not_decided", zh, en)
}

fn annulled() -> Refusal {
    let (zh, en) = ("该决定已被撤销，不得公示", "the decision was annulled; it is not published");
    Refusal::new("case.annulled", zh, en).basis("行政处罚法第四十八条")
}

fn published_already() -> Refusal {
    let (zh, en) = ("该决定已公示", "the decision is published already");
    Refusal::new("case.published_already", zh, en)
}

fn given_already() -> Refusal {
    let (zh, en) = ("公示文本已核对确认，正在生成公示文件", "it is cleared, and being made");
    Refusal::new("clearance.given_already", zh, en)
}

fn not_read() -> Refusal {
    Refusal::new(
        "clearance.text_differs",
        "公示文本与您核对的不一致，请重新核对后确认",
        "the text is not the one that was read; read it again and confirm",
    )
    .field("sha256")
}
