//! Redaction (公开前的隐去处理): what the public version of a document hides. The rules are the table below.

mod fields;
mod homes;
mod numbers;
mod traces;

pub use fields::Fields;

/// What a field holds, as far as publication is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensitive {
    /// Name of an organisation that is the party.
    PartyName,
    /// Its 统一社会信用代码.
    CreditCode,
    /// Name of a natural person: an individual party, a representative, anybody else but an officer on duty.
    PersonName,
    /// Number of an identity card.
    IdNumber,
    /// Home address.
    HomeAddress,
    /// Telephone.
    Phone,
    /// Bank account.
    BankAccount,
    /// Photograph, ground plan or signature.
    Picture,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hide {
    /// It stays, also inside free text.
    Keep,
    /// The surname stays: 李某.
    GivenName,
    /// It becomes [`MASK`].
    All,
}

/// A rule of redaction.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What it is about.
    pub what: Sensitive,
    /// What becomes of it.
    pub hide: Hide,
    /// Where the rule comes from.
    pub source: &'static str,
}

/// What stands in the place of something hidden.
pub const MASK: &str = "＊＊＊";

const METHOD: &str = "生态环境行政处罚办法 art. 64: 个人隐私; 国办发〔2018〕118号";
const FULL_TEXT: &str = "广东省行政执法公示办法 art. 14, taken as the model for full texts";

/// The rules, one for each kind of field. A penalty keeps the name of the punished organisation; natural persons, an
/// individual party among them, are shown by surname.
pub const RULES: [Rule; 8] = [
    Rule {
        what: Sensitive::PartyName, hide: Hide::Keep, source: "生态环境行政处罚办法 art. 63"
    },
    Rule {
        what: Sensitive::CreditCode, hide: Hide::Keep, source: "生态环境行政处罚办法 art. 63"
    },
    Rule { what: Sensitive::PersonName, hide: Hide::GivenName, source: FULL_TEXT },
    Rule { what: Sensitive::IdNumber, hide: Hide::All, source: METHOD },
    Rule { what: Sensitive::HomeAddress, hide: Hide::All, source: METHOD },
    Rule { what: Sensitive::Phone, hide: Hide::All, source: METHOD },
    Rule { what: Sensitive::BankAccount, hide: Hide::All, source: FULL_TEXT },
    Rule { what: Sensitive::Picture, hide: Hide::All, source: METHOD },
];

/// Surnames of two characters; all others have one.
const COMPOUND_SURNAMES: [&str; 24] = [
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "夏侯", "诸葛", "尉迟", "皇甫",
    "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "申屠", "公孙", "轩辕", "令狐", "钟离", "慕容",
];

