//! How a registered logger speaks, as the protocol needs to know it.

use domain::outlet::Logger;
use protocol::hj212::{CrcKind, CrcRule, Profile, Sealing, Version};

/// The profile of a registered logger. Lengths stay tolerant: a frame that is too long is read and noted.
pub(crate) fn profile(logger: &Logger) -> Profile {
    let version = match logger.edition {
        ..=2016 => Version::V2005,
        2017..=2024 => Version::V2017,
        2025.. => Version::V2025,
    };
    let crc = match logger.check_sum.as_str() {
        "modbus" => CrcRule::Exactly(CrcKind::Modbus),
        "modbus_swapped" => CrcRule::Exactly(CrcKind::ModbusSwapped),
        "none" => CrcRule::Ignore,
        _ => CrcRule::Exactly(CrcKind::Hj212),
    };
    let sealing = match version {
        Version::V2005 | Version::V2017 => Sealing::Never,
        Version::V2025 => Sealing::Allowed,
    };
    Profile { version: Some(version), crc, sealing, ..Profile::tolerant() }
}

/// For bytes whose check sum is wrong: to see whom they seem to come from, never to believe them.
pub(crate) fn blind() -> Profile {
    Profile { crc: CrcRule::Ignore, ..Profile::tolerant() }
}
