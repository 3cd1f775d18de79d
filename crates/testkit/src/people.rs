//! The people of the tests: one for each thing that only one may do.

use app::{Actor, Person};
use domain::agency::Agency;
use domain::officer::{Certificate, Officer, Role};
use domain::{Date, OfficerId};
use jiff::civil::date;
use uuid::Uuid;

/// Officers of 三河, two of 霸州 who must not see what happens in 三河, and those of the bureau.
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
    pub second_of_bazhou: Officer,
    pub bazhou_head: Officer,
    pub city_duty: Officer,
    pub city_head: Officer,
    pub city_handler: Officer,
    pub second_city_handler: Officer,
    pub city_reviewer: Officer,
    pub second_city_reviewer: Officer,
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
        earlier: Vec::new(),
        waiting: None,
        active: true,
        revision: 1,
    }
}

fn a_certificate(number: u128, valid_to: Date) -> Certificate {
    Certificate { number: format!("冀廊环{number:06}"), valid_from: date(2022, 1, 1), valid_to }
}

impl People {
    /// Everybody.
    pub fn of(sanhe: &Agency, bazhou: &Agency, bureau: &Agency) -> Self {
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
            second_of_bazhou: an_officer(12, bazhou, "卫霸州", &field),
            bazhou_head: an_officer(19, bazhou, "秦霸州", &[Role::Head]),
            city_duty: an_officer(13, bureau, "蒋市值", &[Role::DutyOfficer]),
            city_head: an_officer(14, bureau, "沈市长", &[Role::Head]),
            city_handler: an_officer(15, bureau, "韩市办", &field),
            second_city_handler: an_officer(16, bureau, "杨市办", &field),
            city_reviewer: an_officer(17, bureau, "朱市审", &[Role::Reviewer]),
            second_city_reviewer: an_officer(18, bureau, "秦市审", &[Role::Reviewer]),
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
            &self.second_of_bazhou,
            &self.bazhou_head,
            &self.city_duty,
            &self.city_head,
            &self.city_handler,
            &self.second_city_handler,
            &self.city_reviewer,
            &self.second_city_reviewer,
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
