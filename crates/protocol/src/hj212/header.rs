//! The fields in front of CP.

use super::{Cn, Finding, Findings, ParseError, Stamp, Version};
use std::fmt;

/// The fields in front of CP, as printed unless they decide something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// Request number; in 2005 replies it stands in CP, see [`Packet::qn`](super::Packet::qn).
    pub qn: Option<&'a str>,
    /// System type: 31 gas source, 32 water source, 91 interaction, …
    pub st: Option<&'a str>,
    /// Command.
    pub cn: Cn,
    /// Password. A weak secret: compare it, never show it.
    pub pw: Option<Pw<'a>>,
    /// The identity the logger gives itself.
    pub mn: Option<&'a str>,
    /// Version and switches.
    pub flag: Option<Flag>,
    /// Which part of how many.
    pub part: Option<Part>,
    /// `RF=1` (2025): data sent again for a time of lost connection.
    pub refill: bool,
}

/// A device's password. Never printed by `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pw<'a>(pub &'a str);

impl fmt::Debug for Pw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pw(..)")
    }
}

/// The Flag byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag(pub u8);

impl Flag {
    /// Version and both switches.
    pub const fn new(version: Version, split: bool, ack: bool) -> Self {
        Self(version.bits() << 2 | (split as u8) << 1 | ack as u8)
    }

    /// The edition, if its bits are known.
    pub const fn version(self) -> Option<Version> {
        match self.0 >> 2 {
            0 => Some(Version::V2005),
            1 => Some(Version::V2017),
            2 => Some(Version::V2025),
            _ => None,
        }
    }

    /// PNUM and PNO follow.
    pub const fn split(self) -> bool {
        self.0 & 2 != 0
    }

    /// An answer is wanted.
    pub const fn ack(self) -> bool {
        self.0 & 1 != 0
    }
}

/// One part of a message that did not fit one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Part {
    /// From 1 to `of`.
    pub no: u16,
    /// The number of parts.
    pub of: u16,
}

/// The header fields as printed, before they are judged.
#[derive(Default)]
struct Fields<'a> {
    qn: Option<&'a str>,
    st: Option<&'a str>,
    cn: Option<&'a str>,
    pw: Option<&'a str>,
    mn: Option<&'a str>,
    flag: Option<&'a str>,
    pnum: Option<&'a str>,
    pno: Option<&'a str>,
    rf: Option<&'a str>,
}

/// Splits a data segment at `CP=` and reads what stands before; gives what stands behind `CP=`, if it is
/// there. `profile` is the edition the device is known to follow.
pub(super) fn parse<'a>(
    segment: &'a str,
    profile: Option<Version>,
    findings: &mut Findings,
) -> Result<(Header<'a>, Version, Option<&'a str>), ParseError> {
    let (fields, cp) = fields(segment, findings);
    let cn = fields.cn.ok_or(ParseError::CnMissing)?;
    let is_number = cn.len() <= 4 && cn.bytes().all(|byte| byte.is_ascii_digit());
    let cn = cn.parse().ok().filter(|_| is_number).map(Cn).ok_or(ParseError::CnMalformed)?;
    let flag = fields.flag.and_then(|text| {
        let flag = text.parse().ok().map(Flag);
        findings.add_if(flag.is_none(), Finding::FlagMalformed);
        flag
    });
    let stated = flag.and_then(Flag::version);
    // A Flag with unknown version bits is newer than what is known; no Flag at all is how 2005 uploads.
    let by_default = if flag.is_some() { Version::V2025 } else { Version::V2005 };
    let version = stated.or(profile).unwrap_or(by_default);
    findings.add_if(flag.is_some() && stated.is_none(), Finding::FlagVersion);
    let differs = profile.zip(stated).is_some_and(|(known, stated)| known != stated);
    findings.add_if(differs, Finding::VersionDiffers);
    let header = Header {
        qn: fields.qn,
        st: fields.st,
        cn,
        pw: fields.pw.map(Pw),
        mn: fields.mn,
        flag,
        part: part(&fields, flag, version, findings),
        refill: fields.rf == Some("1"),
    };
    let refill_ok = match fields.rf {
        None => true,
        Some("0" | "1") => version == Version::V2025,
        Some(_) => false,
    };
    findings.add_if(!refill_ok, Finding::RefillUnexpected);
    judge(&header, version, findings);
    Ok((header, version, cp))
}

