//! Pictures in documents: photographs and signatures, as bytes of PNG or JPEG.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;

/// A picture as printed.
#[derive(Clone, PartialEq, Eq)]
pub enum Picture {
    /// Shown: the bytes of a PNG or JPEG file, at most [`Picture::BYTES_MAX`].
    Shown {
        /// The file format, told by its first bytes.
        format: PictureFormat,
        /// The file.
        bytes: Vec<u8>,
    },
    /// Left out of a public version.
    Withheld,
}

/// File formats that documents embed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// Why bytes are no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPicture {
    /// Neither PNG nor JPEG.
    #[error("a picture must be a PNG or JPEG file")]
    Format,
    /// Too many bytes.
    #[error("a picture holds at most {} bytes", Picture::BYTES_MAX)]
    TooLarge,
}

impl Picture {
    /// Bytes of the largest picture: a photograph of 50 megapixels at good JPEG quality.
    pub const BYTES_MAX: usize = 20 << 20;

    /// A picture from the bytes of a file. Only the first bytes are looked at; decoding is the printer's business.
    pub fn new(bytes: Vec<u8>) -> Result<Self, BadPicture> {
        let format = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => PictureFormat::Png,
            [0xff, 0xd8, 0xff, ..] => PictureFormat::Jpeg,
            _ => return Err(BadPicture::Format),
        };
        if bytes.len() > Self::BYTES_MAX {
            return Err(BadPicture::TooLarge);
        }
        Ok(Self::Shown { format, bytes })
    }

    /// SHA-256 of the bytes in hex; none when withheld.
    pub fn sha256(&self) -> Option<String> {
        match self {
            Self::Shown { bytes, .. } => Some(hex::encode(Sha256::digest(bytes))),
            Self::Withheld => None,
        }
    }
}

/// Shows the length only: a signature has no place in a log.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shown { format, bytes } => write!(f, "{format:?}({} bytes)", bytes.len()),
            Self::Withheld => f.write_str("Withheld"),
        }
    }
}

/// Base64 of the bytes; the empty string when withheld, because null would read back as no picture at all.
impl Serialize for Picture {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Shown { bytes, .. } => STANDARD.encode(bytes).serialize(serializer),
            Self::Withheld => serializer.serialize_str(""),
        }
    }
}

impl<'de> Deserialize<'de> for Picture {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() {
            return Ok(Self::Withheld);
        }
        let bytes = STANDARD.decode(text).map_err(serde::de::Error::custom)?;
        Self::new(bytes).map_err(serde::de::Error::custom)
    }
}
