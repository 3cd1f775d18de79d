//! Reads a table of items from a spreadsheet: first what it would change, then one correction for all of it, which
//! another reviewer confirms. With a fault, nothing.

use super::kept_by_city;
use super::revise::enter;
use crate::{Action, Actor, Cx, Error, Law};
use domain::item::{CellFault, CorrectionLine, Item, read_items};
use domain::{CorrectionId, Refusal};

/// A table, and whether it is only looked at.
#[derive(Debug, Clone)]
pub struct Import {
    /// Its rows, headings first.
    pub rows: Vec<Vec<String>>,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// Why, for those who confirm it.
    pub why: String,
}

/// What an import does, or would do.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// What is wrong, by cell; where anything is, the rest is empty.
    pub faults: Vec<CellFault>,
    /// New items.
    pub added: Vec<Item>,
    /// Items whose content changes: before and after.
    pub changed: Vec<(Item, Item)>,
    /// Items that stay as they are.
    pub unchanged: usize,
    /// The correction that was entered.
    pub correction: Option<CorrectionId>,
}

/// Cells that the words of a refusal name.
const NAMED_MAX: usize = 20;

/// Imports items. A dry run tells the faults; else a faulty table is refused, with its cells.
pub async fn import(cx: &Cx, actor: &Actor, asked: &Import) -> Result<Imported, Error> {
    let permit = cx.authorize(actor, Action::ItemRevise)?;
    if asked.dry_run {
        return Ok(compare(&cx.law(), &asked.rows));
    }
    kept_by_city(&permit)?;
    let mut tx = permit.write().await?;
    let law = cx.law_in(&mut tx).await?;
    let mut imported = compare(&law, &asked.rows);
    if !imported.faults.is_empty() {
        return Err(faulty("item.import_faulty", &imported.faults).into());
    }
    let added = imported.added.iter().map(|after| (None, after));
    let changed = imported.changed.iter().map(|(before, after)| (Some(before.clone()), after));
    let mut lines = Vec::new();
    for (before, after) in added.chain(changed) {
        let entered = store::law::find::<Item>(&mut tx, &after.code).await?;
        let revision = entered.map_or(0, |entry| entry.revision);
        lines.push(CorrectionLine { revision, before, after: after.clone() });
    }
    if lines.is_empty() {
        return Ok(imported);
    }
    let correction = enter(&permit, &mut tx, cx.id(), lines, &asked.why).await?;
    permit.commit(tx).await?;
    imported.correction = Some(correction.id);
    Ok(imported)
}

fn compare(law: &Law, rows: &[Vec<String>]) -> Imported {
    let mut imported = Imported::default();
    let items = match read_items(rows, &law.acts, &law.ranges) {
        Ok(items) => items,
        Err(faults) => return Imported { faults, ..imported },
    };
    for item in items {
        let known = law.item(&item.code);
        let duty_before = known.map(|known| known.duty_before.clone()).unwrap_or_default();
        let item = Item { duty_before, ..item };
        match known {
            None => imported.added.push(item),
            Some(known) if known.same_content(&item) => imported.unchanged += 1,
            Some(known) => imported.changed.push((known.clone(), item)),
        }
    }
    imported
}

/// A faulty table as a refusal that names its cells.
pub(crate) fn faulty(code: &'static str, faults: &[CellFault]) -> Refusal {
    let named = faults.iter().take(NAMED_MAX);
    let zh: Vec<String> = named.clone().map(|f| format!("{}：{}", f.cell, f.words.zh)).collect();
    let en: Vec<String> = named.map(|f| format!("{}: {}", f.cell, f.words.en)).collect();
    let refusal = Refusal::new(
        code,
        format!("表格有{}处错误，未导入任何内容。{}。", faults.len(), zh.join("；")),
        format!("{} faults in the table; nothing was imported. {}.", faults.len(), en.join("; ")),
    );
    match faults.first() {
        Some(first) => refusal.field(&first.cell),
        None => refusal,
    }
}
