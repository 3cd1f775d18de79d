//! The procedure step by step, as the right people would take it; a test stops where it wants to try something else.

use crate::World;
use app::cases::{Conclude, Examine, Intent, NewService, Propose, RecheckCase, ReviewCase};
use app::discretion::Question;
use app::inspections::{NewEvidence, NewSignature};
use app::leads::Signal;
use app::tasks::{Dispatch, Sending};
use app::{Actor, cases, inspections, leads, notices, tasks};
use domain::case::{
    Case, CloseGround, ExaminationResult, ReviewChecks, ReviewResult, ServiceMethod,
};
use domain::discretion::Facts;
use domain::inspection::{
    Disclosure, EvidenceKind, Findings, Inspection, Offence, OnSitePerson, Record, SignerRole,
};
use domain::lead::Lead;
use domain::officer::{CertifiedTeam, Officer};
use domain::reading::{DataFlag, Measured, Reading, ReadingKind};
use domain::task::Task;
use domain::{Date, EvidenceId, InspectionId, OfficerId, TaskId, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Takes the steps of the procedure in a world.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "holds a world, which has none")]
pub struct Procedure<'a>(pub &'a World);

/// An hour of COD at the plant's outlet.
pub fn an_hour(world: &World, at: Timestamp, value: &str) -> Reading {
    Reading {
        mn: world.plant.logger.mn.clone(),
        factor: "w01018".into(),
        kind: ReadingKind::Hour,
        at: at.hour_start(),
        value: Measured::Valid { value: value.parse().expect("a number") },
        converted: None,
        min: None,
        max: None,
        total: None,
        flag: DataFlag::Normal,
    }
}

/// The bytes of a tiny PNG.
pub fn a_png() -> Vec<u8> {
    hex::decode(concat!(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de",
        "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
    ))
    .expect("a picture")
}

/// Service by hand at the plant.
pub fn a_service(world: &World, on: Date) -> NewService {
    NewService {
        method: ServiceMethod::Direct,
        on,
        receiver: "何守诚".to_owned(),
        relation: "法定代表人".to_owned(),
        place: "当事人住所".to_owned(),
        servers: vec![world.people.handler.id, world.people.second_handler.id],
        remarks: String::new(),
    }
}

/// Everything looked at and found in order.
pub const fn all_checked() -> ReviewChecks {
    ReviewChecks {
        subject: true,
        qualification: true,
        procedure: true,
        facts: true,
        law: true,
        documents: true,
        crime: true,
    }
}

/// An examination that passes, and approves whatever was answered against the count.
pub fn pass(case: &Case) -> Examine {
    let computed = case.steps().report.and_then(|report| report.measure.calculation());
    Examine {
        result: ExaminationResult::Pass,
        opinion: "同意。".to_owned(),
        approves: computed.map(|computed| computed.deviations.clone()).unwrap_or_default(),
    }
}

