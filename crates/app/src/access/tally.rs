//! Failures in a row and the lock they lead to; one rule for accounts, unknown names and addresses.

use domain::Timestamp;
use std::collections::HashMap;

/// How many failures lead to how long a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) failures_max: u32,
    pub(super) lock_ms: i64,
}

/// Where somebody stands under a [`Rule`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) failures: u32,
    pub(super) locked_until: i64,
}

impl Tally {
    /// Until when no attempt counts, if that is in the future.
    pub(super) fn locked(self, now: Timestamp) -> Option<Timestamp> {
        (self.locked_until > now.as_millis()).then(|| Timestamp::from_millis(self.locked_until))
    }

    /// One more failure. The lock clears the count, so that each lock is earned anew.
    pub(super) fn failed(self, rule: Rule, now: Timestamp) -> Self {
        let failures = self.failures.saturating_add(1);
        if failures < rule.failures_max {
            return Self { failures, locked_until: 0 };
        }
        Self { failures: 0, locked_until: now.plus_millis(rule.lock_ms).as_millis() }
    }
}

/// Tallies of those the database does not know, at most [`Tallies::MAX`] of them.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    by_name: HashMap<String, (Tally, i64)>,
}

impl Tallies {
    /// Names remembered at most; the one not heard of for longest makes room.
    pub(super) const MAX: usize = 10_000;

    pub(super) fn get(&self, name: &str, rule: Rule, now: Timestamp) -> Tally {
        let fresh = |(_, at): &&(Tally, i64)| now.as_millis() - at <= rule.lock_ms;
        self.by_name.get(name).filter(fresh).map_or_else(Tally::default, |(tally, _)| *tally)
    }

    pub(super) fn fail(&mut self, name: &str, rule: Rule, now: Timestamp) {
        let tally = self.get(name, rule, now).failed(rule, now);
        if self.by_name.len() >= Self::MAX && !self.by_name.contains_key(name) {
            self.make_room(rule, now);
        }
        self.by_name.insert(name.to_owned(), (tally, now.as_millis()));
    }

    fn make_room(&mut self, rule: Rule, now: Timestamp) {
        self.by_name.retain(|_, (_, at)| now.as_millis() - *at <= rule.lock_ms);
        if self.by_name.len() < Self::MAX {
            return;
        }
        let oldest =
            self.by_name.iter().min_by_key(|(_, (_, at))| *at).map(|(name, _)| name.clone());
        if let Some(oldest) = oldest {
            self.by_name.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { failures_max: 3, lock_ms: 1_000 };

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(ms)
    }

    #[test]
    fn the_last_failure_locks_for_the_time_and_no_longer() {
        let mut tally = Tally::default();
        for _ in 0..2 {
            tally = tally.failed(RULE, at(0));
            assert_eq!(tally.locked(at(0)), None);
        }
        tally = tally.failed(RULE, at(10));
        assert_eq!(tally.locked(at(1_009)), Some(at(1_010)));
        assert_eq!(tally.locked(at(1_010)), None);
        assert_eq!(
            tally.failed(RULE, at(1_010)).locked(at(1_010)),
            None,
            "each lock is earned anew"
        );
    }

    #[test]
    fn tallies_stay_bounded_and_forget_the_oldest() {
        let mut tallies = Tallies::default();
        for n in 0..=Tallies::MAX {
            tallies.fail(&n.to_string(), Rule { lock_ms: i64::MAX, ..RULE }, at(n as i64));
        }
        assert_eq!(tallies.by_name.len(), Tallies::MAX);
        let rule = Rule { lock_ms: i64::MAX, ..RULE };
        assert_eq!(tallies.get("0", rule, at(0)), Tally::default());
        assert_eq!(tallies.get("1", rule, at(1)).failures, 1);
        assert_eq!(tallies.get("1", RULE, at(5_000)).failures, 0, "old failures are forgotten");
    }
}
