//! What every page of the portal knows: its language and its own address.

use crate::language::Language;

/// A page.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) language: Language,
    /// Whether the reader chose the language, so that links keep it.
    chosen: bool,
    path: String,
}

impl Page {
    /// The language chosen in the address; a gazette is Chinese unless the reader switches.
    pub(crate) fn of(lang: Option<&str>, path: &str) -> Self {
        let chosen = lang.and_then(Language::tagged);
        let language = chosen.unwrap_or(Language::Zh);
        Self { language, chosen: chosen.is_some(), path: path.to_owned() }
    }

    /// A page without an address of its own.
    pub(crate) fn plain(language: Language) -> Self {
        Self { language, chosen: false, path: "/public/".to_owned() }
    }

    /// Whichever language it is.
    pub(crate) fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.language.pick(zh, en)
    }

    /// Whether links must say `lang=en`.
    pub(crate) fn english(&self) -> bool {
        self.chosen && self.language == Language::En
    }

    /// A link that keeps the chosen language.
    pub(crate) fn link(&self, path: &str) -> String {
        match (self.chosen, self.language) {
            (true, language) => format!("{path}?lang={}", code(language)),
            (false, _) => path.to_owned(),
        }
    }

    /// The same page in the other language.
    pub(crate) fn other_language(&self) -> String {
        let other = match self.language {
            Language::Zh => Language::En,
            Language::En => Language::Zh,
        };
        format!("{}?lang={}", self.path, code(other))
    }

    /// The next page of what was searched.
    pub(crate) fn search(&self, words: &str, cursor: &str) -> String {
        self.asking("/public/", &[("cursor", cursor), ("q", words)])
    }

    /// A page of the portal asked with this; what is empty is left out.
    pub(crate) fn asking(&self, path: &str, asked: &[(&str, &str)]) -> String {
        let chosen = self.chosen.then_some(("lang", code(self.language)));
        let said = asked.iter().copied().chain(chosen).filter(|(_, value)| !value.is_empty());
        let said = said.map(|(name, value)| format!("{name}={}", encoded(value)));
        let query = said.collect::<Vec<_>>().join("&");
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

fn code(language: Language) -> &'static str {
    language.pick("zh", "en")
}

/// Percent-encodes for a query value.
fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes()
        .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_what_the_reader_chose() {
        let page = Page::of(None, "/public/");
        assert_eq!(
            (page.link("/public/verify").as_str(), page.other_language().as_str()),
            ("/public/verify", "/public/?lang=en")
        );
        let page = Page::of(Some("en"), "/public/verify");
        assert_eq!(page.link("/public/"), "/public/?lang=en");
        assert_eq!(page.other_language(), "/public/verify?lang=zh");
        assert_eq!(
            page.search("廊&坊", "01"),
            "/public/?cursor=01&q=%E5%BB%8A%26%E5%9D%8A&lang=en"
        );
        assert_eq!(Page::of(Some("fr"), "/").language, Language::Zh);
    }
}
