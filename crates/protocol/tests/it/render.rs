//! A stream's items as text that a person can compare with the frame beside it.

use protocol::hj212::{CrcKind, Fault, Framer, Item, Packet, Profile, Value, Verdict};
use std::fmt::Write;

pub(crate) fn stream(bytes: &[u8], profile: &Profile) -> String {
    let mut framer = Framer::new(profile.clone());
    assert!(framer.push(bytes).is_empty());
    let mut text = String::new();
    framer.expire();
    while let Some(found) = framer.next_item() {
        item(&mut text, &found, profile);
    }
    text
}

fn item(text: &mut String, item: &Item<'_>, profile: &Profile) {
    let line = match item {
        Item::Frame(frame) => {
            let crc = match frame.verdict() {
                Verdict::Matches(CrcKind::Hj212) => "hj212",
                Verdict::Matches(CrcKind::Modbus) => "modbus",
                Verdict::Matches(CrcKind::ModbusSwapped) => "modbus-swapped",
                Verdict::Sealed => "sealed",
                Verdict::Ignored => "ignored",
            };
            let opened = frame.text(profile);
            let message = match &opened {
                Ok(sealed) => match Packet::parse(sealed, profile) {
                    Ok(packet) => packet_text(&packet),
                    Err(error) => format!("  no message: {error}\n"),
                },
                Err(error) => format!("  not opened: {error}\n"),
            };
            format!("  frame of {} bytes, crc {crc}\n{message}", frame.raw().len())
        }
        Item::Tail(tail) => format!("  ! {}\n", tail.code()),
        Item::Fault(Fault::BadCrc { raw, given, computed }) => {
            let given = given.map_or("no hex".into(), |given| format!("{given:04X}"));
            format!("  bad crc over {} bytes: {given}, not {computed:04X}\n", raw.len())
        }
        Item::Fault(Fault::TooLong { declared }) => format!("  too long: {declared}\n"),
        Item::Fault(Fault::Incomplete { declared, held }) => {
            format!("  incomplete: {held} bytes of a segment of {declared}\n")
        }
        Item::Fault(Fault::Garbage(count)) => format!("  garbage of {count} bytes\n"),
    };
    text.push_str(&line);
}

fn packet_text(packet: &Packet<'_>) -> String {
    let header = &packet.header;
    let mut text = format!("  {:?} {} {:?}", packet.version, header.cn.0, packet.kind());
    let _ = write!(text, " st={} mn={}", header.st.unwrap_or("-"), header.mn.unwrap_or("-"));
    let _ = write!(text, " qn={}", packet.qn().unwrap_or("-"));
    let _ = write!(text, " ack={}", if packet.ack_wanted() { "wanted" } else { "no" });
    if let Some(part) = header.part {
        let _ = write!(text, " part={}/{}", part.no, part.of);
    }
    if header.refill {
        text.push_str(" refill");
    }
    if let Some(time) = packet.data_time {
        let _ = write!(text, " time={}", time.millis());
    }
    text.push('\n');
    for factor in packet.factors().chain(packet.equipment()) {
        let name = factor.info.map_or("?", |info| info.name);
        let _ = write!(text, "    {} {name}:", factor.code());
        for entry in factor.entries {
            let field = entry.key.rsplit('-').next().unwrap_or_default();
            let _ = write!(text, " {field}={}", value(entry.value));
        }
        text.push('\n');
    }
    for (name, said) in packet.parameters() {
        let _ = writeln!(text, "    {name} = {}", value(said));
    }
    for finding in packet.findings.iter() {
        let _ = writeln!(text, "  ! {finding}");
    }
    text
}

fn value(value: Value<'_>) -> String {
    match value {
        Value::Number(number) => number.printed.to_owned(),
        Value::Mark(mark) => format!("{mark:?}"),
        Value::Time(stamp) => format!("@{}", stamp.millis()),
        Value::Text(text) => format!("{text:?}"),
        Value::Empty => "-".to_owned(),
    }
}
