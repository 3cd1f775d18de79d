//! What the province delegated to towns (处罚法-24), until it takes it back.

use crate::region::Territory;
use crate::{Date, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// What happens to the cases that a town filed before a delegation was taken back. No statute says; a site decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InFlight {
    /// The town finishes what it filed.
    Finish,
    /// The town hands over what it filed.
    HandOver,
}

/// Items that the province delegated to the towns of an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    /// Its name.
    pub code: String,
    /// The towns: this one, or all in this area.
    pub territory: Territory,
    /// Codes of the items.
    pub items: Vec<String>,
    /// First day.
    pub effective_from: Date,
    /// First day no longer, where it was taken back.
    #[serde(default)]
    pub effective_to: Option<Date>,
    /// The province's document.
    pub document: String,
    /// The document by which it was taken back.
    #[serde(default)]
    pub withdrawal: String,
}

impl Delegation {
    /// Whether it covers an item at a place on a day.
    pub fn covers(&self, item: &str, place: &Territory, on: Date) -> bool {
        let in_force = self.effective_from <= on && self.effective_to.is_none_or(|end| on < end);
        let here = self.territory.contains(place);
        in_force && here && self.items.iter().any(|listed| listed == item)
    }

    /// Checks what somebody enters.
    ///
    /// # Errors
    /// `delegation.code`, `delegation.no_items`, `delegation.document`.
    pub fn check(&self) -> Refused<()> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
        if self.code.is_empty() || self.code.len() > 64 || !self.code.bytes().all(plain) {
            return Err(Refusal::new(
                "delegation.code",
                "编号为1至64个小写字母、数字或“. _ -”。",
                "A code is 1 to 64 lower-case letters, digits or `. _ -`.",
            )
            .field("code"));
        }
        if self.items.is_empty() || self.items.len() > super::LIST_ITEMS_MAX {
            return Err(Refusal::new(
                "delegation.no_items",
                "请列明下放的事项。",
                "Name the items that are delegated.",
            )
            .field("items"));
        }
        if self.document.trim().is_empty() {
            return Err(Refusal::new(
                "delegation.document",
                "下放须由省级决定，请填写文件名称和文号。",
                "Only the province delegates: name its document.",
            )
            .basis("行政处罚法第二十四条")
            .field("document"));
        }
        Ok(())
    }

    /// Takes it back from a day on.
    ///
    /// # Errors
    /// `delegation.withdrawn`, `delegation.withdrawal_day`, `delegation.document`.
    pub fn withdraw(self, from: Date, document: &str) -> Refused<Self> {
        if self.effective_to.is_some() {
            return Err(Refusal::new(
                "delegation.withdrawn",
                "该下放已经收回。",
                "This delegation was taken back already.",
            ));
        }
        if from <= self.effective_from {
            return Err(Refusal::new(
                "delegation.withdrawal_day",
                "收回日期应晚于下放生效日期。",
                "It can only be taken back after the day it took effect.",
            )
            .field("on"));
        }
        if document.trim().is_empty() {
            return Err(Refusal::new(
                "delegation.document",
                "请填写收回所依据的文件名称和文号。",
                "Name the document by which it is taken back.",
            )
            .basis("行政处罚法第二十四条")
            .field("document"));
        }
        Ok(Self { effective_to: Some(from), withdrawal: document.trim().to_owned(), ..self })
    }
}
