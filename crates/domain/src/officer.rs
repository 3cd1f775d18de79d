//! Officers and their certificates (执法人员, 执法证件): who may act, and when.

use crate::{AgencyId, Date, OfficerId, Refusal, Refused, Timestamp};
use serde::{Deserialize, Serialize};

/// What a person may do on the platform. The names are those of `policies/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 系统管理员: runs the platform, sees no case.
    SystemAdmin,
    /// 安全管理员: accounts and roles.
    SecurityAdmin,
    /// 审计管理员: reads the audit and the record.
    Auditor,
    /// 值班员: leads and dispatch.
    DutyOfficer,
    /// 外勤执法人员: tasks and inspections.
    FieldOfficer,
    /// 案件承办人: cases.
    Handler,
    /// 法制审核人员: legal review.
    Reviewer,
    /// 单位负责人: filing approval and decision.
    Head,
}

impl Role {
    /// Every role, in the order of the permission matrix.
    pub const ALL: [Self; 8] = [
        Self::SystemAdmin,
        Self::SecurityAdmin,
        Self::Auditor,
        Self::DutyOfficer,
        Self::FieldOfficer,
        Self::Handler,
        Self::Reviewer,
        Self::Head,
    ];

    /// Whether it is one of the three administrators, who run the platform and take no part in enforcement.
    pub const fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::Auditor)
    }

    /// Whether whoever holds it decides over others: one administrator alone neither gives nor takes it, nor resets such an
    /// account.
    pub const fn needs_two(self) -> bool {
        self.is_administrator() || matches!(self, Self::Reviewer | Self::Head)
    }

    /// The name used in policies, tables and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SystemAdmin => "system_admin",
            Self::SecurityAdmin => "security_admin",
            Self::Auditor => "auditor",
            Self::DutyOfficer => "duty_officer",
            Self::FieldOfficer => "field_officer",
            Self::Handler => "handler",
            Self::Reviewer => "reviewer",
            Self::Head => "head",
        }
    }
}

/// A law-enforcement certificate (行政执法证件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Its number as printed.
    pub number: String,
    /// First day it holds.
    pub valid_from: Date,
    /// Last day it holds.
    pub valid_to: Date,
}

impl Certificate {
    /// Whether it holds on that day.
    pub fn holds_on(&self, day: Date) -> bool {
        (self.valid_from..=self.valid_to).contains(&day)
    }
}

/// A change of an account that waits for a second administrator, of another kind than the one who asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// What is to be changed.
    pub change: AccountChange,
    /// Who asks, as the record names actors.
    pub by: String,
    /// Since when.
    pub at: Timestamp,
}

/// What may be changed about an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccountChange {
    /// It comes into being.
    Created,
    /// Other roles.
    Roles {
        /// Which.
        roles: Vec<Role>,
    },
    /// Out of use.
    Suspended,
    /// In use again.
    Reinstated,
    /// A new one-time token; password and second factor of before count no more.
    Reset,
}

/// A person of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// Identity.
    pub id: OfficerId,
    /// Whose officer.
    pub agency: AgencyId,
    /// The account's name.
    pub account: String,
    /// The person's name, as it stands in documents.
    pub name: String,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// The certificate that begins last, where the person holds one: one that was renewed ahead holds only from its first day.
    pub certificate: Option<Certificate>,
    /// Those that begin before it, the latest last: what is done while one of them holds is lawful.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Certificate>,
    /// Whether the account is in use.
    pub active: bool,
    /// A change that a second administrator must confirm before it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
    /// Revision of this entry.
    pub revision: u32,
}

/// An officer as named in a document: with the certificate that held on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertifiedOfficer {
    /// Who.
    pub id: OfficerId,
    /// The name.
    pub name: String,
    /// The number of the certificate.
    pub certificate_number: String,
}

impl Officer {
    /// Whether the person held a certificate on that day, whatever became of the account since.
    pub fn held_certificate_on(&self, day: Date) -> bool {
        self.certificate_on(day).is_some()
    }

    /// The certificate that holds on that day; of two that overlap, the one that begins later.
    pub fn certificate_on(&self, day: Date) -> Option<&Certificate> {
        self.certificate.iter().chain(self.earlier.iter().rev()).find(|held| held.holds_on(day))
    }

    /// The certificate to show on that day: the one that holds, else the one that begins last.
    pub fn certificate_shown(&self, day: Date) -> Option<&Certificate> {
        self.certificate_on(day).or(self.certificate.as_ref())
    }

    /// Enters a certificate: one of a known number corrects it, another one joins the history.
    ///
    /// # Errors
    /// `officer.certificate_wrong` for an empty or overlong number, or an end before the beginning.
    pub fn certify(mut self, new: Certificate) -> Refused<Self> {
        const NUMBER_CHARS_MAX: usize = 40;
        let chars = new.number.trim().chars().count();
        if !(1..=NUMBER_CHARS_MAX).contains(&chars) || new.valid_to < new.valid_from {
            return Err(Refusal::new(
                "officer.certificate_wrong",
                "请填写证件编号（至多40字），且有效期止不得早于有效期起",
                "give the number (40 characters at most), and an end not before the beginning",
            )
            .field("certificate"));
        }
        self.earlier.extend(self.certificate.take());
        self.earlier.retain(|held| held.number != new.number);
        self.earlier.push(new);
        self.earlier.sort_by_key(|held| held.valid_from);
        self.certificate = self.earlier.pop();
        Ok(self)
    }

