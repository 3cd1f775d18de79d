//! What an uploaded file really is, by its first bytes; what the sender declared is not looked at.

use crate::Problem;

/// Types that may be evidence. Nothing a browser would run.
const ALLOWED: [&str; 7] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "video/mp4",
    "audio/x-wav",
    "audio/mpeg",
    "application/pdf",
];

/// Types that a paper may have: printed or scanned.
const PAPERS: [&str; 3] = ["application/pdf", "image/jpeg", "image/png"];

/// The media type of allowed content.
pub(crate) fn sniff(bytes: &[u8]) -> Result<&'static str, Problem> {
    among(&ALLOWED, bytes).ok_or_else(|| {
        Problem::media_type(
            "只接受 JPEG、PNG、WebP、MP4、WAV、MP3、PDF 文件",
            "only JPEG, PNG, WebP, MP4, WAV, MP3 and PDF files are taken",
        )
    })
}

/// The media type of a paper.
pub(crate) fn sniff_paper(bytes: &[u8]) -> Result<&'static str, Problem> {
    among(&PAPERS, bytes).ok_or_else(|| {
        Problem::media_type(
            "附件只接受 PDF、JPEG、PNG 文件；其他格式请先转换为 PDF",
            "a paper is a PDF, JPEG or PNG file; turn other formats into PDF first",
        )
    })
}

fn among(allowed: &[&'static str], bytes: &[u8]) -> Option<&'static str> {
    let found = infer::get(bytes)?.mime_type();
    allowed.iter().copied().find(|allowed| found == *allowed)
}

#[cfg(test)]
mod tests {
    use super::sniff;
    use rstest::rstest;

    #[rstest]
    #[case(b"\xff\xd8\xff\xe0\0\x10JFIF\0", Some("image/jpeg"))]
    #[case(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some("image/png"))]
    #[case(b"RIFF\x24\0\0\0WEBPVP8 ", Some("image/webp"))]
    #[case(b"RIFF\x24\0\0\0WAVEfmt ", Some("audio/x-wav"))]
    #[case(b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2", Some("video/mp4"))]
    #[case(b"ID3\x03\0\0\0\0\0\0", Some("audio/mpeg"))]
    #[case(b"%PDF-1.7\n%", Some("application/pdf"))]
    #[case(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None)]
    #[case(b"<!DOCTYPE html><script>alert(1)</script>", None)]
    #[case(b"GIF89a", None)]
    #[case(b"PK\x03\x04", None)]
    #[case(b"", None)]
    fn by_the_first_bytes(#[case] bytes: &[u8], #[case] found: Option<&str>) {
        assert_eq!(sniff(bytes).ok(), found);
    }
}
