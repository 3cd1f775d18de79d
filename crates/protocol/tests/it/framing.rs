//! The framer: sticky and half packets, false starts, claims that never come true.

use crate::support::{Out, accounted, drain, run, wire, with_crc};
use proptest::prelude::*;
use protocol::hj212::{CrcKind, CrcRule, Framer, Profile, Version, corpus};

const PING: &str =
    "QN=20240601085857223;ST=91;CN=9015;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&&&";
const DATA: &str = "QN=20240601090000000;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;\
    CP=&&DataTime=20240601090000;w01018-Rtd=41.0,w01018-Flag=N&&";

fn frame(bytes: &[u8]) -> Out {
    Out::Frame(bytes.strip_suffix(b"\r\n").unwrap_or(bytes).to_vec(), vec![])
}

fn tolerant(stream: &[u8]) -> Vec<Out> {
    run(&Profile::tolerant(), [stream])
}

#[test]
fn sticky_packets_come_apart() {
    let (ping, data) = (wire(PING), wire(DATA));
    let stream = [&ping[..], &data, &ping].concat();
    assert_eq!(tolerant(&stream), [frame(&ping), frame(&data), frame(&ping)]);
}

#[test]
fn a_half_packet_waits_for_its_rest_and_no_longer() {
    let data = wire(DATA);
    let mut framer = Framer::new(Profile::tolerant());
    assert!(framer.push(&data[..70]).is_empty());
    assert_eq!(drain(&mut framer), []);
    assert_eq!(framer.pending(), 70);
    assert!(framer.push(&data[70..data.len() - 2]).is_empty());
    assert_eq!(drain(&mut framer), [frame(&data)], "the frame does not wait for its CR LF");
    assert!(framer.push(b"\r\n").is_empty());
    assert_eq!(drain(&mut framer), []);
}

#[test]
fn a_claim_that_never_comes_true_gives_back_what_it_swallowed() {
    let data = wire(DATA);
    let stream = [b"##9999QN=2024", &data[..], &data].concat();
    let mut framer = Framer::new(Profile::tolerant());
    assert!(framer.push(&stream).is_empty());
    assert_eq!(drain(&mut framer), [], "it may still come");
    framer.expire();
    let incomplete = Out::Incomplete(9999, stream.len());
    assert_eq!(drain(&mut framer), [incomplete, Out::Garbage(13), frame(&data), frame(&data)]);
    assert!(framer.push(&data).is_empty());
    assert_eq!(drain(&mut framer), [frame(&data)], "and the stream goes on");
}

#[test]
fn a_claim_above_the_limit_is_a_fault_at_once() {
    let data = wire(DATA);
    let stream = [b"##1025", &data[..]].concat();
    let strict = Profile::strict(Version::V2025);
    assert_eq!(run(&strict, [&stream[..]]), [Out::TooLong(1025), Out::Garbage(6), frame(&data)]);
}

#[test]
fn a_wrong_sum_costs_one_frame_even_if_its_length_lies() {
    let (ping, data) = (wire(PING), wire(DATA));
    let mut lying = ping.clone();
    lying[2..6].copy_from_slice(b"0200");
    let out = tolerant(&[&lying[..], &data, &ping].concat());
    assert!(matches!(out[0], Out::BadCrc(_)));
    assert_eq!(out[1..], [Out::Garbage(ping.len()), frame(&data), frame(&ping)]);
}

#[test]
fn number_signs_are_no_frame_and_hide_none() {
    let data = wire(DATA);
    let stream = [b"####", &data[..], b"##12", &data, b"#", &data, b"########"].concat();
    let expected = [
        Out::Garbage(4),
        frame(&data),
        Out::Garbage(4),
        frame(&data),
        Out::Garbage(1),
        frame(&data),
        Out::Garbage(8),
    ];
    assert_eq!(tolerant(&stream), expected);
}

#[test]
fn number_signs_inside_data_are_data() {
    let run_of = "#".repeat(300);
    let segment = format!(
        "ST=32;CN=2011;PW=1;MN=88888880000001;CP=&&DataTime=20240601090000;x={run_of}##0101&&"
    );
    let bytes = wire(segment);
    assert_eq!(tolerant(&bytes), [frame(&bytes)]);
}

#[test]
fn every_ending_met_in_the_field() {
    let body = wire(DATA);
    let body = body.strip_suffix(b"\r\n").unwrap();
    for (ending, tail) in [
        (&b"\n"[..], Some("tail_lf")),
        (b"\r\r\n", Some("tail_cr_cr_lf")),
        (b"\r", Some("tail_cr")),
        (b"", Some("tail_missing")),
        (b"\r\n", None),
    ] {
        let stream = [body, ending, body, b"\r\n"].concat();
        let expected: Vec<_> = [Some(frame(body)), tail.map(Out::Tail), Some(frame(body))]
            .into_iter()
            .flatten()
            .collect();
        assert_eq!(tolerant(&stream), expected, "{ending:?}");
    }
}

#[test]
fn garbage_without_end_is_reported_in_portions() {
    let stream = vec![b'x'; 10_000];
    let expected = [Out::Garbage(4096), Out::Garbage(4096), Out::Garbage(1808)];
    assert_eq!(tolerant(&stream), expected);
}

#[test]
fn the_buffer_is_bounded() {
    let mut framer = Framer::new(Profile::tolerant());
    let flood = vec![b'#'; 3 * Framer::CAPACITY];
    let rest = framer.push(&flood);
    assert_eq!(rest.len(), 2 * Framer::CAPACITY);
    assert_eq!(framer.pending(), Framer::CAPACITY);
    drain(&mut framer);
    assert!(framer.pending() < 6);
}

