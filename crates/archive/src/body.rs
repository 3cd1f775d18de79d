//! A frame and its readings as bytes and back: body format 1, little-endian, lengths before contents.
//!
//! ```text
//! frame    = received_at:i64  peer:text8  mn:text8 (empty: none)  has_command:u8 command:u16
//!            raw_length:u32 raw  verdict:u8 (0 findings:u16 × text16 | 1 fault:u8 | 2 fault:u8)  readings
//! readings = count:u16 × reading          (the MN of each is the frame's)
//! reading  = factor:text8  kind:u8  flag:u8  shape:u8  at:i64  decimals
//! shape    = state in bits 0–1 (0 valid, 1 invalid, 2 below detection, 3 missing), then one bit each for
//!            converted, min, max, total; the decimals follow in this order, value first
//! decimal  = scale:u8  mantissa: zigzag varint
//! ```

use crate::{Error, codes::*};
use domain::{
    Timestamp,
    reading::{Decimal, Factor, Frame, Measured, Mn, Reading, Verdict},
};

/// Greatest number of raw bytes in a frame. HJ 212 frames end at 9,999; photographs belong elsewhere.
pub const MAX_RAW: usize = 256 * 1024;
const MAX_SCALE: u8 = 18;
const CONVERTED: u8 = 4;
const MIN: u8 = 8;
const MAX: u8 = 16;
const TOTAL: u8 = 32;

/// Appends the bytes of a frame. [`Error::Malformed`] if it breaks a rule of the format.
pub fn put_frame(out: &mut Vec<u8>, frame: &Frame) -> Result<(), Error> {
    if frame.raw.len() > MAX_RAW {
        return Err(Error::Malformed("more raw bytes than a frame may have"));
    }
    out.extend(frame.received_at.as_millis().to_le_bytes());
    put_text8(out, &frame.peer)?;
    put_text8(out, frame.mn.as_ref().map_or("", Mn::as_str))?;
    out.push(u8::from(frame.command.is_some()));
    out.extend(frame.command.unwrap_or(0).to_le_bytes());
    out.extend((frame.raw.len() as u32).to_le_bytes());
    out.extend(&frame.raw);
    match &frame.verdict {
        Verdict::Accepted { findings } => {
            out.push(ACCEPTED);
            put_count(out, findings.len())?;
            for finding in findings {
                put_count(out, finding.len())?;
                out.extend(finding.as_bytes());
            }
        }
        Verdict::Quarantined { fault } => out.extend([QUARANTINED, fault_code(*fault)]),
        Verdict::Rejected { fault } => out.extend([REJECTED, fault_code(*fault)]),
    }
    if !frame.readings.is_empty() && !matches!(frame.verdict, Verdict::Accepted { .. }) {
        return Err(Error::Malformed("only an accepted frame has readings"));
    }
    if frame.readings.iter().any(|reading| Some(&reading.mn) != frame.mn.as_ref()) {
        return Err(Error::Malformed("a reading belongs to another device than its frame"));
    }
    put_readings(out, &frame.readings)
}

/// Appends the bytes of some readings of one device.
pub(crate) fn put_readings(out: &mut Vec<u8>, readings: &[Reading]) -> Result<(), Error> {
    put_count(out, readings.len())?;
    readings.iter().try_for_each(|reading| put_reading(out, reading))
}

fn put_reading(out: &mut Vec<u8>, reading: &Reading) -> Result<(), Error> {
    let state = state_code(reading.value);
    let optional = [
        (CONVERTED, reading.converted),
        (MIN, reading.min),
        (MAX, reading.max),
        (TOTAL, reading.total),
    ];
    let shape = optional.iter().filter(|(_, d)| d.is_some()).fold(state, |all, (bit, _)| all | bit);
    put_text8(out, &reading.factor.0)?;
    out.extend([kind_code(reading.kind), flag_code(reading.flag), shape]);
    out.extend(reading.at.as_millis().to_le_bytes());
    let decimals = [reading.value.value()].into_iter().chain(optional.map(|(_, d)| d));
    decimals.flatten().try_for_each(|decimal| put_decimal(out, decimal))
}

fn put_decimal(out: &mut Vec<u8>, decimal: Decimal) -> Result<(), Error> {
    out.push(scale_of(decimal)?);
    let mut rest = ((decimal.mantissa << 1) ^ (decimal.mantissa >> 63)) as u64;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
    Ok(())
}

fn put_text8(out: &mut Vec<u8>, text: &str) -> Result<(), Error> {
    let length = u8::try_from(text.len()).map_err(|_| Error::Malformed("text over 255 bytes"))?;
    out.push(length);
    out.extend(text.as_bytes());
    Ok(())
}

