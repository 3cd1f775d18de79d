//! How many connections there may be, in all and from one address, and how much of what they sent may be under way.

use app::telemetry::Counters;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Kilobytes of frames between socket and disk, of all connections; beyond it bytes wait where they are, in the sockets. A
/// frame takes some ten times its size while it is read, weighed and written, so this is about 80 MB. More would make no batch
/// larger: the log takes 4 MB at once.
const UNDER_WAY_KB: usize = 8_192;

/// The room for what is under way; what is read takes of it until it is stored.
#[derive(Debug)]
pub(crate) struct Room(Semaphore);

impl Room {
    pub(crate) fn new() -> Self {
        Self(Semaphore::new(UNDER_WAY_KB))
    }

    /// Waits for room for so many bytes. None once there is no room for ever, which does not happen.
    pub(crate) async fn take(&self, bytes: usize) -> Option<SemaphorePermit<'_>> {
        self.0.acquire_many(kilobytes(bytes)).await.ok()
    }
}

/// Gives back what was taken beyond so many bytes.
pub(crate) fn keep_only(taken: &mut SemaphorePermit<'_>, bytes: usize) {
    let surplus = taken.num_permits().saturating_sub(kilobytes(bytes) as usize);
    drop(taken.split(surplus));
}

/// In whole kilobytes, one at least.
fn kilobytes(bytes: usize) -> u32 {
    (bytes / 1_024 + 1).min(UNDER_WAY_KB) as u32
}

/// The places for connections.
#[derive(Debug)]
pub(crate) struct Places {
    all: usize,
    each: usize,
    taken: Mutex<HashMap<IpAddr, usize>>,
}

/// A place taken; dropped, it is free again.
pub(crate) struct Place {
    places: Arc<Places>,
    address: IpAddr,
}

impl Places {
    pub(crate) fn new(all: usize, each: usize) -> Arc<Self> {
        Arc::new(Self { all, each, taken: Mutex::default() })
    }

    /// A place for a connection from this address, or none.
    pub(crate) fn take(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        // There are at most `all` addresses in the map, so the sum is short.
        let sum: usize = taken.values().sum();
        let count = taken.get(&address).copied().unwrap_or(0);
        if sum >= self.all || count >= self.each {
            return None;
        }
        taken.insert(address, count + 1);
        Some(Place { places: Arc::clone(self), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

/// An open connection, counted for as long as it lives.
pub(crate) struct Open<'a>(&'a Counters);

impl<'a> Open<'a> {
    pub(crate) fn count(counters: &'a Counters) -> Self {
        counters.opened();
        Self(counters)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.closed();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_under_way_is_limited_and_its_room_comes_back() {
        let room = Room::new();
        let mut first = room.take(16 * 1_024).await.unwrap();
        keep_only(&mut first, 300);
        assert_eq!(room.0.available_permits(), UNDER_WAY_KB - 1);
        keep_only(&mut first, 90_000);
        assert_eq!(room.0.available_permits(), UNDER_WAY_KB - 1, "never more than was taken");
        let rest = room.take(usize::MAX - 1);
        assert!(tokio::time::timeout(std::time::Duration::ZERO, rest).await.is_err(), "it waits");
        drop(first);
        assert!(room.take(usize::MAX - 1).await.is_some());
    }

    #[test]
    fn places_are_limited_and_come_back() {
        let places = Places::new(3, 2);
        let [a, b, c]: [IpAddr; 3] =
            ["10.0.0.1", "10.0.0.2", "10.0.0.3"].map(|text| text.parse().unwrap());
        let first = places.take(a).unwrap();
        let mapped = places.take("::ffff:10.0.0.1".parse().unwrap());
        assert!(mapped.is_some() && places.take(a).is_none(), "two from one address");
        let other = places.take(b);
        assert!(other.is_some() && places.take(c).is_none(), "three in all");
        drop(first);
        assert!(places.take(c).is_some());
        drop((mapped, other));
        assert!(places.taken.lock().unwrap().is_empty());
    }
}
