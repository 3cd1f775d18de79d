//! Who stands above whom: the common superior designates (行政处罚法第二十五条).

use crate::agency::{Agencies, Agency};
use crate::{AgencyId, Refusal};

/// The lowest body that stands above or is each of these.
pub fn common_superior<'a>(agencies: &'a Agencies, bodies: &[AgencyId]) -> Option<&'a Agency> {
    let mut next = agencies.by_id(*bodies.first()?);
    while let Some(body) = next {
        if bodies.iter().all(|below| above(agencies, body.id, *below)) {
            return Some(body);
        }
        next = body.parent.and_then(|parent| agencies.by_id(parent));
    }
    None
}

/// Whether a body is another or stands above it. A bureau's team acts in the bureau's name, so it is not above.
pub(super) fn above(agencies: &Agencies, upper: AgencyId, lower: AgencyId) -> bool {
    let mut next = agencies.by_id(lower);
    while let Some(body) = next {
        if body.id == upper {
            return true;
        }
        next = body.parent.and_then(|parent| agencies.by_id(parent));
    }
    false
}

pub(super) fn no_superior() -> Refusal {
    Refusal::new(
        "designation.no_superior",
        "所列机构在本平台没有共同的上级机构，请线下报请指定后由上级登记",
        "these bodies have no common superior on this platform; ask for designation outside it",
    )
    .basis("行政处罚法第二十五条")
}
