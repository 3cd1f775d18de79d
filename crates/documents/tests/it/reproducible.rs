//! Equal fields give equal bytes, whatever was rendered before and on however many threads.

use crate::{TYPESETTER, samples};
use documents::Pdf;

fn render_all(reversed: bool) -> Vec<Pdf> {
    let mut documents = samples::all();
    if reversed {
        documents.reverse();
    }
    let mut pdfs: Vec<Pdf> =
        documents.iter().map(|document| TYPESETTER.render(document).unwrap()).collect();
    if reversed {
        pdfs.reverse();
    }
    pdfs
}

#[test]
fn order_and_threads_change_no_byte() {
    let (forward, backward) = std::thread::scope(|scope| {
        let backward = scope.spawn(|| render_all(true));
        (render_all(false), backward.join().unwrap())
    });
    assert!(forward == backward);
}

#[test]
fn the_file_names_title_language_and_the_date_it_bears() {
    let pdf = TYPESETTER.render(&samples::decision().into()).unwrap();
    let text = String::from_utf8_lossy(&pdf.bytes);
    assert!(text.starts_with("%PDF-1.7"));
    assert!(text.contains("/Lang"), "language");
    assert!(text.contains("<pdfaid:part>2</pdfaid:part>"), "archive format");
    assert!(text.contains("/CreationDate(D:20260930000000+08'00)"), "date of the decision");
    assert!(text.contains("行政处罚决定书 冀廊环罚〔2026〕9号"), "title in the metadata");
    assert!(!text.contains("/Author"));
}

#[test]
fn a_document_without_a_date_is_no_archive_file_yet() {
    let mut receipt = samples::service_receipt();
    receipt.received_at = None;
    let pdf = TYPESETTER.render(&receipt.into()).unwrap();
    let text = String::from_utf8_lossy(&pdf.bytes);
    assert!(!text.contains("pdfaid:part") && !text.contains("/CreationDate"));
}

#[test]
fn different_fields_give_different_files() {
    let one = TYPESETTER.render(&samples::decision().into()).unwrap();
    let mut other = samples::decision();
    other.sanction.discretion.push('。');
    other.remedies.review_days = 30;
    assert_ne!(one.bytes, TYPESETTER.render(&other.into()).unwrap().bytes);
}
