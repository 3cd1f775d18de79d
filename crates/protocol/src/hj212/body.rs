//! The items of CP: groups separated by semicolons, their entries joined by commas.

use super::{
    Field, Finding, Findings, ParseError, Value, Version,
    codes::{self, FactorInfo},
};
use std::ops::Range;

/// One `key=value`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry<'a> {
    /// The whole key as printed, for instance `w01018-Rtd`.
    pub key: &'a str,
    /// What stands behind its `-`.
    pub field: Field,
    /// What it says.
    pub value: Value<'a>,
    /// The value as printed.
    pub printed: &'a str,
}

/// Entries between two semicolons, which speak of one thing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group<'a> {
    /// What stands before the `-`; parameters have none.
    pub subject: Option<&'a str>,
    pub info: Option<&'static FactorInfo>,
    pub entries: Range<usize>,
    /// One bit for each known field that stands in the group.
    fields: u32,
}

/// The items of CP in printed order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Body<'a> {
    pub entries: Vec<Entry<'a>>,
    pub groups: Vec<Group<'a>>,
}

/// More items than this in one CP are refused.
pub const MAX_ENTRIES: usize = 2048;

/// What stands behind `CP=`, without its `&&`.
pub(super) fn unwrap_cp<'a>(cp: &'a str, findings: &mut Findings) -> &'a str {
    let opened = cp.strip_prefix("&&");
    findings.add_if(opened.is_none(), Finding::CpUnclosed);
    let inner = opened.unwrap_or(cp);
    let closed = inner.strip_suffix("&&");
    findings.add_if(closed.is_none(), Finding::CpUnclosed);
    closed.unwrap_or(inner)
}

pub(super) fn parse<'a>(
    body: &'a str,
    st: Option<&'a str>,
    version: Version,
    findings: &mut Findings,
) -> Result<Body<'a>, ParseError> {
    let mut reader = Reader {
        rest: body,
        body: Body {
            entries: Vec::with_capacity(body.len() / 16 + 1),
            groups: Vec::with_capacity(body.len() / 32 + 1),
        },
        findings,
        st,
        version,
        subjects: 0,
        spaced: body.bytes().fold(false, |found, byte| found | is_space(byte)),
    };
    while !reader.rest.is_empty() {
        reader.group()?;
    }
    Ok(reader.body)
}

struct Reader<'a, 'f> {
    rest: &'a str,
    body: Body<'a>,
    findings: &'f mut Findings,
    st: Option<&'a str>,
    version: Version,
    /// One bit for each subject or parameter met, by its hash: only equal bits need a closer look.
    subjects: u64,
    /// Some byte of the body is a space or control character.
    spaced: bool,
}

fn is_space(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7F
}

