//! Circumstances that only a person can have: an organisation has no age.

use super::{Exemption, Facts, Ground};
use crate::case::PartyKind;
use crate::{Refusal, Refused};

impl Facts {
    /// Whether every circumstance stated can be one of such a party.
    ///
    /// # Errors
    /// `discretion.party_has_no_age` where an organisation is said to be under fourteen or under eighteen.
    pub fn fit(&self, party: PartyKind) -> Refused<()> {
        match party {
            PartyKind::Individual => return Ok(()),
            PartyKind::Organisation => {}
        }
        let child = self.exemption == Some(Exemption::UnderFourteen);
        let mut adjustments = self.adjustments();
        let minor =
            adjustments.any(|it| it.ground == Ground::Minor || it.also.contains(&Ground::Minor));
        if !child && !minor {
            return Ok(());
        }
        Err(Refusal::new(
            "discretion.party_has_no_age",
            "当事人是单位，不适用未成年人不予、从轻或者减轻处罚的规定，请删去该情形",
            "the party is an organisation; what the law says of minors does not apply to it",
        )
        .basis("行政处罚法第三十条")
        .field(if child { "discretion.exemption" } else { "discretion.adjustment.ground" }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fen;
    use crate::discretion::{Adjustment, Change};

    #[test]
    fn an_organisation_has_no_age() {
        let adjusted = |ground, also| Facts {
            adjustment: Some(Adjustment {
                change: Change::Lighten(Fen::from_yuan(10_000)),
                ground,
                also,
                reason: "企业未成年".to_owned(),
            }),
            ..Facts::default()
        };
        let child = Facts { exemption: Some(Exemption::UnderFourteen), ..Facts::default() };
        let minors = [
            adjusted(Ground::Minor, vec![]),
            adjusted(Ground::Merit, vec![Ground::Minor]),
            Facts {
                further: adjusted(Ground::Minor, vec![]).adjustment.into_iter().collect(),
                ..Facts::default()
            },
            child,
        ];
        for facts in minors {
            let refusal = facts.fit(PartyKind::Organisation).unwrap_err();
            assert_eq!(refusal.code, "discretion.party_has_no_age");
            assert!(facts.fit(PartyKind::Individual).is_ok());
        }
        assert!(adjusted(Ground::Merit, vec![]).fit(PartyKind::Organisation).is_ok());
        assert!(Facts::default().fit(PartyKind::Organisation).is_ok());
    }
}
