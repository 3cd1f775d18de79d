//! How a registered logger speaks, as the protocol needs to know it.

use domain::outlet::{Logger, LoggerKey};
use protocol::hj212::{CrcKind, CrcRule, Key, KeyRing, Profile, Sealing, Version};

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
    let sealing = match (version, &logger.key) {
        (Version::V2005 | Version::V2017, _) => Sealing::Never,
        (Version::V2025, None) => Sealing::Allowed,
        (Version::V2025, Some(_)) => Sealing::Due,
    };
    let key = |key: &Option<LoggerKey>| key.as_ref().map(|key| Key::new(key.bytes()));
    let keys = KeyRing { current: key(&logger.key), previous: key(&logger.previous_key) };
    Profile { version: Some(version), crc, sealing, keys, ..Profile::tolerant() }
}

/// For bytes whose check sum is wrong: to see whom they seem to come from, never to believe them.
pub(crate) fn blind() -> Profile {
    Profile { crc: CrcRule::Ignore, ..Profile::tolerant() }
}
