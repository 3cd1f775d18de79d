//! Every frame of the corpus gives its documented result, and the golden file says so in words.
//!
//! `HJ212_VECTORS=FILE` checks another file of the same form, for instance frames captured on site;
//! `UPDATE=1` writes the golden file anew, for a person to compare.

use crate::render;
use protocol::hj212::{
    Case, CrcKind, Fault, Frame, Framer, Item, Key, KeyRing, Packet, Profile, Verdict,
};
use serde_json::Value;
use std::{fmt::Write, fs};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/vectors.jsonl");
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/golden.txt");

struct Vector {
    id: String,
    bytes: Vec<u8>,
    line: Value,
}

fn vectors(path: &str) -> Vec<Vector> {
    let text = fs::read_to_string(path).unwrap();
    let vectors = text.lines().map(|line| {
        let line: Value = serde_json::from_str(line).unwrap();
        let bytes = match line["frame"].as_str() {
            Some(frame) => frame.as_bytes().to_vec(),
            None => unhex(line["frame_hex"].as_str().unwrap()),
        };
        Vector { id: line["id"].as_str().unwrap().to_owned(), bytes, line }
    });
    vectors.collect()
}

fn unhex(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// Tolerant, with the key that the standard's examples use.
fn profile() -> Profile {
    let keys = KeyRing { current: Some(Key::new(*b"0000000000000000")), previous: None };
    Profile { keys, ..Profile::tolerant() }
}

#[test]
fn every_frame_gives_its_documented_result() {
    let path = std::env::var("HJ212_VECTORS").unwrap_or(VECTORS.to_owned());
    let vectors = vectors(&path);
    assert!(!vectors.is_empty());
    let wrong: Vec<_> =
        vectors.iter().filter_map(|v| check(v).err().map(|e| format!("{}: {e}", v.id))).collect();
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), vectors.len(), wrong.join("\n"));
}

#[test]
fn the_golden_file_is_what_is_read() {
    let mut text = String::new();
    for vector in vectors(VECTORS) {
        let shown = match str::from_utf8(&vector.bytes) {
            Ok(text) => text.escape_debug().to_string(),
            Err(_) => vector.bytes.escape_ascii().to_string(),
        };
        let _ =
            writeln!(text, "{} {shown}\n{}", vector.id, render::stream(&vector.bytes, &profile()));
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(GOLDEN, &text).unwrap();
    }
    let golden = fs::read_to_string(GOLDEN).unwrap();
    for (line, (read, kept)) in text.lines().zip(golden.lines()).enumerate() {
        assert_eq!(read, kept, "golden.txt line {}", line + 1);
    }
    assert_eq!(text.len(), golden.len());
}

/// Holds what is read against what the line documents: check sum, header, items, acceptance.
fn check(vector: &Vector) -> Result<(), String> {
    let profile = profile();
    let mut framer = Framer::new(profile.clone());
    assert!(framer.push(&vector.bytes).is_empty());
    framer.expire();
    let first = framer.next_item();
    let documented = Documented::of(&vector.line);
    match (documented, first) {
        (Documented::NoFrame, None) => Ok(()),
        (Documented::NoFrame, Some(Item::Fault(_))) => Ok(()),
        (
            Documented::BadCrc { computed },
            Some(Item::Fault(Fault::BadCrc { computed: got, .. })),
        ) => same("computed crc", &computed, &format!("{got:04X}")),
        (Documented::Frame(kind), Some(Item::Frame(frame))) => {
            if frame.verdict() != Verdict::Matches(kind) {
                return Err(format!("verdict {:?}, documented {kind:?}", frame.verdict()));
            }
            message(&vector.line["ref_parse"], &frame, &profile)
        }
        (Documented::Sealed(plain), Some(Item::Frame(frame))) => {
            let text = frame.text(&profile).map_err(|error| error.to_string())?;
            same("decrypted", &plain, text.as_str())
        }
        (documented, item) => Err(format!("documented {documented:?}, read {item:?}")),
    }
}

