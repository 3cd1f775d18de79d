//! Encrypted frames: the two official vectors are in the corpus; here keys, their rotation and what goes wrong.

use crate::support::{findings, read, run, wire};
use protocol::hj212::{
    Field, Frame, Key, KeyRing, OpenError, Packet, Profile, Pw, Sealing, Stamp, Upload, UploadItem,
    Version,
};

fn with_key(key: [u8; 16]) -> Profile {
    let keys = KeyRing { current: Some(Key::new(key)), previous: None };
    Profile { keys, ..Profile::strict(Version::V2025) }
}

fn sealed_by(profile: &Profile) -> Vec<u8> {
    let fields = [(Field::Rtd, "41.0"), (Field::Flag, "N")];
    let sent = Stamp::parse("20260301120000000").unwrap();
    let upload = Upload {
        version: Version::V2025,
        cn: protocol::hj212::Cn::REALTIME,
        st: "32",
        pw: Pw("123456"),
        mn: "010000A8900016F000169DC0",
        sent,
        data_time: sent,
        ack: true,
        refill: false,
        items: &[UploadItem { code: "w01018", fields: &fields }],
    };
    upload.to_frames(profile).unwrap().remove(0)
}

#[test]
fn what_is_sealed_opens_with_the_key_and_not_without() {
    let profile = with_key(*b"AezF0nZRs4kypuGO");
    let bytes = sealed_by(&profile);
    assert!(!bytes.windows(10).any(|window| window == b"w01018-Rtd"));
    read(&bytes, &profile, |packet| {
        let factor = packet.factors().next().unwrap();
        assert_eq!(factor.number(Field::Rtd).unwrap().printed, "41.0");
        assert!(packet.findings.is_empty(), "{:?}", packet.findings);
    });
    let frame = Frame::read(&bytes[..bytes.len() - 2], &profile).unwrap();
    assert_eq!(frame.text(&Profile::tolerant()), Err(OpenError::NoKey));
    assert_eq!(frame.text(&with_key([1; 16])), Err(OpenError::WrongKey));
}

#[test]
fn for_a_device_that_never_encrypts_ciphertext_is_a_broken_frame() {
    let bytes = sealed_by(&with_key([5; 16]));
    let out = run(&Profile::strict(Version::V2017), [&bytes[..]]);
    assert!(matches!(out[0], crate::support::Out::BadCrc(_)));
}

#[test]
fn both_keys_open_while_a_device_changes_over() {
    let old = with_key([1; 16]);
    let bytes = sealed_by(&old);
    let rotated = Profile { keys: old.keys.clone().rotated(Key::new([2; 16])), ..old };
    assert_eq!(findings(&bytes, &rotated), ["sealed_with_previous_key"]);
    assert_eq!(findings(&sealed_by(&rotated), &rotated), Vec::<&str>::new());
}

#[test]
fn ciphertext_printed_as_hex_is_read() {
    let profile = with_key(*b"0000000000000000");
    let raw = sealed_by(&profile);
    let body = raw.windows(5).position(|window| window == b"CP=&&").unwrap() + 5;
    let end = raw.len() - 8;
    let blocks = body + (end - body) / 16 * 16;
    let printed: Vec<_> = raw[body..blocks].iter().map(|byte| format!("0x{byte:02X}")).collect();
    let segment =
        [&raw[6..body], format!("{{{}}}", printed.join(",")).as_bytes(), &raw[blocks..end + 2]]
            .concat();
    let frame = [format!("##{:04}", segment.len()).as_bytes(), &segment, &raw[end + 2..]].concat();
    assert_eq!(findings(&frame, &profile), ["sealed_as_text"]);
}

#[test]
fn clear_data_of_a_device_that_must_encrypt_is_a_finding() {
    let due = Profile { sealing: Sealing::Due, ..with_key([3; 16]) };
    let clear = sealed_by(&Profile::strict(Version::V2025));
    assert_eq!(findings(&clear, &due), ["not_sealed"]);
    let ping = wire(
        "QN=20260301120000000;ST=91;CN=9015;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&&&",
    );
    assert_eq!(findings(&ping, &due), Vec::<&str>::new());
}

/// The printed sum belongs to the clear text; one ciphertext in 256 has it too by chance.
#[test]
fn a_ciphertext_with_the_right_sum_by_chance_is_opened_all_the_same() {
    let met = (0..=u16::MAX).find_map(|salt| {
        let mut key = [9; 16];
        key[..2].copy_from_slice(&salt.to_be_bytes());
        let profile = with_key(key);
        let bytes = sealed_by(&profile);
        let frame = Frame::read(&bytes[..bytes.len() - 2], &profile).unwrap();
        if frame.verdict() == protocol::hj212::Verdict::Sealed {
            return None;
        }
        let text = frame.text(&profile).unwrap();
        assert!(text.was_sealed());
        Some(Packet::parse(&text, &profile).unwrap().factors().count())
    });
    assert_eq!(met, Some(1));
}