    /// The officer with the certificate that holds on `day`, or why there is none (行政处罚法 art. 42).
    pub fn certified(&self, day: Date) -> Refused<CertifiedOfficer> {
        match self.certificate_on(day).filter(|_| self.active) {
            Some(held) => Ok(CertifiedOfficer {
                id: self.id,
                name: self.name.clone(),
                certificate_number: held.number.clone(),
            }),
            None => Err(Refusal::new(
                "officer.not_certified",
                format!("{}在{day}没有有效的行政执法证件，请另派持证人员或先办理证件", self.name),
                format!(
                    "{} holds no valid certificate on {day}; send a certified officer",
                    self.name
                ),
            )
            .basis("行政处罚法第四十二条")),
        }
    }
}

/// Two or more different officers, each with a valid certificate. That it exists is the proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CertifiedTeam(Vec<CertifiedOfficer>);

impl CertifiedTeam {
    /// At most this many officers are named on one task or record.
    pub const MAX: usize = 8;

    /// Checks number, difference and certificates of the officers on `day` (行政处罚法 art. 42).
    pub fn form(officers: &[Officer], day: Date) -> Refused<Self> {
        let mut team: Vec<CertifiedOfficer> = Vec::new();
        for officer in officers {
            let certified = officer.certified(day)?;
            if team.iter().all(|member| member.id != certified.id) {
                team.push(certified);
            }
        }
        if !(2..=Self::MAX).contains(&team.len()) {
            return Err(Refusal::new(
                "officer.fewer_than_two",
                format!(
                    "执法人员须为两名以上（至多{}名）不同的持证人员，现为{}名",
                    Self::MAX,
                    team.len()
                ),
                format!(
                    "two to {} different certified officers are needed, not {}",
                    Self::MAX,
                    team.len()
                ),
            )
            .basis("行政处罚法第四十二条"));
        }
        Ok(Self(team))
    }

    /// The officers.
    pub fn officers(&self) -> &[CertifiedOfficer] {
        &self.0
    }

    /// Whether the person is one of them.
    pub fn contains(&self, officer: OfficerId) -> bool {
        self.0.iter().any(|member| member.id == officer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    fn officer(n: u128, valid_to: Date) -> Officer {
        let certificate =
            Certificate {
                number: format!("冀廊环{n:04}"), valid_from: date(2022, 1, 1), valid_to
            };
        Officer {
            id: OfficerId(Uuid::from_u128(n)),
            agency: AgencyId(Uuid::nil()),
            account: format!("officer{n}"),
            name: format!("执法员{n}"),
            roles: vec![Role::FieldOfficer],
            certificate: Some(certificate),
            earlier: Vec::new(),
            waiting: None,
            active: true,
            revision: 1,
        }
    }

    #[test]
    fn a_renewed_certificate_covers_what_was_done_under_the_old_one() {
        let held = officer(1, date(2026, 9, 30));
        let new = |number: &str, from, to| Certificate {
            number: number.to_owned(),
            valid_from: from,
            valid_to: to,
        };
        let renewed = held.certify(new("冀廊环0002", date(2026, 11, 1), date(2030, 1, 1))).unwrap();
        assert!(renewed.held_certificate_on(date(2026, 9, 16)));
        assert!(!renewed.held_certificate_on(date(2026, 10, 15)), "between the two there was none");
        let corrected =
            renewed.certify(new("冀廊环0001", date(2022, 1, 1), date(2026, 8, 31))).unwrap();
        assert!(!corrected.held_certificate_on(date(2026, 9, 16)));
        assert_eq!(corrected.earlier.len(), 1);
        let wrong = corrected.certify(new("冀廊环0003", date(2026, 1, 2), date(2026, 1, 1)));
        assert_eq!(wrong.unwrap_err().code, "officer.certificate_wrong");
    }

    #[test]
    fn a_certificate_renewed_ahead_does_not_end_the_one_that_holds() {
        let (today, later) = (date(2026, 11, 24), date(2026, 12, 1));
        let certificate = |number: &str, from, to| Certificate {
            number: number.to_owned(),
            valid_from: from,
            valid_to: to,
        };
        let held = officer(1, date(2026, 12, 31));
        let renewed = held.certify(certificate("冀廊环0009", later, date(2031, 1, 1))).unwrap();
        let number = |officer: &Officer, day| officer.certified(day).unwrap().certificate_number;
        assert_eq!(number(&renewed, today), "冀廊环0001");
        assert_eq!(number(&renewed, later), "冀廊环0009", "the new one from its first day");
        assert_eq!(renewed.certificate_shown(today).unwrap().number, "冀廊环0001");
        // Entered out of order, they are the same history.
        let again = certificate("冀廊环0001", date(2022, 1, 1), date(2026, 12, 31));
        assert_eq!(renewed.clone().certify(again).unwrap(), renewed);
        let none = renewed.certified(date(2021, 12, 31)).unwrap_err();
        assert_eq!(none.code, "officer.not_certified");
    }

    #[test]
    fn a_team_is_two_different_certified_officers() {
        let (day, later) = (date(2026, 9, 1), date(2027, 1, 1));
        let (first, second) = (officer(1, later), officer(2, later));
        assert!(CertifiedTeam::form(&[first.clone(), second.clone()], day).is_ok());

        let code = |officers: &[Officer]| CertifiedTeam::form(officers, day).unwrap_err().code;
        assert_eq!(code(std::slice::from_ref(&first)), "officer.fewer_than_two");
        assert_eq!(code(&[first.clone(), first.clone()]), "officer.fewer_than_two");
        assert_eq!(code(&[first.clone(), officer(3, date(2026, 8, 31))]), "officer.not_certified");
        assert!(
            CertifiedTeam::form(&[first.clone(), officer(3, day)], day).is_ok(),
            "last day counts"
        );
        let retired = Officer { active: false, ..second };
        assert_eq!(code(&[first, retired]), "officer.not_certified");
    }
}
