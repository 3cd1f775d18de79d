//! A plain paper of an organ: a request, a letter, an announcement. Not one of the forms of a case.

use crate::Date;
use serde::{Deserialize, Serialize};

/// A paper in running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Name of the organ.
    pub organ: String,
    /// What it is about.
    pub title: String,
    /// 文号, as it is written.
    pub number: String,
    /// To whom; empty for everybody.
    pub to: String,
    /// Its text, a paragraph a line.
    pub text: String,
    /// The day it bears.
    pub date: Date,
}
