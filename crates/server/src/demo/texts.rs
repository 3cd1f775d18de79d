//! What the people of the stories write down: records, reports, receipts. Every name and number in it is made up.

use super::cases::Plot;
use anyhow::Context as _;
use app::cases::{Conclude, Intent, NewService};
use app::discretion::Question;
use app::inspections::NewEvidence;
use domain::case::{Case, ServiceMethod};
use domain::discretion::Facts;
use domain::inspection::{
    Disclosure, EvidenceKind, Findings, Inspection, Offence, OnSitePerson, Record,
};
use domain::lead::Lead;
use domain::record::Digests;
use std::collections::BTreeMap;

/// Who received the officers; a name of the demonstration.
pub(super) const ON_SITE: &str = "石立新";
const PHOTO: &[u8] = include_bytes!("photo.png");
pub(super) const SIGNATURE: &[u8] = include_bytes!("signature.png");

impl Plot<'_> {
    pub(super) fn record(&self, draft: &Inspection) -> Record {
        let now = self.stage.cx.now();
        let lead = self.lead.as_ref();
        let worst = lead.and_then(Lead::exceedance);
        let worst = worst.map(|finding| finding.worst.value.to_string()).unwrap_or_default();
        Record {
            started_at: Some(now.plus_millis(-3 * 60_000)),
            ended_at: Some(now),
            on_site_person: OnSitePerson {
                name: ON_SITE.to_owned(),
                id_number: "131082198801010016".to_owned(),
                phone: "13000000000".to_owned(),
                post: "环保主管".to_owned(),
                relation: "现场负责人".to_owned(),
            },
            recorder_id: Some(self.cast.field[1].0.id),
            disclosure: Disclosure {
                certificates_shown: true,
                rights_told: true,
                recusal_asked: true,
                recusal_requested: false,
                cooperation_told: true,
            },
            findings: Findings {
                production: "检查时该单位正在生产，污水处理站运行。".to_owned(),
                procedures: "该单位已取得排污许可证，在线监测设备已联网。".to_owned(),
                pollution_and_facilities: "生产废水经气浮、厌氧和好氧处理后经总排口排放。"
                    .to_owned(),
                violations: format!(
                    "在线监测显示总排口化学需氧量小时均值最高{worst}mg/L，超过许可限值{}mg/L。",
                    self.limit.upper
                ),
                sampling_and_images: "对总排口、数采仪和站房拍照取证。".to_owned(),
            },
            opinion_of_inspected: "情况属实，立即整改。".to_owned(),
            offence: Some(Offence { item_code: draft.item.clone(), facts: BTreeMap::new() }),
            ..draft.record.clone()
        }
    }

    pub(super) fn photo(&self) -> NewEvidence {
        let now = self.stage.cx.now();
        let bytes = PHOTO.to_vec();
        NewEvidence {
            id: self.stage.cx.id(),
            kind: EvidenceKind::Photo,
            caption: "总排口现场照片（演示用合成图片）".to_owned(),
            taken_at: now,
            device_clock_at: now,
            position: None,
            sha256: Digests::of(&bytes).sha256.to_string(),
            media_type: "image/png".to_owned(),
            bytes,
        }
    }

    pub(super) fn report(&self, case: &Case) -> anyhow::Result<Conclude> {
        let inspection = self.inspection.as_ref().context("an inspection")?;
        let worst = self.lead.as_ref().and_then(Lead::exceedance);
        let worst = worst.map(|finding| finding.worst.value.to_string());
        Ok(Conclude {
            facts: format!(
                "当事人总排口化学需氧量小时均值最高{}mg/L，超过排污许可证载明的限值{}mg/L。",
                worst.unwrap_or_default(),
                self.limit.upper
            ),
            evidence: inspection.evidence.iter().map(|item| item.id).collect(),
            opinion: "事实清楚，证据充分，建议处以罚款。".to_owned(),
            complex: false,
            intent: Intent::Fine(Box::new(self.question(case)?)),
        })
    }

    /// Of every factor of the benchmark the mildest choice, or the gravest.
    pub(super) fn question(&self, case: &Case) -> anyhow::Result<Question> {
        let law = self.stage.cx.law();
        let violation = law.violations.iter().find(|violation| violation.item == case.item);
        let route = violation.and_then(|violation| violation.law.first()).context("a route")?;
        let table = law.benchmarks.get(&route.table).context("a discretion table")?;
        let choose = |factor: &domain::discretion::Factor| {
            let mut choices: Vec<_> = factor.choices.iter().collect();
            choices.sort_by(|a, b| a.weight.cmp(&b.weight));
            let chosen = if self.story.grave { choices.last() } else { choices.first() };
            (factor.id.clone(), chosen.map(|choice| choice.id.clone()).unwrap_or_default())
        };
        let choices = table.factors.iter().map(choose).collect();
        let why = "系统启用前的在先决定见纸质案卷".to_owned();
        let deviations =
            table.factors.iter().map(|factor| (factor.id.clone(), why.clone())).collect();
        Ok(Question {
            item: case.item.clone(),
            act_on: self.stage.cx.now().date(),
            facts: Facts { tier: route.tier, choices, deviations, ..Facts::default() },
            ..Question::default()
        })
    }

    pub(super) fn service(&self, on: domain::Date) -> NewService {
        NewService {
            method: ServiceMethod::Direct,
            on,
            receiver: ON_SITE.to_owned(),
            relation: "环保主管（受委托签收）".to_owned(),
            place: "当事人住所".to_owned(),
            servers: self.cast.handlers.iter().map(|(officer, _)| officer.id).collect(),
            remarks: String::new(),
        }
    }
}
