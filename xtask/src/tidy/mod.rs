//! `cargo xtask tidy`: the rules of the house that no compiler knows. Each rule is a function from the tree to what is
//! wrong with it; each complaint says where, which rule, and the way out.

mod data;
mod docs;
mod edges;
mod licences;
mod migrations;
mod rooms;
mod sizes;
mod text;
mod tree;

use crate::{counts::Counts, process};
use anyhow::Result;
use std::fmt;
use tree::Tree;

/// One thing that is wrong.
#[derive(Debug, PartialEq, Eq)]
struct Complaint {
    path: String,
    /// From 1; 0 when the whole file is meant.
    line: usize,
    rule: &'static str,
    /// What is wrong and the way out.
    words: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, rule, words } = self;
        match line {
            0 => write!(f, "{path}: {rule}: {words}"),
            _ => write!(f, "{path}:{line}: {rule}: {words}"),
        }
    }
}

/// Checks the files that git tracks or would track.
pub(crate) fn run() -> Result<Counts> {
    let tree = Tree::of_project()?;
    let exceptions = tree::Exceptions::read(&tree);
    let rules = [
        text::check(&tree),
        sizes::check(&tree),
        rooms::check(&tree),
        migrations::check(&tree, migrations::blob_id),
        data::check(&tree),
        docs::check(&tree),
        edges::check_bans(&tree),
        edges::check(&process::metadata()?)?,
        licences::check(&process::resolved()?),
    ];
    let mut complaints: Vec<Complaint> = Vec::new();
    for complaint in rules.into_iter().flatten() {
        if !exceptions.cover(&complaint) {
            complaints.push(complaint);
        }
    }
    complaints.extend(exceptions.unused());
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    match complaints.len() as u64 {
        0 => Ok(Counts::ONE_CHECK),
        failed => {
            eprintln!(
                "{failed} things are untidy; an exception, with its reason, goes into {}",
                tree::EXCEPTIONS
            );
            Ok(Counts { passed: 0, failed: 1 })
        }
    }
}
