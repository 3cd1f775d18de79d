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
    /// Too many bytes or pixels.
    #[error(
        "a picture holds at most {} bytes and {} pixels",
        Picture::BYTES_MAX,
        Picture::PIXELS_MAX
    )]
    TooLarge,
}

impl Picture {
    /// Bytes of the largest picture: a photograph of 50 megapixels at good JPEG quality.
    pub const BYTES_MAX: usize = 20 << 20;

    /// Pixels of the largest picture; a small file may claim to be a huge picture.
    pub const PIXELS_MAX: u64 = 50_000_000;

    /// A picture from the bytes of a file. Only format and size are looked at; decoding is the printer's business.
    pub fn new(bytes: Vec<u8>) -> Result<Self, BadPicture> {
        let format = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => PictureFormat::Png,
            [0xff, 0xd8, 0xff, ..] => PictureFormat::Jpeg,
            _ => return Err(BadPicture::Format),
        };
        let (width, height) = match format {
            PictureFormat::Png => png_size(&bytes),
            PictureFormat::Jpeg => jpeg_size(&bytes),
        }
        .ok_or(BadPicture::Format)?;
        if bytes.len() > Self::BYTES_MAX || u64::from(width) * u64::from(height) > Self::PIXELS_MAX
        {
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

/// Width and height from the header chunk, which must come first (PNG specification, 11.2.1).
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}

/// Width and height from the frame header (ITU-T T.81, B.2.2), after stepping over the segments before it.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        let (lead, marker) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        match (lead, marker) {
            // Fill bytes before a marker.
            (0xff, 0xff) => at += 1,
            // SOF0 to SOF15 without DHT, JPG and DAC, which share the range.
            (0xff, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf) => {
                return Some((number(at + 7)?.into(), number(at + 5)?.into()));
            }
            (0xff, _) => at += 2 + usize::from(number(at + 2)?),
            _ => return None,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    #[test]
    fn a_picture_tells_its_size_before_it_is_decoded() {
        let start = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2];
        let frame = [0xff, 0xff, 0xc0, 0, 11, 8, 0x0b, 0xb8, 0x0f, 0xa0];
        let jpeg = [&start[..], &frame[..]].concat();
        assert_eq!(jpeg_size(&jpeg), Some((4_000, 3_000)));
        assert!(Picture::new(jpeg).is_ok());
        assert_eq!(png_size(&png(640, 480)), Some((640, 480)));
        assert!(Picture::new(png(640, 480)).is_ok());
    }

    #[test]
    fn what_is_no_picture_or_claims_to_be_huge_is_refused() {
        assert_eq!(Picture::new(png(60_000, 60_000)), Err(BadPicture::TooLarge));
        assert_eq!(Picture::new(start_only()), Err(BadPicture::Format));
        assert_eq!(Picture::new(b"%PDF-1.7".to_vec()), Err(BadPicture::Format));
        assert_eq!(Picture::new(b"<svg/>".to_vec()), Err(BadPicture::Format));
        assert_eq!(Picture::new(Vec::new()), Err(BadPicture::Format));
    }

    fn start_only() -> Vec<u8> {
        vec![0xff, 0xd8, 0xff, 0xe0]
    }

    #[test]
    fn a_withheld_picture_stays_withheld_in_storage() {
        for picture in [Some(Picture::new(png(1, 1)).unwrap()), Some(Picture::Withheld), None] {
            let stored = serde_json::to_string(&picture).unwrap();
            assert_eq!(serde_json::from_str::<Option<Picture>>(&stored).unwrap(), picture);
        }
    }
}