/// A field as a visitor sees it.
#[derive(Debug)]
pub enum Field<'a> {
    /// Free text, which may mention what typed fields hold.
    Text(&'a mut String),
    /// A value of its own kind.
    Value(Sensitive, &'a mut String),
    /// A picture.
    Picture(&'a mut super::Picture),
}

/// Applies [`RULES`] to all fields of the first: to the typed ones, then to what free text says of them. What the other
/// documents hide is hidden in its texts as well, and so are the words that a reader has marked.
pub(super) fn apply(fields: &mut dyn Fields, others: &mut [super::Document], words: &[String]) {
    let mut seen = Seen::default();
    fields.each(&mut |field| seen.hide(field));
    for other in others {
        other.fields_mut().each(&mut |field| seen.hide(field));
    }
    seen.sort();
    fields.each(&mut |field| {
        if let Field::Text(text) = field {
            *text = public_text(text, &seen.kept, &seen.hidden, words);
        }
    });
}

/// What a text that is to be published would tell of persons: whom the typed fields of the documents name, and what points to
/// somebody by its shape. Empty where it may be read by anybody.
pub fn telling(text: &str, file: &[super::Document]) -> Vec<String> {
    let mut seen = Seen::default();
    for document in &mut file.to_vec() {
        document.fields_mut().each(&mut |field| seen.hide(field));
    }
    seen.sort();
    let mut parts = vec![text];
    for name in &seen.kept {
        parts = parts.iter().flat_map(|part| part.split(name.as_str())).collect();
    }
    let mut found = Vec::new();
    for part in parts {
        let named = seen.hidden.iter().filter(|(hidden, _)| part.contains(hidden.as_str()));
        found.extend(named.map(|(hidden, _)| hidden.clone()));
        found.extend(
            traces::spans(part).into_iter().filter_map(|span| part.get(span)).map(str::to_owned),
        );
    }
    found.sort();
    found.dedup();
    found
}

/// What the typed fields hold: values that stay, and values that are hidden with what stands in their place.
#[derive(Default)]
struct Seen {
    kept: Vec<String>,
    hidden: Vec<(String, String)>,
}

impl Seen {
    fn hide(&mut self, field: Field<'_>) {
        match field {
            Field::Value(what, value) => {
                let public = masked(what, value);
                if public == *value {
                    self.kept.push(public);
                } else {
                    self.hidden.push((std::mem::replace(value, public.clone()), public));
                }
            }
            Field::Picture(picture) if rule(Sensitive::Picture) != Hide::Keep => {
                *picture = super::Picture::Withheld;
            }
            Field::Text(_) | Field::Picture(_) => {}
        }
    }

    /// The longest first, so that none is cut in two. A single character is no name that one could find in a text.
    fn sort(&mut self) {
        self.kept.retain(|text| !text.is_empty());
        self.hidden.retain(|(text, _)| text.chars().count() > 1);
        self.kept.sort_by_key(|text| std::cmp::Reverse(text.len()));
        self.hidden.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        self.kept.dedup();
        self.hidden.dedup();
    }
}

fn rule(what: Sensitive) -> Hide {
    // A kind without a rule would be hidden, never shown.
    RULES.iter().find(|rule| rule.what == what).map_or(Hide::All, |rule| rule.hide)
}

fn masked(what: Sensitive, value: &str) -> String {
    match rule(what) {
        _ if value.is_empty() => String::new(),
        Hide::Keep => value.to_owned(),
        Hide::GivenName => by_surname(value),
        Hide::All => MASK.to_owned(),
    }
}

fn by_surname(name: &str) -> String {
    let compound = COMPOUND_SURNAMES.iter().find(|surname| name.starts_with(**surname));
    let surname = match compound {
        Some(surname) => (*surname).to_owned(),
        None => name.chars().take(1).collect(),
    };
    surname + "某"
}

/// What may stay splits the text; what lies between loses every hidden string, every telling number, and the words marked by
/// somebody who read what was left.
fn public_text(
    text: &str,
    kept: &[String],
    hidden: &[(String, String)],
    words: &[String],
) -> String {
    if let Some((first, rest)) = kept.split_first() {
        return text
            .split(first.as_str())
            .map(|part| public_text(part, rest, hidden, words))
            .collect::<Vec<_>>()
            .join(first);
    }
    let masked = hidden.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    words.iter().fold(traces::mask(&masked), |text, word| text.replace(word, MASK))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn there_is_one_rule_for_each_kind() {
        use Sensitive as S;
        let kinds = [
            S::PartyName,
            S::CreditCode,
            S::PersonName,
            S::IdNumber,
            S::HomeAddress,
            S::Phone,
            S::BankAccount,
            S::Picture,
        ];
        for kind in kinds {
            assert_eq!(RULES.iter().filter(|rule| rule.what == kind).count(), 1, "{kind:?}");
        }
        assert!(RULES.iter().all(|rule| !rule.source.is_empty()));
    }

    #[rstest]
    #[case("李建国", "李某")]
    #[case("李某", "李某")]
    #[case("欧阳文", "欧阳某")]
    #[case("", "")]
    fn a_person_keeps_the_surname(#[case] name: &str, #[case] public: &str) {
        assert_eq!(masked(Sensitive::PersonName, name), public);
    }

    #[test]
    fn what_a_text_tells_is_named() {
        let text = "何某来电13800001234要求删除，邮箱a.b@qq.com。";
        assert_eq!(telling(text, &[]), ["13800001234", "a.b@qq.com"]);
        assert_eq!(telling("原决定已被廊政复决〔2026〕7号撤销。", &[]), [""; 0]);
    }

    #[test]
    fn a_party_named_after_its_owner_keeps_its_name() {
        let kept = ["李建国养殖场".to_owned()];
        let hidden = [("李建国".to_owned(), "李某".to_owned())];
        let text = "李建国养殖场由李建国经营，电话13800001234。";
        let public = public_text(text, &kept, &hidden, &[]);
        assert_eq!(public, "李建国养殖场由李某经营，电话＊＊＊。");
        let words = ["经营".to_owned(), "建国".to_owned()];
        let public = public_text(text, &kept, &hidden, &words);
        assert_eq!(
            public, "李建国养殖场由李某＊＊＊，电话＊＊＊。",
            "the kept name is not touched"
        );
    }
}
