//! The one thread that writes the log. Whatever queued while the disk was busy goes out with the next sync, so that
//! one sync serves every frame that waited for it.

use super::segment::{Sealed, Segment};
use crate::{Error, shared::Shared};
use std::{mem, sync::Arc};
use tokio::sync::{mpsc, oneshot};

/// Commands that may wait; beyond it senders wait too. With [`crate::Archive::append_many`]'s limit it bounds memory.
pub(crate) const QUEUE: usize = 4096;
/// A batch takes no further command once it holds this many bytes.
const BATCH_BYTES: usize = 4 * 1024 * 1024;

type Reply<T> = oneshot::Sender<Result<T, Error>>;

/// What the writer is asked to do.
#[derive(Debug)]
pub(crate) enum Command {
    /// Store these; the reply is the number of the first.
    Append(Vec<Sealed>, Reply<u64>),
    /// Begin a new file, so that all before it may move to Parquet.
    Seal(Reply<()>),
    /// Finish.
    Close(oneshot::Sender<()>),
}

pub(crate) struct Writer {
    pub(crate) shared: Arc<Shared>,
    pub(crate) active: Arc<Segment>,
    pub(crate) segment_bytes: u64,
    pub(crate) commands: mpsc::Receiver<Command>,
}

#[derive(Default)]
struct Batch {
    records: Vec<Sealed>,
    bytes: Vec<u8>,
    replies: Vec<(Reply<u64>, u64)>,
}

impl Writer {
    /// Runs until it is closed or nobody can send any more, or the disk fails.
    pub(crate) fn run(mut self) {
        let mut batch = Batch::default();
        while let Some(command) = self.commands.blocking_recv() {
            let mut command = Some(command);
            while let Some(Command::Append(records, reply)) = command {
                batch.add(records, reply);
                command = (batch.bytes.len() < BATCH_BYTES)
                    .then(|| self.commands.try_recv().ok())
                    .flatten();
            }
            if let Err(error) = self.commit(&mut batch) {
                return self.refuse(batch, command, &error);
            }
            match command {
                Some(Command::Seal(reply)) => match self.seal() {
                    Ok(()) => drop(reply.send(Ok(()))),
                    Err(error) => return self.refuse(batch, Some(Command::Seal(reply)), &error),
                },
                Some(Command::Close(reply)) => {
                    reply.send(()).ok();
                    return;
                }
                Some(Command::Append(..)) | None => {}
            }
        }
    }

    fn commit(&mut self, batch: &mut Batch) -> Result<(), Error> {
        if batch.records.is_empty() {
            return Ok(());
        }
        let first = self.active.end();
        self.active.write(&batch.bytes)?;
        self.active.show(&batch.records);
        self.shared.recent.write().note(first, &mut batch.records);
        for (reply, offset) in batch.replies.drain(..) {
            // A caller that went away has its frame stored all the same.
            drop(reply.send(Ok(first + offset)));
        }
        batch.records.clear();
        batch.bytes.clear();
        if self.active.bytes() >= self.segment_bytes { self.seal() } else { Ok(()) }
    }

    fn seal(&mut self) -> Result<(), Error> {
        if self.active.count() == 0 {
            return Ok(());
        }
        let next = Arc::new(Segment::create(&self.shared.wal_dir(), self.active.end())?);
        self.active = next.clone();
        self.shared.state.write().segments.push(next);
        Ok(())
    }

    /// After a failed write or sync the file's content is unknown: nobody who waits may be told that it is stored.
    fn refuse(mut self, mut batch: Batch, last: Option<Command>, error: &Error) {
        let broken = error.to_string();
        tracing::error!(error = %broken, "telemetry log broken; nothing more is accepted");
        *self.shared.broken.write() = Some(broken.clone());
        self.commands.close();
        for (reply, _) in mem::take(&mut batch.replies) {
            drop(reply.send(Err(Error::Broken(broken.clone()))));
        }
        let mut next = last;
        while let Some(command) = next.take().or_else(|| self.commands.try_recv().ok()) {
            match command {
                Command::Append(_, reply) => drop(reply.send(Err(Error::Broken(broken.clone())))),
                Command::Seal(reply) => drop(reply.send(Err(Error::Broken(broken.clone())))),
                Command::Close(reply) => _ = reply.send(()),
            }
        }
    }
}

impl Batch {
    fn add(&mut self, records: Vec<Sealed>, reply: Reply<u64>) {
        self.replies.push((reply, self.records.len() as u64));
        for sealed in records {
            self.bytes.extend(&sealed.record);
            self.records.push(sealed);
        }
    }
}
