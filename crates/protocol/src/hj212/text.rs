//! From the bytes of a data segment to text: opened if encrypted, decoded if not UTF-8.

use super::{Finding, Findings, Frame, Profile, Verdict, frame, seal};
use std::borrow::Cow;

/// The text of a data segment, borrowed from the frame where it needed no work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'a> {
    pub(super) segment: Cow<'a, str>,
    pub(super) findings: Findings,
    pub(super) sealed: bool,
}

/// Why an encrypted frame could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The device has no key with us.
    #[error("the frame is encrypted and the device has no key")]
    NoKey,
    /// No key of the device gives a text with the printed check sum.
    #[error("no key of the device opens the frame")]
    WrongKey,
}

impl Text<'_> {
    /// The data segment.
    pub fn as_str(&self) -> &str {
        &self.segment
    }

    /// Whether it was encrypted on the way.
    pub const fn was_sealed(&self) -> bool {
        self.sealed
    }
}

impl<'a> Frame<'a> {
    /// The data segment as text. Only encrypted frames can fail.
    pub fn text(&self, profile: &Profile) -> Result<Text<'a>, OpenError> {
        let segment = self.segment();
        if let Ok(text) = str::from_utf8(segment)
            && self.verdict() != Verdict::Sealed
        {
            return Ok(Text { segment: text.into(), findings: self.findings(), sealed: false });
        }
        // The sum of ciphertext equals the printed one by chance in one frame of 256.
        let has_key = profile.keys.current.is_some();
        if self.verdict() == Verdict::Sealed || (has_key && frame::may_be_sealed(segment)) {
            match self.open(profile) {
                Err(_) if self.verdict() != Verdict::Sealed => {}
                opened => return opened,
            }
        }
        let mut findings = self.findings();
        let (text, broken) = encoding_rs::GBK.decode_without_bom_handling(segment);
        findings.add(if broken { Finding::TextBroken } else { Finding::TextGbk });
        Ok(Text { segment: text, findings, sealed: false })
    }

    fn open(&self, profile: &Profile) -> Result<Text<'a>, OpenError> {
        let segment = self.segment();
        let body = seal::body_range(segment).ok_or(OpenError::WrongKey)?;
        let mut findings = self.findings();
        let printed = seal::from_printed(&segment[body.clone()]);
        findings.add_if(printed.is_some(), Finding::SealedAsText);
        let sealed = printed.as_deref().unwrap_or(&segment[body.clone()]);
        let current = profile.keys.current.as_ref().ok_or(OpenError::NoKey)?;
        let keys = [Some(current), profile.keys.previous.as_ref()];
        for (age, key) in keys.into_iter().flatten().enumerate() {
            let mut plain = Vec::with_capacity(segment.len());
            plain.extend_from_slice(&segment[..body.start]);
            plain.extend_from_slice(sealed);
            key.open(&mut plain[body.start..]);
            plain.extend_from_slice(b"&&");
            let is_text = !plain.iter().any(u8::is_ascii_control);
            if is_text && profile.matching(&plain, self.crc()).is_some() {
                findings.add_if(age > 0, Finding::SealedWithPreviousKey);
                return Ok(decoded(plain, findings));
            }
        }
        Err(OpenError::WrongKey)
    }
}

fn decoded(plain: Vec<u8>, mut findings: Findings) -> Text<'static> {
    let segment = String::from_utf8(plain).unwrap_or_else(|not_utf8| {
        let (text, broken) = encoding_rs::GBK.decode_without_bom_handling(not_utf8.as_bytes());
        findings.add(if broken { Finding::TextBroken } else { Finding::TextGbk });
        text.into_owned()
    });
    Text { segment: segment.into(), findings, sealed: true }
}
