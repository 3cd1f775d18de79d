//! What a platform asks of a logger.

use super::{Cn, Flag, Message, Profile, Pw, Stamp, TooLong, Version};

/// A request. The logger answers 9011, then data if asked for, then 9012.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// 1000: how long to wait for an answer and how often to send again.
    SetTimeouts {
        /// Seconds.
        over_time: u16,
        /// Times.
        re_count: u8,
    },
    /// 1011: what time is it.
    GetTime,
    /// 1012: set the clock.
    SetTime(Stamp),
    /// 1062: seconds between real-time data, 30 to 3600.
    SetRealtimeInterval(u16),
    /// 1064: minutes of a minute mean, a divisor of 60 up to 30.
    SetMinuteInterval(u8),
    /// 2011: begin sending real-time data.
    StartRealtime,
    /// 2012: stop sending them.
    StopRealtime,
    /// 2051, 2061 or 2031: send what was measured then again.
    History {
        /// Minutes, hours or days.
        cn: Cn,
        /// First period.
        begin: Stamp,
        /// Last period.
        end: Stamp,
    },
    /// 3015: keep a sample.
    KeepSample,
}

/// To whom a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct To<'a> {
    /// The edition the logger follows.
    pub version: Version,
    /// System type.
    pub st: &'a str,
    /// Password.
    pub pw: Pw<'a>,
    /// Identity of the logger.
    pub mn: &'a str,
}

impl Request {
    /// Its command number.
    pub const fn cn(self) -> Cn {
        match self {
            Self::SetTimeouts { .. } => Cn::SET_TIMEOUTS,
            Self::GetTime => Cn::GET_TIME,
            Self::SetTime(_) => Cn::SET_TIME,
            Self::SetRealtimeInterval(_) => Cn::SET_REALTIME_INTERVAL,
            Self::SetMinuteInterval(_) => Cn::SET_MINUTE_INTERVAL,
            Self::StartRealtime => Cn::REALTIME,
            Self::StopRealtime => Cn::STOP_REALTIME,
            Self::History { cn, .. } => cn,
            Self::KeepSample => Cn::KEEP_SAMPLE,
        }
    }

    /// The frame, with `sent` as its request number.
    pub fn to_frame(self, to: To<'_>, sent: Stamp, profile: &Profile) -> Result<Vec<u8>, TooLong> {
        let old = to.version == Version::V2005;
        let flag = match self {
            // 2005 wants no answer to a stop, and marks all its other requests 3
            Self::StopRealtime if old => None,
            _ => Some(Flag::new(to.version, old, true)),
        };
        let qn = sent.millis();
        let cp = self.cp(old);
        Message {
            qn: Some(&qn),
            st: to.st,
            cn: self.cn(),
            pw: Some(to.pw),
            mn: Some(to.mn),
            flag,
            part: None,
            refill: false,
            cp: &cp,
        }
        .to_frame(profile)
    }

    fn cp(self, old: bool) -> String {
        match self {
            Self::SetTimeouts { over_time, re_count } => {
                format!("OverTime={over_time};ReCount={re_count}")
            }
            Self::SetTime(time) => format!("SystemTime={}", time.seconds()),
            Self::SetRealtimeInterval(seconds) => format!("RtdInterval={seconds}"),
            Self::SetMinuteInterval(minutes) => format!("MinInterval={minutes}"),
            Self::History { begin, end, .. } => {
                let separator = if old { ',' } else { ';' };
                format!("BeginTime={}{separator}EndTime={}", begin.seconds(), end.seconds())
            }
            Self::GetTime | Self::StartRealtime | Self::StopRealtime | Self::KeepSample => {
                String::new()
            }
        }
    }
}
