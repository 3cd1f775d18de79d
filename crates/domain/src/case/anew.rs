//! Back again (重新计算、补充调查): the rules of the day are others than those of the calculation, or facts came to light.

use super::{Case, Investigation, NoticeIssued, Noticed, Return, Stage, text};
use crate::law::Words;
use crate::{Date, OfficerId, Refusal, Refused};

impl Case {
    /// Back to where the fine can be computed anew, because it no longer stands: to the investigation while the party was
    /// told nothing, to the recheck once it was.
    ///
    /// # Errors
    /// `case.rules_unchanged` where nothing changed.
    pub fn compute_anew(self, changes: &[Words], by: OfficerId, on: Date) -> Refused<Self> {
        let next = match self.stage.clone() {
            Stage::NoticeDue(cleared) | Stage::NoticeIssued(NoticeIssued { cleared, .. }) => {
                let defects = vec![rules_changed_words(changes).zh];
                let back = cleared.examined.concluded.investigation.returned(by, on, defects);
                Stage::Investigating(back)
            }
            Stage::Deliberation(rechecked) => Stage::Recheck(rechecked.noticed),
            Stage::DecisionDue(settled) => Stage::Recheck(settled.rechecked.noticed),
            _ => return Err(self.not_now("重新计算罚款", "be computed anew")),
        };
        if changes.is_empty() {
            return Err(Refusal::new(
                "case.rules_unchanged",
                "法律、事项和裁量基准均无变化，罚款计算仍然有效，无需重新计算",
                "law, item and benchmark are what they were; the calculation stands",
            ));
        }
        Ok(self.at(next))
    }

    /// Back to the investigation after the party was told, because facts came to light. What it was told stays on file, and
    /// a new notice opens its periods again.
    pub fn reinvestigate(self, reason: &str, by: OfficerId, on: Date) -> Refused<Self> {
        let noticed = match self.stage.clone() {
            Stage::Noticed(noticed) | Stage::Recheck(noticed) => noticed,
            Stage::Deliberation(rechecked) => rechecked.noticed,
            Stage::DecisionDue(settled) => settled.rechecked.noticed,
            _ => return Err(self.not_now("退回补充调查", "be investigated further")),
        };
        let reason = text(reason, "reason", 1_000)?;
        Ok(self.at(Stage::Investigating(noticed.returned(by, on, vec![reason]))))
    }
}

impl Noticed {
    /// Back in investigation, with the notice kept among what the party was told.
    pub(super) fn returned(self, by: OfficerId, on: Date, defects: Vec<String>) -> Investigation {
        let mut back = self.cleared.examined.concluded.investigation.clone();
        back.returns.push(Return { by, on, defects });
        back.told.push(self.into());
        back
    }
}

/// The refusal of a step that would bind the party by a calculation that no longer stands.
pub fn rules_changed(changes: &[Words]) -> Refusal {
    let Words { zh, en } = rules_changed_words(changes);
    Refusal::new(
        "case.rules_changed",
        format!("{zh}。请先“重新计算”；结果有变化的按新的结果办理，对当事人更不利的，须补充调查并重新告知"),
        format!("{en}. Compute the fine anew first; what is heavier needs new facts and a new notice"),
    )
    .basis("行政处罚法第三十七条")
    .field("discretion")
}

fn rules_changed_words(changes: &[Words]) -> Words {
    let zh: Vec<&str> = changes.iter().map(|change| change.zh.trim_end_matches('。')).collect();
    let en: Vec<&str> = changes.iter().map(|change| change.en.trim_end_matches('.')).collect();
    Words::new(
        format!("罚款计算所依据的规则已有变化：{}", zh.join("；")),
        format!("The rules that the fine was computed by have changed: {}", en.join("; ")),
    )
}
