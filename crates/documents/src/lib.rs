//! Legal documents as PDF: typed fields → Typst → pages. The only room that knows Typst.

mod error;
pub mod fonts;
mod layout;
mod templates;
mod typesetter;
mod view;
mod world;

pub use error::Error;
pub use layout::{Glyph, Layout};
pub use typesetter::{Pdf, Typesetter};
