//! On-site inspections (现场检查): the record, its evidence and its signatures.

mod evidence;
mod missing;
mod record;

pub use evidence::{Evidence, EvidenceKind, Position, PositionSource};
pub use record::{
    AHEAD_MAX_MS, Disclosure, Findings, Inspected, Offence, OnSitePerson, Record, ToldAt,
};

use crate::jurisdiction::{Footing, Grounds, Step};
use crate::officer::CertifiedTeam;
use crate::region::Territory;
use crate::{
    AgencyId, EnterpriseId, EvidenceId, InspectionId, OfficerId, OutletId, Refusal, Refused,
    TaskId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// In which capacity somebody signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignerRole {
    /// The inspected party or the person on site for it.
    Inspected,
    /// An inspecting officer.
    Inspector,
    /// The officer who wrote the record.
    Recorder,
    /// A witness, where the party refuses.
    Witness,
}

/// That somebody would not sign, and who saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedToSign {
    /// The reason given.
    pub reason: String,
    /// Who witnessed the refusal.
    pub witness: String,
}

/// A signature under the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// In which capacity.
    pub role: SignerRole,
    /// The name.
    pub name: String,
    /// The officer, where it is one.
    pub officer: Option<OfficerId>,
    /// When.
    pub signed_at: Timestamp,
    /// SHA-256 of the picture of the signature, kept as a blob; none where signing was refused.
    pub image_sha256: Option<String>,
    /// That signing was refused.
    pub refused: Option<RefusedToSign>,
}

/// Where an inspection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum InspectionState {
    /// Being written.
    Draft,
    /// Signed and closed; nothing in it changes any more.
    Submitted {
        /// When.
        at: Timestamp,
    },
}

/// An on-site inspection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inspection {
    /// Identity.
    pub id: InspectionId,
    /// Number shown to people.
    pub number: String,
    /// The task it fulfils.
    pub task: TaskId,
    /// The party's plant.
    pub enterprise: EnterpriseId,
    /// The outlet it is about.
    pub outlet: OutletId,
    /// The enforcement item looked for, by code.
    pub item: String,
    /// Where, for the question who sees it.
    pub territory: Territory,
    /// Whose inspection.
    pub agency: AgencyId,
    /// On what the body's power rested when it began.
    pub grounds: Box<Footing>,
    /// The same on the day of submitting.
    #[serde(default)]
    pub submitted_grounds: Option<Box<Footing>>,
    /// The officers who were sent.
    pub team: CertifiedTeam,
    /// The record.
    pub record: Record,
    /// The evidence taken.
    pub evidence: Vec<Evidence>,
    /// The signatures.
    pub signatures: Vec<Signature>,
    /// Where it stands.
    pub state: InspectionState,
    /// Revision of this entry.
    pub revision: u32,
}

/// At most this many items of evidence belong to one inspection.
pub const EVIDENCE_MAX: usize = 200;

impl Inspection {
    /// Replaces the text of the draft. What was signed is signed: signatures fall away when the text changes.
    pub fn write(self, record: Record) -> Refused<Self> {
        self.open()?;
        record.check_lengths()?;
        let signatures = if record == self.record { self.signatures } else { Vec::new() };
        Ok(Self { record, signatures, ..self })
    }

    /// Adds an item of evidence.
    pub fn add_evidence(mut self, evidence: Evidence) -> Refused<Self> {
        self.open()?;
        if self.evidence.len() >= EVIDENCE_MAX {
            return Err(Refusal::new(
                "inspection.too_much_evidence",
                format!("一次检查最多保存{EVIDENCE_MAX}份证据，请另行建立检查"),
                format!("one inspection holds at most {EVIDENCE_MAX} items of evidence"),
            ));
        }
        self.evidence.push(evidence);
        Ok(self)
    }

    /// Adds what the handlers of its case found later, after the record was signed; what was signed stays as it is.
    pub fn supplement(self, evidence: Evidence) -> Refused<Self> {
        let state = self.state;
        let draft = Self { state: InspectionState::Draft, ..self }.add_evidence(evidence)?;
        Ok(Self { state, ..draft })
    }

