//! What is met in the field and not in the standard: each is read, and named. The frames are our own.

use crate::support::{findings, read, run, wire, with_crc};
use protocol::hj212::{CrcKind, Field, Finding, Kind, Mark, Profile, Stamp, Value, Version};
use std::collections::BTreeSet;

const GOOD: &str = "QN=20260301120000000;ST=32;CN=2011;PW=123456;MN=A110000131000000000000C1;Flag=5;\
    CP=&&DataTime=20260301120000;w01018-Rtd=41.0,w01018-Flag=N&&";
const OLD: &str = "ST=32;CN=2011;PW=123456;MN=13100000000001;\
    CP=&&DataTime=20260301120000;011-Rtd=41.0,011-Flag=N&&";

/// A change to the good frame's segment, and what it must be called.
const CHANGES: &[(&str, &str, &[&str])] = &[
    ("QN=20260301120000000;", "QN=1772337600000;", &["qn_malformed"]),
    ("QN=20260301120000000;", "", &["qn_missing"]),
    ("QN=20260301120000000;", "QN=20260301120000000,", &["header_comma"]),
    ("QN=20260301120000000;", "QN=20260301120000000;QN=20260301120000001;", &["header_duplicate"]),
    ("ST=32;", "", &["st_missing"]),
    ("ST=32;", "ST=101;", &["st_malformed"]),
    ("ST=32;", "ST=32;;", &["item_empty"]),
    ("ST=32;", "ST=32;XX=1;", &["header_unknown"]),
    ("ST=32;", "ST=32;Y;", &["item_without_value"]),
    ("PW=123456;", "", &["pw_missing"]),
    ("MN=A110000131000000000000C1;", "", &["mn_missing"]),
    ("MN=A110000131000000000000C1;", "MN=1310001;", &["mn_length"]),
    ("MN=A110000131000000000000C1;", "MN=13100000000001;", &["mn_length"]),
    ("MN=A110000131000000000000C1;", "MN=A11000013100000000000-C1;", &["mn_characters"]),
    ("Flag=5;", "Flag=7;", &["part_missing"]),
    ("Flag=5;", "Flag=7;PNUM=2;", &["part_missing"]),
    ("Flag=5;", "Flag=5;PNUM=2;PNO=1;", &["part_unannounced"]),
    ("Flag=5;", "Flag=7;PNUM=2;PNO=3;", &["part_impossible"]),
    ("Flag=5;", "Flag=5;RF=1;", &["refill_unexpected"]),
    ("Flag=5;", "Flag=9;RF=2;", &["refill_unexpected"]),
    ("Flag=5;", "Flag=five;", &["mn_length", "flag_malformed"]),
    ("Flag=5;", "Flag=201;", &["flag_version"]),
    ("Flag=5;CP=", "Flag=5CP=", &["header_runs_into_cp"]),
    ("&&DataTime", "DataTime", &["cp_unclosed"]),
    ("Flag=N&&", "Flag=N", &["cp_unclosed"]),
    ("Flag=N&&", "Flag=N;&&", &["item_empty"]),
    ("Flag=N&&", "Flag=N;;w01001-Rtd=7.2&&", &["item_empty"]),
    ("Flag=N&&", "Flag=N;w01018-Rtd=41.1&&", &["duplicate_key"]),
    ("Flag=N&&", "Flag=N,w01018-Rtd=41.1&&", &["duplicate_key"]),
    ("Flag=N&&", "Flag=N;PolId=w01018;PolId=w01001&&", &["duplicate_key"]),
    ("Flag=N&&", "Flag=N;PW=123456;QN=20260301120000000;CN=2011&&", &["header_in_cp"]),
    ("Flag=N&&", "Flag=N;PolId=w01018,InfoId=i12001&&", &["comma_between_parameters"]),
    ("Flag=N&&", "Flag=N;w01001&&", &["item_without_value"]),
    ("Flag=N&&", "Flag=n&&", &["mark_unknown"]),
    ("w01018-Flag=N", "01018-Flag=N", &["mixed_factors"]),
    ("w01018-Rtd=41.0", "w01018-Rtd= 41.0", &["cp_spaces"]),
    ("w01018-Rtd=41.0", "w01018-Rtd=", &["value_empty"]),
    ("w01018-Rtd=41.0", "w01018-Rtd=4.1E1", &["number_malformed"]),
    ("w01018-Rtd=41.0", "w01018-td=41.0", &["field_unknown"]),
    ("w01018-Rtd=41.0,w01018", "x99999-Rtd=41.0,x99999", &["factor_unknown"]),
    ("w01018-Rtd=41.0,w01018", "011-Rtd=41.0,011", &["factor_old_code"]),
    ("DataTime=20260301120000;", "DataTime=20260301120000000;", &["time_with_millis"]),
    ("DataTime=20260301120000;", "DataTime=20260231120000;", &["time_malformed"]),
    ("DataTime=20260301120000;", "", &["data_time_missing"]),
    ("CP=&&DataTime=20260301120000;w01018-Rtd=41.0,w01018-Flag=N&&", "", &["cp_missing"]),
];

