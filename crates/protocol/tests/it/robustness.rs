//! Nothing a device sends makes the reader fall over, and no changed byte goes unnoticed.

use crate::support::wire;
use proptest::prelude::*;
use protocol::hj212::{
    CrcKind, Fault, Field, Finding, Frame, Framer, Item, Key, KeyRing, Packet, ParseError, Profile,
    Sealing, Verdict, Version,
};

const DATA: &str = "QN=20240601090000000;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;\
    CP=&&DataTime=20240601090000;w01018-Rtd=41.0,w01018-Flag=N;w01001-Rtd=7.21,w01001-Flag=N&&";

fn profiles() -> [Profile; 3] {
    let keys = KeyRing { current: Some(Key::new([7; 16])), previous: Some(Key::new([9; 16])) };
    let sealed = Profile { keys, sealing: Sealing::Due, ..Profile::tolerant() };
    [Profile::strict(Version::V2017), Profile::tolerant(), sealed]
}

/// Drives everything there is over some bytes.
fn exercise(bytes: &[u8], profile: &Profile) {
    let mut framer = Framer::new(profile.clone());
    let mut rest = bytes;
    loop {
        rest = framer.push(rest);
        while let Some(item) = framer.next_item() {
            if let Item::Frame(frame) = item
                && let Ok(text) = frame.text(profile)
                && let Ok(packet) = Packet::parse(&text, profile)
            {
                let named = |field: Field| field != Field::Parameter;
                let all = packet.entries().filter(|(_, entry)| named(entry.field)).count();
                let factors = packet.factors().chain(packet.equipment());
                let reached = factors.flat_map(|f| f.entries).filter(|e| named(e.field)).count();
                assert_eq!(all, reached, "every field belongs to a factor or a facility");
            }
        }
        if rest.is_empty() {
            break;
        }
    }
    framer.expire();
    while framer.next_item().is_some() {}
    assert_eq!(framer.pending(), 0);
}

/// The check sum as the standard prints it, written anew so that the reader is not its own witness.
fn sum_as_printed(segment: &[u8]) -> u16 {
    segment.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold((crc >> 8) ^ u16::from(*byte), |crc: u16, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xA001 } else { crc >> 1 }
        })
    })
}

#[test]
fn every_single_flip_is_noticed_or_has_the_same_sum() {
    let good = wire(DATA);
    let profile = Profile::strict(Version::V2017);
    let original = crate::support::read(&good, &profile, |packet| {
        format!("{packet:?} {:?}", packet.header.pw.map(|pw| pw.0))
    });
    let (mut refused, mut collided) = (0, 0);
    for at in 0..good.len() {
        for mask in [0x01_u8, 0x02, 0x10, 0x20, 0x80] {
            let mut bytes = good.clone();
            bytes[at] ^= mask;
            let mut framer = Framer::new(profile.clone());
            assert!(framer.push(&bytes).is_empty());
            framer.expire();
            let Some(Item::Frame(frame)) = framer.next_item() else {
                refused += 1;
                continue;
            };
            assert_eq!(frame.verdict(), Verdict::Matches(CrcKind::Hj212));
            assert_eq!(sum_as_printed(frame.segment()), frame.crc(), "byte {at} ^ {mask}");
            if frame.raw() == &good[..good.len() - 2] {
                assert!(at >= good.len() - 2, "only the tail lies outside the frame");
                assert!(matches!(framer.next_item(), Some(Item::Tail(_))), "and it is reported");
                continue;
            }
            let Ok(text) = frame.text(&profile) else {
                continue;
            };
            let Ok(packet) = Packet::parse(&text, &profile) else {
                continue;
            };
            let noted = packet.findings.has(Finding::CrcCase);
            assert!(
                noted || format!("{packet:?} {:?}", packet.header.pw.map(|pw| pw.0)) != original,
                "byte {at} ^ {mask} changed nothing"
            );
            collided += usize::from(!noted);
        }
    }
    assert!(refused > 20 * collided, "{refused} refused, {collided} with an equal sum");
}

#[test]
fn a_frame_with_too_many_items_is_refused() {
    let items = "a=1;".repeat(2200);
    let bytes = wire(format!("ST=32;CN=2011;PW=1;MN=1;CP=&&{items}&&"));
    let profile = Profile::tolerant();
    let frame = Frame::read(&bytes[..bytes.len() - 2], &profile).unwrap();
    let text = frame.text(&profile).unwrap();
    assert_eq!(Packet::parse(&text, &profile), Err(ParseError::TooManyItems));
}

#[test]
fn what_is_kept_can_be_read_again() {
    let bytes = wire(DATA);
    let raw = &bytes[..bytes.len() - 2];
    let profile = Profile::tolerant();
    assert_eq!(Frame::read(raw, &profile).unwrap().segment(), DATA.as_bytes());
    assert!(
        matches!(Frame::read(&bytes, &profile), Err(Fault::Garbage(_))),
        "a tail is not part of it"
    );
    assert!(matches!(Frame::read(&raw[..90], &profile), Err(Fault::Incomplete { held: 90, .. })));
    assert!(matches!(Frame::read(b"##", &profile), Err(Fault::Garbage(2))));
}

proptest! {
    #[test]
    fn no_bytes_make_it_fall_over(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for profile in profiles() {
            exercise(&bytes, &profile);
        }
    }

    #[test]
    fn no_segment_makes_it_fall_over(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        for head in ["", "ST=32;CN=2011;", "CN=2051;Flag=7;CP=&&", "CN=3020;Flag=9;CP=&&"] {
            for profile in profiles() {
                exercise(&wire([head.as_bytes(), &body, b"&&"].concat()), &profile);
            }
        }
    }

    #[test]
    fn no_text_makes_it_fall_over(body in "([A-Za-z0-9管//;,=&# .-]{0,9}[;,=&-]){0,60}") {
        for profile in profiles() {
            exercise(&wire(format!("CN=2011;CP=&&{body}&&")), &profile);
        }
    }
}
