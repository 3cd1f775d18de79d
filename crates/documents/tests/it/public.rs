//! The public version: the same template, and nothing hidden left anywhere in the file.

use crate::samples::{
    self, ACCOUNT, CREDIT_CODE, ID_NUMBER, ON_SITE, PARTY, PHONE, REPRESENTATIVE,
};
use crate::{TYPESETTER, lay_out};
use domain::clearance::redacted;
use domain::document::{Document, PartyBlock};

const HIDDEN: [&str; 6] = [REPRESENTATIVE, ON_SITE, ID_NUMBER, PHONE, ACCOUNT, "岳明山"];

/// Hits of hidden strings in the text and in the file as UTF-8 and UTF-16.
fn hits(document: &Document, hidden: &[&str]) -> Vec<String> {
    let text = lay_out(document).text();
    let pdf = TYPESETTER.render(document).unwrap();
    let has = |needle: &[u8]| pdf.bytes.windows(needle.len()).any(|window| window == needle);
    let fields = serde_json::to_string(document).unwrap();
    let mut hits = Vec::new();
    for secret in hidden {
        let utf16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let hex: String = utf16.iter().map(|byte| format!("{byte:02X}")).collect();
        let in_file = has(secret.as_bytes()) || has(&utf16) || has(hex.as_bytes());
        if text.contains(secret) || in_file || fields.contains(secret) {
            hits.push(format!("{}: {secret}", document.title()));
        }
        assert!(!document.file_name().contains(secret));
    }
    hits
}

#[test]
fn nothing_hidden_is_left_in_any_document() {
    let mut before = 0;
    let file = samples::all();
    for document in &file {
        before += hits(document, &HIDDEN).len();
        assert_eq!(hits(&document.redact_among(&file), &HIDDEN), Vec::<String>::new());
    }
    assert!(before >= 15, "the samples must hold what is to be hidden: {before}");
}

#[test]
fn a_decision_keeps_the_punished_organisation_and_what_it_did() {
    let public = Document::from(samples::decision()).redact_among(&samples::all());
    let text = lay_out(&public).text();
    for kept in [
        PARTY,
        CREDIT_CODE,
        "冀廊环罚〔2026〕9号",
        "罚款人民币286,000元",
        "孟某",
        "欧阳某",
        "0316-2010000",
    ] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    assert_eq!(public.redact(), public);
}

#[test]
fn an_individual_is_shown_by_surname_everywhere() {
    let mut decision = samples::decision();
    decision.party = PartyBlock::Individual {
        name: "李建国".into(),
        id_number: ID_NUMBER.into(),
        address: "大城县旺村镇祖庄村12号".into(),
    };
    decision.facts.account = "李建国在大城县旺村镇祖庄村12号院内焚烧塑料，李建国当场承认。".into();
    let public = Document::from(decision).redact();
    assert_eq!(hits(&public, &["李建国", ID_NUMBER, "祖庄村12号"]), Vec::<String>::new());
    assert!(lay_out(&public).text().contains("李某在＊＊＊院内焚烧塑料，李某当场承认"));
}

#[test]
fn pictures_are_left_out() {
    let images = |document: &Document| {
        let pdf = TYPESETTER.render(document).unwrap();
        let image = b"/Subtype/Image";
        pdf.bytes.windows(image.len()).filter(|window| window == image).count()
    };
    let documents = samples::all();
    assert!(documents.iter().map(images).sum::<usize>() >= 8, "the samples must have pictures");
    assert_eq!(documents.iter().map(|document| images(&document.redact())).sum::<usize>(), 0);
}

#[test]
fn what_a_reader_marks_is_hidden_and_nothing_else_changes() {
    let mut decision = samples::decision();
    decision.facts.account.push_str("门卫老赵头目击了排放。");
    let document = Document::from(decision);
    let file = samples::all();
    let by_rule = redacted(&document, &file, &[]).unwrap();
    assert_eq!(by_rule, document.redact_among(&file));
    assert!(lay_out(&by_rule).text().contains("老赵头"), "no rule knows that this is a person");
    let marked = redacted(&document, &file, &["老赵头".to_owned()]).unwrap();
    assert_eq!(hits(&marked, &["老赵头"]), Vec::<String>::new());
    assert_eq!(marked.texts().join("\n"), by_rule.texts().join("\n").replace("老赵头", "＊＊＊"));

    for (word, code) in [
        (PARTY, "clearance.word_absent"),
        ("不在其中", "clearance.word_absent"),
        ("赵", "clearance.word_length"),
    ] {
        assert_eq!(redacted(&document, &file, &[word.to_owned()]).unwrap_err().code, code);
    }
    let many = vec!["老赵头".to_owned(); 101];
    let refused = redacted(&document, &file, &many).unwrap_err();
    assert_eq!(refused.code, "clearance.too_many_words");
}
