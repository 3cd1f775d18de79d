//! Documents to the outside: prior notice, decision, receipt of service.

use super::Pictures;
use super::parts;
use domain::document::{
    AnnexArticle, CitedArticle, Decision, DefenceAnswer, DefencePart, LawAnnex, Payment,
    PriorNotice, ServedDocument, ServiceMethod, ServiceReceipt,
};
use serde_json::{Value, json};

pub(super) fn prior_notice(notice: &PriorNotice) -> Value {
    json!({
        "party": parts::party(&notice.party),
        "you": parts::you(&notice.party),
        "cause": notice.cause,
        "investigated_on": parts::date(notice.investigated_on),
        "facts": parts::facts(&notice.facts),
        "renewal": notice.renewal.as_ref().map(parts::renewal),
        "proposal": parts::sanction(&notice.proposal),
        "rights_basis": parts::articles(&notice.rights_basis),
        "defence_days": notice.defence_days.to_string(),
        "hearing_days": notice.hearing_days.map(|days| days.to_string()),
        "date": parts::date(notice.date),
    })
}

pub(super) fn decision(decision: &Decision) -> Value {
    json!({
        "party": parts::party(&decision.party),
        "you": parts::you(&decision.party),
        "cause": decision.cause,
        "investigated_on": parts::date(decision.investigated_on),
        "facts": parts::facts(&decision.facts),
        "defence": defence(&decision.defence),
        "sanction": parts::sanction(&decision.sanction),
        "payment": decision.payment.as_ref().map(payment),
        "performance": decision.performance,
        "remedies": {
            "review_by": decision.remedies.review_by,
            "review_days": decision.remedies.review_days.to_string(),
            "court": decision.remedies.court,
            "suit_months": decision.remedies.suit_months.to_string(),
        },
        "date": parts::date(decision.date),
        "annex": decision.annex.as_ref().map(annex),
    })
}

fn annex(annex: &LawAnnex) -> Value {
    let article = |one: &AnnexArticle| {
        let place = CitedArticle { text: None, ..one.article.clone() };
        json!({ "name": parts::articles(&[place]), "label": one.label, "words": one.article.text })
    };
    let articles: Vec<Value> = annex.articles.iter().map(article).collect();
    json!({ "act_on": parts::date(annex.act_on), "articles": articles })
}

fn defence(part: &DefencePart) -> Value {
    let (answer, on, points) = match &part.answer {
        DefenceAnswer::None => ("none", None, &[][..]),
        DefenceAnswer::Waived { on } => ("waived", Some(*on), &[][..]),
        DefenceAnswer::Made { on, points } => ("made", Some(*on), points.as_slice()),
    };
    let point = |point: &domain::document::DefencePoint| json!({ "claim": point.claim, "adopted": point.adopted, "reason": point.reason });
    json!({
        "notice": part.notice.to_string(),
        "served_on": parts::date(part.served_on),
        "hearing_told": part.hearing_told,
        "answer": answer,
        "on": on.map(parts::date),
        "points": points.iter().map(point).collect::<Vec<_>>(),
        "heard_on": part.heard_on.map(parts::date),
    })
}

fn payment(payment: &Payment) -> Value {
    json!({
        "days": payment.days.to_string(),
        "bank": payment.bank,
        "account_name": payment.account_name,
        "account": payment.account,
        "late_percent": payment.late_percent.to_string(),
        "late_basis": parts::articles(std::slice::from_ref(&payment.late_basis)),
    })
}

pub(super) fn service(receipt: &ServiceReceipt, pictures: &mut Pictures) -> Value {
    let document = |served: &ServedDocument| {
        json!({
            "title": served.title,
            "number": served.number.as_ref().map(ToString::to_string),
            "copies": served.copies.to_string(),
        })
    };
    let methods = ServiceMethod::ALL.map(|method| (method.zh(), method == receipt.method));
    json!({
        "cause": receipt.cause,
        "documents": receipt.documents.iter().map(document).collect::<Vec<_>>(),
        "recipient": receipt.recipient.name(),
        "place": receipt.place,
        "method": parts::boxes(&methods),
        "received_at": receipt.received_at.map(parts::moment),
        "receiver": receipt.receiver.as_ref().map(|one| parts::signature(one, pictures)),
        "relation": receipt.relation,
        "servers": parts::signatures(&receipt.servers, pictures),
        "remarks": receipt.remarks,
    })
}
