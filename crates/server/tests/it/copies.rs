//! Backups: from either database into either, and none that is damaged.

use crate::operator::{config, run, serve, terminate, text};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use store::StoreUrl;
use testkit::TemporaryCluster;

fn on_postgres(dir: &Path, name: &str, cluster: &TemporaryCluster) -> PathBuf {
    let path = config(dir, name);
    let StoreUrl::Postgres(url) = cluster.database(name) else { panic!("another database") };
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}[store]\nurl = \"{url}\"\n")).unwrap();
    path
}

fn command(name: &str, backup: &Path, config: &Path) -> Output {
    run(&[name, backup.to_str().unwrap(), "--config", config.to_str().unwrap()])
}

fn done(output: &Output) {
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

fn log(config: &Path) -> String {
    let output = run(&["verify", "--config", config.to_str().unwrap()]);
    done(&output);
    text(&output.stdout).lines().next().unwrap().to_owned()
}

#[test]
fn a_site_grows_from_sqlite_to_postgresql_and_comes_back_with_the_same_record() {
    let dir = tempfile::tempdir().unwrap();
    let cluster = TemporaryCluster::start();
    let small = config(dir.path(), "small");
    let (mut child, _) = serve(&small);
    assert!(terminate(&mut child));
    let first = dir.path().join("first");
    done(&command("backup", &first, &small));

    let large = on_postgres(dir.path(), "large", &cluster);
    done(&command("restore", &first, &large));
    assert_eq!(log(&large), log(&small));
    let (mut child, said) = serve(&large);
    assert!(!said.iter().any(|line| line.contains("First start")), "its accounts came with it");

    // Beside the running server, on PostgreSQL; the tables are the same text.
    let second = dir.path().join("second");
    done(&command("backup", &second, &large));
    assert!(terminate(&mut child));
    for table in ["agency", "officer", "credential", "record_line", "record_node"] {
        let lines = |backup: &Path| fs::read(backup.join(format!("tables/{table}.jsonl"))).unwrap();
        assert!(lines(&first) == lines(&second), "{table}");
    }

    let again = config(dir.path(), "again");
    done(&command("restore", &second, &again));
    assert_eq!(log(&again), log(&small));

    // Neither a filled database nor a filled folder is filled once more.
    let twice = command("restore", &first, &large);
    assert!(text(&twice.stderr).contains("is not empty"), "{}", text(&twice.stderr));
    fs::remove_dir_all(dir.path().join("large")).unwrap();
    let twice = command("restore", &first, &large);
    assert!(!twice.status.success());
    assert!(text(&twice.stderr).contains("the database is not empty"), "{}", text(&twice.stderr));
}

#[test]
fn a_damaged_backup_is_refused_and_the_damaged_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let site = config(dir.path(), "site");
    let (mut child, _) = serve(&site);
    assert!(terminate(&mut child));
    let evidence = dir.path().join("site/files/ab");
    fs::create_dir_all(&evidence).unwrap();
    let backup = dir.path().join("backup");
    done(&command("backup", &backup, &site));
    let target = config(dir.path(), "target");
    for name in ["tables/agency.jsonl", "keys/log-sm2.key", "SHA256SUMS"] {
        let path = backup.join(name);
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        *damaged.last_mut().unwrap() ^= 1;
        for damage in [Some(damaged), None] {
            match damage {
                Some(bytes) => fs::write(&path, bytes).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            let output = command("restore", &backup, &target);
            let said = text(&output.stderr);
            assert!(!output.status.success() && said.contains(name), "{name}: {said}");
            assert!(!dir.path().join("target").exists(), "nothing was begun");
        }
        fs::write(&path, whole).unwrap();
    }
    // Written anew, the keys are readable for others; the mode of the backup's file is what is restored.
    fs::remove_dir_all(&backup).unwrap();
    done(&command("backup", &backup, &site));
    done(&command("restore", &backup, &target));
    assert_eq!(log(&target), log(&site));
    let nothing = command("restore", &evidence, &target);
    assert!(text(&nothing.stderr).contains("holds no backup"), "{}", text(&nothing.stderr));
}
