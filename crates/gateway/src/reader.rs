//! From a connection's bytes to drafts, each with the answer it gets once it is stored.

use crate::config::{Config, Heartbeat};
use crate::dialect::{blind, profile};
use crate::message::message;
use app::telemetry::{Draft, Intake, Said};
use domain::Timestamp;
use domain::reading::{FrameFault, Mn};
use protocol::hj212::{Fault, Frame, Framer, Item, Kind, Packet, Profile, Reply, Tail};
use std::sync::Arc;

/// Reads a connection's bytes.
pub(crate) struct Reader {
    framer: Framer,
    desk: Desk,
}

/// Where items of the stream become drafts.
struct Desk {
    intake: Intake,
    peer: Arc<str>,
    heartbeat: Heartbeat,
    /// The device that spoke first on this connection. Most connections have one; some loggers pass on others' frames.
    speaker: Option<(Mn, Arc<Profile>)>,
    tolerant: Arc<Profile>,
    /// Devices of several dialects speak on this connection: it is framed tolerantly, and each frame checked by its own.
    mixed: bool,
    /// Bytes of a frame that was judged whole, and that the framer passes over one by one.
    judged: usize,
    batch: Batch,
}

/// What came and is not stored yet.
#[derive(Default)]
pub(crate) struct Batch {
    /// The drafts, in the order they came.
    pub(crate) drafts: Vec<Draft>,
    /// For each draft the answer to be sent once it is on disk; empty where none is wanted.
    pub(crate) answers: Vec<Vec<u8>>,
    /// Good frames among them.
    pub(crate) good: u32,
    /// Faults of the stream.
    pub(crate) faults: u32,
}

impl Reader {
    pub(crate) fn new(intake: Intake, peer: Arc<str>, config: &Config) -> Self {
        let desk = Desk {
            intake,
            peer,
            heartbeat: config.heartbeat,
            speaker: None,
            tolerant: Arc::new(Profile::tolerant()),
            mixed: false,
            judged: 0,
            batch: Batch::default(),
        };
        Self { framer: Framer::new(Profile::tolerant()), desk }
    }

    /// Bytes of a frame that began and is not whole.
    pub(crate) fn pending(&self) -> usize {
        self.framer.pending()
    }

    /// Drafts that wait to be stored.
    pub(crate) fn waiting(&self) -> usize {
        self.desk.batch.drafts.len()
    }

    /// Faults of the stream since the last batch was taken.
    pub(crate) fn faults(&self) -> u32 {
        self.desk.batch.faults
    }

    /// What came since the last batch was taken.
    pub(crate) fn take_batch(&mut self) -> Batch {
        std::mem::take(&mut self.desk.batch)
    }

    /// Takes bytes in.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = self.framer.push(rest);
            self.take_items();
        }
    }

    /// The rest of a begun frame will not come.
    pub(crate) fn expire(&mut self) {
        self.framer.expire();
        self.take_items();
    }

    fn take_items(&mut self) {
        let now = self.desk.intake.now();
        while let Some(item) = self.framer.next_item() {
            let adopted = match item {
                Item::Frame(frame) => self.desk.frame(&frame, now),
                Item::Tail(tail) => self.desk.tail(tail),
                Item::Fault(fault) => self.desk.fault(&fault, now),
            };
            if let Some(profile) = adopted {
                self.framer.set_profile(Profile::clone(&profile));
            }
        }
    }
}

/// CR CR LF: the longest ending that a frame is known to have.
const TAIL: usize = 3;

/// The dialect to frame by from now on, where a device made itself known.
type Adopted = Option<Arc<Profile>>;

impl Desk {
    fn frame(&mut self, frame: &Frame<'_>, now: Timestamp) -> Adopted {
        self.judged = 0;
        let speaker = self.speaker.as_ref().filter(|_| !self.mixed);
        let known = Arc::clone(speaker.map_or(&self.tolerant, |(_, profile)| profile));
        let Ok(text) = frame.text(&known) else {
            return self.sealed(frame, now);
        };
        let Ok(packet) = Packet::parse(&text, &known) else {
            return self.refuse(frame.raw(), FrameFault::BadGrammar, None, now);
        };
        let same = match (speaker, packet.header.mn) {
            (Some((speaker, _)), Some(mn)) => speaker.as_str() == mn,
            _ => false,
        };
        if same {
            self.keep(frame.raw(), &packet, &known, now);
            return None;
        }
        match packet.header.mn.and_then(|mn| self.dialect_of(mn)) {
            Some((mn, own)) => self.frame_of(frame.raw(), mn, own, now),
            None => {
                self.keep(frame.raw(), &packet, &known, now);
                None
            }
        }
    }

    /// A frame that the dialect in force cannot open: the device it names may have the key.
    fn sealed(&mut self, frame: &Frame<'_>, now: Timestamp) -> Adopted {
        match frame.mn().and_then(|mn| self.dialect_of(mn)) {
            Some((mn, own)) => self.frame_of(frame.raw(), mn, own, now),
            None => {
                let mn = frame.mn().and_then(|mn| mn.parse().ok());
                self.refuse(frame.raw(), FrameFault::Undecipherable, mn, now)
            }
        }
    }

