//! Enterprises under supervision, and the code that identifies them (统一社会信用代码).

use crate::region::{Position, Territory};
use crate::{EnterpriseId, Refusal, Refused};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A unified social credit code: 18 characters, the last a check character (GB 32100-2015).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(Box<str>);

/// GB 32100-2015: digits and capitals without I, O, S, V, Z; the place is the value.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

impl CreditCode {
    /// Completes 17 characters with their check character. For synthetic data.
    ///
    /// # Errors
    /// As [`CreditCode::from_str`], except for the check character.
    pub fn make(prefix: &str) -> Refused<Self> {
        let check = check_character(prefix)?;
        Ok(Self(format!("{prefix}{check}").into()))
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The administrative division of registration: characters 3 to 8.
    pub fn division(&self) -> &str {
        &self.0[2..8]
    }
}

/// `31 − Σ value × 3^place mod 31`, on 17 characters of the alphabet, 3 to 8 being digits.
fn check_character(prefix: &str) -> Refused<char> {
    if prefix.chars().count() != 17 {
        return Err(refusal(
            "应为18位",
            "has 18 characters",
            "请对照营业执照补全或者删去多余字符",
            "compare it with the licence",
        ));
    }
    let (mut sum, mut weight) = (0, 1);
    for (place, character) in prefix.chars().enumerate() {
        let value = ALPHABET.iter().position(|known| char::from(*known) == character);
        let digit_due = (2..8).contains(&place);
        let Some(value) = value.filter(|value| !digit_due || *value < 10) else {
            return Err(refusal(
                &format!("第{}位不合规", place + 1),
                &format!("has a wrong character at place {}", place + 1),
                "只能用数字和除I、O、S、V、Z以外的大写字母，第3至8位为数字",
                "use digits and capitals without I, O, S, V, Z; places 3 to 8 are digits",
            ));
        };
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    Ok(char::from(ALPHABET[(31 - sum % 31) % 31]))
}

fn refusal(what_zh: &str, what_en: &str, way_zh: &str, way_en: &str) -> Refusal {
    Refusal::new(
        "enterprise.credit_code",
        format!("统一社会信用代码{what_zh}（GB 32100-2015）；{way_zh}。"),
        format!("A unified social credit code {what_en} (GB 32100-2015); {way_en}."),
    )
    .field("credit_code")
}

impl FromStr for CreditCode {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let mut prefix = text.to_owned();
        let last = prefix.pop().unwrap_or_default();
        if check_character(&prefix)? != last {
            return Err(refusal(
                "校验位不符",
                "does not match its check character",
                "可能有一位录错，请对照营业执照核对",
                "one character is probably wrong; compare it with the licence",
            ));
        }
        Ok(Self(text.into()))
    }
}

impl TryFrom<String> for CreditCode {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0.into()
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What kind of party it is; decides which fines and thresholds apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnterpriseKind {
    /// A company or other legal person (法人).
    LegalPerson,
    /// An organisation without legal personality (非法人组织).
    Organisation,
    /// An individual business (个体工商户).
    IndividualBusiness,
}

/// How closely it is watched: the classes of random inspection (双随机).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupervisionClass {
    /// Key discharging unit (重点排污单位).
    Key,
    /// Special: penalised, under watch, poor credit, major risk (特殊监管对象).
    Special,
    /// All others (一般排污单位).
    Ordinary,
}

/// An enterprise under supervision (排污单位).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Enterprise {
    /// Id.
    pub id: EnterpriseId,
    /// Registered name.
    pub name: String,
    /// Its code.
    pub credit_code: CreditCode,
    /// What kind of party it is.
    pub kind: EnterpriseKind,
    /// Legal representative, person in charge or operator (法定代表人、负责人、经营者).
    pub representative: String,
    /// Registered address.
    pub address: String,
    /// The town or area it lies in.
    pub territory: Territory,
    /// Where it is.
    pub location: Position,
    /// Industry as in GB/T 4754, code or name.
    pub industry: String,
    /// How closely it is watched.
    pub supervision: SupervisionClass,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("91350100M000100Y43")] // the example of the standard
    #[case(" 91350100M000100Y43 ")]
    fn reads(#[case] text: &str) {
        let code: CreditCode = text.parse().unwrap();
        assert_eq!((code.as_str(), code.division()), (text.trim(), "350100"));
    }

    #[rstest]
    #[case("91350100M000100Y44", "校验位")]
    #[case("91350100M000100Y4", "18位")]
    #[case("91350100M000100Y433", "18位")]
    #[case("", "18位")]
    #[case("9135010OM000100Y43", "第8位")] // letter O
    #[case("913501A0M000100Y43", "第7位")]
    #[case("91350100m000100Y43", "第9位")]
    #[case("91350100M00010三Y43", "第15位")]
    fn refuses_and_says_why(#[case] text: &str, #[case] words: &str) {
        let refusal = text.parse::<CreditCode>().unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            ("enterprise.credit_code", Some("credit_code"))
        );
        assert!(refusal.zh.contains(words), "{}", refusal.zh);
    }

    #[test]
    fn makes_what_it_reads() {
        let code = CreditCode::make("91131082MA0LF0001").unwrap();
        assert_eq!(code.as_str().parse::<CreditCode>().unwrap(), code);
        assert_eq!(serde_json::to_string(&code).unwrap(), format!("\"{code}\""));
        assert!(serde_json::from_str::<CreditCode>("\"91350100M000100Y44\"").is_err());
    }

    proptest! {
        /// The check character finds every single wrong character.
        #[test]
        fn one_wrong_character_is_found(
            prefix in "[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}",
            place in 0_usize..18,
            with in 0_usize..31,
        ) {
            let code = CreditCode::make(&prefix).unwrap();
            let mut bytes = code.as_str().as_bytes().to_vec();
            prop_assume!(bytes[place] != ALPHABET[with]);
            bytes[place] = ALPHABET[with];
            prop_assert!(String::from_utf8(bytes).unwrap().parse::<CreditCode>().is_err());
        }

        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = text.parse::<CreditCode>();
        }
    }
}
