//! Command numbers (CN) and what they mean to a receiver.

/// A command number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cn(pub u16);

#[expect(missing_docs, reason = "the names are the standard's; `Kind` says what a receiver needs")]
impl Cn {
    pub const SET_TIMEOUTS: Self = Self(1000);
    pub const GET_TIME: Self = Self(1011);
    pub const SET_TIME: Self = Self(1012);
    pub const ASK_CALIBRATION: Self = Self(1013);
    pub const SET_KEY: Self = Self(1014);
    pub const SET_REALTIME_INTERVAL: Self = Self(1062);
    pub const SET_MINUTE_INTERVAL: Self = Self(1064);
    pub const REALTIME: Self = Self(2011);
    pub const STOP_REALTIME: Self = Self(2012);
    pub const RAW_SAMPLE: Self = Self(2013);
    pub const EQUIPMENT_STATE: Self = Self(2021);
    pub const STOP_EQUIPMENT_STATE: Self = Self(2022);
    pub const DAY: Self = Self(2031);
    pub const EQUIPMENT_DAY: Self = Self(2041);
    pub const MINUTE: Self = Self(2051);
    pub const NOISE: Self = Self(2052);
    pub const HOUR: Self = Self(2061);
    pub const STANDARD_CHECK: Self = Self(2062);
    pub const ALARM_RECORD: Self = Self(2071);
    pub const ALARM: Self = Self(2072);
    pub const BOOT: Self = Self(2081);
    pub const FURNACE: Self = Self(2111);
    pub const KEEP_SAMPLE: Self = Self(3015);
    pub const INFO: Self = Self(3020);
    pub const REQUEST_ACK: Self = Self(9011);
    pub const RESULT: Self = Self(9012);
    pub const NOTICE_ACK: Self = Self(9013);
    pub const DATA_ACK: Self = Self(9014);
    pub const HEARTBEAT: Self = Self(9015);
    /// Not in any edition, but widely sent.
    pub const PRIVATE_HEARTBEAT: Self = Self(9021);
}

/// What a message is, seen by the platform that receives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Readings of an instant (2011).
    Realtime,
    /// Readings of some minutes (2051), named by their start.
    Minute,
    /// Readings of an hour (2061), named by its start.
    Hour,
    /// Readings of a day (2031), named by its start.
    Day,
    /// Other data: raw samples, standard checks, noise events, furnace temperature, alarms.
    OtherData,
    /// State (2021) or daily run time (2041) of treatment facilities.
    Equipment,
    /// The logger started (2081).
    Boot,
    /// Logs, states and settings of instruments (3020).
    Info,
    /// Answer to a request: whether it will be carried out (9011).
    RequestAck,
    /// Answer to a request: how it went (9012).
    Result,
    /// Receipt of a notice (9013).
    NoticeAck,
    /// Receipt of data (9014).
    DataAck,
    /// Sign of life (9015, and the private 9021).
    Heartbeat,
    /// Anything else, parameters mostly.
    Other,
}

impl Cn {
    /// What a message of this command is.
    pub const fn kind(self) -> Kind {
        match self {
            Self::REALTIME => Kind::Realtime,
            Self::MINUTE => Kind::Minute,
            Self::HOUR => Kind::Hour,
            Self::DAY => Kind::Day,
            Self::EQUIPMENT_STATE | Self::EQUIPMENT_DAY => Kind::Equipment,
            Self::BOOT => Kind::Boot,
            Self::INFO => Kind::Info,
            Self::REQUEST_ACK => Kind::RequestAck,
            Self::RESULT => Kind::Result,
            Self::NOTICE_ACK => Kind::NoticeAck,
            Self::DATA_ACK => Kind::DataAck,
            Self::HEARTBEAT | Self::PRIVATE_HEARTBEAT => Kind::Heartbeat,
            Self::RAW_SAMPLE
            | Self::NOISE
            | Self::STANDARD_CHECK
            | Self::ALARM_RECORD
            | Self::ALARM
            | Self::FURNACE => Kind::OtherData,
            _ => Kind::Other,
        }
    }

    /// Whether 2025 §6.4 asks for encryption (secondary source, see `Sealing`).
    pub const fn must_be_sealed(self) -> bool {
        matches!(self.0, 2000..=2999 | 1014 | 3020)
    }

    /// Whether the message only answers another.
    pub const fn is_reply(self) -> bool {
        matches!(self.0, 9011..=9014)
    }
}