    /// Withdraws an item of evidence, with the reason; its bytes and its line in the record stay.
    pub fn withdraw_evidence(mut self, id: EvidenceId, reason: &str) -> Refused<Self> {
        self.open()?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 500 {
            return Err(Refusal::new(
                "inspection.withdrawal_reason_missing",
                "请填写撤回理由（1至500字）；原件和记录仍然保留",
                "say why it is withdrawn, in 1 to 500 characters; the original and its record stay",
            )
            .field("reason"));
        }
        for item in self.evidence.iter_mut().filter(|item| item.id == id) {
            item.withdrawn.get_or_insert_with(|| reason.to_owned());
        }
        Ok(self)
    }

    /// Adds a signature. An officer signs once in one capacity; a new signature replaces the earlier one.
    pub fn sign(mut self, signature: Signature) -> Refused<Self> {
        self.open()?;
        let name = self.signer(&signature)?;
        let signature = Signature { name, ..signature };
        if signature.refused.is_none() == signature.image_sha256.is_none() {
            return Err(Refusal::new(
                "inspection.signature_incomplete",
                "请手写签名，或注明拒签理由和见证人",
                "sign by hand, or give the reason for refusing and a witness",
            )
            .field("image_png_base64"));
        }
        self.signatures
            .retain(|known| (known.role, &known.name) != (signature.role, &signature.name));
        self.signatures.push(signature);
        Ok(self)
    }

    /// Whoever signs is who the record says: an officer of the team under the registered name, or the person on site.
    fn signer(&self, signature: &Signature) -> Refused<String> {
        let refusal =
            |zh: &str, en: &str| Err(Refusal::new("inspection.signer_wrong", zh, en).field("name"));
        let named = signature.name.trim();
        match signature.role {
            SignerRole::Inspector | SignerRole::Recorder => {
                let officers = self.team.officers();
                match officers.iter().find(|officer| Some(officer.id) == signature.officer) {
                    Some(officer) if officer.name == named => Ok(officer.name.clone()),
                    _ => refusal(
                        "检查人、记录人须为本任务的执法人员本人签名",
                        "inspectors and recorder sign themselves, as officers of this task",
                    ),
                }
            }
            SignerRole::Inspected if named != self.record.on_site_person.name.trim() => refusal(
                "被检查人一栏由笔录所载的现场负责人签名；换人的请先更正笔录中的现场负责人",
                "the person on site named in the record signs for the party; correct the record if it is another",
            ),
            SignerRole::Inspected | SignerRole::Witness => Ok(named.to_owned()),
        }
    }

    /// What still stands in the way of submitting; empty when nothing does.
    pub fn missing(&self) -> Vec<Refusal> {
        missing::list(self)
    }

    /// Closes the record: nothing may be missing, it happened after the officers were sent, and the body must still have
    /// its power.
    pub fn submit(self, sent_at: Timestamp, at: Timestamp, grounds: Grounds) -> Refused<Self> {
        self.open()?;
        self.record.check_times(sent_at, at)?;
        let grounds = grounds.for_step(Step::Inspect, &self.item, self.agency, &self.territory)?;
        match self.missing().into_iter().next() {
            Some(first) => Err(first),
            None => {
                let (state, grounds) = (InspectionState::Submitted { at }, Some(Box::new(grounds)));
                Ok(Self { state, submitted_grounds: grounds, ..self })
            }
        }
    }

    /// Whether it may still be written and evidenced.
    pub fn open(&self) -> Refused<()> {
        match self.state {
            InspectionState::Draft => Ok(()),
            InspectionState::Submitted { .. } => Err(Refusal::new(
                "inspection.submitted",
                format!("检查{}已提交锁定，不能再修改；如有补充请另行制作笔录", self.number),
                format!("inspection {} is submitted and locked; add a further record", self.number),
            )),
        }
    }
}
