//! The telemetry archive behind its port.

use anyhow::Context as _;
use app::ports::{Archive, FrameQuery, FrameStanding, ReadingQuery, Seen, StoredFrame};
use archive::{FrameRef, Standing};
use async_trait::async_trait;
use domain::reading::{Frame, Mn, Reading};

/// The archive in its folder.
#[derive(Debug, Clone)]
pub(crate) struct FrameArchive(pub(crate) archive::Archive);

#[async_trait]
impl Archive for FrameArchive {
    async fn append(&self, frame: Frame) -> anyhow::Result<String> {
        Ok(self.0.append(frame).await?.to_string())
    }

    async fn append_many(&self, frames: Vec<Frame>) -> anyhow::Result<Vec<String>> {
        let references = self.0.append_many(frames).await?;
        Ok(references.iter().map(ToString::to_string).collect())
    }

    fn seen(&self, readings: &[Reading]) -> Seen {
        match self.0.seen_readings(readings) {
            archive::Seen::New => Seen::New,
            archive::Seen::Duplicate { .. } => Seen::Duplicate,
            archive::Seen::Contradiction { .. } => Seen::Contradiction,
        }
    }

    async fn readings(&self, query: ReadingQuery) -> anyhow::Result<Vec<Reading>> {
        let ReadingQuery { mn, factor, kind, from, to, limit } = query;
        let query = archive::ReadingQuery { mn, factor, kind, from, to, limit };
        Ok(self.0.readings(query).await?)
    }

    async fn frames(&self, query: FrameQuery) -> anyhow::Result<Vec<StoredFrame>> {
        let FrameQuery { mn, from, to, standing, limit, before } = query;
        let before = before.as_deref().map(str::parse::<FrameRef>).transpose();
        let query = archive::FrameQuery {
            mn,
            from,
            to,
            standing: standing_of(standing),
            limit,
            before: before.context("cursor of frames")?,
        };
        let found = self.0.frames(query).await?;
        let port = |stored: archive::StoredFrame| StoredFrame {
            reference: stored.reference.to_string(),
            frame: stored.frame,
        };
        Ok(found.into_iter().map(port).collect())
    }

    async fn latest(&self, mn: &Mn) -> anyhow::Result<Vec<Reading>> {
        Ok(self.0.latest(mn).await)
    }
}

const fn standing_of(asked: FrameStanding) -> Standing {
    match asked {
        FrameStanding::Any => Standing::Any,
        FrameStanding::Accepted => Standing::Accepted,
        FrameStanding::Quarantined => Standing::Quarantined,
        FrameStanding::Rejected => Standing::Rejected,
        FrameStanding::Fault(fault) => Standing::Fault(fault),
    }
}
