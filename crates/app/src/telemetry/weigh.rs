//! What becomes of a frame: weighed by register, password, rate, time, range and memory, without any I/O.

use super::draft::{Content, Draft, Message, Said};
use super::intake::Settings;
use super::judge::Judged;
use super::pulse::Pulse;
use super::register::{Device, Register};
use crate::ports::{Archive, Seen};
use domain::Timestamp;
use domain::judging::FILLED_IN_MS;
use domain::mapping::Mapping;
use domain::reading::{Factor, Frame, FrameFault, Mn, Reading, ReadingKind, Verdict};
use std::sync::Arc;

/// A period may be reported so long before it is over: clocks are never the same.
const EARLY_MS: i64 = 120_000;

/// A frame with its verdict, before it is stored.
pub(super) struct Weighed {
    pub(super) frame: Frame,
    /// Whether it is stored at all: what comes too fast is only counted.
    pub(super) keep: bool,
    /// Whether the device may be told, once it is stored, that its data are safe.
    pub(super) ack: bool,
    /// The readings to be held against limits.
    pub(super) judge: Option<Judged>,
}

/// What frames are weighed with.
pub(super) struct Scales<'a> {
    pub(super) register: &'a Register,
    pub(super) settings: &'a Settings,
    pub(super) pulse: &'a Pulse,
    pub(super) archive: &'a dyn Archive,
}

