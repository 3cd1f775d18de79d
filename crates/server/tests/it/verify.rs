//! `verify` finds what is damaged, and leaves no trace.

use crate::operator::{config, run, serve, terminate, text};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Every file and folder below, with its digest, mode, and the instant of its last change.
fn state(dir: &Path) -> BTreeMap<PathBuf, (String, u32, i64, i64)> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let (path, about) = (entry.as_ref().unwrap().path(), entry.unwrap().metadata().unwrap());
        let digest = match about.is_dir() {
            true => String::new(),
            false => format!("{:?}", Sha256::digest(fs::read(&path).unwrap())),
        };
        if about.is_dir() {
            found.extend(state(&path));
        }
        found.insert(path, (digest, about.mode(), about.mtime(), about.mtime_nsec()));
    }
    found
}

fn verified(config: &Path) -> String {
    let output = run(&["verify", "--config", config.to_str().unwrap()]);
    let said = text(&output.stdout);
    assert!(output.status.success(), "{said}{}", text(&output.stderr));
    said
}

#[test]
fn a_site_that_was_checked_is_the_same_to_the_byte() {
    let dir = tempfile::tempdir().unwrap();
    let site = config(dir.path(), "site");
    let data = dir.path().join("site");
    let (mut child, _) = serve(&site);

    // Beside the running server: it may write, the check may not. Its files are those it left.
    let said = verified(&site);
    assert!(said.contains("everything is sound"), "{said}");
    assert!(terminate(&mut child));
    // What a crash left is not cleared away by somebody who only looks.
    fs::write(data.join("files/tmp-00"), b"half").unwrap();

    // A folder that nobody may write to. Root may write anywhere, so the digests are held against each other as well.
    for folder in [&data, &data.join("files"), &data.join("keys"), &data.join("archive")] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o500)).unwrap();
    }
    fs::set_permissions(data.join("huanzhi.db"), fs::Permissions::from_mode(0o400)).unwrap();
    let before = state(&data);
    assert!(!before.keys().any(|path| path.to_string_lossy().contains("huanzhi.db-")));
    let said = verified(&site);
    let (log, signed) = (said.lines().next().unwrap(), said.lines().nth(1).unwrap());
    assert!(log.starts_with("log      ") && log.contains(" lines, root "), "{said}");
    assert!(signed.contains("as test.example/log; 0 came after"), "{said}");
    assert_eq!(state(&data), before);
    for folder in [&data, &data.join("files"), &data.join("keys"), &data.join("archive")] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    }
}

#[test]
fn what_a_killed_server_left_is_checked_as_it_lies() {
    let dir = tempfile::tempdir().unwrap();
    let site = config(dir.path(), "site");
    let data = dir.path().join("site");
    let (mut child, _) = serve(&site);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(data.join("huanzhi.db-wal").exists(), "its last changes are in the log beside");
    let before = state(&data);
    verified(&site);
    assert_eq!(state(&data), before);
}

#[test]
fn a_damaged_file_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let site = config(dir.path(), "site");
    let (mut child, _) = serve(&site);
    assert!(terminate(&mut child));
    let name = "a".repeat(64);
    let folder = dir.path().join("site/files/aa");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(&name), b"not what the name says").unwrap();
    let output = run(&["verify", "--config", site.to_str().unwrap()]);
    assert!(!output.status.success());
    assert!(text(&output.stdout).contains(&format!("damaged  {name}")), "{}", text(&output.stdout));
}

#[test]
fn nothing_is_made_where_there_is_no_site() {
    let dir = tempfile::tempdir().unwrap();
    let site = config(dir.path(), "site");
    let output = run(&["verify", "--config", site.to_str().unwrap()]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("there is no database"), "{}", text(&output.stderr));
    assert!(!dir.path().join("site").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_file_that_a_line_names_and_nobody_holds_is_named() {
    let world = testkit::World::new().await;
    // The files of this world lie in memory: for the site that is served from its database they are gone.
    let task = testkit::Procedure(&world).lead().await;
    let task = testkit::Procedure(&world).task(&task).await;
    testkit::Procedure(&world).inspected(&task).await;
    let dir = world.folder();
    let site = config(dir, "site");
    let url = format!("[store]\nurl = \"sqlite:{}\"\n", dir.join("test.db").display());
    fs::write(&site, text(&fs::read(&site).unwrap()) + &url).unwrap();
    let (mut child, _) = serve(&site);
    assert!(terminate(&mut child));
    let output = run(&["verify", "--config", site.to_str().unwrap()]);
    let said = text(&output.stdout);
    assert!(!output.status.success() && !said.contains("everything is sound"), "{said}");
    let line = said.lines().find(|line| line.starts_with("missing  line ")).unwrap();
    assert!(
        line.contains("evidence.added of evidence/") && line.contains("is not stored"),
        "{line}"
    );
}

#[test]
fn what_the_program_makes_is_for_its_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let site = config(dir.path(), "site");
    let data = dir.path().join("site");
    let (mut child, _) = serve(&site);
    for name in ["", "keys", "files", "archive", "huanzhi.db", "huanzhi.db-wal"] {
        let mode = fs::metadata(data.join(name)).unwrap().mode();
        assert_eq!(mode & 0o077, 0, "{name} is {mode:o}");
    }
    assert!(terminate(&mut child));
    assert_eq!(fs::metadata(&data).unwrap().mode() & 0o777, 0o700);
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    let said = text(&run(&["check-config", "--config", site.to_str().unwrap()]).stdout);
    assert!(said.contains("warning: others than its owner can reach"), "{said}");
}
