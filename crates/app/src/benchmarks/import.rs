//! Sets as workbooks: out, and in as a draft. With a fault in any cell nothing is imported.

use super::{exists, of_the_city, write};
use crate::items::faulty;
use crate::{Action, Actor, Cx, Error, Law};
use domain::discretion::{BenchmarkContent, BenchmarkEntry, Sheet, read_sheets, sheets, template};
use domain::item::CellFault;
use store::law::Entry;

/// A workbook, and what is done with it.
#[derive(Debug, Clone)]
pub struct Import {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// 0 for a new set, else the revision of the draft that it takes the place of.
    pub revision: u32,
    /// Whether nothing is written.
    pub dry_run: bool,
}

/// What an import does, or would do.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// What is wrong, by cell; where anything is, nothing was read.
    pub faults: Vec<CellFault>,
    /// What somebody should look at.
    pub warnings: Vec<CellFault>,
    /// What was read.
    pub content: Option<BenchmarkContent>,
    /// The draft, once it was written.
    pub entry: Option<Entry<BenchmarkEntry>>,
}

/// Imports a set as a draft. A dry run tells the faults; else a faulty workbook is refused, with its cells.
pub async fn import(cx: &Cx, actor: &Actor, asked: Import) -> Result<Imported, Error> {
    let permit = cx.authorize(actor, Action::BenchmarkWrite)?;
    let mut imported = look(&cx.law(), &asked.sheets);
    if asked.dry_run {
        let key = imported.content.as_ref().map(|content| content.set.key());
        let new = key.filter(|_| asked.revision == 0);
        return match new {
            Some(key) if super::copy(cx, actor, &key).await.is_ok() => Err(exists().into()),
            _ => Ok(imported),
        };
    }
    of_the_city(&permit)?;
    let Some(content) = &imported.content else {
        return Err(faulty("benchmark.import_faulty", &imported.faults).into());
    };
    imported.entry = Some(write(cx, actor, content.clone(), asked.revision).await?);
    Ok(imported)
}

fn look(law: &Law, sheets: &[Sheet]) -> Imported {
    let read = match read_sheets(sheets) {
        Ok(read) => read,
        Err(faults) => return Imported { faults, ..Imported::default() },
    };
    let (faults, warnings) = read.flaws(&law.ranges, &law.violations);
    let content = faults.is_empty().then_some(read.content);
    Imported { faults, warnings, content, entry: None }
}

/// The sheets of a set at hand: `langfang@2026-1`; without a name those of an empty one.
pub async fn export(cx: &Cx, actor: &Actor, version: Option<&str>) -> Result<Vec<Sheet>, Error> {
    match version {
        Some(version) => Ok(sheets(&super::copy(cx, actor, version).await?)),
        None => {
            cx.authorize(actor, Action::BenchmarkList)?;
            Ok(template())
        }
    }
}
