//! What the people of the stories write down: records, reports, receipts. Every name and number in it is made up.

use super::cases::Plot;
use super::people::HOME;
use super::stories::Water;
use anyhow::Context as _;
use app::Office;
use app::cases::{Conclude, Intent, NewService};
use app::discretion::Question;
use app::inspections::NewEvidence;
use domain::case::{Case, ServiceMethod};
use domain::discretion::Facts;
use domain::inspection::{
    Disclosure, EvidenceKind, Findings, Inspection, Offence, OnSitePerson, Record,
};
use domain::lead::Lead;
use domain::reading::Decimal;
use domain::record::Digests;
use std::collections::BTreeMap;

/// Who received the officers; a name of the demonstration.
pub(super) const ON_SITE: &str = "石立新";
const PHOTO: &[u8] = include_bytes!("photo.png");
pub(super) const SIGNATURE: &[u8] = include_bytes!("signature.png");

/// What the letters of every agency say; made up, and says so.
pub(crate) fn office() -> Office {
    let said = |text: &str| text.to_owned();
    Office {
        address: said("廊坊市广阳区演示路1号（演示）"),
        postcode: said("065000"),
        phone: said("0316-0000000（演示）"),
        bank: said("演示银行廊坊分行"),
        account_name: said("廊坊市财政局（演示）"),
        account: said("0000 0000 0000 0000"),
        review_by: said("廊坊市人民政府"),
        court: said("廊坊市广阳区人民法院"),
    }
}

/// The branch that most stories belong to sits elsewhere.
pub(crate) fn offices() -> BTreeMap<String, Office> {
    let said = |text: &str| text.to_owned();
    let sanhe = Office {
        address: said("三河市演示大街1号（演示）"),
        postcode: said("065200"),
        court: said("三河市人民法院"),
        ..Office::default()
    };
    BTreeMap::from([(said(HOME), sanhe)])
}

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
        let worst = self.worst()?;
        let Water { tonnes_a_day, class, .. } = self.story.water;
        Ok(Conclude {
            facts: format!(
                "当事人总排口化学需氧量小时均值最高{worst}mg/L，超过排污许可证载明的限值{}mg/L，超标{}%。\
                 废水为一般工业废水，日排放量约{tonnes_a_day}吨，排入{class}类水体；检查前一年内未接到周边投诉。",
                self.limit.upper,
                per_cent_over(worst, self.limit.upper),
            ),
            evidence: inspection.evidence.iter().map(|item| item.id).collect(),
            opinion: "事实清楚，证据充分，建议处以罚款。".to_owned(),
            complex: false,
            intent: Intent::Fine(Box::new(self.question(case)?)),
            act: None,
            band_reason: Some(
                "违法情节与近期同类案件不同，按裁量基准逐项认定（演示）。".to_owned(),
            ),
            new_facts: Vec::new(),
        })
    }

    fn worst(&self) -> anyhow::Result<Decimal> {
        let lead = self.lead.as_ref().context("a lead")?;
        Ok(lead.exceedance().context("an exceedance")?.worst.value)
    }

    /// The choices of the benchmark that fit what the report says.
    pub(super) fn question(&self, case: &Case) -> anyhow::Result<Question> {
        let law = self.stage.cx.law();
        let violation = law.violations.iter().find(|violation| violation.item == case.item);
        let route = violation.and_then(|violation| violation.law.first()).context("a route")?;
        let table = law.benchmarks.get(&route.table).context("a discretion table")?;
        let excess = match per_cent_over(self.worst()?, self.limit.upper) {
            ..50 => "1",
            50..100 => "2",
            100..300 => "3",
            300.. => "4",
        };
        let choose = |factor: &domain::discretion::Factor| {
            let chosen = match factor.id.as_str() {
                "wastewater" => "2",
                "excess" => excess,
                "daily_volume" => self.story.water.volume,
                "receiving_water" => self.story.water.receiving,
                // One pollutant, no violation before, no complaint.
                _ => "1",
            };
            (factor.id.clone(), chosen.to_owned())
        };
        Ok(Question {
            item: case.item.clone(),
            act_on: self.stage.cx.now().date(),
            facts: Facts {
                tier: route.tier,
                choices: table.factors.iter().map(choose).collect(),
                ..Facts::default()
            },
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

/// By how many whole per cent a value lies over its limit.
fn per_cent_over(value: Decimal, limit: Decimal) -> i128 {
    let scaled = |number: Decimal, other: Decimal| {
        i128::from(number.mantissa) * 10_i128.pow(u32::from(other.scale))
    };
    scaled(value, limit) * 100 / scaled(limit, value).max(1) - 100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_excess_is_what_lies_over_the_limit() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(per_cent_over(number("613.3"), number("400")), 53);
        assert_eq!(per_cent_over(number("599.9"), number("400.00")), 49);
        assert_eq!(per_cent_over(number("600"), number("400")), 50);
    }
}
