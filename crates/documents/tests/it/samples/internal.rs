//! The internal forms and reports of the sample case.

use super::*;

fn opinions(roles: &[(SignatureRole, &str, &str)]) -> Vec<Opinion> {
    let opinion = |(role, name, text): &(SignatureRole, &str, &str)| Opinion {
        text: (*text).into(),
        signature: sign(name, *role, !text.is_empty()),
    };
    roles.iter().map(opinion).collect()
}

pub(super) fn filing() -> FilingApproval {
    use SignatureRole as R;
    FilingApproval {
        head: head(Some("冀廊环立〔2026〕31号")),
        source: CaseSource::OnSite,
        cause: cause(),
        party: party(),
        found_on: on(3),
        summary: facts().account,
        conditions: FilingConditions {
            evidence: "现场检查笔录、照片和采样记录。".into(),
            penalty: "依据水污染防治法应当给予罚款。".into(),
            jurisdiction: "违法行为发生地在本市辖区。".into(),
            limitation: "违法行为发生于2026年8月29日至9月3日，未超过追责期限。".into(),
        },
        violated: facts().violated,
        opinions: opinions(&[
            (R::Handler, "张立新", "建议立案。"),
            (R::Handler, "刘珺", "建议立案。"),
            (R::UnitHead, "韩守成", "同意立案，由张立新、刘珺承办。"),
            (R::Head, "", ""),
        ]),
    }
}

pub(super) fn report() -> InvestigationReport {
    InvestigationReport {
        head: head(Some("冀廊环立〔2026〕31号")),
        cause: cause(),
        party: party(),
        filed_on: on(4),
        investigators: officers(),
        origin: "2026年9月3日，执法人员根据自动监控数据异常线索进行现场检查时发现。".into(),
        process: "2026年9月3日现场检查并采样，9月7日询问法定代表人，9月9日取得监测报告。".into(),
        facts: facts(),
        renewal: None,
        conclusion: "违法事实清楚，证据确凿，程序合法，调查终结。".into(),
        proposal: sanction(),
        signatures: vec![
            sign("张立新", SignatureRole::Handler, true),
            sign("刘珺", SignatureRole::Handler, true),
        ],
        date: on(11),
    }
}

fn answer(yes: bool) -> Answer {
    Answer { yes, note: None }
}

pub(super) fn examination() -> CaseExamination {
    CaseExamination {
        head: head(Some("冀廊环立〔2026〕31号")),
        cause: cause(),
        party: party(),
        investigators: officers(),
        received_on: on(11),
        questions: ExaminationQuestions {
            jurisdiction: answer(true),
            facts: answer(true),
            evidence: answer(true),
            procedure: answer(true),
            limitation_expired: Answer {
                yes: false, note: Some("自2026年9月3日起算".into())
            },
            law: answer(true),
        },
        passed: true,
        opinions: opinions(&[
            (SignatureRole::Examiner, "贾思雨", "审查通过，建议送法制审核。"),
            (SignatureRole::UnitHead, "韩守成", "同意。"),
        ]),
    }
}

pub(super) fn legal_review() -> LegalReview {
    let yes = || answer(true);
    LegalReview {
        head: head(Some("冀廊环立〔2026〕31号")),
        cause: cause(),
        party: party(),
        handlers: officers(),
        sent_on: on(14),
        reasons: vec![ReviewReason::Complex],
        proposal: sanction(),
        questions: ReviewQuestions {
            subject: yes(),
            qualification: yes(),
            procedure: yes(),
            facts: yes(),
            law: yes(),
            discretion: yes(),
            beyond_power: answer(false),
            documents: yes(),
            crime: answer(false),
        },
        result: ReviewResult::Agree,
        opinions: opinions(&[(SignatureRole::LegalReviewer, "高云翔", "同意拟处理意见。")]),
    }
}

pub(super) fn deliberation() -> Deliberation {
    let who = |name: &str, post: &str| Attendee { name: name.into(), post: post.into() };
    let says =
        |name: &str, post: &str, text: &str| Speech { speaker: who(name, post), text: text.into() };
    Deliberation {
        head: head(Some("冀廊环立〔2026〕31号")),
        cause: cause(),
        party: party(),
        started: at(28, 14, 30),
        ended: at(28, 15, 45),
        place: "局三楼会议室".into(),
        host: who("苏振东", "局长"),
        recorder: who("马丽", "法规科科员"),
        members: vec![who("苏振东", "局长"), who("韩守成", "副局长"), who("高云翔", "法规科科长")],
        present: vec![who("张立新", "承办人"), who("刘珺", "承办人")],
        summary: facts().account,
        speeches: vec![
            says("张立新", "承办人", "汇报案情、证据、当事人陈述申辩及复核情况。"),
            says("高云翔", "法规科科长", "法制审核同意，同意处罚建议。"),
            says("韩守成", "副局长", "同意处罚建议。"),
        ],
        conclusion: "与会人员一致同意对该单位给予以下行政处罚。".into(),
        sanction: sanction(),
        signatures: vec![
            sign("苏振东", SignatureRole::Host, true),
            sign("韩守成", SignatureRole::Member, true),
            sign("高云翔", SignatureRole::Member, true),
            sign("马丽", SignatureRole::Recorder, true),
        ],
    }
}

pub(super) fn closing() -> ClosingApproval {
    ClosingApproval {
        head: head(Some("冀廊环立〔2026〕31号")),
        cause: cause(),
        party: party(),
        filed_on: on(4),
        decision: "冀廊环罚〔2026〕31号".parse().unwrap(),
        decided_on: on(25),
        penalties: sanction().penalties,
        served_on: on(26),
        ground: "行政处罚决定由当事人履行完毕".into(),
        performance: "当事人于2026年9月29日缴清罚款。".into(),
        opinions: opinions(&[
            (SignatureRole::Handler, "张立新", "当事人已改正违法行为并缴清罚款，建议结案。"),
            (SignatureRole::Head, "韩守成", "同意结案。"),
        ]),
    }
}