    /// A frame of a device other than the speaker, read by that device's own dialect.
    fn frame_of(&mut self, raw: &[u8], mn: Mn, own: Arc<Profile>, now: Timestamp) -> Adopted {
        let Ok(frame) = Frame::read(raw, &own) else {
            return self.refuse(raw, FrameFault::BadCrc, Some(mn), now);
        };
        let Ok(text) = frame.text(&own) else {
            return self.refuse(raw, FrameFault::Undecipherable, Some(mn), now);
        };
        let Ok(packet) = Packet::parse(&text, &own) else {
            return self.refuse(raw, FrameFault::BadGrammar, Some(mn), now);
        };
        self.keep(raw, &packet, &own, now);
        match &self.speaker {
            None => {
                self.speaker = Some((mn, Arc::clone(&own)));
                Some(own)
            }
            Some((_, speakers)) if !self.mixed && speakers.crc != own.crc => {
                self.mixed = true;
                Some(Arc::clone(&self.tolerant))
            }
            Some(_) => None,
        }
    }

    /// The registered device of an MN, and how it speaks.
    fn dialect_of(&self, mn: &str) -> Option<(Mn, Arc<Profile>)> {
        let mn: Mn = mn.parse().ok()?;
        let device = self.intake.device(&mn)?;
        Some((mn, Arc::new(profile(&device.logger))))
    }

    fn tail(&mut self, tail: Tail) -> Adopted {
        // It comes with the bytes after the frame, which may be stored by now; then nothing is lost but a remark.
        if let Some(Draft { said: Said::Message(message), .. }) = self.batch.drafts.last_mut() {
            message.findings.push(tail.code().to_owned());
        }
        None
    }

    fn fault(&mut self, fault: &Fault<'_>, now: Timestamp) -> Adopted {
        let fault = match fault {
            Fault::BadCrc { raw, .. } => return self.doubtful(raw, now),
            Fault::TooLong { .. } => FrameFault::TooLong,
            Fault::Incomplete { .. } => FrameFault::Incomplete,
            Fault::Garbage(count) if *count <= self.judged => {
                self.judged -= count;
                return None;
            }
            Fault::Garbage(_) => FrameFault::Garbage,
        };
        self.batch.faults += 1;
        let speaker = self.speaker.as_ref().map(|(mn, _)| mn);
        self.intake.pulse().fault(speaker, fault, now);
        None
    }

    /// A frame whose check sum is wrong by the dialect in force: it may be right by the dialect of the device it names.
    fn doubtful(&mut self, raw: &[u8], now: Timestamp) -> Adopted {
        self.judged = raw.len() + TAIL;
        let blind = blind();
        let named = Frame::read(raw, &blind).ok().and_then(|frame| {
            let text = frame.text(&blind).ok()?;
            let packet = Packet::parse(&text, &blind).ok()?;
            let mn = packet.header.mn?;
            Some((self.dialect_of(mn), mn.parse().ok()))
        });
        match named {
            Some((Some((mn, own)), _)) => self.frame_of(raw, mn, own, now),
            Some((None, mn)) => self.refuse(raw, FrameFault::BadCrc, mn, now),
            None => self.refuse(raw, FrameFault::BadCrc, None, now),
        }
    }

    /// Keeps a message, with the answer that is due once it is stored.
    fn keep(&mut self, raw: &[u8], packet: &Packet<'_>, profile: &Profile, now: Timestamp) {
        let said = Said::Message(message(packet));
        let answer = self.answer(packet, profile);
        self.batch.good += 1;
        self.add(raw, said, answer, now);
    }

    fn refuse(&mut self, raw: &[u8], fault: FrameFault, mn: Option<Mn>, now: Timestamp) -> Adopted {
        self.batch.faults += 1;
        self.add(raw, Said::Nothing { fault, mn }, Vec::new(), now);
        None
    }

    fn add(&mut self, raw: &[u8], said: Said, answer: Vec<u8>, now: Timestamp) {
        let peer = Arc::clone(&self.peer);
        self.batch.drafts.push(Draft { received_at: now, peer, raw: raw.to_vec(), said });
        self.batch.answers.push(answer);
    }

    /// The bytes that answer a message; empty where it wants none.
    fn answer(&self, packet: &Packet<'_>, profile: &Profile) -> Vec<u8> {
        if !packet.ack_wanted() || packet.header.cn.is_reply() {
            return Vec::new();
        }
        let reply = match (packet.kind(), self.heartbeat) {
            (Kind::Heartbeat, Heartbeat::Silent) => return Vec::new(),
            (Kind::Heartbeat, Heartbeat::Notice) | (Kind::Other, _) => Reply::Notice,
            _ => Reply::Data,
        };
        // An answer repeats what the device sent; one that does not fit a frame cannot be given.
        reply.to(packet, profile).unwrap_or_default()
    }
}
