//! Makes sure the folder of built web files exists, so that the crate compiles before they were built.

use std::{env, fs, path::Path};

fn main() {
    let Some(here) = env::var_os("CARGO_MANIFEST_DIR") else { return };
    let dist = Path::new(&here).join("../../web/dist");
    if let Err(error) = fs::create_dir_all(&dist) {
        println!("cargo::warning=cannot create {}: {error}", dist.display());
    }
    println!("cargo::rerun-if-changed={}", dist.display());
}
