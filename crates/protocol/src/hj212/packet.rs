//! A message: header and items, typed, with what deviated.

use super::{
    Entry, Field, Finding, Findings, Kind, Mark, Number, Profile, Sealing, Stamp, Text, Value,
    Version,
    body::{self, Body, is_equipment},
    codes::FactorInfo,
    header::{self, Header},
};

/// A message, borrowed from the text of its frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Packet<'a> {
    /// The fields in front of CP.
    pub header: Header<'a>,
    /// The edition it follows: by Flag, else by the profile, else 2005, whose uploads need no Flag.
    pub version: Version,
    /// The time the data belong to: an instant, or the start of a period.
    pub data_time: Option<Stamp>,
    /// Every tolerated deviation, framing included.
    pub findings: Findings,
    body: Body<'a>,
}

/// Why a data segment is no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Nothing says what the message is.
    #[error("the header has no CN")]
    CnMissing,
    /// What says it is not a number of four digits.
    #[error("CN is not a number of at most four digits")]
    CnMalformed,
    /// More than [`MAX_ENTRIES`](super::MAX_ENTRIES) items.
    #[error("CP holds too many items")]
    TooManyItems,
}

/// All entries of one item about a factor or a treatment facility.
#[derive(Debug, Clone, Copy)]
pub struct Factor<'p, 'a> {
    /// The code as printed.
    pub printed: &'a str,
    /// Its row in the table, if it is known.
    pub info: Option<&'static FactorInfo>,
    /// Its entries in printed order.
    pub entries: &'p [Entry<'a>],
}

impl<'a> Packet<'a> {
    /// Reads a data segment.
    pub fn parse(text: &'a Text<'_>, profile: &Profile) -> Result<Self, ParseError> {
        let mut findings = text.findings;
        let (header, version, cp) = header::parse(&text.segment, profile.version, &mut findings)?;
        findings.add_if(cp.is_none(), Finding::CpMissing);
        let inner = cp.map_or("", |cp| body::unwrap_cp(cp, &mut findings));
        let body = body::parse(inner, header.st, version, &mut findings)?;
        let due = profile.sealing == Sealing::Due && header.cn.must_be_sealed();
        findings.add_if(due && !text.sealed, Finding::NotSealed);
        let mut packet = Self { header, version, data_time: None, findings, body };
        packet.data_time = packet.parameter("DataTime").and_then(Value::time);
        packet.judge();
        Ok(packet)
    }

    /// Deviations that show only when header and items are held together.
    fn judge(&mut self) {
        let has_data = self.body.groups.iter().any(|group| group.subject.is_some());
        let is_data = !matches!(self.header.cn.kind(), Kind::Other | Kind::Info);
        let timed = self.parameter("DataTime").is_some() || self.parameter("AlarmTime").is_some();
        self.findings.add_if(has_data && is_data && !timed, Finding::DataTimeMissing);
        let old = self.version == Version::V2005;
        let repeated = self.parameters().any(|(key, _)| match key {
            // 2005 has them here for want of a header field, and PW as the new password
            "QN" | "CN" | "PNUM" | "PNO" | "PW" => !old,
            "MN" | "ST" | "Flag" => true,
            _ => false,
        });
        self.findings.add_if(repeated, Finding::HeaderInCp);
    }

    /// What the message is.
    pub const fn kind(&self) -> Kind {
        self.header.cn.kind()
    }

    /// The request number, from the header or, in 2005 answers, from CP.
    pub fn qn(&self) -> Option<&'a str> {
        self.header.qn.or_else(|| self.printed("QN"))
    }

    /// Whether the sender waits for an answer. 2005 uploads have no Flag: a QN asks for one.
    pub fn ack_wanted(&self) -> bool {
        match self.header.flag {
            Some(flag) => flag.ack(),
            None => self.header.qn.is_some() && !self.header.cn.is_reply(),
        }
    }

    /// The factors, one for each item, in printed order; the same factor may come in several items.
    pub fn factors(&self) -> impl Iterator<Item = Factor<'_, 'a>> {
        self.groups().filter(|factor| !is_equipment(factor.printed))
    }

    /// The treatment facilities `SB1`, `SB2`, …
    pub fn equipment(&self) -> impl Iterator<Item = Factor<'_, 'a>> {
        self.groups().filter(|factor| is_equipment(factor.printed))
    }

    fn groups(&self) -> impl Iterator<Item = Factor<'_, 'a>> {
        self.body.groups.iter().filter_map(|group| {
            let entries = &self.body.entries[group.entries.clone()];
            Some(Factor { printed: group.subject?, info: group.info, entries })
        })
    }

    /// The parameters: items without a factor.
    pub fn parameters(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> {
        let is_parameter = |entry: &&Entry<'_>| entry.field == Field::Parameter;
        self.body.entries.iter().filter(is_parameter).map(|entry| (entry.key, entry.value))
    }

    /// The first parameter of this name.
    pub fn parameter(&self, name: &str) -> Option<Value<'a>> {
        self.parameters().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The first parameter of this name, as printed.
    pub fn printed(&self, name: &str) -> Option<&'a str> {
        let named = |entry: &&Entry<'_>| entry.field == Field::Parameter && entry.key == name;
        self.body.entries.iter().find(named).map(|entry| entry.printed)
    }

    /// Every entry in printed order, with the number of the item it stands in.
    pub fn entries(&self) -> impl Iterator<Item = (usize, &Entry<'a>)> {
        self.body.groups.iter().enumerate().flat_map(|(number, group)| {
            self.body.entries[group.entries.clone()].iter().map(move |entry| (number, entry))
        })
    }
}

impl<'a> Factor<'_, 'a> {
    /// The 2017 code where the table knows it, else as printed. A code with a device number stays as printed.
    pub fn code(&self) -> &'a str {
        match self.info {
            Some(info) if info.code_2005 == self.printed => info.code,
            _ => self.printed,
        }
    }

    /// The first value of this field.
    pub fn get(&self, field: Field) -> Option<Value<'a>> {
        self.entries.iter().find(|entry| entry.field == field).map(|entry| entry.value)
    }

    /// The first number of this field.
    pub fn number(&self, field: Field) -> Option<Number<'a>> {
        self.get(field).and_then(Value::number)
    }

    /// The data mark, if there is one that the standard knows.
    pub fn mark(&self) -> Option<Mark> {
        self.get(Field::Flag).and_then(Value::mark)
    }
}
