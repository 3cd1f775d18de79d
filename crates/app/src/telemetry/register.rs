//! The register of devices in memory: who is known, for which outlet, under which limits.

use crate::{Cx, Error};
use domain::outlet::{Averaging, Limit, Logger, Outlet};
use domain::reading::{Mn, Reading, ReadingKind};
use std::{collections::HashMap, sync::Arc};

/// A registered logger with what its readings are held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    /// The logger and how it speaks.
    pub logger: Logger,
    /// The outlet it speaks for.
    pub outlet: Outlet,
    /// The limits of that outlet, past and future ones included.
    pub limits: Vec<Limit>,
}

/// Every registered device by its MN.
#[derive(Debug, Default)]
pub struct Register {
    devices: HashMap<Mn, Arc<Device>>,
}

impl Register {
    /// Reads the register from the database. A city has some 3,000 loggers.
    pub(super) async fn load(cx: &Cx) -> Result<Self, Error> {
        let permit = cx.authorize(&super::TELEMETRY, crate::Action::FrameAccept)?;
        let mut tx = permit.read().await?;
        let mut limits: HashMap<_, Vec<Limit>> = HashMap::new();
        for limit in store::outlets::limits(&mut tx).await? {
            limits.entry(limit.outlet).or_default().push(limit);
        }
        let mut devices = HashMap::new();
        for logger in store::outlets::loggers(&mut tx).await? {
            let Some(outlet) = store::outlets::find(&mut tx, logger.outlet).await? else {
                tracing::error!(mn = %logger.mn, "a logger without an outlet is left out");
                continue;
            };
            let limits = limits.get(&outlet.id).cloned().unwrap_or_default();
            devices.insert(logger.mn.clone(), Arc::new(Device { logger, outlet, limits }));
        }
        Ok(Self { devices })
    }

    /// The device of an MN, whether its frames are taken or not.
    pub fn get(&self, mn: &Mn) -> Option<&Arc<Device>> {
        self.devices.get(mn)
    }

    /// Every device.
    pub fn devices(&self) -> impl Iterator<Item = &Arc<Device>> {
        self.devices.values()
    }
}

impl Device {
    /// The limits that speak of a reading's factor.
    pub(super) fn limits_of(&self, reading: &Reading) -> impl Iterator<Item = &Limit> {
        let factor = reading.factor.clone();
        self.limits.iter().filter(move |limit| limit.factor == factor)
    }

    /// Whether a limit could speak of this reading: if none can, nobody needs to judge it.
    pub(super) fn judges(&self, reading: &Reading) -> bool {
        self.limits.iter().any(|limit| {
            limit.factor == reading.factor
                && match reading.kind {
                    ReadingKind::Realtime => limit.averaging == Averaging::Instant,
                    // Minutes make the hour that is judged.
                    ReadingKind::Minute | ReadingKind::Hour => limit.averaging == Averaging::Hour,
                    ReadingKind::Day => limit.averaging == Averaging::Day,
                }
        })
    }
}
