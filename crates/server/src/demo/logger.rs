//! One simulated logger: its clock, and what it sends when.

use super::clock::DemoClock;
use super::line::Line;
use super::rhythm::{Days, Excess, Station};
use domain::Timestamp;
use domain::outlet::Averaging;
use domain::reading::{DataFlag, Reading, ReadingKind};
use protocol::hj212::{
    Cn, CrcKind, CrcRule, Field, Profile, Pw, Stamp, Upload, UploadItem, Version,
};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// The first logger, whose outlet exceeds its limit, speaks so soon.
const FIRST: Duration = Duration::from_secs(5);
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// A minute mean is over ten minutes, as water and gas loggers mostly send them.
const MEAN_MS: i64 = 10 * MINUTE_MS;
/// An exceedance that was asked for goes on for so long.
const EXCESS_MS: i64 = 4 * MINUTE_MS;

/// What is wrong with a logger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Defect {
    None,
    /// Every fifth frame has a wrong check sum.
    BrokenSums,
    /// Its clock is six minutes ahead.
    FastClock,
}

/// Until when a logger is to exceed its limit, Unix time in milliseconds.
pub(super) type Trigger = Arc<AtomicI64>;

/// Lets the logger of a trigger exceed its limit from its next report on.
pub(super) fn pull(trigger: &Trigger) {
    trigger.store(DemoClock::real().as_millis() + EXCESS_MS, Ordering::Relaxed);
}

/// A simulated logger.
#[derive(Debug)]
pub(super) struct SimulatedLogger {
    station: Station,
    days: Arc<Days>,
    defect: Defect,
    trigger: Trigger,
    profile: Profile,
    version: Version,
    /// Seconds between real-time data.
    every: Duration,
    /// When it reports next.
    pub(super) due: Instant,
    sent: u64,
    /// The periods sent last.
    minute: Timestamp,
    hour: Timestamp,
}

impl SimulatedLogger {
    pub(super) fn new(
        nth: usize,
        station: Station,
        days: Arc<Days>,
        defect: Defect,
        trigger: Trigger,
    ) -> Self {
        let version = match station.logger.edition {
            2005 => Version::V2005,
            2025 => Version::V2025,
            _ => Version::V2017,
        };
        let crc = match station.logger.check_sum.as_str() {
            "modbus" => CrcKind::Modbus,
            _ => CrcKind::Hj212,
        };
        let now = DemoClock::real();
        let every = Duration::from_secs(30 + nth as u64 * 7 % 31);
        Self {
            profile: Profile { crc: CrcRule::Exactly(crc), ..Profile::strict(version) },
            version,
            every,
            // The first one, which exceeds its limit, speaks soon; the others in their turn.
            due: Instant::now() + if nth == 0 { FIRST } else { every * (nth as u32 % 16 + 1) / 16 },
            sent: 0,
            minute: floor(now, MEAN_MS).plus_millis(-MEAN_MS),
            // The hour before this one is the first that it sends; the history ends where it begins.
            hour: now.hour_start().plus_millis(-2 * HOUR_MS),
            station,
            days,
            defect,
            trigger,
        }
    }

    /// Which of a station's watches has an instant limit.
    pub(super) fn instant(station: &Station) -> Option<usize> {
        station.watches.iter().position(|watch| {
            watch.limit.is_some_and(|(_, _, averaging)| averaging == Averaging::Instant)
        })
    }

    /// Sends what is due: the instant, and every period that is over.
    pub(super) async fn report(&mut self, line: &mut Line) -> io::Result<()> {
        self.due += self.every;
        let ahead = if self.defect == Defect::FastClock { 6 * MINUTE_MS } else { 0 };
        let now = DemoClock::real().plus_millis(ahead);
        if now.as_millis() - ahead < self.trigger.load(Ordering::Relaxed) {
            self.exceed(now);
        }
        self.send(line, Cn::REALTIME, ReadingKind::Realtime, floor(now, 1_000), now).await?;
        let over = floor(now, MEAN_MS).plus_millis(-MEAN_MS);
        if self.minute < over {
            self.minute = over;
            self.send(line, Cn::MINUTE, ReadingKind::Minute, over, now).await?;
        }
        let over = now.hour_start().plus_millis(-HOUR_MS);
        if self.hour < over {
            self.hour = over;
            self.send(line, Cn::HOUR, ReadingKind::Hour, over, now).await?;
            // A day that is over is reported with the first hour after it.
            let midnight = Timestamp::start_of(now.date());
            if now.hour_start() == midnight {
                let day = midnight.plus_millis(-24 * HOUR_MS);
                self.send(line, Cn::DAY, ReadingKind::Day, day, now).await?;
            }
        }
        if self.version == Version::V2025 {
            let beat = self.upload(Cn::HEARTBEAT, now, now, false, &[]);
            line.write(&beat.concat()).await?;
        }
        Ok(())
    }

