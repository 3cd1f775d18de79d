//! The procedure step by step, as the right people would take it; a test stops where it wants to try something else.

mod case;

pub use case::{a_service, all_checked, pass};

use crate::World;
use app::inspections::{NewEvidence, NewSignature};
use app::leads::Signal;
use app::tasks::{Dispatch, Sending};
use app::{Actor, inspections, leads, tasks};
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
            ended_at: Some(now),
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
        let [first, _] = self.pair(&draft.team);
        let officer = self.actor(&first);
        let record = self.record(&draft);
        let revision = draft.revision;
        inspections::write(cx, &officer, draft.id, revision, record).await.expect("written");
        inspections::add_evidence(cx, &officer, draft.id, self.photo()).await.expect("added");
        self.signed(draft).await
    }

    /// The draft with every signature.
    pub async fn signed(&self, draft: Inspection) -> Inspection {
        let cx = &self.0.cx;
        let [first, second] = self.pair(&draft.team);
        let officer = self.actor(&first);
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
}
