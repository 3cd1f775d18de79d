//! HJ 212, how loggers of pollution sources talk to a platform: editions 2005, 2017 and 2025.
//!
//! ```text
//! bytes → Framer → Frame → Text → Packet        Message → bytes
//!         (length,  (raw,   (open,  (header, factors,
//!          CRC)    verdict) decode)  findings)
//! ```
//!
//! Whatever deviates from the standard but can be understood is read and recorded as a [`Finding`];
//! what a device is known to do is in its [`Profile`]. Nothing here does I/O or asks for the time.

mod body;
pub mod codes;
mod command;
pub mod corpus;
mod crc16;
mod finding;
mod frame;
mod framer;
mod header;
mod message;
mod packet;
mod profile;
mod reply;
mod request;
mod seal;
mod stamp;
mod text;
mod upload;
mod value;

pub use body::{Entry, MAX_ENTRIES};
pub use codes::FactorInfo;
pub use command::{Cn, Kind};
pub use crc16::CrcKind;
pub use finding::{Finding, Findings};
pub use frame::{Fault, Frame, Verdict};
pub use framer::{Framer, Item, Tail};
pub use header::{Flag, Header, Part, Pw};
pub use message::{Message, TooLong};
pub use packet::{Factor, Packet, ParseError};
pub use profile::{Case, CrcRule, Profile, Sealing, Version};
pub use reply::{ExeRtn, QnRtn, Reply};
pub use request::{Request, To};
pub use seal::{Key, KeyRing};
pub use stamp::Stamp;
pub use text::{OpenError, Text};
pub use upload::{Upload, UploadItem};
pub use value::{Field, Mark, Number, Value};