    fn exceed(&mut self, now: Timestamp) {
        let Some(watch) = Self::instant(&self.station) else {
            return;
        };
        let (from, to) = (now.plus_millis(-MINUTE_MS), now.plus_millis(EXCESS_MS));
        // pH above its highest permitted value.
        self.station.excesses.retain(|excess| excess.watch != watch);
        self.station.excesses.push(Excess { watch, from, to, per_cent: 107 });
    }

    /// Sends the readings of one time, part by part, each until it is answered.
    async fn send(
        &mut self,
        line: &mut Line,
        cn: Cn,
        kind: ReadingKind,
        at: Timestamp,
        now: Timestamp,
    ) -> io::Result<()> {
        let watches = 0..self.station.watches.len();
        let read = |watch| self.station.reading(watch, kind, at, &self.days);
        let readings: Vec<Reading> = watches.filter_map(read).collect();
        if readings.is_empty() {
            return Ok(());
        }
        let printed: Vec<Vec<(Field, String)>> = readings.iter().map(fields).collect();
        let borrowed: Vec<Vec<(Field, &str)>> = printed
            .iter()
            .map(|fields| fields.iter().map(|(field, text)| (*field, text.as_str())).collect())
            .collect();
        let items: Vec<UploadItem<'_>> = readings
            .iter()
            .zip(&borrowed)
            .map(|(reading, fields)| UploadItem { code: &reading.factor.0, fields })
            .collect();
        for mut frame in self.upload(cn, at, now, true, &items) {
            self.sent += 1;
            if self.defect == Defect::BrokenSums && self.sent.is_multiple_of(5) {
                // A digit changes on the way; nobody answers such a frame.
                let place = frame.len() - 12;
                frame[place] ^= 1;
                line.write(&frame).await?;
                continue;
            }
            line.deliver(&frame).await?;
        }
        Ok(())
    }

    fn upload(
        &self,
        cn: Cn,
        at: Timestamp,
        now: Timestamp,
        ack: bool,
        items: &[UploadItem<'_>],
    ) -> Vec<Vec<u8>> {
        let upload = Upload {
            version: self.version,
            cn,
            st: if self.station.water { "32" } else { "31" },
            pw: Pw(self.station.logger.password.as_deref().unwrap_or("123456")),
            mn: self.station.logger.mn.as_str(),
            sent: Stamp::from_unix_ms(now.as_millis()),
            data_time: Stamp::from_unix_ms(at.as_millis()),
            ack,
            refill: false,
            items,
        };
        // What it has to say is short; a message too long for its edition would be left out.
        upload.to_frames(&self.profile).unwrap_or_default()
    }
}

/// The fields of a factor as a logger prints them.
fn fields(reading: &Reading) -> Vec<(Field, String)> {
    let instant = reading.kind == ReadingKind::Realtime;
    let (main, converted) =
        if instant { (Field::Rtd, Field::ZsRtd) } else { (Field::Avg, Field::ZsAvg) };
    let numbers = [
        (Field::Min, reading.min),
        (main, reading.value.value()),
        (Field::Max, reading.max),
        (converted, reading.converted),
    ];
    let printed =
        numbers.into_iter().filter_map(|(field, value)| Some((field, value?.to_string())));
    printed.chain([(Field::Flag, letter(reading.flag).to_owned())]).collect()
}

const fn letter(flag: DataFlag) -> &'static str {
    match flag {
        DataFlag::Normal => "N",
        DataFlag::Stopped => "F",
        DataFlag::Maintenance => "M",
        DataFlag::SetByHand => "S",
        DataFlag::Fault | DataFlag::Unknown => "D",
        DataFlag::Calibration => "C",
        DataFlag::OverRange => "T",
        DataFlag::NoConnection => "B",
        DataFlag::PowerFailure => "P",
    }
}

const fn floor(at: Timestamp, step: i64) -> Timestamp {
    Timestamp::from_millis(at.as_millis() - at.as_millis().rem_euclid(step))
}
