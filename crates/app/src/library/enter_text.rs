//! Enters a new text: a new version of an act, or an act that the library does not have yet.

use super::affected::{Part, rows};
use super::repeal::{Entered, open, seen};
use crate::{Action, Actor, Cx, Error, Law};
use domain::change_set::{ChangeRow, Occasion};
use domain::law::{
    Act, Certainty, Division, EffectiveSource, EnteredText, Imprint, LineFault, Rank, Text,
    read_text,
};
use domain::record::RecordKind;
use domain::{ChangeSetId, Date, Refusal, Refused};
use store::law::{Entry, enter, find};

/// Bytes of a text at most; the longest law there is has half of that.
const TEXT_BYTES_MAX: usize = 900_000;

/// An act that the library does not have yet.
#[derive(Debug, Clone)]
pub struct NewAct {
    /// Full title.
    pub zh: String,
    /// English handle.
    pub en: String,
    /// Standing.
    pub rank: Rank,
}

/// A text as somebody enters it.
#[derive(Debug, Clone)]
pub struct NewText {
    /// Identity of the change set, made by the client.
    pub set: ChangeSetId,
    /// Id of the act.
    pub act: String,
    /// What it is, where the library does not have it yet.
    pub new_act: Option<NewAct>,
    /// The day of adoption or last amendment, which names the version.
    pub version: Date,
    /// First day in force.
    pub effective_from: Date,
    /// Number of the order or document.
    pub number: Option<String>,
    /// The body that issued it.
    pub issuer: Option<String>,
    /// Where the text comes from.
    pub source: String,
    /// Whether the official text was read.
    pub official: bool,
    /// The text.
    pub text: String,
}

/// What entering it would do.
#[derive(Debug, Clone, Default)]
pub struct TextPreview {
    /// What cannot be read, by line; nothing can be entered as long as there is one.
    pub faults: Vec<LineFault>,
    /// How many articles were read.
    pub articles: u16,
    /// Articles that differ from the version before.
    pub changed: Vec<u16>,
    /// What rests on those articles.
    pub rows: Vec<ChangeRow>,
}

/// Reads a text, compares it with the version before it and shows what rests on the difference. Changes nothing.
pub async fn preview_text(cx: &Cx, actor: &Actor, order: &NewText) -> Result<TextPreview, Error> {
    let permit = cx.authorize(actor, Action::LawEnter)?;
    let law = cx.law();
    let (_, text) = match worked_out(&law, order)? {
        Ok(read) => read,
        Err(faults) => return Ok(TextPreview { faults, ..TextPreview::default() }),
    };
    let changed = changed(&law, order, &text);
    let mut tx = permit.read().await?;
    let part = Part { act: &order.act, articles: Some(&changed) };
    let rows = rows(&mut tx, &law, part, order.set).await?;
    Ok(TextPreview { faults: Vec::new(), articles: count(&text), rows: seen(actor, rows), changed })
}

/// Enters a text and opens the change set of what rests on the articles that it changes.
pub async fn enter_text(cx: &Cx, actor: &Actor, order: NewText) -> Result<Entered, Error> {
    let permit = cx.authorize(actor, Action::LawEnter)?;
    let mut tx = permit.write().await?;
    if let Some(known) = store::change_sets::find(&mut tx, order.set).await? {
        return Ok(Entered { rows: known.rows as usize, set: known });
    }
    let law = cx.law();
    let (act, text) = worked_out(&law, &order)?.map_err(|faults| unreadable(&faults))?;
    let changed = changed(&law, &order, &text);
    let part = Part { act: &order.act, articles: Some(&changed) };
    let rows = rows(&mut tx, &law, part, order.set).await?;

    let title = act.zh.clone();
    if law.acts.get(&act.id).is_none() {
        enter(&mut tx, Entry::new(act), None, &permit.change(RecordKind::ActEntered)).await?;
    }
    let entered = EnteredText {
        code: format!("{}.{}", order.act, order.version),
        imprint: imprint(&order, &title, count(&text)),
        text: order.text,
    };
    let known = find::<EnteredText>(&mut tx, &entered.code).await?;
    let entry = Entry { value: entered, revision: known.map_or(0, |entry| entry.revision) };
    enter(&mut tx, entry, None, &permit.change(RecordKind::TextEntered)).await?;
    let occasion = Occasion::NewVersion {
        version: order.version.to_string(),
        on: order.effective_from,
        changed,
    };
    let set = open(&permit, &mut tx, order.set, (order.act, title), occasion, &rows).await?;
    permit.commit_law(tx).await?;
    Ok(Entered { set, rows: rows.len() })
}

