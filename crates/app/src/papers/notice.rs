//! The prior notice and its receipt.

use super::dossier::Dossier;
use crate::Error;
use domain::case::{self, Service};
use domain::document::{
    DEFENCE_RIGHTS, Document, HEARING_RIGHTS, PriorNotice, ServedDocument, ServiceMethod,
    ServiceReceipt, Signature, SignatureRole,
};
use domain::law::Citation;
use domain::officer::CertifiedOfficer;
use domain::{Date, Timestamp};

/// Working days to answer, and to ask for a hearing (行政处罚法 arts 64, 85).
const ANSWER_DAYS: u8 = 5;

/// 行政处罚事先（听证）告知书.
pub(crate) fn prior_notice(dossier: &Dossier) -> Result<Document, Error> {
    let notice = dossier.steps().issued.ok_or(Error::NotFound("prior notice"))?;
    dossier.can_notify()?;
    let rights = if notice.hearing_right { HEARING_RIGHTS } else { DEFENCE_RIGHTS };
    let cite = |text: &str| text.parse::<Citation>().ok().map(|place| dossier.law.cited(&place));
    Ok(PriorNotice {
        head: dossier.head(Some(&notice.number)),
        party: dossier.party(),
        cause: dossier.case.cause.clone(),
        investigated_on: inspected_on(dossier),
        facts: dossier.facts(),
        renewal: dossier.renewal(),
        proposal: dossier.proposed(),
        rights_basis: rights.iter().copied().filter_map(cite).collect(),
        defence_days: ANSWER_DAYS,
        hearing_days: notice.hearing_right.then_some(ANSWER_DAYS),
        date: notice.on,
    }
    .into())
}

/// 送达回证 of the prior notice.
pub(crate) fn notice_receipt(dossier: &Dossier) -> Result<Document, Error> {
    let noticed = dossier.steps().noticed.ok_or(Error::NotFound("prior notice"))?;
    let title = match (noticed.notice.fine, noticed.notice.hearing_right) {
        (None, _) => "不予行政处罚事先告知书",
        (Some(_), true) => "行政处罚事先听证告知书",
        (Some(_), false) => "行政处罚事先告知书",
    };
    Ok(receipt(dossier, title, &noticed.notice.number, &noticed.notice.service))
}

/// 送达回证 of one document.
pub(super) fn receipt(dossier: &Dossier, title: &str, number: &str, service: &Service) -> Document {
    let served = ServedDocument { title: title.to_owned(), number: number.parse().ok(), copies: 1 };
    let at = Some(Timestamp::start_of(service.on));
    let server = |officer: &CertifiedOfficer| Signature {
        name: officer.name.clone(),
        role: SignatureRole::Server,
        certificate: Some(officer.certificate_number.clone()),
        image: None,
        at,
    };
    ServiceReceipt {
        head: dossier.case_head(),
        cause: dossier.case.cause.clone(),
        documents: vec![served],
        recipient: dossier.party(),
        place: service.place.clone(),
        method: method(service.method),
        received_at: at,
        receiver: Some(Signature {
            name: service.receiver.clone(),
            role: SignatureRole::Recipient,
            certificate: None,
            image: None,
            at,
        }),
        relation: service.relation.clone(),
        servers: service.servers.officers().iter().map(server).collect(),
        remarks: service.remarks.clone(),
    }
    .into()
}

pub(super) fn inspected_on(dossier: &Dossier) -> Date {
    dossier.inspection.record.started_at.map_or(dossier.today, Timestamp::date)
}

const fn method(method: case::ServiceMethod) -> ServiceMethod {
    match method {
        case::ServiceMethod::Direct => ServiceMethod::Direct,
        case::ServiceMethod::Left => ServiceMethod::Left,
        case::ServiceMethod::Post => ServiceMethod::Post,
        case::ServiceMethod::Electronic => ServiceMethod::Electronic,
        case::ServiceMethod::Announcement => ServiceMethod::Announcement,
    }
}
