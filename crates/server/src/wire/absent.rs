//! Ports for commands that have no use for them: they say so when asked.

use anyhow::bail;
use app::ports::{Archive, FrameQuery, ReadingQuery, Seen, StoredFrame, Typesetter};
use async_trait::async_trait;
use domain::document::{Document, Paper};
use domain::reading::{Frame, Mn, Reading};

/// No archive is open: another process may have it.
#[derive(Debug)]
pub(crate) struct NoArchive;

#[async_trait]
impl Archive for NoArchive {
    async fn append(&self, _: Frame) -> anyhow::Result<String> {
        bail!("no archive is open in this command")
    }
    async fn append_many(&self, _: Vec<Frame>) -> anyhow::Result<Vec<String>> {
        bail!("no archive is open in this command")
    }
    fn seen(&self, _: &[Reading]) -> Seen {
        Seen::New
    }
    async fn readings(&self, _: ReadingQuery) -> anyhow::Result<Vec<Reading>> {
        bail!("no archive is open in this command")
    }
    async fn frames(&self, _: FrameQuery) -> anyhow::Result<Vec<StoredFrame>> {
        bail!("no archive is open in this command")
    }
    async fn latest(&self, _: &Mn) -> anyhow::Result<Vec<Reading>> {
        bail!("no archive is open in this command")
    }
}

/// No fonts are loaded.
#[derive(Debug)]
pub(crate) struct NoTypesetter;

impl Typesetter for NoTypesetter {
    fn render(&self, _: &Document) -> anyhow::Result<Vec<u8>> {
        bail!("no documents are made in this command")
    }
    fn paper(&self, _: &Paper) -> anyhow::Result<Vec<u8>> {
        bail!("no documents are made in this command")
    }
}
