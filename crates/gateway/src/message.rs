//! From the protocol's words to the platform's: a packet becomes a message with readings.

use app::telemetry::{Content, Message, Part};
use domain::Timestamp;
use domain::reading::{DataFlag, Decimal, Factor, Measured, Mn, Reading, ReadingKind};
use protocol::hj212::{self, Field, Kind, Mark, Number, Packet, Stamp, Value, Version};

/// The message of a packet. An MN that is none of the register's form is no MN.
pub(crate) fn message(packet: &Packet<'_>) -> Message {
    let header = &packet.header;
    let mn: Option<Mn> = header.mn.and_then(|mn| mn.parse().ok());
    Message {
        password: header.pw.map(|pw| pw.0.to_owned()),
        command: header.cn.0,
        sent_at: packet.qn().and_then(Stamp::parse).map(instant),
        findings: packet.findings.iter().map(|finding| finding.code().to_owned()).collect(),
        unknown: packet
            .factors()
            .filter(|factor| factor.info.is_none())
            .map(|factor| factor.printed.to_owned())
            .collect(),
        part: header.part.map(|part| Part {
            command: header.cn.0,
            at: packet.data_time.map(instant),
            no: part.no,
            of: part.of,
        }),
        content: content(packet, mn.as_ref()),
        mn,
    }
}

fn content(packet: &Packet<'_>, mn: Option<&Mn>) -> Content {
    let kind = match packet.kind() {
        Kind::Realtime => ReadingKind::Realtime,
        Kind::Minute => ReadingKind::Minute,
        Kind::Hour => ReadingKind::Hour,
        Kind::Day => ReadingKind::Day,
        Kind::Heartbeat => return Content::SignOfLife,
        Kind::OtherData
        | Kind::Equipment
        | Kind::Boot
        | Kind::Info
        | Kind::RequestAck
        | Kind::Result
        | Kind::NoticeAck
        | Kind::DataAck
        | Kind::Other => return Content::Other,
    };
    let (Some(mn), Some(at)) = (mn, packet.data_time) else {
        return Content::Untimed;
    };
    let at = instant(at);
    let mut readings: Vec<Reading> = Vec::new();
    for factor in packet.factors() {
        let reading = reading(packet.version, mn, kind, at, &factor);
        // A factor that stands twice is a finding already; the first one counts.
        if readings.iter().all(|known| known.factor != reading.factor) {
            readings.push(reading);
        }
    }
    Content::Readings(readings)
}

fn reading(
    version: Version,
    mn: &Mn,
    kind: ReadingKind,
    at: Timestamp,
    factor: &hj212::Factor<'_, '_>,
) -> Reading {
    let number = |field| factor.number(field).map(decimal);
    let (main, converted) = match kind {
        ReadingKind::Realtime => (Field::Rtd, Field::ZsRtd),
        ReadingKind::Minute | ReadingKind::Hour | ReadingKind::Day => (Field::Avg, Field::ZsAvg),
    };
    let flag = flag(version, factor);
    Reading {
        mn: mn.clone(),
        factor: Factor::from(factor.code()),
        kind,
        at,
        value: measured(factor.get(main), flag),
        converted: number(converted),
        min: number(Field::Min),
        max: number(Field::Max),
        total: number(Field::Cou),
        flag,
    }
}

/// What the device says of the quantity. `<0.01` and `0.01L` are how laboratories print "below detection".
fn measured(value: Option<Value<'_>>, flag: DataFlag) -> Measured {
    match value {
        Some(Value::Number(number)) if flag.counts() => Measured::Valid { value: decimal(number) },
        Some(Value::Number(number)) => Measured::Invalid { value: decimal(number) },
        Some(Value::Text(text)) if text.starts_with('<') || text.ends_with('L') => {
            Measured::BelowDetection
        }
        Some(Value::Text(_) | Value::Mark(_) | Value::Time(_) | Value::Empty) | None => {
            Measured::Missing
        }
    }
}

