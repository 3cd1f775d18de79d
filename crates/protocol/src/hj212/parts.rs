//! Bringing together the parts of a message that did not fit one frame.
//!
//! Each part has its own QN, so they meet by logger, command, time of the data and number of parts. Each is
//! cut between factors and complete by itself: a part whose brothers never come is handed back, not lost.

use super::{Cn, Packet, Stamp};
use std::collections::HashMap;

/// What the parts of one message have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartKey {
    /// Identity of the logger.
    pub mn: Box<str>,
    /// Command.
    pub cn: Cn,
    /// Time of the data.
    pub data_time: Option<Stamp>,
    /// The number of parts.
    pub of: u16,
}

/// A message of which some parts came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting<T> {
    /// Which message.
    pub key: PartKey,
    /// When its first part came, Unix time in milliseconds.
    pub since_ms: i64,
    /// The parts that came, by their place.
    parts: Vec<Option<T>>,
}

impl<T> Waiting<T> {
    /// The parts that came, each with its number.
    pub fn into_parts(self) -> impl Iterator<Item = (u16, T)> {
        let numbered = self.parts.into_iter().zip(1..);
        numbered.filter_map(|(part, no)| part.map(|part| (no, part)))
    }

    /// The numbers of the parts that did not come.
    pub fn missing(&self) -> impl Iterator<Item = u16> {
        let numbered = self.parts.iter().zip(1..);
        numbered.filter_map(|(part, no)| part.is_none().then_some(no))
    }
}

/// What became of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer<T> {
    /// It was the last one: all parts in order.
    Complete(Vec<T>),
    /// Others are awaited.
    Held,
    /// It came before; here it is back.
    Duplicate(T),
    /// It does not announce parts, too many of them, or too many messages are open: use it by itself.
    Alone(T),
}

/// The open messages of one connection or one logger.
#[derive(Debug)]
pub struct Reassembler<T> {
    open: HashMap<PartKey, Waiting<T>>,
    wait_ms: i64,
}

impl<T> Reassembler<T> {
    /// Messages open at a time.
    pub const MAX_OPEN: usize = 64;
    /// Parts of one message.
    pub const MAX_PARTS: u16 = 64;

    /// Waits `wait_ms` milliseconds, counted from the first part, for the others.
    pub fn new(wait_ms: i64) -> Self {
        Self { open: HashMap::new(), wait_ms }
    }

    /// Takes what was made of `packet` at `now_ms`.
    pub fn offer(&mut self, packet: &Packet<'_>, item: T, now_ms: i64) -> Offer<T> {
        let header = &packet.header;
        let (Some(part), Some(mn)) = (header.part, header.mn) else {
            return Offer::Alone(item);
        };
        let key =
            PartKey { mn: mn.into(), cn: header.cn, data_time: packet.data_time, of: part.of };
        let full = self.open.len() >= Self::MAX_OPEN && !self.open.contains_key(&key);
        if full || part.of > Self::MAX_PARTS {
            return Offer::Alone(item);
        }
        let waiting = self.open.entry(key.clone()).or_insert_with(|| Waiting {
            key: key.clone(),
            since_ms: now_ms,
            parts: (0..part.of).map(|_| None).collect(),
        });
        let place = usize::from(part.no - 1);
        if waiting.parts[place].is_some() {
            return Offer::Duplicate(item);
        }
        waiting.parts[place] = Some(item);
        if waiting.missing().next().is_some() {
            return Offer::Held;
        }
        let whole = self.open.remove(&key);
        Offer::Complete(whole.into_iter().flat_map(|w| w.parts).flatten().collect())
    }

    /// Gives up the messages whose time is over at `now_ms`; the oldest first.
    pub fn expire(&mut self, now_ms: i64) -> Vec<Waiting<T>> {
        let wait = self.wait_ms;
        let late = |waiting: &Waiting<T>| now_ms - waiting.since_ms >= wait;
        let mut given: Vec<_> = self.open.extract_if(|_, w| late(w)).map(|(_, w)| w).collect();
        given.sort_by_key(|waiting| waiting.since_ms);
        given
    }

    /// Messages still open.
    pub fn open(&self) -> usize {
        self.open.len()
    }
}
