//! Files that belong to a step of a matter (附件): the signed paper itself, kept by its digest.

use crate::adjustment::Signed;
use crate::region::Territory;
use crate::{EnclosureId, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// A paper as a file. Its bytes lie among the blobs; this names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Identity, given by the sender: sending it twice keeps it once.
    pub id: EnclosureId,
    /// The name of the file, without folders.
    pub name: String,
    /// Media type found in the bytes.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// SM3, lower-case hex.
    pub sm3: String,
    /// Who handed it in, and when.
    pub signed: Signed,
    /// Whose it is: the territory of the sender, then that of the matter.
    pub territory: Territory,
    /// What it belongs to, `noun/id`; none until a step takes it.
    pub holder: Option<String>,
    /// Revision of this entry.
    pub revision: u32,
}

/// Bytes of one file: a scanned paper of some hundred pages.
pub const ENCLOSURE_BYTES_MAX: usize = 20 * 1024 * 1024;
/// Files that one step takes.
pub const ENCLOSURES_MAX: usize = 20;
/// Characters of a name.
const NAME_MAX: usize = 150;

impl Enclosure {
    /// What is wrong with a file that somebody hands in.
    ///
    /// # Errors
    /// `enclosure.name`, `enclosure.size`.
    pub fn check(&self) -> Refused<()> {
        let plain = |c: char| !c.is_control() && !matches!(c, '/' | '\\');
        let length = self.name.chars().count();
        if self.name.trim().is_empty() || length > NAME_MAX || !self.name.chars().all(plain) {
            return Err(Refusal::new(
                "enclosure.name",
                format!("文件名为1至{NAME_MAX}字，不含“/”“\\”和控制字符。"),
                format!(
                    "A file name has 1 to {NAME_MAX} characters, no slash and no control character."
                ),
            )
            .field("name"));
        }
        if self.size == 0 || self.size > ENCLOSURE_BYTES_MAX as u64 {
            return Err(Refusal::new(
                "enclosure.size",
                format!("附件不能为空，且不超过{}MB。", ENCLOSURE_BYTES_MAX >> 20),
                format!("A file is not empty and has at most {} MB.", ENCLOSURE_BYTES_MAX >> 20),
            )
            .field("file"));
        }
        Ok(())
    }

    /// A step takes the file: from now on it belongs to a matter.
    ///
    /// # Errors
    /// `enclosure.not_yours`, `enclosure.taken`.
    pub fn attach(self, holder: &str, territory: &Territory, by: OfficerId) -> Refused<Self> {
        if self.signed.by != by {
            return Err(Refusal::new(
                "enclosure.not_yours",
                "该附件由他人上传，请由办理人自行上传。",
                "Somebody else handed in this file; whoever takes the step hands in the own one.",
            )
            .field("documents"));
        }
        if self.holder.is_some() {
            return Err(Refusal::new(
                "enclosure.taken",
                format!("附件“{}”已用于其他步骤，请重新上传。", self.name),
                format!("`{}` belongs to another step already; hand it in again.", self.name),
            )
            .field("documents"));
        }
        Ok(Self { holder: Some(holder.to_owned()), territory: territory.clone(), ..self })
    }
}

/// That a step has its paper, and not too many.
///
/// # Errors
/// `enclosure.missing`, `enclosure.too_many`.
pub fn needed(papers: &[Enclosure]) -> Refused<()> {
    if papers.is_empty() {
        return Err(Refusal::new(
            "enclosure.missing",
            "这一步须附文件：请先上传，再提交。",
            "This step needs its paper: upload the file first, then submit.",
        )
        .field("documents"));
    }
    if papers.len() > ENCLOSURES_MAX {
        return Err(Refusal::new(
            "enclosure.too_many",
            format!("每一步最多附{ENCLOSURES_MAX}个文件，请合并后上传。"),
            format!("At most {ENCLOSURES_MAX} files a step; put some of them together."),
        )
        .field("documents"));
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::Timestamp;
    use rstest::rstest;
    use uuid::Uuid;

    pub(crate) fn paper(id: u128) -> Enclosure {
        let by = OfficerId(Uuid::from_u128(1));
        Enclosure {
            id: EnclosureId(Uuid::from_u128(id)),
            name: "请示.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 9,
            sha256: "0".repeat(64),
            sm3: "0".repeat(64),
            signed: Signed { by, name: "张三".to_owned(), at: Timestamp::from_millis(0) },
            territory: "1310/131082/".parse().unwrap(),
            holder: None,
            revision: 1,
        }
    }

    #[rstest]
    #[case("请示.pdf", 1, None)]
    #[case("", 1, Some("enclosure.name"))]
    #[case("../../etc/passwd", 1, Some("enclosure.name"))]
    #[case("a\nb.pdf", 1, Some("enclosure.name"))]
    #[case("请示.pdf", 0, Some("enclosure.size"))]
    #[case("请示.pdf", ENCLOSURE_BYTES_MAX as u64 + 1, Some("enclosure.size"))]
    fn a_file_is_named_and_within_limits(
        #[case] name: &str,
        #[case] size: u64,
        #[case] code: Option<&str>,
    ) {
        let file = Enclosure { name: name.to_owned(), size, ..paper(1) };
        assert_eq!(file.check().err().map(|refusal| refusal.code), code);
    }

    #[test]
    fn a_file_is_taken_once_and_by_whoever_handed_it_in() {
        let place = "1310/".parse().unwrap();
        let (own, other) = (OfficerId(Uuid::from_u128(1)), OfficerId(Uuid::from_u128(2)));
        let stolen = paper(1).attach("adjustment/9", &place, other).unwrap_err();
        assert_eq!(stolen.code, "enclosure.not_yours");
        let taken = paper(1).attach("adjustment/9", &place, own).unwrap();
        assert_eq!((taken.holder.as_deref(), &taken.territory), (Some("adjustment/9"), &place));
        let again = taken.attach("adjustment/8", &place, own).unwrap_err();
        assert_eq!(again.code, "enclosure.taken");
    }

    #[test]
    fn a_step_needs_its_paper_and_takes_no_heap_of_them() {
        assert_eq!(needed(&[]).unwrap_err().code, "enclosure.missing");
        let heap: Vec<_> = (0..=ENCLOSURES_MAX as u128).map(paper).collect();
        assert_eq!(needed(&heap).unwrap_err().code, "enclosure.too_many");
        needed(&heap[..ENCLOSURES_MAX]).unwrap();
    }
}