/// The act it belongs to, and the text as read; or the lines that cannot be read.
fn worked_out(law: &Law, order: &NewText) -> Refused<Result<(Act, Text), Vec<LineFault>>> {
    let refused = |code, zh: &str, en: &str, field| Err(Refusal::new(code, zh, en).field(field));
    let act = match (law.acts.get(&order.act), &order.new_act) {
        (Some(act), _) => act.clone(),
        (None, Some(new)) => new_act(order, new)?,
        (None, None) => {
            let (zh, en) = (
                "法规库中没有这部法律文件；请选择已有的，或者填写新的名称和效力级别",
                "the library does not have this act; choose one, or say title and rank of a new one",
            );
            return refused("law.act_unknown", zh, en, "act");
        }
    };
    if order.text.len() > TEXT_BYTES_MAX {
        let (zh, en) =
            ("文本过长，请核对粘贴的内容", "the text is too long; check what was pasted");
        return refused("law.text_too_long", zh, en, "text");
    }
    if order.effective_from < order.version {
        let (zh, en) = (
            "施行日期早于通过或者修改日期，请核对",
            "it comes into force before it was adopted; check the days",
        );
        return refused("law.effective_before_version", zh, en, "effective_from");
    }
    if order.source.trim().is_empty() || order.source.chars().count() > 200 {
        let (zh, en) =
            ("请写明文本来源（1至200字）", "say where the text comes from, in 1 to 200 characters");
        return refused("law.source_missing", zh, en, "source");
    }
    if law
        .library
        .versions(&order.act)
        .any(|known| known.imprint.effective_from == Some(order.effective_from))
    {
        let (zh, en) = (
            "该法律文件已有同日施行的文本",
            "a version of this act that begins on the same day is in the library already",
        );
        return refused("law.version_exists", zh, en, "effective_from");
    }
    Ok(read_text(&order.text, Division::Articles).map(|text| (act, text)))
}

fn new_act(order: &NewText, new: &NewAct) -> Refused<Act> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let named = (3..=40).contains(&order.act.len()) && order.act.bytes().all(plain);
    if !named || new.zh.trim().is_empty() || new.en.trim().is_empty() {
        return Err(Refusal::new(
            "law.act_unnamed",
            "请填写新法律文件的代号（3至40位小写字母、数字、下划线）、名称和英文名称",
            "a new act needs an id of 3 to 40 of a-z 0-9 _, a title and an English handle",
        )
        .field("act"));
    }
    Ok(Act {
        id: order.act.clone(),
        zh: new.zh.trim().to_owned(),
        en: new.en.trim().to_owned(),
        rank: new.rank,
        effective_from: Some(order.effective_from),
        effective_to: None,
        replaced_by: None,
        superseded: false,
        certainty: certainty(order),
    })
}

const fn certainty(order: &NewText) -> Certainty {
    if order.official { Certainty::Official } else { Certainty::WorkingCopy }
}

/// Articles that differ from the version in force the day before; all of them are new where there is none.
fn changed(law: &Law, order: &NewText, text: &Text) -> Vec<u16> {
    let before = order.effective_from.yesterday().ok();
    match before.and_then(|day| law.library.as_of(&order.act, day)) {
        Some(version) => text.changed_against(&version.text),
        None => text.articles().map(|article| article.number).collect(),
    }
}

fn count(text: &Text) -> u16 {
    u16::try_from(text.articles().count()).unwrap_or(u16::MAX)
}

fn imprint(order: &NewText, title: &str, articles: u16) -> Imprint {
    let said = |text: &Option<String>| {
        text.as_ref().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    Imprint {
        act: order.act.clone(),
        version: order.version.to_string(),
        title: title.to_owned(),
        articles,
        known_to: None,
        number: said(&order.number),
        issuer: said(&order.issuer),
        adopted: Some(order.version),
        stated: None,
        effective_from: Some(order.effective_from),
        effective_source: Some(EffectiveSource::Outside),
        source: order.source.trim().to_owned(),
        certainty: Some(certainty(order)),
    }
}

fn unreadable(faults: &[LineFault]) -> Refusal {
    let first = faults.first();
    let line = first.map_or(1, |fault| fault.line);
    let (zh, en) = first.map_or(("", ""), |fault| (fault.zh.as_str(), fault.en.as_str()));
    Refusal::new(
        "law.text_unreadable",
        format!("文本第{line}行：{zh}；请先预览并改正"),
        format!("line {line} of the text: {en}; preview it and mend it first"),
    )
    .field("text")
}