#[derive(Debug)]
enum Documented {
    Frame(CrcKind),
    Sealed(String),
    BadCrc { computed: String },
    NoFrame,
}

impl Documented {
    fn of(line: &Value) -> Self {
        let crc = &line["crc"];
        if line["len_ok"] == Value::Bool(false) || crc.is_null() {
            return Self::NoFrame;
        }
        if let Some(plain) = line["expect"]["decrypted_segment"].as_str() {
            return Self::Sealed(plain.to_owned());
        }
        match crc["match"].as_str() {
            Some("hj212") => Self::Frame(CrcKind::Hj212),
            Some("modbus") => Self::Frame(CrcKind::Modbus),
            Some("modbus_swapped") => Self::Frame(CrcKind::ModbusSwapped),
            _ => Self::BadCrc { computed: crc["hj212"].as_str().unwrap_or_default().to_owned() },
        }
    }
}

fn message(reference: &Value, frame: &Frame<'_>, profile: &Profile) -> Result<(), String> {
    let text = frame.text(profile).map_err(|error| error.to_string())?;
    let packet = Packet::parse(&text, profile).map_err(|error| error.to_string())?;
    let header = &packet.header;
    let flag = header.flag.map(|flag| flag.0.to_string());
    let cn = header.cn.0.to_string();
    let part = |no: fn(protocol::hj212::Part) -> u16| header.part.map(|p| no(p).to_string());
    let (pnum, pno) = (part(|p| p.of), part(|p| p.no));
    for (name, documented) in reference["header"].as_object().unwrap() {
        let documented = documented.as_str().unwrap();
        let read = match name.as_str() {
            "QN" => header.qn,
            "ST" => header.st,
            "CN" => Some(cn.as_str()),
            "PW" => header.pw.map(|pw| pw.0),
            "MN" => header.mn,
            "Flag" => flag.as_deref(),
            "RF" => Some(if header.refill { "1" } else { "0" }),
            "PNUM" => number(documented, pnum.as_deref()),
            "PNO" => number(documented, pno.as_deref()),
            _ => return Err(format!("header field {name}")),
        };
        same(name, documented, read.unwrap_or("(none)"))?;
    }
    let read: Vec<_> = packet
        .entries()
        .map(|(item, entry)| (item as u64, entry.key.to_owned(), entry.printed.to_owned()))
        .collect();
    let documented = reference["cp"].as_array().unwrap();
    let documented: Vec<_> = documented
        .iter()
        .map(|item| {
            (
                item[0].as_u64().unwrap(),
                item[1].as_str().unwrap().to_owned(),
                item[2].as_str().unwrap_or("").to_owned(),
            )
        })
        .collect();
    if read == documented {
        Ok(())
    } else {
        Err(format!("read {read:?}\ndocumented {documented:?}"))
    }
}

/// Parts are numbers: `0002` is 2.
fn number<'a>(documented: &'a str, read: Option<&'a str>) -> Option<&'a str> {
    let equal = read.is_some_and(|read| documented.trim_start_matches('0') == read);
    if equal { Some(documented) } else { read }
}

fn same(what: &str, documented: &str, read: &str) -> Result<(), String> {
    if documented == read {
        Ok(())
    } else {
        Err(format!("{what}: read {read}, documented {documented}"))
    }
}

#[test]
fn lower_case_is_no_finding_for_a_device_known_for_it() {
    let bytes = crate::support::wire(
        "QN=20160801085857223;ST=32;CN=2011;PW=1;MN=010000A8900016F000169DC0;Flag=5;CP=&&&&",
    );
    let lower = bytes.to_ascii_lowercase();
    let at = bytes.len() - 6;
    let frame = [&bytes[..at], &lower[at..]].concat();
    let known = Profile { crc_case: Case::Lower, ..Profile::tolerant() };
    assert_eq!(crate::support::findings(&frame, &known), Vec::<&str>::new());
    assert_eq!(crate::support::findings(&frame, &Profile::tolerant()), ["crc_case"]);
}
