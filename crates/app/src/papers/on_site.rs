//! The on-site inspection record as a paper.

use crate::{Error, Office};
use domain::document::{
    Document, Head, InspectionRecord, OfficerBlock, OnSitePerson, Organ, Participant, PartyBlock,
    Picture, RepresentativePost, Signature, SignatureRole, Situation, Told, ToldWhen,
};
use domain::enterprise::Enterprise;
use domain::inspection::{Inspection, SignerRole};
use domain::{OfficerId, Timestamp};
use std::collections::HashMap;

/// What the record is made from besides the inspection itself.
pub(crate) struct OnSite {
    pub(crate) agency_name: String,
    pub(crate) office: Office,
    pub(crate) plant: Enterprise,
    /// Pictures of signatures by their digest.
    pub(crate) pictures: HashMap<String, Vec<u8>>,
}

/// 现场检查（勘察）笔录.
pub(crate) fn inspection_record(inspection: &Inspection, site: &OnSite) -> Result<Document, Error> {
    let record = &inspection.record;
    let started = record.started_at.ok_or(Error::NotFound("time of the inspection"))?;
    let inspectors: Vec<OfficerBlock> =
        record.inspector_ids.iter().filter_map(|id| block(inspection, *id)).collect();
    let recorder = record.recorder_id.and_then(|id| block(inspection, id));
    let person = &record.on_site_person;
    let findings = &record.findings;
    let refused = inspection.signatures.iter().find_map(|signature| signature.refused.as_ref());
    Ok(InspectionRecord {
        head: head(site),
        started,
        ended: record.ended_at.unwrap_or(started),
        place: record.place.clone(),
        party: party(inspection, &site.plant),
        on_site: OnSitePerson {
            name: person.name.as_str().into(),
            post: person.post.clone(),
            phone: person.phone.as_str().into(),
            id_number: person.id_number.as_str().into(),
            relation: person.relation.clone(),
        },
        recorder: recorder.ok_or(Error::NotFound("recorder"))?,
        inspectors,
        participants: record.others.iter().map(|name| other(name)).collect(),
        told: Told {
            certificates_shown: record.disclosure.certificates_shown,
            recusal: record.disclosure.recusal_asked,
            recusal_requested: record.disclosure.recusal_requested,
            cooperation: record.disclosure.cooperation_told,
            defence: record.disclosure.rights_told,
            at: ToldWhen {
                certificates_shown: record.told_at.certificates_shown,
                recusal: record.told_at.recusal_asked,
                cooperation: record.told_at.cooperation_told,
                defence: record.told_at.rights_told,
            },
        },
        situation: Situation {
            production: findings.production.clone(),
            formalities: findings.procedures.clone(),
            pollution: findings.pollution_and_facilities.clone(),
            violations: findings.violations.clone(),
            sampling: findings.sampling_and_images.clone(),
        },
        opinion: record.opinion_of_inspected.trim().to_owned(),
        refusal: refused
            .map(|refused| format!("{}（见证人：{}）", refused.reason, refused.witness)),
        signatures: signatures(inspection, site),
        sketch: None,
    }
    .into())
}

fn head(site: &OnSite) -> Head {
    let organ = Organ {
        name: site.agency_name.clone(),
        address: site.office.address.clone(),
        postcode: site.office.postcode.clone(),
        contact: String::new(),
        phone: site.office.phone.clone(),
    };
    Head { organ, number: None, draft: false }
}

/// The party as found on site, with what is registered of it.
fn party(inspection: &Inspection, plant: &Enterprise) -> PartyBlock {
    let found = &inspection.record.inspected;
    PartyBlock::Organisation {
        name: found.name.clone(),
        credit_code: found.credit_code.clone(),
        post: RepresentativePost::LegalRepresentative,
        representative: plant.representative.as_str().into(),
        address: plant.address.clone(),
    }
}

fn block(inspection: &Inspection, id: OfficerId) -> Option<OfficerBlock> {
    let officer = inspection.team.officers().iter().find(|officer| officer.id == id)?;
    Some(OfficerBlock {
        name: officer.name.clone(),
        certificate: officer.certificate_number.clone(),
    })
}

fn other(name: &str) -> Participant {
    Participant { name: name.into(), post: String::new() }
}

fn signatures(inspection: &Inspection, site: &OnSite) -> Vec<Signature> {
    let signed = inspection.signatures.iter().filter(|signature| signature.refused.is_none());
    let on_paper = |signature: &domain::inspection::Signature| {
        let bytes = signature.image_sha256.as_ref().and_then(|sha256| site.pictures.get(sha256));
        let certificate = signature.officer.and_then(|id| block(inspection, id));
        let at: Timestamp = signature.signed_at;
        Signature {
            name: signature.name.clone(),
            role: role(signature.role),
            certificate: certificate.map(|block| block.certificate),
            image: bytes.and_then(|bytes| Picture::new(bytes.clone()).ok()),
            at: Some(at),
        }
    };
    signed.map(on_paper).collect()
}

const fn role(role: SignerRole) -> SignatureRole {
    match role {
        SignerRole::Inspected => SignatureRole::Inspected,
        SignerRole::Inspector => SignatureRole::Inspector,
        SignerRole::Recorder => SignatureRole::Recorder,
        SignerRole::Witness => SignatureRole::Witness,
    }
}
