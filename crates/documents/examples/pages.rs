//! Writes one of each document into a folder, to be looked at, and prints how long each takes.
//!
//! `cargo run -p documents --example pages -- FOLDER [PHOTO]`; a photograph given takes the place of the sample's.

#[path = "../tests/it/samples/mod.rs"]
#[expect(clippy::unwrap_used, reason = "samples are right, as every test shows")]
mod samples;

use documents::{Typesetter, fonts::default_dirs};
use domain::document::{Document, Picture};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("name a folder to write to")?);
    std::fs::create_dir_all(&folder)?;
    let dirs = default_dirs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."));
    let dirs: Vec<&Path> = dirs.iter().map(PathBuf::as_path).collect();
    let start = Instant::now();
    let typesetter = Typesetter::new(&dirs)?;
    println!("{:>6} ms  fonts and templates", start.elapsed().as_millis());

    let mut draft = samples::decision();
    draft.head.draft = true;
    let public = Document::from(samples::decision()).redact();
    let mut documents: Vec<_> = samples::all().into_iter().chain([draft.into(), public]).collect();
    if let Some(photo) = std::env::args_os().nth(2) {
        let picture = Picture::new(std::fs::read(photo)?)?;
        for document in &mut documents {
            if let Document::PhotoSheet(sheet) = document {
                sheet.photos.iter_mut().for_each(|photo| photo.picture = picture.clone());
            }
        }
    }
    for (index, document) in documents.into_iter().enumerate() {
        let start = Instant::now();
        let pdf = typesetter.render(&document)?;
        let (took, bytes) = (start.elapsed().as_millis(), pdf.bytes.len() / 1024);
        println!("{took:>6} ms  {} pages  {bytes:>4} KiB  {}", pdf.pages, document.title());
        std::fs::write(folder.join(format!("{index:02}.pdf")), pdf.bytes)?;
    }
    Ok(())
}