/// The fields of the header and what stands behind `CP=`.
fn fields<'a>(segment: &'a str, findings: &mut Findings) -> (Fields<'a>, Option<&'a str>) {
    let mut fields = Fields::default();
    let mut rest = segment;
    while !rest.is_empty() {
        if let Some(cp) = rest.strip_prefix("CP=") {
            return (fields, Some(cp));
        }
        let end = rest.bytes().position(|byte| matches!(byte, b';' | b','));
        let (item, after) = match end {
            Some(at) => (&rest[..at], &rest[at + 1..]),
            None => (rest, ""),
        };
        if let Some(at) = cp_inside(item) {
            findings.add(Finding::HeaderRunsIntoCp);
            fields.take(&item[..at], findings);
            return (fields, Some(&rest[at + 3..]));
        }
        findings.add_if(end.is_some_and(|at| rest.as_bytes()[at] == b','), Finding::HeaderComma);
        fields.take(item, findings);
        rest = after;
    }
    (fields, None)
}

/// Where `CP=` stands inside an item that has a value of its own before it: `Flag=5CP=&&…`.
fn cp_inside(item: &str) -> Option<usize> {
    let (_, value) = item.split_once('=')?;
    let (before, _) = value.split_once('=')?;
    before.ends_with("CP").then(|| item.len() - value.len() + before.len() - 2)
}

impl<'a> Fields<'a> {
    fn take(&mut self, item: &'a str, findings: &mut Findings) {
        let Some((name, value)) = item.split_once('=') else {
            findings.add(if item.trim().is_empty() {
                Finding::ItemEmpty
            } else {
                Finding::ItemWithoutValue
            });
            return;
        };
        let place = match name.trim_ascii() {
            "QN" => &mut self.qn,
            "ST" => &mut self.st,
            "CN" => &mut self.cn,
            "PW" => &mut self.pw,
            "MN" => &mut self.mn,
            "Flag" => &mut self.flag,
            "PNUM" => &mut self.pnum,
            "PNO" => &mut self.pno,
            "RF" => &mut self.rf,
            _ => return findings.add(Finding::HeaderUnknown),
        };
        if place.is_some() {
            return findings.add(Finding::HeaderDuplicate);
        }
        *place = Some(value.trim_ascii());
    }
}

/// PNUM and PNO, held against Flag. The 2005 examples set the bit in requests that have no parts.
fn part(
    fields: &Fields<'_>,
    flag: Option<Flag>,
    version: Version,
    findings: &mut Findings,
) -> Option<Part> {
    let announced = flag.is_some_and(Flag::split);
    let (Some(of), Some(no)) = (fields.pnum, fields.pno) else {
        let torn = fields.pnum.is_some() || fields.pno.is_some();
        findings.add_if(torn || (announced && version != Version::V2005), Finding::PartMissing);
        return None;
    };
    findings.add_if(!announced && version != Version::V2005, Finding::PartUnannounced);
    let part = Part { no: no.parse().unwrap_or(0), of: of.parse().unwrap_or(0) };
    let possible = (1..=part.of).contains(&part.no);
    findings.add_if(!possible, Finding::PartImpossible);
    possible.then_some(part)
}

/// What the version asks of the header. 2005 answers carry hardly any, and no 2005 upload has to carry QN.
fn judge(header: &Header<'_>, version: Version, findings: &mut Findings) {
    let old = version == Version::V2005;
    let bare_reply = old && header.cn.is_reply();
    match header.qn {
        None => findings.add_if(!old, Finding::QnMissing),
        Some(qn) => {
            let good = qn.len() == 17 && Stamp::parse(qn).is_some();
            findings.add_if(!good, Finding::QnMalformed);
        }
    }
    match header.st {
        None => findings.add(Finding::StMissing),
        Some(st) => {
            let good = st.len() == 2 && st.bytes().all(|byte| byte.is_ascii_digit());
            findings.add_if(!good, Finding::StMalformed);
        }
    }
    match header.mn {
        None => findings.add_if(!bare_reply, Finding::MnMissing),
        Some(mn) => {
            findings.add_if(mn.len() != version.mn_length(), Finding::MnLength);
            let good = mn.bytes().all(|byte| byte.is_ascii_alphanumeric());
            findings.add_if(!good, Finding::MnCharacters);
        }
    }
    findings.add_if(header.pw.is_none() && !bare_reply, Finding::PwMissing);
    findings.add_if(header.flag.is_none() && !old, Finding::FlagMissing);
}
