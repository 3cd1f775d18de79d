//! Small helpers: frames by hand, a stream run through a framer, a frame read to a message.

use protocol::hj212::{CrcKind, Fault, Finding, Framer, Item, Packet, Profile};

/// What came out of a framer, owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Out {
    Frame(Vec<u8>, Vec<&'static str>),
    Tail(&'static str),
    BadCrc(Vec<u8>),
    TooLong(usize),
    Incomplete(usize, usize),
    Garbage(usize),
}

/// `##`, length, segment, check sum, CR LF.
pub(crate) fn wire(segment: impl AsRef<[u8]>) -> Vec<u8> {
    with_crc(segment.as_ref(), CrcKind::Hj212)
}

pub(crate) fn with_crc(segment: &[u8], crc: CrcKind) -> Vec<u8> {
    let sum = format!("{:04X}\r\n", crc.of(segment));
    [format!("##{:04}", segment.len()).as_bytes(), segment, sum.as_bytes()].concat()
}

pub(crate) fn drain(framer: &mut Framer) -> Vec<Out> {
    let mut out = Vec::new();
    while let Some(item) = framer.next_item() {
        out.push(match item {
            Item::Frame(frame) => {
                Out::Frame(frame.raw().into(), frame.findings().iter().map(Finding::code).collect())
            }
            Item::Tail(tail) => Out::Tail(tail.code()),
            Item::Fault(Fault::BadCrc { raw, .. }) => Out::BadCrc(raw.into()),
            Item::Fault(Fault::TooLong { declared }) => Out::TooLong(declared),
            Item::Fault(Fault::Incomplete { declared, held }) => Out::Incomplete(declared, held),
            Item::Fault(Fault::Garbage(count)) => Out::Garbage(count),
        });
    }
    out
}

/// The whole stream in the given pieces, then the end of the connection.
pub(crate) fn run<'a>(profile: &Profile, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<Out> {
    let mut framer = Framer::new(profile.clone());
    let mut out = Vec::new();
    for mut piece in pieces {
        while !piece.is_empty() {
            piece = framer.push(piece);
            out.extend(drain(&mut framer));
        }
    }
    framer.expire();
    out.extend(drain(&mut framer));
    assert_eq!(framer.pending(), 0, "expiry leaves nothing behind");
    out
}

/// Every byte of a stream belongs to a frame, its tail, or garbage.
pub(crate) fn accounted(out: &[Out], crlf: usize) -> usize {
    out.iter()
        .map(|item| match item {
            Out::Frame(raw, _) => raw.len() + crlf,
            Out::Tail("tail_missing") => 0_usize.wrapping_sub(crlf),
            Out::Tail("tail_cr_cr_lf") => 1,
            Out::Tail(_) => 0_usize.wrapping_sub(1),
            Out::Garbage(count) => *count,
            Out::BadCrc(_) | Out::TooLong(_) | Out::Incomplete(..) => 0,
        })
        .fold(0, usize::wrapping_add)
}

/// Reads bytes that hold exactly one frame and hands its message to `look`.
pub(crate) fn read<R>(bytes: &[u8], profile: &Profile, look: impl FnOnce(Packet<'_>) -> R) -> R {
    let mut framer = Framer::new(profile.clone());
    assert!(framer.push(bytes).is_empty());
    let Some(Item::Frame(frame)) = framer.next_item() else {
        panic!("no frame at the beginning of {:?}", String::from_utf8_lossy(bytes));
    };
    let text = frame.text(profile).unwrap();
    look(Packet::parse(&text, profile).unwrap())
}

/// The findings of a message as codes.
pub(crate) fn findings(bytes: &[u8], profile: &Profile) -> Vec<&'static str> {
    read(bytes, profile, |packet| packet.findings.iter().map(Finding::code).collect())
}