fn tolerant(bytes: &[u8]) -> Vec<&'static str> {
    findings(bytes, &Profile::tolerant())
}

#[test]
fn the_standard_itself_has_no_findings() {
    assert_eq!(tolerant(&wire(GOOD)), Vec::<&str>::new());
    assert_eq!(tolerant(&wire(OLD)), Vec::<&str>::new());
}

#[test]
fn every_change_is_read_and_named() {
    for (from, to, expected) in CHANGES {
        assert!(GOOD.contains(from), "{from}");
        let segment = GOOD.replacen(from, to, 1);
        assert_eq!(&tolerant(&wire(&segment)), expected, "{segment}");
    }
}

/// What framing, encryption and profiles find is shown where they are tested; together nothing is left out.
#[test]
fn no_finding_goes_without_a_test() {
    let here = CHANGES.iter().flat_map(|(_, _, codes)| codes.iter().copied());
    let elsewhere = [
        "length_three_digits",
        "length_in_characters",
        "segment_over_1024",
        "crc_case",
        "crc_modbus",
        "crc_modbus_swapped",
        "crc_ignored",
        "text_gbk",
        "text_broken",
        "sealed_as_text",
        "sealed_with_previous_key",
        "not_sealed",
        "flag_missing",
        "version_differs",
    ];
    let tested: BTreeSet<_> = here.chain(elsewhere).collect();
    let all: BTreeSet<_> = Finding::ALL.iter().map(|finding| finding.code()).collect();
    assert_eq!(tested, all);
}

#[test]
fn a_known_edition_shows_what_differs_from_it() {
    let v2017 = Profile { version: Some(Version::V2017), ..Profile::tolerant() };
    let without_flag = GOOD.replace("Flag=5;", "");
    assert_eq!(findings(&wire(without_flag), &v2017), ["flag_missing"]);
    let v2025 = Profile { version: Some(Version::V2025), ..Profile::tolerant() };
    assert_eq!(findings(&wire(GOOD), &v2025), ["version_differs"]);
}

#[test]
fn framing_dialects() {
    let three = wire(
        "CN=9015;Flag=8;QN=20260301120000000;ST=91;PW=123456;MN=A110000131000000000000C1;CP=&&&&",
    );
    let short = [&three[..2], &three[3..]].concat();
    assert!(short.starts_with(b"##0") && short[4].is_ascii_digit() && short[5] == b'C');
    assert_eq!(tolerant(&short), ["length_three_digits"]);
    for (crc, finding) in
        [(CrcKind::Modbus, "crc_modbus"), (CrcKind::ModbusSwapped, "crc_modbus_swapped")]
    {
        assert_eq!(tolerant(&with_crc(GOOD.as_bytes(), crc)), [finding]);
    }
    let many: Vec<_> =
        (1..60).map(|no| format!("e301{no:02}-Rtd=1.5,e301{no:02}-Flag=N")).collect();
    let long = GOOD.replace("w01018-Rtd=41.0,w01018-Flag=N", &many.join(";"));
    assert!(long.len() > 1500);
    assert_eq!(tolerant(&wire(&long)), ["segment_over_1024"]);
    read(&wire(&long), &Profile::tolerant(), |packet| {
        assert_eq!(packet.factors().count(), 59);
    });
}

