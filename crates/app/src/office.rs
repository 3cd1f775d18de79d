//! What stands in the letters of an agency and is no law: where it can be reached, where fines are paid, who hears an appeal.

use domain::Refusal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The particulars of an agency. An empty one is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Office {
    /// Address of the office.
    pub address: String,
    /// Postcode, six digits.
    pub postcode: String,
    /// Telephone of the office.
    pub phone: String,
    /// The collecting bank.
    pub bank: String,
    /// Name of its account.
    pub account_name: String,
    /// Number of its account.
    pub account: String,
    /// To whom one applies for administrative review.
    pub review_by: String,
    /// Which court hears a suit.
    pub court: String,
}

/// A particular that is not known: its key in the configuration, its name in Chinese.
type Missing = (&'static str, &'static str);

impl Office {
    /// What a prior notice must say, so that the party knows where to answer.
    fn reach(&self) -> [(&str, Missing); 3] {
        [
            (&self.address, ("address", "办公地址")),
            (&self.postcode, ("postcode", "邮政编码")),
            (&self.phone, ("phone", "联系电话")),
        ]
    }

    /// What a decision must say besides: how the fine is paid, and how one objects (行政处罚法 art. 59).
    fn remedies(&self) -> [(&str, Missing); 5] {
        [
            (&self.bank, ("bank", "收款银行")),
            (&self.account_name, ("account_name", "账户名称")),
            (&self.account, ("account", "账号")),
            (&self.review_by, ("review_by", "行政复议机关")),
            (&self.court, ("court", "有管辖权的人民法院")),
        ]
    }

    /// What is not known of all that the letters say, by key.
    pub fn missing(&self) -> Vec<&'static str> {
        let all = self.reach().into_iter().chain(self.remedies());
        unknown(all).into_iter().map(|(key, _)| key).collect()
    }

    /// These particulars where they are known, else those of the other.
    fn or(&self, other: &Self) -> Self {
        let pick = |own: &String, other: &String| if own.is_empty() { other } else { own }.clone();
        Self {
            address: pick(&self.address, &other.address),
            postcode: pick(&self.postcode, &other.postcode),
            phone: pick(&self.phone, &other.phone),
            bank: pick(&self.bank, &other.bank),
            account_name: pick(&self.account_name, &other.account_name),
            account: pick(&self.account, &other.account),
            review_by: pick(&self.review_by, &other.review_by),
            court: pick(&self.court, &other.court),
        }
    }
}

/// The particulars of every agency of a site: what all have in common, and by code of the agency what is its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offices {
    common: Office,
    own: BTreeMap<String, Office>,
}

impl Offices {
    /// From the configuration.
    pub fn new(common: Office, own: BTreeMap<String, Office>) -> Self {
        Self { common, own }
    }

    /// Those of the agency with this code.
    pub fn of(&self, agency: &str) -> Office {
        self.own.get(agency).map_or_else(|| self.common.clone(), |own| own.or(&self.common))
    }
}

/// Refuses a prior notice that would not say where to answer.
pub(crate) fn can_notify(office: &Office, agency: &str) -> Result<(), Refusal> {
    known(unknown(office.reach()), agency, "事先告知书", "a prior notice")
}

/// Refuses a decision that would not say how to pay or how to object.
pub(crate) fn can_decide(office: &Office, agency: &str) -> Result<(), Refusal> {
    let all = office.reach().into_iter().chain(office.remedies());
    known(unknown(all), agency, "处罚决定书", "a decision")
        .map_err(|refusal| refusal.basis("行政处罚法第五十九条"))
}

fn unknown<'a>(particulars: impl IntoIterator<Item = (&'a str, Missing)>) -> Vec<Missing> {
    let empty = |(value, _): &(&str, Missing)| value.trim().is_empty();
    particulars.into_iter().filter(empty).map(|(_, missing)| missing).collect()
}

fn known(missing: Vec<Missing>, agency: &str, zh: &str, en: &str) -> Result<(), Refusal> {
    let Some((first, _)) = missing.first() else {
        return Ok(());
    };
    let names: Vec<&str> = missing.iter().map(|(_, name)| *name).collect();
    let keys: Vec<&str> = missing.iter().map(|(key, _)| *key).collect();
    Err(Refusal::new(
        "case.office_incomplete",
        format!(
            "{zh}必须载明的{}尚未填写，请系统管理员在配置文件的 [office] 或 [offices.{agency}] 中填写后再办理",
            names.join("、")
        ),
        format!(
            "{en} must state particulars that are not set: {}; the administrator sets them in [office] or [offices.{agency}] of the configuration",
            keys.join(", ")
        ),
    )
    .field(format!("office.{first}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Office {
        let said = |text: &str| text.to_owned();
        Office {
            address: said("a"),
            postcode: said("065000"),
            phone: said("p"),
            bank: said("b"),
            account_name: said("n"),
            account: said("1"),
            review_by: said("r"),
            court: said("c"),
        }
    }

    #[test]
    fn what_an_agency_does_not_say_is_said_for_all() {
        let own = Office { phone: "0316-1".to_owned(), ..Office::default() };
        let offices = Offices::new(whole(), [("LF-131082".to_owned(), own)].into());
        assert_eq!(offices.of("LF-131082"), Office { phone: "0316-1".to_owned(), ..whole() });
        assert_eq!(offices.of("LF-131081"), whole());
    }

    #[test]
    fn a_letter_is_refused_without_what_it_must_say() {
        assert!(can_decide(&whole(), "LF").is_ok());
        let no_court = Office { court: " ".to_owned(), bank: String::new(), ..whole() };
        assert!(can_notify(&no_court, "LF").is_ok());
        let refusal = can_decide(&no_court, "LF").unwrap_err();
        assert!(refusal.zh.contains("收款银行、有管辖权的人民法院"), "{}", refusal.zh);
        assert!(refusal.zh.contains("[offices.LF]"), "{}", refusal.zh);
        assert_eq!(
            can_notify(&Office::default(), "LF").unwrap_err().code,
            "case.office_incomplete"
        );
        assert_eq!(no_court.missing(), ["bank", "court"]);
    }
}
