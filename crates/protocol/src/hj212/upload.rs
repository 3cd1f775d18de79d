//! What a logger sends by itself: data messages, split where they do not fit. Used by simulated devices.

use super::{
    Cn, Field, Flag, Message, Part, Profile, Pw, Stamp, TooLong, Version, body::is_equipment, codes,
};

/// Data of one time, as a logger of any edition would send them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload<'a> {
    /// The edition the logger follows.
    pub version: Version,
    /// 2011, 2051, 2061, 2031, 2021, 2041, …
    pub cn: Cn,
    /// System type.
    pub st: &'a str,
    /// Password.
    pub pw: Pw<'a>,
    /// Identity of the logger.
    pub mn: &'a str,
    /// When it is sent; gives the request number. Each part has its own, one millisecond later.
    pub sent: Stamp,
    /// Instant of sampling, or start of the period.
    pub data_time: Stamp,
    /// An answer is wanted.
    pub ack: bool,
    /// Back-fill; only 2025 can say so.
    pub refill: bool,
    /// Factors and treatment facilities.
    pub items: &'a [UploadItem<'a>],
}

/// The fields of one factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadItem<'a> {
    /// The 2017 code; a 2005 logger prints its 2005 code where there is one.
    pub code: &'a str,
    /// Field and printed value.
    pub fields: &'a [(Field, &'a str)],
}

impl Upload<'_> {
    /// One frame, or as many as it takes: each is complete by itself and repeats DataTime.
    pub fn to_frames(&self, profile: &Profile) -> Result<Vec<Vec<u8>>, TooLong> {
        let bodies = self.bodies();
        let of = bodies.len() as u16;
        let one = |(index, cp): (usize, &String)| {
            let part = (of > 1).then_some(Part { no: index as u16 + 1, of });
            self.frame(cp, index as i64, part, profile)
        };
        bodies.iter().enumerate().map(one).collect()
    }

    fn frame(
        &self,
        cp: &str,
        delay_ms: i64,
        part: Option<Part>,
        profile: &Profile,
    ) -> Result<Vec<u8>, TooLong> {
        let qn = Stamp::from_unix_ms(self.sent.unix_ms() + delay_ms).millis();
        let old = self.version == Version::V2005;
        Message {
            // In 2005 an upload asks for an answer by carrying a QN, and has no Flag.
            qn: (!old || self.ack).then_some(&qn),
            st: self.st,
            cn: self.cn,
            pw: Some(self.pw),
            mn: Some(self.mn),
            flag: (!old).then_some(Flag::new(self.version, part.is_some(), self.ack)),
            part,
            refill: self.refill && self.version == Version::V2025,
            cp,
        }
        .to_frame(profile)
    }

    /// CP bodies within the edition's limit, cut between factors.
    fn bodies(&self) -> Vec<String> {
        let data_time = format!("DataTime={}", self.data_time.seconds());
        let mut bodies = vec![data_time.clone()];
        for item in self.items {
            let text = self.item(item);
            if let Some(body) = bodies.last_mut()
                && (body.len() == data_time.len()
                    || body.len() + 1 + text.len() <= self.version.cp_limit())
            {
                body.push(';');
                body.push_str(&text);
            } else {
                bodies.push(format!("{data_time};{text}"));
            }
        }
        bodies
    }

    fn item(&self, item: &UploadItem<'_>) -> String {
        let old = (self.version == Version::V2005).then(|| codes::code_2005(item.code)).flatten();
        let code = old.unwrap_or(item.code);
        let fields =
            item.fields.iter().map(|(field, value)| format!("{code}-{}={value}", field.name()));
        // Facilities are items of their own for each field.
        let separator = if is_equipment(code) { ";" } else { "," };
        fields.collect::<Vec<_>>().join(separator)
    }
}