const LOG: &str = "QN=20260301120000000;ST=32;CN=3020;PW=123456;MN=A110000131000000000000C1;Flag=5;\
    CP=&&DataTime=20260301120000;PolId=w01018;i11001-Info=//清洗管路; 换管, 完//&&";

/// A frame whose length counts characters.
fn in_characters(segment: &[u8], characters: usize) -> Vec<u8> {
    let mut bytes = wire(segment);
    bytes[2..6].copy_from_slice(format!("{characters:04}").as_bytes());
    bytes
}

#[test]
fn chinese_in_both_encodings_and_both_counts() {
    let characters = LOG.chars().count();
    let (gbk, _, unmapped) = encoding_rs::GBK.encode(LOG);
    assert!(!unmapped && characters < gbk.len() && gbk.len() < LOG.len());
    let cases: [(Vec<u8>, &[&str]); 4] = [
        (wire(LOG), &[]),
        (wire(&gbk), &["text_gbk"]),
        (in_characters(LOG.as_bytes(), characters), &["length_in_characters"]),
        (in_characters(&gbk, characters), &["length_in_characters", "text_gbk"]),
    ];
    for (bytes, expected) in cases {
        read(&bytes, &Profile::tolerant(), |packet| {
            let found: Vec<_> = packet.findings.iter().map(Finding::code).collect();
            assert_eq!(found, expected);
            assert_eq!(packet.kind(), Kind::Info);
            let log = packet.factors().next().unwrap();
            assert_eq!(log.get(Field::Info), Some(Value::Text("//清洗管路; 换管, 完//")));
        });
        assert_eq!(run(&Profile::tolerant(), [&bytes[..]]).len(), 1, "and nothing is left over");
    }
    let broken = [GOOD.as_bytes().strip_suffix(b"&&").unwrap(), b"\xFF\x20&&"].concat();
    assert!(tolerant(&wire(broken)).contains(&"text_broken"));
}

#[test]
fn old_codes_become_new_ones() {
    let segment = "ST=31;CN=2051;PW=123456;MN=13100000000001;CP=&&DataTime=20260301120000;\
        B02-Cou=200;02-Avg=11.5,02-Flag=N;S01-Avg=6.1,S01-Flag=D;023-Avg=1.5&&";
    read(&wire(segment), &Profile::tolerant(), |packet| {
        assert_eq!(packet.version, Version::V2005);
        assert_eq!(packet.kind(), Kind::Minute);
        assert_eq!(packet.data_time, Stamp::parse("20260301120000"));
        let codes: Vec<_> = packet.factors().map(|f| (f.printed, f.code())).collect();
        // 023 is a water factor; in a gas frame it is some maker's own code
        let expected = [("B02", "a00000"), ("02", "a21026"), ("S01", "a19001"), ("023", "023")];
        assert_eq!(codes, expected);
        assert_eq!(packet.factors().nth(2).unwrap().mark(), Some(Mark::Fault));
        assert!(packet.findings.has(Finding::FactorUnknown));
    });
}

#[test]
fn who_wants_an_answer() {
    let wanted = |segment: &str| read(&wire(segment), &Profile::tolerant(), |p| p.ack_wanted());
    assert!(wanted(GOOD));
    assert!(!wanted(&GOOD.replace("Flag=5", "Flag=4")));
    assert!(!wanted(OLD), "a 2005 upload without QN");
    assert!(wanted(&format!("QN=20260301120000000;{OLD}")), "and with one");
}
