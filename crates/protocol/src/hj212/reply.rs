//! Answers: receipts of a platform, and what a logger says to a request.

use super::{Cn, Flag, Message, Packet, Profile, TooLong, Version};
use std::fmt::Write;

/// An answer to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// 9014: the data are safe. To be sent only once they are on disk.
    Data,
    /// 9013: the notice was taken.
    Notice,
    /// 9011: whether a request will be carried out.
    Request(QnRtn),
    /// 9012: how it went.
    Result(ExeRtn),
}

/// What a logger answers to a request at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum QnRtn {
    /// It will be carried out.
    Ready = 1,
    /// Refused.
    Refused = 2,
    /// Wrong password.
    Password = 3,
    /// Wrong MN.
    Mn = 4,
    /// Wrong ST.
    St = 5,
    /// Wrong Flag.
    Flag = 6,
    /// Wrong QN.
    Qn = 7,
    /// Wrong CN.
    Cn = 8,
    /// Wrong check sum.
    Crc = 9,
    /// Unknown.
    Unknown = 100,
}

/// How a request went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum ExeRtn {
    /// Well.
    Done = 1,
    /// Failed for an unknown reason.
    Failed = 2,
    /// The request asks for something impossible.
    Condition = 3,
    /// The instrument did not answer.
    Timeout = 4,
    /// Busy.
    Busy = 5,
    /// System fault.
    Fault = 6,
    /// There are no such data.
    NoData = 100,
}

impl QnRtn {
    /// Every answer.
    pub const ALL: [Self; 10] = [
        Self::Ready,
        Self::Refused,
        Self::Password,
        Self::Mn,
        Self::St,
        Self::Flag,
        Self::Qn,
        Self::Cn,
        Self::Crc,
        Self::Unknown,
    ];

    /// The answer in a 9011.
    pub fn of(packet: &Packet<'_>) -> Option<Self> {
        let code: u8 = packet.printed("QnRtn")?.parse().ok()?;
        Self::ALL.into_iter().find(|answer| *answer as u8 == code)
    }
}

impl ExeRtn {
    /// Every outcome.
    pub const ALL: [Self; 7] = [
        Self::Done,
        Self::Failed,
        Self::Condition,
        Self::Timeout,
        Self::Busy,
        Self::Fault,
        Self::NoData,
    ];

    /// The outcome in a 9012.
    pub fn of(packet: &Packet<'_>) -> Option<Self> {
        let code: u8 = packet.printed("ExeRtn")?.parse().ok()?;
        Self::ALL.into_iter().find(|outcome| *outcome as u8 == code)
    }
}

impl Reply {
    /// The command number of the answer.
    pub const fn cn(self) -> Cn {
        match self {
            Self::Request(_) => Cn::REQUEST_ACK,
            Self::Result(_) => Cn::RESULT,
            Self::Notice => Cn::NOTICE_ACK,
            Self::Data => Cn::DATA_ACK,
        }
    }

    /// The frame that answers `packet` in its own edition. Since 2017 the QN stands in the header; in 2005
    /// it rides inside CP, and a receipt of data names the command and part it is for.
    pub fn to(self, packet: &Packet<'_>, profile: &Profile) -> Result<Vec<u8>, TooLong> {
        let header = &packet.header;
        let old = packet.version == Version::V2005;
        let bare = old && self == Self::Data;
        let qn = packet.qn();
        let mut cp = String::new();
        let mut item = |name: &str, value: &dyn std::fmt::Display| {
            let separator = if cp.is_empty() { "" } else { ";" };
            // Writing to a String cannot fail.
            let _ = write!(cp, "{separator}{name}={value}");
        };
        if let (true, Some(qn)) = (old, qn) {
            item("QN", &qn);
        }
        match self {
            Self::Data if old => {
                item("CN", &header.cn.0);
                if let Some(part) = header.part {
                    item("PNO", &part.no);
                    item("PNUM", &part.of);
                }
            }
            Self::Data | Self::Notice => {}
            Self::Request(answer) => item("QnRtn", &(answer as u8)),
            Self::Result(outcome) => item("ExeRtn", &(outcome as u8)),
        }
        Message {
            qn: qn.filter(|_| !old),
            st: "91",
            cn: self.cn(),
            pw: header.pw.filter(|_| !bare),
            mn: header.mn.filter(|_| !bare),
            flag: (!bare).then_some(Flag::new(packet.version, false, false)),
            part: None,
            refill: false,
            cp: &cp,
        }
        .to_frame(profile)
    }
}