/// The mark. 2005 knows frames without one; since 2017 a missing mark is unknown, and its reading is not judged.
fn flag(version: Version, factor: &hj212::Factor<'_, '_>) -> DataFlag {
    match factor.get(Field::Flag) {
        None if version == Version::V2005 => DataFlag::Normal,
        Some(Value::Mark(mark)) => match mark {
            Mark::Normal => DataFlag::Normal,
            Mark::Stopped => DataFlag::Stopped,
            Mark::Maintenance => DataFlag::Maintenance,
            Mark::SetByHand => DataFlag::SetByHand,
            Mark::Fault => DataFlag::Fault,
            Mark::Calibration => DataFlag::Calibration,
            Mark::OverRange => DataFlag::OverRange,
            Mark::NoConnection => DataFlag::NoConnection,
            Mark::PowerFailure => DataFlag::PowerFailure,
            Mark::AirStation(_) => DataFlag::Unknown,
        },
        _ => DataFlag::Unknown,
    }
}

const fn decimal(number: Number<'_>) -> Decimal {
    Decimal { mantissa: number.mantissa, scale: number.scale }
}

const fn instant(stamp: Stamp) -> Timestamp {
    Timestamp::from_millis(stamp.unix_ms())
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::hj212::{Frame, Profile};

    fn readings(segment: &str) -> Message {
        let profile = Profile::tolerant();
        let crc = hj212::CrcKind::Hj212.of(segment.as_bytes());
        let raw = format!("##{:04}{segment}{crc:04X}", segment.len());
        let frame = Frame::read(raw.as_bytes(), &profile).unwrap();
        let text = frame.text(&profile).unwrap();
        message(&Packet::parse(&text, &profile).unwrap())
    }

    #[test]
    fn an_hour_of_2017_is_read_with_all_its_fields() {
        let message = readings(
            "QN=20261123100005000;ST=31;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=\
             20261123090000;a21026-Cou=1.25,a21026-Min=3.1,a21026-Avg=10.50,a21026-Max=12,a21026-ZsAvg=14.7,\
             a21026-Flag=N;a34013-Avg=2.0,a34013-Flag=M;a21002-Avg=,a21002-Flag=N&&",
        );
        assert_eq!((message.command, message.findings), (2061, vec!["value_empty".to_owned()]));
        let Content::Readings(readings) = message.content else { panic!("no readings") };
        let [sulphur, dust, nitrogen] = readings.as_slice() else { panic!("three factors") };
        assert_eq!(sulphur.at.to_string(), "2026-11-23 09:00:00");
        let value = |text: &str| Some(text.parse::<Decimal>().unwrap());
        assert_eq!(sulphur.value, Measured::Valid { value: value("10.50").unwrap() });
        assert_eq!(sulphur.value.value().unwrap().to_string(), "10.50", "digits as printed");
        assert_eq!((sulphur.converted, sulphur.total), (value("14.7"), value("1.25")));
        assert_eq!((sulphur.min, sulphur.max), (value("3.1"), value("12")));
        assert_eq!(dust.flag, DataFlag::Maintenance);
        assert!(matches!(dust.value, Measured::Invalid { .. }));
        assert_eq!(nitrogen.value, Measured::Missing);
    }

    #[test]
    fn old_codes_become_new_ones_and_no_mark_is_normal_in_2005_only() {
        let old = readings(
            "ST=32;CN=2011;PW=123456;MN=88888880000001;CP=&&DataTime=20261123090000;011-Rtd=33.0&&",
        );
        let Content::Readings(old) = old.content else { panic!("no readings") };
        assert_eq!((&*old[0].factor.0, old[0].flag), ("w01018", DataFlag::Normal));
        let new = readings(
            "QN=20261123090005000;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=\
             20261123090000;w01018-Rtd=33.0;w21003-Rtd=<0.02,w21003-Flag=N&&",
        );
        let Content::Readings(new) = new.content else { panic!("no readings") };
        assert_eq!(new[0].flag, DataFlag::Unknown);
        assert_eq!(new[1].value, Measured::BelowDetection);
    }

    #[test]
    fn data_without_a_time_are_untimed() {
        let message = readings(
            "QN=20261123090005000;ST=32;CN=2011;PW=1;MN=010000A8900016F000169DC0;Flag=5;CP=&&w01018-Rtd=3&&",
        );
        assert!(matches!(message.content, Content::Untimed));
    }
}
