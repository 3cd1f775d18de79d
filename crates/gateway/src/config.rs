//! What a site may set, each with its limit.

use std::net::SocketAddr;
use std::time::Duration;

/// How a sign of life is answered. No edition says it clearly (2025's 9015 is known second-hand), so a site decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Heartbeat {
    /// Not at all.
    Silent,
    /// With 9013, as a notice, where the device wants an answer.
    #[default]
    Notice,
    /// With 9014, as data, where the device wants an answer.
    Data,
}

/// The gateway's settings.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where devices connect.
    pub listen: SocketAddr,
    /// Connections at the same time.
    pub connections: usize,
    /// Connections from one address at the same time; carriers put many devices behind one.
    pub per_address: usize,
    /// A connection that is silent for so long is closed: half an hour is longer than most devices' slowest interval.
    pub idle: Duration,
    /// A frame that began must be whole after so long.
    pub partial: Duration,
    /// A peer must take its answers within so long.
    pub answer: Duration,
    /// Faults before a connection is closed; each good frame forgives one.
    pub faults: u32,
    /// How a sign of life is answered.
    pub heartbeat: Heartbeat,
    /// When the gateway stops, connections have so long to finish what they began.
    pub grace: Duration,
}

impl Config {
    /// The limits for a city, listening at an address.
    pub fn new(listen: SocketAddr) -> Self {
        Self {
            listen,
            connections: 8_192,
            per_address: 2_048,
            idle: Duration::from_secs(30 * 60),
            partial: Duration::from_secs(30),
            answer: Duration::from_secs(10),
            faults: 50,
            heartbeat: Heartbeat::default(),
            grace: Duration::from_secs(10),
        }
    }
}
