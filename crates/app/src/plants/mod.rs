//! Plants under supervision: enterprises, outlets with their loggers and limits, agencies, officers, the map.

mod registry;
mod see;

pub use registry::{Registry, register};
pub use see::{
    EnterprisePage, EnterpriseRow, MapPoint, OutletPage, agencies, enterprise, enterprises, map,
    officers, outlet, outlets,
};
