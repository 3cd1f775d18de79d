//! All that the papers of a case are made from, loaded once.

use crate::office::{self, Office};
use crate::{Error, Law, Permit, library};
use domain::case::{Case, Measure, NewFact, Party, PartyKind, Steps};
use domain::discretion::Calculation;
use domain::document::{
    AnnexArticle, CitedArticle, EvidenceItem, Facts, Head, LATE_PAYMENT, LawAnnex, NewlyFound,
    OfficerBlock, Opinion, Organ, PartyBlock, Penalty, Renewal, RepresentativePost, Sanction,
    Signature, SignatureRole,
};
use domain::inspection::Inspection;
use domain::law::{CODE_IN_FORCE, Certainty};
use domain::officer::CertifiedOfficer;
use domain::{Date, Fen, OfficerId, Refusal, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;
use store::Tx;

/// The act of the 生态环境法典, as citations name it.
const CODE: &str = "eco_code";

/// A case with everything its papers speak of.
pub(crate) struct Dossier {
    pub(super) law: Arc<Law>,
    pub(super) case: Case,
    pub(super) agency_name: String,
    /// What the letters of the agency say of it.
    pub(super) office: Office,
    agency_code: String,
    pub(super) inspection: Inspection,
    pub(super) today: Date,
    names: HashMap<OfficerId, String>,
}

impl Dossier {
    /// Loads it in the transaction of the step that makes the papers.
    pub(crate) async fn load(permit: &Permit<'_>, tx: &mut Tx, case: &Case) -> Result<Self, Error> {
        let agency = store::agencies::find(tx, case.agency).await?;
        let agency = agency.ok_or(Error::NotFound("agency"))?;
        let inspection = store::inspections::find(tx, case.inspection).await?;
        let steps = case.steps();
        let named = [
            steps.proposal.map(|proposal| proposal.by),
            steps.filed.map(|filed| filed.approved_by),
            steps.examination.map(|examination| examination.by),
            steps.review.map(|review| review.by),
            steps.second_review.map(|review| review.by),
            steps.decision.map(|decision| decision.by),
            steps.served.and_then(|served| served.closing.as_ref()).map(|closing| closing.by),
            permit.person().ok().map(|person| person.id),
        ];
        let mut names = HashMap::new();
        for id in named.into_iter().flatten() {
            if let Some(officer) = store::officers::find(tx, id).await? {
                names.insert(id, officer.name);
            }
        }
        let law = permit.cx().law();
        Ok(Self {
            office: law.offices.of(&agency.code),
            law,
            case: case.clone(),
            agency_name: agency.name,
            agency_code: agency.code,
            inspection: inspection.ok_or(Error::NotFound("inspection"))?,
            today: permit.now().date(),
            names,
        })
    }

    /// Refuses a prior notice that would not say where to answer.
    pub(super) fn can_notify(&self) -> Result<(), Refusal> {
        office::can_notify(&self.office, &self.agency_code)
    }

    /// Refuses a decision that would not say how to pay or how to object.
    pub(super) fn can_decide(&self) -> Result<(), Refusal> {
        office::can_decide(&self.office, &self.agency_code)
    }

    pub(super) fn steps(&self) -> Steps<'_> {
        self.case.steps()
    }

    pub(super) fn name(&self, officer: OfficerId) -> String {
        self.names.get(&officer).cloned().unwrap_or_default()
    }

    /// The head of a document under a number; a number that is none leaves it out.
    pub(super) fn head(&self, number: Option<&str>) -> Head {
        Head {
            organ: self.organ(),
            number: number.and_then(|text| text.parse().ok()),
            draft: false,
        }
    }

    /// The head of an internal form, under the number of the case.
    pub(super) fn case_head(&self) -> Head {
        self.head(self.steps().filed.map(|filed| filed.number.as_str()))
    }

    fn organ(&self) -> Organ {
        let office = &self.office;
        let contact = self.handlers().first().map(|officer| officer.name.clone());
        Organ {
            name: self.agency_name.clone(),
            address: office.address.clone(),
            postcode: office.postcode.clone(),
            contact: contact.unwrap_or_default(),
            phone: office.phone.clone(),
        }
    }

    pub(super) fn party(&self) -> PartyBlock {
        party(&self.case.party)
    }

    pub(super) fn handlers(&self) -> &[CertifiedOfficer] {
        self.case.handlers()
    }

    pub(super) fn handler_blocks(&self) -> Vec<OfficerBlock> {
        self.handlers().iter().map(block).collect()
    }

    /// The articles that were broken, by the law that applies to the act.
    pub(super) fn violated(&self) -> Vec<CitedArticle> {
        let duty =
            self.law.item(&self.case.item).map_or(&[][..], |item| item.duty(self.governed_on()));
        duty.iter().map(|citation| self.law.cited(citation)).collect()
    }

    /// The articles the power rests on, by the law that applies to the act.
    fn power(&self) -> Vec<CitedArticle> {
        let power =
            self.law.item(&self.case.item).map_or(&[][..], |item| item.power(self.governed_on()));
        power.iter().map(|citation| self.law.cited(citation)).collect()
    }

    /// A day of the law by which the fine was computed: that of the act, unless the code was milder and took its place.
    fn governed_on(&self) -> Date {
        let act_on = self.case.act_time().map_or(self.today, |act| act.ended_by(self.today));
        let steps = self.steps();
        let anew = steps.recheck.and_then(|recheck| recheck.calculation.as_ref());
        let computed =
            anew.or_else(|| steps.report.and_then(|report| report.measure.calculation()));
        let range = computed.and_then(|computed| self.law.ranges.get(&computed.range_id));
        let cited = range.and_then(|range| range.citation.as_ref());
        if cited.is_some_and(|cited| cited.act == CODE) {
            act_on.max(CODE_IN_FORCE)
        } else {
            act_on
        }
    }

    /// The words of what a decision cites, as they read on the day of the act. Words that may not be quoted, or are not on
    /// file, are left out; what is no official text says so.
    pub(super) fn annex(&self, fined: bool) -> Option<LawAnnex> {
        let act_on = self.governed_on();
        let late = fined.then(|| LATE_PAYMENT.parse().ok()).flatten();
        let late = late.map(|place| self.law.cited(&place));
        let mut articles: Vec<AnnexArticle> = Vec::new();
        for cited in self.violated().into_iter().chain(self.power()).chain(late) {
            let shown = library::view(&self.law, &cited.place, act_on, self.today);
            let (Ok(words), Some(certainty)) = (shown.text, shown.certainty) else {
                continue;
            };
            let known = articles.iter().any(|one| one.article.place == cited.place);
            if known || certainty == Certainty::Reconstruction {
                continue;
            }
            let label = (!certainty.is_law()).then(|| certainty.label().zh);
            let article = CitedArticle { text: Some(words), ..cited };
            articles.push(AnnexArticle { article, label });
        }
        (!articles.is_empty()).then_some(LawAnnex { act_on, articles })
    }

    pub(super) fn facts(&self) -> Facts {
        let account = self.steps().report.map(|report| report.facts.clone());
        Facts {
            account: account.unwrap_or_default(),
            evidence: self.evidence(),
            violated: self.violated(),
        }
    }

    fn evidence(&self) -> Vec<EvidenceItem> {
        let record = EvidenceItem {
            name: "现场检查（勘察）笔录".to_owned(),
            on: self.inspection.record.ended_at.map_or(self.today, Timestamp::date),
            source: self.agency_name.clone(),
            proves: "现场检查情况和违法事实".to_owned(),
        };
        let chosen = self.steps().report.map_or(&[][..], |report| &report.evidence);
        let items = self.inspection.evidence.iter().filter(|item| chosen.contains(&item.id));
        let items = items.map(|item| EvidenceItem {
            name: item.kind.zh().to_owned(),
            on: item.taken_at.date(),
            source: self.agency_name.clone(),
            proves: item.caption.clone(),
        });
        std::iter::once(record).chain(items).collect()
    }

    /// The sanction at an amount: kind, articles, and the reasons of the discretion; or the ground on which there is none.
    pub(super) fn sanction(&self, fine: Option<Fen>, computed: Option<&Calculation>) -> Sanction {
        let measure = self.steps().report.map(|report| &report.measure);
        if let (None, Some(Measure::NoPenalty { article, reason })) = (computed, measure) {
            let basis = article.parse().ok().map(|place| self.law.cited(&place));
            let (basis, discretion) = (basis.into_iter().collect(), reason.clone());
            return Sanction { penalties: Vec::new(), basis, discretion, steps: Vec::new() };
        }
        let steps = computed.map_or(&[][..], |calculation| &calculation.trace);
        let named = |made: &Calculation| {
            format!("{}（裁量计算摘要：{}）", made.label.zh, short(&made.digest()))
        };
        Sanction {
            penalties: fine.map(Penalty::Fine).into_iter().collect(),
            basis: self.power(),
            discretion: computed.map(named).unwrap_or_default(),
            steps: steps.iter().map(|step| step.words.zh.clone()).collect(),
        }
    }

    /// The notice that the party had before, and what the report names as found since.
    pub(super) fn renewal(&self) -> Option<Renewal> {
        let steps = self.steps();
        let (investigation, report) = (steps.investigation?, steps.report?);
        let told = investigation.told()?;
        let found = |new: &NewFact| NewlyFound {
            on: new.found_on,
            by: new.found_by.zh().to_owned(),
            fact: new.fact.clone(),
            proof: new.proof.clone(),
        };
        Some(Renewal {
            notice: told.number.parse().ok()?,
            served_on: told.service.on,
            heavier: investigation.heavier(report),
            facts: report.new_facts.iter().map(found).collect(),
        })
    }

    /// The sanction as the report proposes it.
    pub(super) fn proposed(&self) -> Sanction {
        let measure = self.steps().report.map(|report| &report.measure);
        let computed = measure.and_then(Measure::calculation);
        self.sanction(measure.and_then(Measure::fine), computed)
    }

    pub(super) fn opinion(
        &self,
        text: &str,
        role: SignatureRole,
        by: OfficerId,
        on: Date,
    ) -> Opinion {
        let signature = Signature {
            name: self.name(by),
            role,
            certificate: None,
            image: None,
            at: Some(Timestamp::start_of(on)),
        };
        Opinion { text: text.to_owned(), signature }
    }

    pub(super) fn handler_signatures(&self, role: SignatureRole, on: Date) -> Vec<Signature> {
        let sign = |officer: &CertifiedOfficer| Signature {
            name: officer.name.clone(),
            role,
            certificate: Some(officer.certificate_number.clone()),
            image: None,
            at: Some(Timestamp::start_of(on)),
        };
        self.handlers().iter().map(sign).collect()
    }
}

pub(super) fn block(officer: &CertifiedOfficer) -> OfficerBlock {
    OfficerBlock { name: officer.name.clone(), certificate: officer.certificate_number.clone() }
}

fn party(party: &Party) -> PartyBlock {
    match party.kind {
        PartyKind::Organisation => PartyBlock::Organisation {
            name: party.name.clone(),
            credit_code: party.code.clone(),
            post: RepresentativePost::LegalRepresentative,
            representative: party.representative.as_str().into(),
            address: party.address.clone(),
        },
        PartyKind::Individual => PartyBlock::Individual {
            name: party.name.as_str().into(),
            id_number: party.code.as_str().into(),
            address: party.address.as_str().into(),
        },
    }
}

/// The beginning of a digest: enough to find the calculation, short enough to read out.
fn short(digest: &str) -> &str {
    digest.get(..16).unwrap_or(digest)
}