fn put_count(out: &mut Vec<u8>, count: usize) -> Result<(), Error> {
    let count = u16::try_from(count).map_err(|_| Error::Malformed("more than 65,535 items"))?;
    out.extend(count.to_le_bytes());
    Ok(())
}

pub(crate) fn scale_of(decimal: Decimal) -> Result<u8, Error> {
    let fits = decimal.scale <= MAX_SCALE;
    fits.then_some(decimal.scale).ok_or(Error::Malformed("more than 18 digits after the point"))
}

pub(crate) const fn state_code(value: Measured) -> u8 {
    match value {
        Measured::Valid { .. } => VALID,
        Measured::Invalid { .. } => INVALID,
        Measured::BelowDetection => BELOW_DETECTION,
        Measured::Missing => MISSING,
    }
}

pub(crate) const fn measured(state: u8, value: Option<Decimal>) -> Option<Measured> {
    match (state, value) {
        (VALID, Some(value)) => Some(Measured::Valid { value }),
        (INVALID, Some(value)) => Some(Measured::Invalid { value }),
        (BELOW_DETECTION, None) => Some(Measured::BelowDetection),
        (MISSING, None) => Some(Measured::Missing),
        _ => None,
    }
}

/// The frame in these bytes; none unless they are exactly one frame. Never panics, whatever the bytes.
pub fn take_frame(bytes: &[u8]) -> Option<Frame> {
    let mut rest = Bytes(bytes);
    let frame = rest.frame()?;
    rest.0.is_empty().then_some(frame)
}

/// Bytes not read yet.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    fn frame(&mut self) -> Option<Frame> {
        let received_at = Timestamp::from_millis(self.i64()?);
        let peer = self.text8()?.to_owned();
        let mn = self.mn()?;
        let has_command = self.u8()? != 0;
        let command = self.u16()?;
        let length = self.u32()? as usize;
        let raw = self.take(length)?.to_vec();
        let verdict = self.verdict()?;
        let readings = self.readings(mn.as_ref())?;
        let command = has_command.then_some(command);
        Some(Frame { received_at, peer, mn, command, raw, verdict, readings })
    }

    fn verdict(&mut self) -> Option<Verdict> {
        match self.u8()? {
            ACCEPTED => {
                let count = self.u16()?;
                let findings = (0..count).map(|_| {
                    let length = usize::from(self.u16()?);
                    self.text(length).map(str::to_owned)
                });
                Some(Verdict::Accepted { findings: findings.collect::<Option<_>>()? })
            }
            QUARANTINED => Some(Verdict::Quarantined { fault: fault_of(self.u8()?)? }),
            REJECTED => Some(Verdict::Rejected { fault: fault_of(self.u8()?)? }),
            _ => None,
        }
    }

    /// Readings of this device; none of them where there is no device.
    pub(crate) fn readings(&mut self, mn: Option<&Mn>) -> Option<Vec<Reading>> {
        let count = self.u16()?;
        (0..count).map(|_| self.reading(mn?)).collect()
    }

    fn reading(&mut self, mn: &Mn) -> Option<Reading> {
        let factor = Factor::from(self.text8()?);
        let (kind, flag, shape) = (kind_of(self.u8()?)?, flag_of(self.u8()?)?, self.u8()?);
        let at = Timestamp::from_millis(self.i64()?);
        let state = shape & 3;
        let has_value = matches!(state, VALID | INVALID);
        let value = measured(state, self.decimal_if(has_value)?)?;
        let mut optional = |bit| self.decimal_if(shape & bit != 0);
        let (converted, min) = (optional(CONVERTED)?, optional(MIN)?);
        let (max, total) = (optional(MAX)?, optional(TOTAL)?);
        let mn = mn.clone();
        Some(Reading { mn, factor, kind, at, value, converted, min, max, total, flag })
    }

    fn decimal_if(&mut self, present: bool) -> Option<Option<Decimal>> {
        if present { self.decimal().map(Some) } else { Some(None) }
    }

    fn decimal(&mut self) -> Option<Decimal> {
        let scale = self.u8().filter(|scale| *scale <= MAX_SCALE)?;
        let mut zigzag = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.u8()?;
            zigzag |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                let mantissa = (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
                return Some(Decimal { mantissa, scale });
            }
        }
        None
    }

    pub(crate) fn mn(&mut self) -> Option<Option<Mn>> {
        match self.text8()? {
            "" => Some(None),
            text => text.parse().ok().map(Some),
        }
    }

    fn text8(&mut self) -> Option<&'a str> {
        let length = usize::from(self.u8()?);
        self.text(length)
    }

    fn text(&mut self, length: usize) -> Option<&'a str> {
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn u8(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn i64(&mut self) -> Option<i64> {
        self.array().map(i64::from_le_bytes)
    }
}
