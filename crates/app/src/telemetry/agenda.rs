//! Which hours of which devices are to be judged, and when: each once it is over, and again when data for it come late.

use super::register::Device;
use domain::Timestamp;
use domain::reading::Mn;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

const HOUR_MS: i64 = 3_600_000;
/// The last minutes of an hour are awaited for so long; then it is judged though nothing follows it.
const OVERDUE_MS: i64 = HOUR_MS + 10 * 60_000;
/// Late hours that may wait; beyond it they are judged at once. A day of a large city's devices.
const LATE_MAX: usize = 75_000;

/// An hour of a device that is to be judged from what the archive holds.
#[derive(Debug, Clone)]
pub(super) struct Due {
    pub(super) device: Arc<Device>,
    pub(super) hour: Timestamp,
}

/// The hours that devices are in, and those that late data came for.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    open: HashMap<Mn, Open>,
    /// Late data come in bursts: an hour waits until nothing more has come for it between two looks.
    late: BTreeMap<(Mn, Timestamp), Late>,
}

#[derive(Debug)]
struct Open {
    due: Due,
    judged: bool,
}

#[derive(Debug)]
struct Late {
    device: Arc<Device>,
    quiet: bool,
}

impl Agenda {
    /// A minute came. Gives the hour that it ends, if it begins another.
    pub(super) fn minute(&mut self, device: &Arc<Device>, at: Timestamp) -> Option<Due> {
        let hour = at.hour_start();
        let now = Open { due: Due { device: Arc::clone(device), hour }, judged: false };
        let Some(open) = self.open.get_mut(&device.logger.mn) else {
            self.open.insert(device.logger.mn.clone(), now);
            return None;
        };
        if hour < open.due.hour || hour == open.due.hour && open.judged {
            self.again(device, hour);
            return None;
        }
        let over = hour > open.due.hour;
        let before = over.then(|| std::mem::replace(open, now));
        before.filter(|before| !before.judged).map(|before| before.due)
    }

    /// Data came for an hour that may have been judged.
    pub(super) fn again(&mut self, device: &Arc<Device>, at: Timestamp) {
        let key = (device.logger.mn.clone(), at.hour_start());
        self.late.insert(key, Late { device: Arc::clone(device), quiet: false });
    }

    /// What is due at `now`: hours that nothing ended in time, and late ones that have become quiet.
    pub(super) fn due(&mut self, now: Timestamp) -> Vec<Due> {
        let crowded = self.late.len() > LATE_MAX;
        let overdue = |open: &&mut Open| {
            !open.judged && open.due.hour.as_millis() + OVERDUE_MS <= now.as_millis()
        };
        let mut due = Vec::new();
        for open in self.open.values_mut().filter(overdue) {
            open.judged = true;
            due.push(open.due.clone());
        }
        let late = self.late.extract_if(.., |_, late| {
            let quiet = late.quiet || crowded;
            late.quiet = true;
            quiet
        });
        due.extend(late.map(|((_, hour), late)| Due { device: late.device, hour }));
        due
    }

    /// Every hour that late data came for, quiet or not.
    pub(super) fn all_late(&mut self) -> impl Iterator<Item = Due> {
        let late = std::mem::take(&mut self.late);
        late.into_iter().map(|((_, hour), late)| Due { device: late.device, hour })
    }
}
