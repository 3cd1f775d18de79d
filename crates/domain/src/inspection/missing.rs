//! What a record needs before it may be submitted, each with the rule behind it.

use super::{Inspection, Signature, SignerRole};
use crate::{OfficerId, Refusal};

/// Lists everything that is missing, in the order of the form.
pub(super) fn list(inspection: &Inspection) -> Vec<Refusal> {
    let mut missing = Vec::new();
    missing.extend(times_and_people(inspection));
    missing.extend(disclosures(inspection));
    missing.extend(contents(inspection));
    missing.extend(signatures(inspection));
    missing
}

fn need(code: &'static str, field: &str, zh: &str, en: &str) -> Refusal {
    Refusal::new(code, zh, en).field(field)
}

fn times_and_people(inspection: &Inspection) -> Vec<Refusal> {
    let record = &inspection.record;
    let mut missing = Vec::new();
    if record.started_at.is_none() {
        missing.push(need(
            "inspection.start_missing",
            "record.started_at",
            "请填写检查开始时间",
            "say when the inspection began",
        ));
    }
    match (record.started_at, record.ended_at) {
        (_, None) => missing.push(need(
            "inspection.end_missing",
            "record.ended_at",
            "请填写检查结束时间",
            "say when the inspection ended",
        )),
        (Some(start), Some(end)) if end < start => missing.push(need(
            "inspection.end_before_start",
            "record.ended_at",
            "结束时间早于开始时间，请更正",
            "the end is before the beginning; correct one of them",
        )),
        _ => {}
    }
    if record.place.trim().is_empty() {
        missing.push(need(
            "inspection.place_missing",
            "record.place",
            "请填写检查地点",
            "say where",
        ));
    }
    if record.inspected.name.trim().is_empty() {
        missing.push(need(
            "inspection.party_missing",
            "record.inspected.name",
            "请填写被检查人名称",
            "name the inspected party",
        ));
    }
    let mut inspectors = record.inspector_ids.clone();
    inspectors.sort();
    inspectors.dedup();
    let all_of_team = inspectors.iter().all(|officer| inspection.team.contains(*officer));
    if inspectors.len() < 2 || !all_of_team {
        let refusal = need(
            "inspection.inspectors_missing",
            "record.inspector_ids",
            "检查人须为两名以上被派执法人员，请从本任务人员中选择",
            "two officers of this task at least must be named as inspectors",
        );
        missing.push(refusal.basis("行政处罚法第四十二条"));
    }
    if record.recorder_id.is_none_or(|officer| !inspection.team.contains(officer)) {
        missing.push(need(
            "inspection.recorder_missing",
            "record.recorder_id",
            "请从本任务人员中选择记录人",
            "choose who writes the record from the officers of this task",
        ));
    }
    missing
}

fn disclosures(inspection: &Inspection) -> Vec<Refusal> {
    let told = &inspection.record.disclosure;
    let basis = "行政处罚法第五十五条";
    let mut missing = Vec::new();
    if !told.certificates_shown {
        missing.push(
            need(
                "inspection.certificates_not_shown",
                "record.disclosure.certificates_shown",
                "须先出示执法证件并记明",
                "certificates must be shown first, and the record say so",
            )
            .basis(basis),
        );
    }
    if !told.rights_told || !told.cooperation_told {
        missing.push(
            need(
                "inspection.rights_not_told",
                "record.disclosure.rights_told",
                "须告知权利义务和配合检查的义务并记明",
                "rights and the duty to cooperate must be told, and the record say so",
            )
            .basis("行政处罚法第四十四条"),
        );
    }
    if !told.recusal_asked {
        missing.push(
            need(
                "inspection.recusal_not_asked",
                "record.disclosure.recusal_asked",
                "须询问是否申请回避并记明",
                "the party must be asked whether it wants an officer to withdraw",
            )
            .basis("行政处罚法第四十三条"),
        );
    }
    if told.recusal_requested {
        missing.push(
            need(
                "inspection.recusal_pending",
                "record.disclosure.recusal_requested",
                "当事人申请回避，须先由负责人决定",
                "the party wants an officer to withdraw; the head must decide first",
            )
            .basis("行政处罚法第四十三条"),
        );
    }
    missing
}

fn contents(inspection: &Inspection) -> Vec<Refusal> {
    let mut missing = Vec::new();
    let findings = &inspection.record.findings;
    if findings.production.trim().is_empty() && findings.violations.trim().is_empty() {
        missing.push(need(
            "inspection.findings_missing",
            "record.findings",
            "请至少填写生产情况或违法情况",
            "describe the production or the violations at least",
        ));
    }
    if inspection.evidence.iter().all(|item| item.withdrawn.is_some()) {
        missing.push(need(
            "inspection.evidence_missing",
            "evidence",
            "请至少拍摄一张现场照片",
            "take at least one photo",
        ));
    }
    missing
}

fn signatures(inspection: &Inspection) -> Vec<Refusal> {
    let record = &inspection.record;
    let signed_by = |role: SignerRole, officer: OfficerId| {
        let hit =
            |s: &Signature| s.role == role && s.officer == Some(officer) && s.refused.is_none();
        inspection.signatures.iter().any(hit)
    };
    let mut missing = Vec::new();
    if !inspection.signatures.iter().any(|s| s.role == SignerRole::Inspected) {
        missing.push(need(
            "inspection.party_signature_missing",
            "signatures.inspected",
            "请被检查人签名；拒签的注明理由并由见证人签名",
            "the party must sign, or its refusal be noted with a witness",
        ));
    }
    if !record.inspector_ids.iter().all(|id| signed_by(SignerRole::Inspector, *id)) {
        missing.push(need(
            "inspection.inspector_signature_missing",
            "signatures.inspector",
            "检查人须全部签名",
            "every inspector must sign",
        ));
    }
    if record.recorder_id.is_some_and(|id| !signed_by(SignerRole::Recorder, id)) {
        missing.push(need(
            "inspection.recorder_signature_missing",
            "signatures.recorder",
            "请记录人签名",
            "the recorder must sign",
        ));
    }
    missing
}
