//! What we write is what we read, in every edition; and what the standard prints is what we write.

use crate::support::{findings, read};
use proptest::prelude::*;
use protocol::hj212::{
    Cn, ExeRtn, Field, Finding, Flag, Framer, Item, Kind, Message, Packet, Part, Profile, Pw,
    QnRtn, Reply, Request, Stamp, To, TooLong, Upload, UploadItem, Version,
};

const VERSIONS: [Version; 3] = [Version::V2005, Version::V2017, Version::V2025];

fn mn(version: Version) -> &'static str {
    match version {
        Version::V2005 => "88888880000001",
        Version::V2017 | Version::V2025 => "010000A8900016F000169DC0",
    }
}

fn at(digits: &str) -> Stamp {
    Stamp::parse(digits).unwrap()
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap().strip_suffix("\r\n").unwrap()
}

const MEAN: [(Field, &str); 4] =
    [(Field::Min, "1.1"), (Field::Avg, "2.20"), (Field::Max, "3.3"), (Field::Flag, "N")];
const REALTIME: [(Field, &str); 2] = [(Field::Rtd, "-0.50"), (Field::Flag, "D")];

fn upload<'a>(version: Version, cn: Cn, items: &'a [UploadItem<'a>]) -> Upload<'a> {
    Upload {
        version,
        cn,
        st: "32",
        pw: Pw("123456"),
        mn: mn(version),
        sent: at("20260301120100000"),
        data_time: at("20260301120000"),
        ack: true,
        refill: false,
        items,
    }
}

#[test]
fn data_of_every_period_in_every_edition() {
    for version in VERSIONS {
        for (cn, kind, fields) in [
            (Cn::REALTIME, Kind::Realtime, &REALTIME[..]),
            (Cn::MINUTE, Kind::Minute, &MEAN),
            (Cn::HOUR, Kind::Hour, &MEAN),
            (Cn::DAY, Kind::Day, &MEAN),
        ] {
            let items =
                [UploadItem { code: "w01018", fields }, UploadItem { code: "w21003", fields }];
            let strict = Profile::strict(version);
            let frames = upload(version, cn, &items).to_frames(&strict).unwrap();
            assert_eq!(frames.len(), 1);
            read(&frames[0], &strict, |packet| {
                assert!(packet.findings.is_empty(), "{version:?} {cn:?} {:?}", packet.findings);
                assert_eq!((packet.version, packet.kind()), (version, kind));
                assert!(packet.ack_wanted());
                assert_eq!(packet.data_time, Some(at("20260301120000")));
                let codes: Vec<_> = packet.factors().map(|factor| factor.code()).collect();
                assert_eq!(codes, ["w01018", "w21003"], "2005 codes are translated back");
                for factor in packet.factors() {
                    let printed: Vec<_> =
                        factor.entries.iter().map(|entry| (entry.field, entry.printed)).collect();
                    assert_eq!(printed, fields);
                }
            });
        }
    }
}

#[test]
fn what_does_not_fit_is_split_between_factors_and_every_part_is_whole() {
    for version in VERSIONS {
        let codes: Vec<_> = (1..=40).map(|no| format!("e301{no:02}")).collect();
        let items: Vec<_> = codes.iter().map(|code| UploadItem { code, fields: &MEAN }).collect();
        let strict = Profile::strict(version);
        let frames = upload(version, Cn::HOUR, &items).to_frames(&strict).unwrap();
        assert!(frames.len() > 2);
        let mut whole = Vec::new();
        for (no, frame) in frames.iter().enumerate() {
            read(frame, &strict, |packet| {
                assert!(packet.findings.is_empty(), "{:?}", packet.findings);
                let part = Part { no: no as u16 + 1, of: frames.len() as u16 };
                assert_eq!(packet.header.part, Some(part));
                whole.extend(packet.factors().map(|factor| factor.printed.to_owned()));
            });
        }
        assert_eq!(whole, codes, "each part is complete by itself");
    }
}

#[test]
fn answers_as_the_standards_print_them() {
    let request =
        "QN=20160801085857223;ST=32;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&&&";
    let answer = |segment: &str, reply: Reply| {
        let bytes = crate::support::wire(segment);
        let strict = Profile::tolerant();
        let reply = read(&bytes, &strict, |packet| reply.to(&packet, &strict).unwrap());
        text(&reply)[6..].to_owned()
    };
    let head = "QN=20160801085857223;ST=91;CN=";
    let tail = ";PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&";
    assert_eq!(answer(request, Reply::Data), format!("{head}9014{tail}&&3240"));
    assert_eq!(answer(request, Reply::Notice), format!("{head}9013{tail}&&2A80"));
    let ready = Reply::Request(QnRtn::Ready);
    assert_eq!(answer(request, ready), format!("{head}9011{tail}QnRtn=1&&1B00"));
    let done = Reply::Result(ExeRtn::Done);
    assert_eq!(answer(request, done), format!("{head}9012{tail}ExeRtn=1&&6240"));

    let new = request.replace("Flag=5", "Flag=9").replace("20160801085857223", "20240430102725064");
    let of_2025 = "QN=20240430102725064;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&&&1B00";
    assert_eq!(answer(&new, Reply::Data), of_2025);

    let old = "QN=20040516010101001;ST=32;CN=2051;PW=123456;MN=88888880000001;PNO=1;PNUM=1;CP=&&DataTime=20040516021000&&";
    assert_eq!(
        answer(old, Reply::Data),
        "ST=91;CN=9014;CP=&&QN=20040516010101001;CN=2051;PNO=1;PNUM=1&&5440"
    );
    assert_eq!(
        answer(old, ready),
        "ST=91;CN=9011;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20040516010101001;QnRtn=1&&7200"
    );
    assert_eq!(
        answer(old, Reply::Notice),
        "ST=91;CN=9013;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20040516010101001&&30C0"
    );
}

#[test]
fn answers_are_read_back() {
    let strict = Profile::tolerant();
    for version in VERSIONS {
        let to = To { version, st: "32", pw: Pw("123456"), mn: mn(version) };
        let sent = at("20260301120000123");
        let request = Request::StartRealtime.to_frame(to, sent, &strict).unwrap();
        for outcome in ExeRtn::ALL {
            let reply = read(&request, &strict, |packet| {
                Reply::Result(outcome).to(&packet, &strict).unwrap()
            });
            read(&reply, &strict, |packet| {
                assert!(packet.findings.is_empty(), "{:?}", packet.findings);
                assert_eq!(packet.kind(), Kind::Result);
                assert_eq!(packet.qn(), Some("20260301120000123"), "the question's number");
                assert_eq!(ExeRtn::of(&packet), Some(outcome));
                assert!(!packet.ack_wanted());
            });
        }
        for answer in QnRtn::ALL {
            let reply = read(&request, &strict, |packet| {
                Reply::Request(answer).to(&packet, &strict).unwrap()
            });
            assert_eq!(read(&reply, &strict, |packet| QnRtn::of(&packet)), Some(answer));
        }
    }
}

#[test]
fn requests_as_the_standards_print_them() {
    let strict = Profile::tolerant();
    let sent = at("20160801085857223");
    let to = To { version: Version::V2017, st: "32", pw: Pw("123456"), mn: mn(Version::V2017) };
    let head = |cn| {
        format!(
            "QN=20160801085857223;ST=32;CN={cn};PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&"
        )
    };
    let history =
        Request::History { cn: Cn::MINUTE, begin: at("20160801084000"), end: at("20160801084000") };
    for (request, expected) in [
        (Request::SetTimeouts { over_time: 5, re_count: 3 }, "1000 OverTime=5;ReCount=3&&CAC1"),
        (Request::SetRealtimeInterval(30), "1062 RtdInterval=30&&4400"),
        (Request::SetMinuteInterval(10), "1064 MinInterval=10&&1680"),
        (Request::StartRealtime, "2011 &&30C0"),
        (Request::StopRealtime, "2012 &&3C00"),
        (Request::KeepSample, "3015 &&E401"),
        (history, "2051 BeginTime=20160801084000;EndTime=20160801084000&&56C0"),
    ] {
        let frame = request.to_frame(to, sent, &strict).unwrap();
        let (cn, rest) = expected.split_once(' ').unwrap();
        assert_eq!(text(&frame)[6..], format!("{}{rest}", head(cn)));
    }
    let to = To { version: Version::V2005, st: "32", pw: Pw("123456"), mn: mn(Version::V2005) };
    let sent = at("20040516010101001");
    let time = Request::SetTime(at("20040516010101")).to_frame(to, sent, &strict).unwrap();
    assert!(text(&time).ends_with("Flag=3;CP=&&SystemTime=20040516010101&&9B81"));
    let stop = Request::StopRealtime.to_frame(to, sent, &strict).unwrap();
    assert!(text(&stop).ends_with("MN=88888880000001;CP=&&&&1F40"));
    let get = Request::GetTime.to_frame(to, sent, &strict).unwrap();
    assert!(text(&get).ends_with("Flag=3;CP=&&&&7EC0"));
}

#[test]
fn back_fill_says_so_only_where_the_edition_knows_it() {
    for version in VERSIONS {
        let items = [UploadItem { code: "w01018", fields: &MEAN }];
        let strict = Profile::strict(version);
        let late = Upload { refill: true, ..upload(version, Cn::HOUR, &items) };
        let frames = late.to_frames(&strict).unwrap();
        let refill = read(&frames[0], &strict, |packet| packet.header.refill);
        assert_eq!(refill, version == Version::V2025);
        assert_eq!(findings(&frames[0], &strict), Vec::<&str>::new());
    }
}

#[test]
fn facilities_are_items_of_their_own() {
    let items = [UploadItem { code: "SB1", fields: &[(Field::State, "1")] }];
    let frames =
        upload(Version::V2017, Cn::EQUIPMENT_STATE, &items).to_frames(&Profile::tolerant());
    read(&frames.unwrap()[0], &Profile::tolerant(), |packet| {
        assert_eq!((packet.factors().count(), packet.equipment().count()), (0, 1));
        let facility = packet.equipment().next().unwrap();
        assert_eq!((facility.printed, facility.number(Field::State).unwrap().mantissa), ("SB1", 1));
    });
}

#[test]
fn nothing_longer_than_the_device_takes_is_written() {
    let items = [UploadItem { code: "w01018", fields: &[(Field::EFlag, &"x".repeat(1100))] }];
    let frames =
        upload(Version::V2017, Cn::HOUR, &items).to_frames(&Profile::strict(Version::V2017));
    assert!(matches!(frames, Err(TooLong { limit: 1024, .. })));
}

proptest! {
    #[test]
    fn any_message_is_read_as_it_was_written(
        cn in 1000_u16..9999,
        flag in 0_u8..12,
        digits in "-?[0-9]{1,9}(\\.[0-9]{1,6})?",
        ms in 946_684_800_000_i64..4_102_444_800_000,
        parts in proptest::option::of((1_u16..9, 0_u16..9)),
    ) {
        let stamp = Stamp::from_unix_ms(ms);
        let (qn, time) = (stamp.millis(), stamp.seconds());
        let cp = format!("DataTime={time};w01018-Rtd={digits},w01018-Flag=N");
        let part = parts.map(|(no, more)| Part { no, of: no + more });
        let flag = Flag(flag & !2 | u8::from(part.is_some()) << 1);
        let message = Message {
            qn: Some(&qn), st: "32", cn: Cn(cn), pw: Some(Pw("123456")), mn: Some("A110000131000000000000C1"),
            flag: Some(flag), part, refill: flag.version() == Some(Version::V2025), cp: &cp,
        };
        let profile = Profile::tolerant();
        let bytes = message.to_frame(&profile).unwrap();
        let mut framer = Framer::new(profile.clone());
        prop_assert!(framer.push(&bytes).is_empty());
        let Some(Item::Frame(frame)) = framer.next_item() else { panic!("no frame") };
        prop_assert_eq!(frame.raw(), &bytes[..bytes.len() - 2]);
        let text = frame.text(&profile).unwrap();
        let packet = Packet::parse(&text, &profile).unwrap();
        let header = packet.header;
        let written = Message {
            qn: header.qn, st: header.st.unwrap(), cn: header.cn, pw: header.pw, mn: header.mn,
            flag: header.flag, part: header.part, refill: header.refill, cp: &cp,
        };
        prop_assert_eq!(written, message);
        prop_assert_eq!(packet.factors().next().unwrap().number(Field::Rtd).unwrap().printed, digits);
        prop_assert_eq!(packet.data_time.unwrap().seconds(), time);
        let old = packet.version == Version::V2005;
        let found: Vec<_> = packet.findings.iter().collect();
        let expected = if old { vec![Finding::MnLength, Finding::FactorOldCode] } else { vec![] };
        prop_assert!(found.iter().all(|finding| expected.contains(finding)), "{:?}", found);
    }
}
