//! One device connection: take what has arrived, store it, answer it, wait.

use crate::config::Config;
use crate::limits::{Room, keep_only};
use crate::reader::{Batch, Reader};
use app::telemetry::{Accepted, Intake};
use domain::reading::{FrameFault, Verdict};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::SemaphorePermit;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

/// Bytes taken from a socket at once; on the stack of whoever reads, never held for an idle connection.
const CHUNK: usize = 16 * 1024;
/// Frames stored as one batch.
const BATCH: usize = 256;

/// Why a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The peer closed it.
    Peer,
    /// The gateway stops.
    Stopped,
    /// Nothing came for too long.
    Idle,
    /// The peer sends little but faults.
    Faults,
    /// The peer does not take its answers.
    Answers,
    /// What came could not be stored: the device keeps it and sends it again.
    NotStored,
    /// The socket failed.
    Broken,
}

/// What the wait for bytes ended with.
enum Waited {
    Readable,
    /// A frame that began is not whole in time.
    Partial,
    End(End),
}

pub(crate) async fn serve(
    mut socket: TcpStream,
    peer: SocketAddr,
    intake: &Intake,
    config: &Config,
    room: &Room,
    stop: &CancellationToken,
) -> End {
    // Answers are short and awaited: they must not wait for each other.
    if socket.set_nodelay(true).is_err() {
        return End::Broken;
    }
    let mut reader = Reader::new(intake.clone(), peer.to_string().into(), config);
    let mut connection =
        Connection { intake, config, room, budget: config.faults.into(), partial_since: None };
    loop {
        if let Some(end) = connection.turn(&mut socket, &mut reader, stop).await {
            return end;
        }
    }
}

struct Connection<'a> {
    intake: &'a Intake,
    config: &'a Config,
    room: &'a Room,
    /// Faults that are still forgiven.
    budget: i64,
    /// Since when bytes of a begun frame are held.
    partial_since: Option<Instant>,
}

impl Connection<'_> {
    /// Waits, takes, stores, answers once.
    async fn turn(
        &mut self,
        socket: &mut TcpStream,
        reader: &mut Reader,
        stop: &CancellationToken,
    ) -> Option<End> {
        let waited = self.wait(socket, stop).await;
        if let Waited::End(end) = waited {
            return Some(end);
        }
        // A full platform leaves bytes in the sockets, where devices notice and wait.
        let Some(mut taken) = self.room.take(CHUNK).await else {
            return Some(End::Stopped);
        };
        let closed = match waited {
            Waited::Readable => match take(socket, reader, self.intake) {
                Ok(open) => !open,
                Err(_) => return Some(End::Broken),
            },
            Waited::Partial | Waited::End(_) => false,
        };
        let arrived = Instant::now();
        let late = self.partial_since.is_some_and(|since| since + self.config.partial <= arrived);
        if closed || late {
            // What is held can never become whole; what can be saved from it is saved.
            reader.expire();
        }
        let progress = reader.waiting() > 0 || reader.faults() > 0;
        self.partial_since = match (reader.pending(), self.partial_since) {
            (0, _) => None,
            (_, Some(since)) if !progress => Some(since),
            _ => Some(arrived),
        };
        let batch = reader.take_batch();
        keep_only(&mut taken, batch.drafts.iter().map(|draft| draft.raw.len()).sum());
        let stored = self.store(socket, batch, taken, arrived).await;
        stored.or_else(|| closed.then_some(End::Peer))
    }

    async fn wait(&self, socket: &TcpStream, stop: &CancellationToken) -> Waited {
        let idle = Instant::now() + self.config.idle;
        let partial = self.partial_since.map(|since| since + self.config.partial);
        let until = partial.map_or(idle, |partial| partial.min(idle));
        let readable = timeout_at(until, socket.readable());
        tokio::select! {
            // Told to stop, bytes that wait in the socket are left to be sent again to whoever starts next.
            biased;
            () = stop.cancelled() => Waited::End(End::Stopped),
            ready = readable => match ready {
                Ok(Ok(())) => Waited::Readable,
                Ok(Err(_)) => Waited::End(End::Broken),
                Err(_) if partial.is_some() => Waited::Partial,
                Err(_) => Waited::End(End::Idle),
            },
        }
    }

    /// Stores a batch and answers it; an answer leaves only for what is on disk.
    async fn store(
        &mut self,
        socket: &mut TcpStream,
        batch: Batch,
        taken: SemaphorePermit<'_>,
        arrived: Instant,
    ) -> Option<End> {
        let Batch { drafts, answers, good, faults } = batch;
        let mut out = Vec::new();
        let mut refused = faults;
        if !drafts.is_empty() {
            let stored = match self.intake.accept_many(drafts).await {
                Ok(stored) => stored,
                Err(error) => {
                    tracing::error!(%error, "frames could not be stored; their connection is closed");
                    return Some(End::NotStored);
                }
            };
            for (one, answer) in stored.iter().zip(&answers) {
                refused += 2 * u32::from(too_fast(one));
                if one.ack {
                    out.extend_from_slice(answer);
                }
            }
        }
        // A peer that is slow to take its answers takes no room of others meanwhile.
        drop(taken);
        if !out.is_empty() {
            match timeout(self.config.answer, socket.write_all(&out)).await {
                Ok(Ok(())) => self.intake.pulse().counters().acked(arrived.elapsed()),
                Ok(Err(_)) => return Some(End::Broken),
                Err(_) => return Some(End::Answers),
            }
        }
        self.budget =
            (self.budget + i64::from(good) - i64::from(refused)).min(self.config.faults.into());
        (self.budget <= 0).then_some(End::Faults)
    }
}

/// What comes too fast was counted as good by who read it: twice a fault makes it one in the balance.
fn too_fast(accepted: &Accepted) -> bool {
    matches!(accepted.verdict, Verdict::Rejected { fault: FrameFault::TooFast })
}

/// Takes what has arrived, a batch at most. Gives whether the peer may still send.
fn take(socket: &TcpStream, reader: &mut Reader, intake: &Intake) -> io::Result<bool> {
    let mut chunk = [0; CHUNK];
    while reader.waiting() < BATCH {
        match socket.try_read(&mut chunk) {
            Ok(0) => return Ok(false),
            Ok(count) => {
                intake.pulse().counters().bytes(count);
                reader.push(&chunk[..count]);
                if count < CHUNK {
                    return Ok(true);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(true),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// How long the listener rests after the system refused it a socket.
pub(crate) const REST: Duration = Duration::from_millis(100);
