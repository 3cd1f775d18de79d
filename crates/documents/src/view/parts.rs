//! Parts that several documents show.

use super::Pictures;
use domain::document::{
    Answer, CitedArticle, Facts, NewlyFound, OfficerBlock, Opinion, PartyBlock, Penalty, Renewal,
    Sanction, Signature,
};
use domain::time::date_zh;
use domain::{Date, Fen, Timestamp};
use serde_json::{Value, json};

/// `2026年8月15日`, as GB/T 9704 writes a date.
pub(super) fn date(date: Date) -> String {
    date_zh(date)
}

/// `2026年8月15日9时05分`, in Asia/Shanghai.
pub(super) fn moment(at: Timestamp) -> String {
    let at = at.to_shanghai();
    format!("{}{}时{:02}分", date(at.date()), at.hour(), at.minute())
}

/// A sum in digits and in capitals, both of the same value.
pub(super) fn sum(fen: Fen) -> String {
    format!("人民币{fen}元（大写：{}）", fen.capitals())
}

/// Label and value of each line of the party block.
pub(super) fn party(party: &PartyBlock) -> Value {
    match party {
        PartyBlock::Organisation { name, credit_code, post, representative, address } => json!([
            ["当事人名称", name],
            ["统一社会信用代码", credit_code],
            [post.zh(), representative],
            ["地址", address],
        ]),
        PartyBlock::Individual { name, id_number, address } => {
            json!([["当事人姓名", name], ["公民身份号码", id_number], ["住址", address],])
        }
    }
}

/// How a document addresses the party.
pub(super) const fn you(party: &PartyBlock) -> &'static str {
    match party {
        PartyBlock::Organisation { .. } => "你单位",
        PartyBlock::Individual { .. } => "你",
    }
}

pub(super) fn officers(officers: &[OfficerBlock]) -> String {
    officers.iter().map(officer).collect::<Vec<_>>().join("、")
}

/// `张明（执法证号：03160001）`.
pub(super) fn officer(officer: &OfficerBlock) -> String {
    format!("{}（执法证号：{}）", officer.name, officer.certificate)
}

pub(super) fn signature(signature: &Signature, pictures: &mut Pictures) -> Value {
    json!({
        "role": signature.role.zh(),
        "name": signature.name,
        "certificate": signature.certificate,
        "image": pictures.name(signature.image.as_ref()),
        "at": signature.at.map(|at| date(at.date())),
    })
}

pub(super) fn signatures(all: &[Signature], pictures: &mut Pictures) -> Vec<Value> {
    all.iter().map(|one| signature(one, pictures)).collect()
}

pub(super) fn opinions(all: &[Opinion], pictures: &mut Pictures) -> Vec<Value> {
    let view = |one: &Opinion, pictures: &mut Pictures| json!({ "text": one.text, "signature": signature(&one.signature, pictures) });
    all.iter().map(|one| view(one, pictures)).collect()
}

/// `《甲法》第一条、第二条、《乙法》第三条“…”`: an act is named once for the articles of it that follow each other, and
/// the words of a provision stand only where the field has them.
pub(super) fn articles(articles: &[CitedArticle]) -> String {
    let mut text = String::new();
    let mut act = None;
    for article in articles {
        if !text.is_empty() {
            text.push('、');
        }
        if act != Some(&article.act) {
            text.push_str(&format!("《{}》", article.act));
            act = Some(&article.act);
        }
        text.push_str(&article.place.place_zh());
        if let Some(words) = &article.text {
            text.push_str(&format!("“{words}”"));
        }
    }
    text
}

pub(super) fn facts(facts: &Facts) -> Value {
    let evidence = |item: &domain::document::EvidenceItem| {
        json!({
            "name": item.name,
            "on": date(item.on),
            "source": item.source,
            "proves": item.proves,
        })
    };
    json!({
        "account": facts.account,
        "evidence": facts.evidence.iter().map(evidence).collect::<Vec<_>>(),
        "violated": articles(&facts.violated),
    })
}

pub(super) fn sanction(sanction: &Sanction) -> Value {
    json!({
        "penalties": sanction.penalties.iter().map(penalty).collect::<Vec<_>>(),
        "basis": articles(&sanction.basis),
        "discretion": sanction.discretion,
        "steps": sanction.steps,
    })
}

pub(super) fn renewal(renewal: &Renewal) -> Value {
    let fact = |new: &NewlyFound| json!({ "on": date(new.on), "by": new.by, "fact": new.fact, "proof": new.proof });
    json!({
        "notice": renewal.notice.to_string(),
        "served_on": date(renewal.served_on),
        "heavier": renewal.heavier,
        "facts": renewal.facts.iter().map(fact).collect::<Vec<_>>(),
    })
}

pub(super) fn penalty(penalty: &Penalty) -> String {
    match penalty {
        Penalty::Warning => "警告".to_owned(),
        Penalty::Criticism => "通报批评".to_owned(),
        Penalty::Fine(fen) => format!("罚款{}", sum(*fen)),
        Penalty::ConfiscatedGains(fen) => format!("没收违法所得{}", sum(*fen)),
        Penalty::Other(text) => text.clone(),
    }
}

/// The questions of a form with their answers, in the order of the form.
pub(super) fn questions(questions: &[(&str, &Answer)]) -> Value {
    let view = |(question, answer): &(&str, &Answer)| json!({ "question": question, "yes": answer.yes, "note": answer.note });
    Value::Array(questions.iter().map(view).collect())
}

/// Options to tick: the text and whether it holds.
pub(super) fn boxes(options: &[(&str, bool)]) -> Value {
    json!(options)
}