impl Scales<'_> {
    /// Weighs one frame; `before` are the frames of the same batch that came before it and are not stored yet.
    pub(super) fn weigh(&self, draft: Draft, before: &[Weighed]) -> Weighed {
        let Draft { received_at, peer, raw, said } = draft;
        let mut frame = Frame {
            received_at,
            peer: peer.to_string(),
            mn: None,
            command: None,
            raw,
            verdict: Verdict::Accepted { findings: Vec::new() },
            readings: Vec::new(),
        };
        let message = match said {
            Said::Message(message) => message,
            Said::Nothing { fault, mn } => {
                frame.mn = mn;
                return self.refused(frame, fault);
            }
        };
        frame.mn = message.mn.clone();
        frame.command = Some(message.command);
        let device = match self.known(&message, &peer, received_at) {
            Ok(device) => device,
            Err(fault) => return self.refused(frame, fault),
        };
        if let Content::SignOfLife = message.content {
            self.pulse.counters().heartbeat();
            return Weighed { frame, keep: false, ack: true, judge: None };
        }
        let part = message.part;
        match self.believed(message, &device, received_at, before) {
            Ok((findings, readings, new)) => {
                let verdict = Verdict::Accepted { findings };
                let judged = readings.iter().filter(|reading| device.judges(reading));
                let judged: Vec<_> = judged.cloned().collect();
                let judge = (!judged.is_empty() || part.is_some()).then_some(Judged {
                    device,
                    received_at,
                    readings: judged,
                    doubted: !new,
                    part,
                });
                self.pulse.counters().verdict(&verdict);
                let frame = Frame { verdict, readings, ..frame };
                Weighed { frame, keep: true, ack: true, judge }
            }
            Err(fault) => self.refused(frame, fault),
        }
    }

    /// The registered device that sent it, if it keeps to its rate and knows its password.
    fn known(
        &self,
        message: &Message,
        peer: &str,
        now: Timestamp,
    ) -> Result<Arc<Device>, FrameFault> {
        let mn = message.mn.as_ref().ok_or(FrameFault::UnknownDevice)?;
        let device = self.register.get(mn).filter(|device| device.logger.active);
        let Some(device) = device else {
            let calm = self.pulse.knocked(mn, peer, now, self.settings.stranger_rate);
            return Err(if calm { FrameFault::UnknownDevice } else { FrameFault::TooFast });
        };
        if !self.pulse.heard(mn, peer, now, message.sent_at, self.settings.rate) {
            return Err(FrameFault::TooFast);
        }
        match (&device.logger.password, &message.password) {
            (Some(due), Some(sent)) if due == sent => Ok(Arc::clone(device)),
            (None, _) => Ok(Arc::clone(device)),
            (Some(_), _) => Err(FrameFault::WrongPassword),
        }
    }

    /// Findings and readings of a message that is taken at its word, and whether they are new.
    fn believed(
        &self,
        message: Message,
        device: &Device,
        now: Timestamp,
        before: &[Weighed],
    ) -> Result<(Vec<String>, Vec<Reading>, bool), FrameFault> {
        let Message { mut findings, content, unknown, sent_at, .. } = message;
        let mut readings = match content {
            Content::Readings(readings) => self.meant(device, readings, unknown, &mut findings),
            Content::Untimed => return Err(FrameFault::BadDataTime),
            Content::SignOfLife | Content::Other => return Ok((findings, Vec::new(), false)),
        };
        let latest = now.plus_millis(self.settings.future_tolerance_ms);
        if readings.iter().any(|reading| reading.at > latest) {
            return Err(FrameFault::FutureDataTime);
        }
        let oldest = now.plus_millis(-self.settings.back_fill_ms);
        if readings.iter().any(|reading| reading.at < oldest) {
            return Err(FrameFault::PastDataTime);
        }
        // A device whose clock runs ahead, as far as that is tolerated, ends its periods ahead.
        let its_clock = sent_at.map_or(now, |sent_at| sent_at.clamp(now, latest));
        let over_by = its_clock.plus_millis(EARLY_MS);
        let period = |reading: &&Reading| reading.kind != ReadingKind::Realtime;
        if readings.iter().filter(period).any(|reading| reading.over_at() > over_by) {
            return Err(FrameFault::PeriodNotOver);
        }
        let mut note = |fault: FrameFault| {
            findings.push(fault.as_str().to_owned());
            self.pulse.fault(Some(&device.logger.mn), fault, now);
        };
        let late = |it: &Reading| now.as_millis() - it.over_at().as_millis() > FILLED_IN_MS;
        if readings.iter().any(late) {
            note(FrameFault::FilledIn);
        }
        let factors = &self.settings.factors;
        let doubted =
            readings.iter_mut().filter_map(|reading| factors.doubt(reading).then_some(()));
        if doubted.count() > 0 {
            note(FrameFault::FactorOutOfRange);
        }
        match self.seen(&device.logger.mn, &readings, before) {
            Seen::New => Ok((findings, readings, true)),
            Seen::Duplicate => Err(FrameFault::Duplicate),
            Seen::Contradiction => {
                // Both are kept; the first one counts.
                note(FrameFault::Contradiction);
                Ok((findings, readings, false))
            }
        }
    }

    /// Readings as their logger means them. What no mapping explains stays unknown, and is shown with a way to map it.
    fn meant(
        &self,
        device: &Device,
        readings: Vec<Reading>,
        mut unknown: Vec<String>,
        findings: &mut Vec<String>,
    ) -> Vec<Reading> {
        let (readings, used) = device.logger.read(readings);
        for Mapping { code, factor, times, .. } in used {
            unknown.retain(|known| *known != *code.0);
            findings.push(format!("factor_mapped: {code} = {factor} × {times}"));
        }
        if unknown.is_empty() {
            findings.retain(|finding| finding != "factor_unknown");
        }
        for code in unknown {
            let code = Factor::from(code.as_str());
            let heard = readings.iter().find(|reading| reading.factor == code);
            if let Some(reading) = heard {
                self.pulse.unknown_code(reading);
            }
        }
        readings
    }

    /// Whether these readings came before: in this batch, or as far back as the archive remembers.
    fn seen(&self, mn: &Mn, readings: &[Reading], before: &[Weighed]) -> Seen {
        if readings.is_empty() {
            return Seen::New;
        }
        for other in before.iter().rev().filter(|other| other.frame.mn.as_ref() == Some(mn)) {
            match compare(readings, &other.frame.readings) {
                Seen::New => {}
                seen => return seen,
            }
        }
        self.archive.seen(readings)
    }

    /// A frame that is not taken at its word.
    fn refused(&self, frame: Frame, fault: FrameFault) -> Weighed {
        self.pulse.fault(frame.mn.as_ref(), fault, frame.received_at);
        let verdict = match fault {
            FrameFault::UnknownDevice | FrameFault::PeriodNotOver | FrameFault::PastDataTime => {
                Verdict::Quarantined { fault }
            }
            _ => Verdict::Rejected { fault },
        };
        self.pulse.counters().verdict(&verdict);
        let keep = fault != FrameFault::TooFast && !frame.raw.is_empty();
        // What is stored already, or is kept as it came and not asked for again, need not be repeated. A period that was not
        // over would be believed if the same number came once more after its end.
        let ack = matches!(
            fault,
            FrameFault::Duplicate | FrameFault::PeriodNotOver | FrameFault::PastDataTime
        );
        Weighed { frame: Frame { verdict, ..frame }, keep, ack, judge: None }
    }
}

/// Whether `new` repeats readings of `old`, or contradicts them.
fn compare(new: &[Reading], old: &[Reading]) -> Seen {
    let same_key =
        |a: &Reading, b: &Reading| (a.at, a.kind, &a.factor) == (b.at, b.kind, &b.factor);
    let mut known = 0;
    for reading in new {
        match old.iter().find(|other| same_key(reading, other)) {
            Some(other) if other == reading => known += 1,
            Some(_) => return Seen::Contradiction,
            None => {}
        }
    }
    if known == new.len() { Seen::Duplicate } else { Seen::New }
}
