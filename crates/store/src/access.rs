//! Credentials, sessions and the audit of who came in.

pub(crate) const STATEMENTS: &[&str] = &[];