impl<'a> Reader<'a, '_> {
    fn group(&mut self) -> Result<(), ParseError> {
        let first = self.body.entries.len();
        let mut group = Group { subject: None, info: None, entries: first..first, fields: 0 };
        let mut parameters = 0;
        loop {
            let (item, end) = self.item();
            if let Some((key, printed)) = item {
                if self.body.entries.len() == MAX_ENTRIES {
                    return Err(ParseError::TooManyItems);
                }
                parameters += u32::from(self.entry(&mut group, key, printed) == Field::Parameter);
            }
            if end != b',' {
                break;
            }
        }
        group.entries.end = self.body.entries.len();
        // 2005 itself prints parameters joined by commas
        let joined = parameters > 0 && group.entries.len() > 1;
        self.findings
            .add_if(joined && self.version != Version::V2005, Finding::CommaBetweenParameters);
        if !group.entries.is_empty() {
            self.note_duplicate(&group);
            self.body.groups.push(group);
        }
        Ok(())
    }

    /// Cuts off the next item: its key, its value, and the separator behind it (0 at the end).
    fn item(&mut self) -> (Option<(&'a str, &'a str)>, u8) {
        let bytes = self.rest.as_bytes();
        let is_separator = |byte: &u8| matches!(byte, b';' | b',');
        let key_end =
            bytes.iter().position(|b| *b == b'=' || is_separator(b)).unwrap_or(bytes.len());
        let key = &self.rest[..key_end];
        if bytes.get(key_end) != Some(&b'=') {
            let finding =
                if key.trim().is_empty() { Finding::ItemEmpty } else { Finding::ItemWithoutValue };
            self.findings.add(finding);
            return (None, self.advance(key_end));
        }
        let from = key_end + 1;
        let to = match log_end(&bytes[from..]) {
            Some(end) => from + end,
            None => {
                bytes[from..].iter().position(is_separator).map_or(bytes.len(), |end| from + end)
            }
        };
        let printed = &self.rest[from..to];
        (Some((key, printed)), self.advance(to))
    }

    fn advance(&mut self, to: usize) -> u8 {
        let separator = self.rest.as_bytes().get(to).copied().unwrap_or(0);
        self.rest = self.rest.get(to + 1..).unwrap_or("");
        // A separator at the very end has an empty item behind it.
        self.findings.add_if(separator != 0 && self.rest.is_empty(), Finding::ItemEmpty);
        if self.rest.is_empty() { 0 } else { separator }
    }

    fn entry(&mut self, group: &mut Group<'a>, key: &'a str, printed: &'a str) -> Field {
        let (key, printed) = (self.trimmed(key), self.trimmed(printed));
        let dash = key.bytes().rposition(|byte| byte == b'-');
        let (field, value) = match dash {
            Some(at) => {
                let field = Field::named(&key[at + 1..]);
                self.subject(group, &key[..at]);
                self.findings.add_if(field == Field::Other, Finding::FieldUnknown);
                (field, Value::of_field(field, printed, self.findings))
            }
            None => (Field::Parameter, Value::of_parameter(key, printed, self.findings)),
        };
        if !matches!(field, Field::Parameter | Field::Other) {
            let bit = 1 << field as u32;
            self.findings.add_if(group.fields & bit != 0, Finding::DuplicateKey);
            group.fields |= bit;
        } else {
            self.note_duplicate_key(key);
        }
        self.body.entries.push(Entry { key, field, value, printed });
        field
    }

    /// The first factor of a group is what the group speaks of.
    fn subject(&mut self, group: &mut Group<'a>, subject: &'a str) {
        if let Some(first) = group.subject {
            return self.findings.add_if(first != subject, Finding::MixedFactors);
        }
        group.subject = Some(subject);
        group.info = codes::find(subject, self.st);
        match group.info {
            Some(info) => {
                let old = info.code_2005 == subject && self.version != Version::V2005;
                self.findings.add_if(old, Finding::FactorOldCode);
            }
            None => self.findings.add_if(!is_equipment(subject), Finding::FactorUnknown),
        }
    }

    /// Spaces are not part of a value, except in a log line.
    fn trimmed(&mut self, text: &'a str) -> &'a str {
        if !self.spaced || text.starts_with("//") || !text.bytes().any(is_space) {
            return text;
        }
        self.findings.add(Finding::CpSpaces);
        text.trim_matches(|c: char| c <= ' ')
    }

    fn note_duplicate(&mut self, group: &Group<'a>) {
        if group.subject.is_none_or(|subject| self.is_new(subject)) {
            return;
        }
        let same =
            |other: &Group<'_>| other.subject == group.subject && other.fields & group.fields != 0;
        let found = self.body.groups.iter().any(same);
        self.findings.add_if(found, Finding::DuplicateKey);
    }

    fn note_duplicate_key(&mut self, key: &str) {
        if !self.is_new(key) {
            let found = self.body.entries.iter().any(|entry| entry.key == key);
            self.findings.add_if(found, Finding::DuplicateKey);
        }
    }

    /// Whether nothing with the same hash was met; remembers it.
    fn is_new(&mut self, name: &str) -> bool {
        let hash = name.bytes().fold(7_u64, |hash, byte| hash.wrapping_mul(31) ^ u64::from(byte));
        let bit = 1 << (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58);
        let new = self.subjects & bit == 0;
        self.subjects |= bit;
        new
    }
}

/// Where a log line `//…//` ends; it may hold separators.
fn log_end(value: &[u8]) -> Option<usize> {
    let inner = value.strip_prefix(b"//")?;
    let close = inner.windows(2).position(|pair| pair == b"//")?;
    let end = close + 4;
    matches!(value.get(end), None | Some(b';' | b',')).then_some(end)
}

/// `SB` and a number: a treatment facility.
pub(super) fn is_equipment(subject: &str) -> bool {
    subject.strip_prefix("SB").is_some_and(|no| no.bytes().all(|byte| byte.is_ascii_digit()))
}