impl Procedure<'_> {
    fn actor(&self, officer: &Officer) -> Actor {
        self.0.as_actor(officer)
    }

    fn today(&self) -> Date {
        self.0.cx.now().date()
    }

    /// Telemetry raises a lead: 71.4 mg/L of COD where 50 are permitted.
    pub async fn lead(&self) -> Lead {
        let reading = an_hour(self.0, self.0.cx.now().plus_millis(-3_600_000), "71.4");
        let signal = Signal::in_time(reading);
        let plant = &self.0.plant;
        let telemetry = Actor::Service("telemetry");
        let raised =
            leads::raise(&self.0.cx, &telemetry, &plant.outlet, &plant.limit, signal).await;
        raised.expect("raised").expect("a lead")
    }

    /// The exceedance ends; one after that is another.
    pub async fn within(&self) {
        let plant = &self.0.plant;
        let telemetry = Actor::Service("telemetry");
        let signal = Signal::in_time(an_hour(self.0, self.0.cx.now(), "20.0"));
        let ended = leads::raise(&self.0.cx, &telemetry, &plant.outlet, &plant.limit, signal).await;
        ended.expect("ended");
    }

    /// The duty officer dispatches two officers.
    pub async fn task(&self, lead: &Lead) -> Task {
        let people = &self.0.people;
        let order = self.order(lead, &[people.field_officer.id, people.second_field_officer.id]);
        let duty = self.actor(&people.duty_officer);
        tasks::dispatch(&self.0.cx, &duty, order).await.expect("dispatched")
    }

    /// The order to send these officers after the lead.
    pub fn order(&self, lead: &Lead, officers: &[OfficerId]) -> Dispatch {
        Dispatch {
            id: TaskId(Uuid::from_u128(lead.id.0.as_u128() ^ 1)),
            lead: lead.id,
            officers: officers.to_vec(),
            due_at: self.0.cx.now().plus_millis(86_400_000),
            instruction: "到现场核实废水超标情况".to_owned(),
            sending: Sending::default(),
        }
    }

    /// The two who lead a team, as people of this world.
    fn pair(&self, team: &CertifiedTeam) -> [Officer; 2] {
        let people = self.0.people.all();
        let find = |nth: usize| {
            let id = team.officers().get(nth).expect("two officers").id;
            people.iter().find(|one| one.id == id).expect("of this world").clone()
        };
        [find(0), find(1)]
    }

    /// The officers begin the inspection.
    pub async fn draft(&self, task: &Task) -> Inspection {
        let [officer, _] = self.pair(&task.team);
        let officer = self.actor(&officer);
        let id = InspectionId(Uuid::from_u128(task.id.0.as_u128() ^ 2));
        inspections::begin(&self.0.cx, &officer, id, task.id).await.expect("begun")
    }

    /// The text of a complete record.
    pub fn record(&self, draft: &Inspection) -> Record {
        let [_, recorder] = self.pair(&draft.team);
        let now = self.0.cx.now();
        Record {
            started_at: Some(now),
            ended_at: Some(now.plus_millis(45 * 60_000)),
            on_site_person: OnSitePerson {
                name: "石立新".to_owned(),
                id_number: "131082198801011234".to_owned(),
                phone: "13800000000".to_owned(),
                post: "环保主管".to_owned(),
                relation: "现场负责人".to_owned(),
            },
            recorder_id: Some(recorder.id),
            disclosure: Disclosure {
                certificates_shown: true,
                rights_told: true,
                recusal_asked: true,
                recusal_requested: false,
                cooperation_told: true,
            },
            findings: Findings {
                production: "检查时该单位正常生产。".to_owned(),
                violations: "总排口化学需氧量小时均值71.4mg/L，超过许可限值50mg/L。".to_owned(),
                ..Findings::default()
            },
            opinion_of_inspected: "属实。".to_owned(),
            offence: Some(Offence {
                item_code: draft.item.clone(),
                facts: std::collections::BTreeMap::new(),
            }),
            ..draft.record.clone()
        }
    }

    /// A photo with its digest.
    pub fn photo(&self) -> NewEvidence {
        let bytes = a_png();
        NewEvidence {
            id: EvidenceId(self.0.cx.id::<Uuid>()),
            kind: EvidenceKind::Photo,
            caption: "总排口在线监测数据".to_owned(),
            taken_at: self.0.cx.now(),
            device_clock_at: self.0.cx.now(),
            position: None,
            sha256: hex::encode(Sha256::digest(&bytes)),
            media_type: "image/png".to_owned(),
            bytes,
        }
    }

    /// Writes, photographs and signs the draft: all but submitting it.
    pub async fn complete(&self, draft: Inspection) -> Inspection {
        let cx = &self.0.cx;
        let [first, second] = self.pair(&draft.team);
        let officer = self.actor(&first);
        let record = self.record(&draft);
        let revision = draft.revision;
        inspections::write(cx, &officer, draft.id, revision, record).await.expect("written");
        inspections::add_evidence(cx, &officer, draft.id, self.photo()).await.expect("added");
        let signers = [
            (SignerRole::Inspected, "石立新", None),
            (SignerRole::Inspector, first.name.as_str(), Some(first.id)),
            (SignerRole::Inspector, second.name.as_str(), Some(second.id)),
            (SignerRole::Recorder, second.name.as_str(), Some(second.id)),
        ];
        let mut signed = draft;
        for (role, name, who) in signers {
            let signature = NewSignature {
                role,
                name: name.to_owned(),
                officer: who,
                signed_at: cx.now(),
                image: Some(a_png()),
                refused: None,
            };
            signed = inspections::sign(cx, &officer, signed.id, signature).await.expect("signed");
        }
        signed
    }

    /// A submitted inspection, from a fresh lead.
    pub async fn inspection(&self) -> Inspection {
        let lead = self.lead().await;
        self.inspected(&self.task(&lead).await).await
    }

    /// The submitted inspection of a task.
    pub async fn inspected(&self, task: &Task) -> Inspection {
        let draft = self.draft(task).await;
        let signed = self.complete(draft).await;
        let [officer, _] = self.pair(&signed.team);
        let officer = self.actor(&officer);
        let submitted = inspections::submit(&self.0.cx, &officer, signed.id, signed.revision).await;
        submitted.expect("submitted")
    }

    /// What a handler proposes on an inspection.
    pub fn proposal(&self, inspection: &Inspection) -> Propose {
        let people = &self.0.people;
        Propose {
            id: self.0.cx.id(),
            inspection: inspection.id,
            item: inspection.item.clone(),
            cause: "涉嫌超过水污染物排放标准排放水污染物案".to_owned(),
            summary: "在线监测和现场检查发现总排口化学需氧量超标。".to_owned(),
            handlers: vec![people.handler.id, people.second_handler.id],
            act_on: None,
            harmful: false,
        }
    }

    /// A case whose filing is proposed.
    pub async fn proposed(&self) -> Case {
        let inspection = self.inspection().await;
        let handler = self.actor(&self.0.people.handler);
        let proposed = cases::propose(&self.0.cx, &handler, self.proposal(&inspection)).await;
        proposed.expect("proposed")
    }

    /// A filed case.
    pub async fn filed(&self) -> Case {
        let case = self.proposed().await;
        let head = self.actor(&self.0.people.head);
        cases::approve_filing(&self.0.cx, &head, case.id, case.revision).await.expect("filed")
    }

    /// The report of the handlers; the worst choice of every factor when `grave`, else the mildest.
    pub async fn report(&self, case: &Case, grave: bool) -> Conclude {
        let inspection =
            inspections::read(&self.0.cx, &self.actor(&self.0.people.handler), case.inspection)
                .await
                .expect("the inspection");
        Conclude {
            facts: "当事人总排口化学需氧量小时均值71.4mg/L，超过限值0.43倍。".to_owned(),
            evidence: inspection.inspection.evidence.iter().map(|item| item.id).collect(),
            opinion: "事实清楚，证据充分，建议处以罚款。".to_owned(),
            complex: false,
            intent: Intent::Fine(Box::new(self.question(case, grave))),
            act: None,
            band_reason: Some("情节与先例不同，见案卷".to_owned()),
        }
    }

    /// The facts for the benchmark: per factor its mildest or its gravest choice.
    pub fn question(&self, case: &Case, grave: bool) -> Question {
        let law = self.0.cx.law();
        let violation = law.violations.iter().find(|violation| violation.item == case.item);
        let route = violation.and_then(|violation| violation.law.first()).expect("a route");
        let table = law.benchmarks.get(&route.table).expect("a table");
        let choice = |factor: &domain::discretion::Factor| {
            let by_weight = |choice: &&domain::discretion::Choice| choice.weight.clone();
            let choices = factor.choices.iter();
            let chosen =
                if grave { choices.max_by_key(by_weight) } else { choices.min_by_key(by_weight) };
            (factor.id.clone(), chosen.map(|choice| choice.id.clone()).unwrap_or_default())
        };
        Question {
            item: case.item.clone(),
            act_on: self.today(),
            facts: Facts {
                tier: route.tier,
                choices: table.factors.iter().map(choice).collect(),
                // A grave one is chosen whatever the cases of the party give.
                deviations: table.factors.iter().map(|f| (f.id.clone(), "见案卷".into())).collect(),
                ..Facts::default()
            },
            ..Question::default()
        }
    }

    /// A concluded case.
    pub async fn concluded(&self, grave: bool) -> Case {
        let case = self.filed().await;
        let report = self.report(&case, grave).await;
        let handler = self.actor(&self.0.people.handler);
        let (id, revision) = (case.id, case.revision);
        cases::conclude(&self.0.cx, &handler, id, revision, report).await.expect("concluded")
    }

    /// An examined case: at the notice when it was mild, at legal review when it was grave.
    pub async fn examined(&self, grave: bool) -> Case {
        let case = self.concluded(grave).await;
        let examiner = self.actor(&self.0.people.examiner);
        let pass = pass(&case);
        let (id, revision) = (case.id, case.revision);
        cases::examine(&self.0.cx, &examiner, id, revision, pass).await.expect("examined")
    }

    /// A reviewer agrees.
    pub async fn reviewed(&self, case: Case) -> Case {
        let reviewer = self.actor(&self.0.people.reviewer);
        let agree = ReviewCase {
            result: ReviewResult::Agree,
            opinion: "同意。".to_owned(),
            checks: all_checked(),
        };
        let (id, revision) = (case.id, case.revision);
        cases::review(&self.0.cx, &reviewer, id, revision, agree).await.expect("reviewed")
    }

    /// A case whose party was told today.
    pub async fn noticed(&self, case: Case) -> Case {
        let handler = self.actor(&self.0.people.handler);
        let service = a_service(self.0, self.today());
        let (id, revision) = (case.id, case.revision);
        cases::serve_notice(&self.0.cx, &handler, id, revision, service).await.expect("noticed")
    }

    /// A rechecked case; nobody said anything.
    pub async fn rechecked(&self, case: Case) -> Case {
        let handler = self.actor(&self.0.people.handler);
        let order = RecheckCase {
            points: Vec::new(),
            opinion: "当事人逾期未陈述申辩。".to_owned(),
            anew: None,
            act: None,
            band_reason: None,
        };
        let (id, revision) = (case.id, case.revision);
        cases::recheck(&self.0.cx, &handler, id, revision, order).await.expect("rechecked")
    }

    /// What becomes of a decision: the case, or the code of the refusal.
    pub async fn try_decide(&self, case: &Case) -> Result<Case, String> {
        let head = self.actor(&self.0.people.head);
        let decided = cases::decide(&self.0.cx, &head, case.id, case.revision).await;
        decided.map_err(|error| match error {
            app::Error::Refused(refusal) => refusal.code.to_owned(),
            other => other.to_string(),
        })
    }

    /// Reads the decision as it will be published, and publishes it as it is.
    pub async fn published(&self, case: &Case) {
        let handler = self.actor(&self.0.people.handler);
        let reading = notices::read_before(&self.0.cx, &handler, case.id, &[]).await;
        let read = notices::Read { words: Vec::new(), sha256: reading.expect("a text").sha256 };
        notices::publish(&self.0.cx, &handler, case.id, case.revision, read)
            .await
            .expect("published");
    }

    /// The head decides.
    pub async fn decided(&self, case: Case) -> Case {
        let head = self.actor(&self.0.people.head);
        cases::decide(&self.0.cx, &head, case.id, case.revision).await.expect("decided")
    }

    /// A mild case from its lead to the service of its decision.
    pub async fn served(&self) -> Case {
        let case = self.noticed(self.examined(false).await).await;
        // The party's days for a defence.
        self.0.clock.advance_days(8);
        let case = self.decided(self.rechecked(case).await).await;
        let handler = self.actor(&self.0.people.handler);
        let service = a_service(self.0, self.today());
        let (id, revision) = (case.id, case.revision);
        cases::serve_decision(&self.0.cx, &handler, id, revision, service).await.expect("served")
    }

    /// Closes a case on a ground.
    pub async fn close(&self, case: &Case, ground: CloseGround) -> Case {
        let handler = self.actor(&self.0.people.handler);
        let (id, revision) = (case.id, case.revision);
        cases::close(&self.0.cx, &handler, id, revision, ground).await.expect("closed")
    }

    /// A mild case that was performed.
    pub async fn closed(&self) -> Case {
        self.close(&self.served().await, CloseGround::Performed).await
    }
}
