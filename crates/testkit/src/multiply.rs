//! Many cases out of one: the same procedure under other ids and numbers, for whoever measures.

use crate::World;
use domain::case::Case;
use domain::inspection::Inspection;
use domain::record::RecordKind;
use domain::task::Task;
use domain::{CaseId, InspectionId, TaskId};
use store::{Change, Tx};
use uuid::Uuid;

/// Cases written in one transaction.
const AT_ONCE: usize = 500;

impl World {
    /// Writes copies of a case, its task and its inspection, until there are `count`; each has its fine as the case has.
    pub async fn multiply(&self, case: &Case, count: usize) -> Vec<Case> {
        let mut copies = Vec::new();
        let mut tx = self.store.read().await.expect("a transaction");
        let found = store::inspections::find(&mut tx, case.inspection).await;
        let inspection = found.expect("readable").expect("the inspection of the case");
        let found = store::tasks::find(&mut tx, inspection.task).await;
        let task = found.expect("readable").expect("the task of the inspection");
        drop(tx);
        let all: Vec<u128> = (1..count as u128).collect();
        for some in all.chunks(AT_ONCE) {
            let mut tx = self.store.write().await.expect("a transaction");
            for number in some {
                copies.push(self.copy(&mut tx, *number, &task, &inspection, case).await);
            }
            tx.commit().await.expect("cases are stored");
        }
        copies
    }

    async fn copy(
        &self,
        tx: &mut Tx,
        number: u128,
        task: &Task,
        inspection: &Inspection,
        case: &Case,
    ) -> Case {
        let change = Change {
            at: self.cx.now(),
            actor: "service/testkit".to_owned(),
            kind: RecordKind::CaseClosed,
            file: None,
            public: None,
        };
        let other = |id: Uuid| Uuid::from_u128(id.as_u128() ^ (number << 16));
        let task = Task {
            id: TaskId(other(task.id.0)),
            number: format!("{}-{number}", task.number),
            ..task.clone()
        };
        let inspection = Inspection {
            id: InspectionId(other(inspection.id.0)),
            number: format!("{}-{number}", inspection.number),
            task: task.id,
            ..inspection.clone()
        };
        let (id, at) = (CaseId(other(case.id.0)), inspection.id);
        let filed = case.steps().filed.map(|filed| filed.number.clone()).unwrap_or_default();
        let text = serde_json::to_string(case).expect("a case in JSON");
        let text = text
            .replace(&case.id.to_string(), &id.to_string())
            .replace(&case.inspection.to_string(), &at.to_string())
            .replace(&filed, &format!("{filed}-{number}"));
        let case: Case = serde_json::from_str(&text).expect("the same case");
        store::tasks::insert(tx, task, &change).await.expect("a task");
        store::inspections::insert(tx, inspection, &change).await.expect("an inspection");
        let case = store::cases::insert(tx, case, None, &change).await.expect("a case");
        // The fine is written with what changes a case.
        store::cases::save(tx, case, None, &change).await.expect("its fine")
    }
}
