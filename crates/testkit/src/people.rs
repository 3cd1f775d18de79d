//! The people of the tests: one for each thing that only one may do.

use app::{Actor, Person};
use domain::agency::Agency;
use domain::officer::{Certificate, Officer, Role};
use domain::{Date, OfficerId};
use jiff::civil::date;
use uuid::Uuid;

/// Officers of 三河, and one of 霸州 who must not see what happens in 三河.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is named for what the person may do")]
pub struct People {
    pub duty_officer: Officer,
    pub field_officer: Officer,
    pub second_field_officer: Officer,
    pub handler: Officer,
    pub second_handler: Officer,
    pub examiner: Officer,
    pub reviewer: Officer,
    pub head: Officer,
    pub deputy_head: Officer,
    pub uncertified: Officer,
    pub of_bazhou: Officer,
}

/// An officer with a certificate that holds until the end of 2029.
pub fn an_officer(number: u128, agency: &Agency, name: &str, roles: &[Role]) -> Officer {
    Officer {
        id: OfficerId(Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0000 + number)),
        agency: agency.id,
        account: format!("officer{number}"),
        name: name.to_owned(),
        roles: roles.to_vec(),
        certificate: Some(a_certificate(number, date(2029, 12, 31))),
        active: true,
        revision: 1,
    }
}

fn a_certificate(number: u128, valid_to: Date) -> Certificate {
    Certificate { number: format!("冀廊环{number:06}"), valid_from: date(2022, 1, 1), valid_to }
}

impl People {
    /// Everybody.
    pub fn of(sanhe: &Agency, bazhou: &Agency) -> Self {
        let field = [Role::FieldOfficer, Role::Handler];
        let expired = Officer {
            certificate: Some(a_certificate(10, date(2025, 12, 31))),
            ..an_officer(10, sanhe, "钱无证", &[Role::FieldOfficer])
        };
        Self {
            duty_officer: an_officer(1, sanhe, "赵值班", &[Role::DutyOfficer]),
            field_officer: an_officer(2, sanhe, "孙外勤", &field),
            second_field_officer: an_officer(3, sanhe, "李外勤", &field),
            handler: an_officer(4, sanhe, "周承办", &[Role::Handler]),
            second_handler: an_officer(5, sanhe, "吴承办", &[Role::Handler]),
            examiner: an_officer(6, sanhe, "郑审查", &[Role::Handler]),
            reviewer: an_officer(7, sanhe, "王法制", &[Role::Reviewer]),
            head: an_officer(8, sanhe, "冯局长", &[Role::Head]),
            deputy_head: an_officer(9, sanhe, "陈副局", &[Role::Head]),
            uncertified: expired,
            of_bazhou: an_officer(
                11,
                bazhou,
                "褚霸州",
                &[Role::DutyOfficer, Role::FieldOfficer, Role::Handler, Role::Reviewer, Role::Head],
            ),
        }
    }

    /// Everybody in a row.
    pub fn all(&self) -> Vec<Officer> {
        [
            &self.duty_officer,
            &self.field_officer,
            &self.second_field_officer,
            &self.handler,
            &self.second_handler,
            &self.examiner,
            &self.reviewer,
            &self.head,
            &self.deputy_head,
            &self.uncertified,
            &self.of_bazhou,
        ]
        .map(Clone::clone)
        .to_vec()
    }
}

/// The officer as somebody who has logged in.
pub(crate) fn actor(officer: &Officer, agency: &Agency) -> Actor {
    Actor::Person(Person {
        id: officer.id,
        name: officer.name.clone(),
        agency: officer.agency,
        roles: officer.roles.clone(),
        territory: agency.territory.clone(),
    })
}
