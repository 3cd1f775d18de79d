//! Deferred work of the platform itself: written with the change that causes it, done later, visible to people.

mod list;
mod run;

pub use list::{Job, list, retry};
pub use run::{Ran, run_due};

use crate::{Error, Permit};
use domain::{CaseId, DispositionId, DocumentId, Timestamp};
use serde::{Deserialize, Serialize};
use store::Tx;

/// What is to be done. Each of these does the same when it is done twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Work {
    /// Make the PDF of a document.
    RenderDocument {
        /// Which.
        document: DocumentId,
    },
    /// Publish the decision of a case.
    PublishNotice {
        /// Which.
        case: CaseId,
    },
    /// Hand a town's matter over on the day on which its delegation ends.
    CarryOut {
        /// What was chosen for it.
        disposition: DispositionId,
    },
}

impl Work {
    /// The name shown to people and kept in the queue.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::RenderDocument { .. } => "document.render",
            Self::PublishNotice { .. } => "notice.publish",
            Self::CarryOut { .. } => "disposition.carry_out",
        }
    }

    fn subject(&self) -> String {
        match self {
            Self::RenderDocument { document } => format!("document/{document}"),
            Self::PublishNotice { case } => format!("case/{case}"),
            Self::CarryOut { disposition } => format!("disposition/{disposition}"),
        }
    }
}

/// Puts work in the queue, in the transaction of the change that causes it.
pub(crate) async fn put(permit: &Permit<'_>, tx: &mut Tx, work: Work) -> Result<(), Error> {
    put_for(permit, tx, work, permit.now()).await
}

/// The same for work that is not due before an instant.
pub(crate) async fn put_for(
    permit: &Permit<'_>,
    tx: &mut Tx,
    work: Work,
    due_at: Timestamp,
) -> Result<(), Error> {
    let payload = serde_json::to_string(&work).map_err(anyhow::Error::new)?;
    let id = permit.cx().id();
    store::jobs::put(tx, id, work.kind(), &work.subject(), due_at, &payload).await?;
    Ok(())
}