#[test]
fn the_longest_wait_still_leaves_room() {
    let mut framer = Framer::new(Profile::tolerant());
    let claim = ["##9999", &"🏭".repeat(9_998)].concat();
    assert!(framer.push(claim.as_bytes()).is_empty());
    assert_eq!(drain(&mut framer), []);
    assert_eq!(framer.pending(), claim.len());
    assert!(framer.push(&[b'x'; 16 * 1024]).is_empty());
    let Some(Out::BadCrc(raw)) = drain(&mut framer).into_iter().next() else {
        panic!("what came is no frame in any way of counting");
    };
    assert_eq!(raw.len(), 6 + 9999 + 4);
}

#[test]
fn a_profile_decides_which_sum_counts() {
    let modbus = with_crc(DATA.as_bytes(), CrcKind::Modbus);
    let only = |rule| Profile { crc: rule, ..Profile::strict(Version::V2025) };
    let read = |rule| run(&only(rule), [&modbus[..]]);
    let raw = modbus.strip_suffix(b"\r\n").unwrap().to_vec();
    let accepted = |finding| vec![Out::Frame(raw.clone(), vec![finding])];
    assert_eq!(read(CrcRule::Exactly(CrcKind::Modbus)), accepted("crc_modbus"));
    assert_eq!(read(CrcRule::Detect), accepted("crc_modbus"));
    assert!(matches!(read(CrcRule::Exactly(CrcKind::Hj212))[0], Out::BadCrc(_)));
    assert!(matches!(read(CrcRule::Exactly(CrcKind::ModbusSwapped))[0], Out::BadCrc(_)));
    let wrong = [format!("##{:04}", DATA.len()).as_bytes(), DATA.as_bytes(), b"1234\r\n"].concat();
    let ignored = run(&only(CrcRule::Ignore), [&wrong[..]]);
    assert!(matches!(&ignored[..], [Out::Frame(_, f)] if f == &["crc_ignored"]));
}

/// Frames, noise and traps one after the other.
fn mixed() -> Vec<u8> {
    let data = wire(DATA);
    let chinese = wire(
        "QN=20240601090000000;ST=32;CN=3020;PW=123456;MN=010000A8900016F000169DC0;Flag=8;\
         CP=&&DataTime=20240601090000;PolId=w01018;i11001-Info=//清洗;管路//&&",
    );
    let mut in_characters = chinese.clone();
    let characters = str::from_utf8(&chinese).unwrap().chars().count() - 12;
    in_characters[2..6].copy_from_slice(format!("{characters:04}").as_bytes());
    let mut broken = data.clone();
    broken[60] ^= 1;
    let pieces: [&[u8]; 12] = [
        b"noise ",
        &data,
        &chinese,
        &broken,
        b"####",
        &in_characters,
        &data[..90],
        &wire(PING),
        b"\r\n\n",
        b"##012",
        &data[..data.len() - 2],
        &data,
    ];
    pieces.concat()
}

#[test]
fn a_cut_anywhere_changes_nothing() {
    let stream = mixed();
    let whole = tolerant(&stream);
    assert_eq!(whole.iter().filter(|item| matches!(item, Out::Frame(..))).count(), 6);
    assert_eq!(accounted(&whole, 2), stream.len());
    for cut in 0..stream.len() {
        let (head, rest) = stream.split_at(cut);
        assert_eq!(run(&Profile::tolerant(), [head, rest]), whole, "cut at {cut}");
    }
    assert_eq!(run(&Profile::tolerant(), stream.chunks(1)), whole, "byte by byte");
}

#[test]
fn the_corpus_is_whole_and_without_findings() {
    let stream = corpus::frames(3000, 1);
    let out = tolerant(&stream);
    assert_eq!(out.len(), 3000);
    assert!(out.iter().all(|item| matches!(item, Out::Frame(_, findings) if findings.is_empty())));
    assert_eq!(corpus::bare_probe(&stream).frames, 3000);
    assert_eq!(stream, corpus::frames(3000, 1), "the same for the same seed");
    let mean = stream.len() / 3000;
    assert!((380..440).contains(&mean), "mean {mean} bytes");
}

proptest! {
    #[test]
    fn garbage_before_a_frame_costs_nothing_but_itself(noise in proptest::collection::vec(any::<u8>(), 0..200)) {
        let data = wire(DATA);
        let stream = [&noise[..], &data].concat();
        let out = tolerant(&stream);
        prop_assert!(out.contains(&frame(&data)), "{:?}", out);
        prop_assert_eq!(accounted(&out, 2), stream.len());
    }

    #[test]
    fn any_cuts_of_any_bytes_change_nothing(
        noise in proptest::collection::vec(prop_oneof![Just(b'#'), b'0'..=b'3', any::<u8>()], 0..400),
        cuts in proptest::collection::vec(0_usize..800, 0..6),
    ) {
        let stream = [&noise[..], &wire(DATA), &noise, &wire(PING)].concat();
        let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut % stream.len()).collect();
        cuts.sort_unstable();
        let ends = cuts.iter().copied().chain([stream.len()]);
        let mut at = 0;
        let pieces: Vec<_> = ends.map(|end| &stream[std::mem::replace(&mut at, end)..end]).collect();
        let whole = tolerant(&stream);
        prop_assert_eq!(accounted(&whole, 2), stream.len());
        prop_assert_eq!(run(&Profile::tolerant(), pieces), whole);
    }
}
