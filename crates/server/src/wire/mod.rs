//! The ports of `app`, each on something real.

mod absent;
mod archive;
mod blobs;
mod clock;
mod signer;
mod typesetter;
mod vitals;

pub(crate) use absent::{NoArchive, NoTypesetter};
pub(crate) use archive::FrameArchive;
pub(crate) use blobs::FileBlobs;
pub(crate) use clock::SystemClock;
pub(crate) use signer::FileSigner;
pub(crate) use typesetter::Press;
pub(crate) use vitals::Pulse;
