//! Fonts: no name of a place or a person loses a character, and a missing font says what to do.

use crate::{TYPESETTER, lay_out, samples, workspace};
use documents::{Error, Typesetter};
use domain::document::Document;

#[test]
fn every_place_name_of_langfang_can_be_printed() {
    let file = workspace().join("data/regions/langfang_towns.json");
    let towns: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let names: Vec<&str> = towns["towns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|town| town["name"].as_str().unwrap())
        .collect();
    assert!(names.len() > 100, "{} names", names.len());
    assert_eq!(TYPESETTER.missing_glyphs(&names.concat()), Vec::<char>::new());

    let mut record = samples::inspection_record();
    record.situation.production = names.join("、");
    let layout = lay_out(&record.into());
    let unknown: String =
        layout.glyphs().iter().filter(|g| !g.known).map(|g| g.character).collect();
    assert_eq!(unknown, "");
    let text = layout.text();
    for name in names {
        assert!(text.contains(name), "{name}");
    }
}

#[test]
fn rare_characters_of_names_are_there_and_unknown_ones_are_named() {
    assert_eq!(
        TYPESETTER.missing_glyphs("泃阳西街道垯堼姮槚牤迴堃昇喆珺垚犇㎡m³〇"),
        Vec::<char>::new()
    );
    let mut decision = samples::decision();
    decision.facts.account.push('\u{2FFFE}');
    decision.facts.account.push('\u{E000}');
    match TYPESETTER.render(&decision.into()) {
        Err(Error::MissingGlyphs(missing)) => assert_eq!(missing, ['\u{E000}', '\u{2FFFE}']),
        other => panic!("{other:?}"),
    }
}

#[test]
fn templates_use_no_character_that_is_missing() {
    for document in samples::all() {
        let layout = lay_out(&document);
        let unknown: String =
            layout.glyphs().iter().filter(|g| !g.known).map(|g| g.character).collect();
        assert_eq!(unknown, "", "{}", document.title());
    }
}

#[test]
fn a_missing_font_names_itself_and_the_way_out() {
    let empty = tempfile::tempdir().unwrap();
    let fault = Typesetter::new(&[empty.path()]).unwrap_err().to_string();
    assert!(fault.contains("Noto Serif SC Regular"), "{fault}");
    assert!(fault.contains("cargo xtask web"), "{fault}");
    assert!(fault.contains(&*empty.path().to_string_lossy()), "{fault}");
}

#[test]
fn a_broken_picture_is_an_error_and_not_a_crash() {
    let mut record = samples::inspection_record();
    let mut torn = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01".to_vec();
    torn.extend([1, 2, 3]);
    record.sketch = Some(domain::document::Picture::new(torn).unwrap());
    let fault = TYPESETTER.render(&Document::from(record)).unwrap_err();
    assert!(matches!(fault, Error::Typeset(_)), "{fault:?}");
}
