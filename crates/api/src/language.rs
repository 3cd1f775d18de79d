//! The reader's language: Chinese unless English is preferred.

use axum::http::{HeaderMap, header};

/// A language of the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// 中文.
    Zh,
    /// English.
    En,
}

impl Language {
    /// What `Accept-Language` prefers (RFC 9110 §12.5.4); Chinese where it does not say.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let value = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let (mut best, mut weight) = (Self::Zh, 0.0);
        for part in value.unwrap_or_default().split(',').take(20) {
            let (tag, params) = part.split_once(';').unwrap_or((part, ""));
            let quality =
                params.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse::<f32>().ok());
            let (Some(language), Some(quality)) = (Self::tagged(tag.trim()), quality) else {
                continue;
            };
            if quality > weight {
                (best, weight) = (language, quality);
            }
        }
        best
    }

    /// `zh…` or `en…`.
    pub(crate) fn tagged(tag: &str) -> Option<Self> {
        match tag.get(..2)?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The tag for `Content-Language` and `<html lang>`.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Whichever of the two it is.
    pub(crate) const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("", Language::Zh)]
    #[case("en-GB,en;q=0.9", Language::En)]
    #[case("fr,en;q=0.5,zh;q=0.4", Language::En)]
    #[case("fr, zh-CN;q=0.8, en;q=0.7", Language::Zh)]
    #[case("*;q=x,中", Language::Zh)]
    fn the_preferred_one(#[case] accept: &str, #[case] language: Language) {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::ACCEPT_LANGUAGE,
            axum::http::HeaderValue::from_bytes(accept.as_bytes()).unwrap(),
        );
        assert_eq!(Language::of(&headers), language);
    }
}
