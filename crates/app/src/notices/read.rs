//! One notice for everybody, with the proof that it is in the log.

use crate::{Action, Actor, Cx, Error, record};
use domain::NoticeId;
use domain::notice::{Notice, NoticeState};

/// A notice with what proves it.
#[derive(Debug, Clone)]
pub struct NoticePage {
    /// The notice.
    pub notice: Notice,
    /// Index of the line that published it.
    pub line: u64,
    /// The self-contained proof (C2SP tlog-proof).
    pub proof: String,
}

/// Reads a notice, published or withdrawn.
pub async fn read_public(cx: &Cx, id: NoticeId) -> Result<NoticePage, Error> {
    let permit = cx.authorize(&Actor::Service("public"), Action::NoticeRead)?;
    let mut tx = permit.read().await?;
    let notice = store::notices::find(&mut tx, id).await?.ok_or(Error::NotFound("notice"))?;
    let line = store::notices::line(&mut tx, id).await?.ok_or(Error::NotFound("notice"))?;
    drop(tx);
    let proof = record::proof(cx, line).await?.ok_or(Error::NotFound("proof"))?;
    Ok(NoticePage { notice, line, proof })
}

/// The published PDF; none once it is withdrawn.
pub async fn published_file(cx: &Cx, id: NoticeId) -> Result<Vec<u8>, Error> {
    let permit = cx.authorize(&Actor::Service("public"), Action::NoticeRead)?;
    let mut tx = permit.read().await?;
    let notice = store::notices::find(&mut tx, id).await?.ok_or(Error::NotFound("notice"))?;
    match notice.state {
        NoticeState::Withdrawn { .. } => Err(Error::NotFound("notice")),
        NoticeState::Published => {
            cx.blobs().get(&notice.sha256).await?.ok_or(Error::NotFound("notice"))
        }
    }
}
