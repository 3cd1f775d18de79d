//! The law library: what people enter into it, and what must be worked through when a law changes. Reading it needs no
//! transaction: it is part of the [`crate::Law`].

mod affected;
mod articles;
mod cases;
mod change_sets;
mod enter_text;
mod repeal;

pub use articles::{ArticleView, of_case, view};
pub use cases::cases_citing;
pub use change_sets::{SetFilter, Work, list, read, reopen, rows, settle};
pub use enter_text::{NewAct, NewText, TextPreview, enter_text, preview_text};
pub use repeal::{Entered, Repeal, RepealPreview, preview_repeal, repeal};
pub use store::change_sets::RowFilter;
