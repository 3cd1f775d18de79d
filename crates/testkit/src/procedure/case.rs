//! The way of a case, from its proposal to its end.

use super::Procedure;
use crate::World;
use app::cases::{
    self, Conclude, Examine, Intent, NewService, Propose, ProposeClosing, RecheckCase, ReviewCase,
};
use app::discretion::Question;
use app::{inspections, notices};
use domain::Date;
use domain::case::{
    Annulment, Case, CloseGround, ExaminationResult, Payment, ReviewChecks, ReviewResult,
    ServiceMethod,
};
use domain::discretion::Facts;
use domain::inspection::Inspection;

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
            new_facts: Vec::new(),
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
        Box::pin(cases::examine(&self.0.cx, &examiner, id, revision, pass)).await.expect("examined")
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
        Box::pin(cases::review(&self.0.cx, &reviewer, id, revision, agree)).await.expect("reviewed")
    }

    /// A case whose prior notice is made out.
    pub async fn issued(&self, case: Case) -> Case {
        let handler = self.actor(&self.0.people.handler);
        let (id, revision) = (case.id, case.revision);
        cases::issue_notice(&self.0.cx, &handler, id, revision).await.expect("made out")
    }

    /// A case whose party was told today.
    pub async fn noticed(&self, case: Case) -> Case {
        let case = self.issued(case).await;
        let handler = self.actor(&self.0.people.handler);
        let service = a_service(self.0, self.today());
        let (id, revision) = (case.id, case.revision);
        Box::pin(cases::serve_notice(&self.0.cx, &handler, id, revision, service))
            .await
            .expect("noticed")
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
        Box::pin(cases::recheck(&self.0.cx, &handler, id, revision, order))
            .await
            .expect("rechecked")
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
        let served = cases::serve_decision(&self.0.cx, &handler, id, revision, service);
        Box::pin(served).await.expect("served")
    }

    /// Closes a case on a ground: the handler proposes with what proves it, the head approves.
    pub async fn close(&self, case: &Case, ground: CloseGround) -> Case {
        let handler = self.actor(&self.0.people.handler);
        let order = self.closing(case, ground);
        let (id, revision) = (case.id, case.revision);
        let proposed = cases::propose_closing(&self.0.cx, &handler, id, revision, order);
        let case = Box::pin(proposed).await.expect("proposed");
        let head = self.actor(&self.0.people.head);
        let approved = cases::approve_closing(&self.0.cx, &head, id, case.revision);
        Box::pin(approved).await.expect("closed")
    }

    /// A closing with all that any ground needs.
    pub fn closing(&self, case: &Case, ground: CloseGround) -> ProposeClosing {
        let fine = case.steps().decision.and_then(|decision| decision.fine);
        let on = self.today();
        ProposeClosing {
            ground,
            payment: fine.map(|amount| Payment { on, amount }),
            annulment: Some(Annulment { number: "廊政复决〔2026〕7号".to_owned(), on }),
            reason: "已核实。".to_owned(),
        }
    }

    /// A mild case that was performed.
    pub async fn closed(&self) -> Case {
        self.close(&self.served().await, CloseGround::Performed).await
    }
}
