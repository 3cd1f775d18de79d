//! Configuration, first start, an orderly stop, backup and restore.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

pub(crate) fn huanzhi(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huanzhi"));
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    command.args(arguments).current_dir(workspace);
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    huanzhi(arguments).output().unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A free port of this machine; taken for a moment only, which is enough here.
pub(crate) fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub(crate) fn config(dir: &Path, data: &str) -> PathBuf {
    let path = dir.join(format!("{data}.toml"));
    let text = format!(
        "data = \"{}\"\nlog_origin = \"test.example/log\"\n[http]\nlisten = \"127.0.0.1:{}\"\ntls = false\n\
         [access]\nhash_memory_kib = 64\nhash_passes = 1\n[hj212]\nlisten = \"127.0.0.1:{}\"\n",
        dir.join(data).display(),
        port(),
        port()
    );
    fs::write(&path, text).unwrap();
    path
}

/// Starts a server and waits until it says that it serves.
pub(crate) fn serve(config: &Path) -> (Child, Vec<String>) {
    let mut child = huanzhi(&["serve", "--config", config.to_str().unwrap()])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    loop {
        let line = lines.next().unwrap_or_else(|| panic!("it ended: {said:?}")).unwrap();
        let serving = line.contains("\"serving\"");
        said.push(line);
        if serving {
            break;
        }
    }
    // Whatever it goes on saying is read, so that it never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    (child, said)
}

pub(crate) fn terminate(child: &mut Child) -> bool {
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    killed.success() && child.wait().unwrap().success()
}

#[test]
fn a_wrong_configuration_is_an_error_that_names_file_line_and_key() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("wrong.toml");
    fs::write(&path, "[http]\nlissten = \"127.0.0.1:1\"\n").unwrap();
    let output = run(&["check-config", "--config", path.to_str().unwrap()]);
    assert!(!output.status.success());
    let said = text(&output.stderr);
    for part in ["wrong.toml", "line 2", "lissten"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let sample = run(&["sample-config"]);
    fs::write(&path, &sample.stdout).unwrap();
    let output = run(&["check-config", "--config", path.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    for part in ["廊坊市生态环境局", "every agency can issue no decision", "office.court"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_site_starts_stops_in_order_and_comes_back_from_its_backup_with_the_same_record() {
    let dir = tempfile::tempdir().unwrap();
    let site = config(dir.path(), "site");
    let (mut child, said) = serve(&site);
    let tokens = fs::read_to_string(dir.path().join("site/first-accounts.txt")).unwrap();
    for account in ["sysadmin", "secadmin", "auditor"] {
        assert!(
            tokens.contains(account) && said.iter().any(|line| line.contains(account)),
            "{said:?}"
        );
    }
    for secret in ["first-accounts.txt", "keys/log-ed25519.key", "keys/log-sm2.key"] {
        let mode = fs::metadata(dir.path().join("site").join(secret)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{secret}");
    }

    // The backup is made beside the running server.
    let backup = dir.path().join("backup");
    let output = run(&["backup", backup.to_str().unwrap(), "--config", site.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(terminate(&mut child), "a stop on SIGTERM is no failure");

    let again = config(dir.path(), "again");
    let output = run(&["restore", backup.to_str().unwrap(), "--config", again.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let log = |path: &Path| {
        let output = run(&["verify", "--config", path.to_str().unwrap()]);
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stdout).lines().next().unwrap().to_owned()
    };
    assert_eq!(log(&site), log(&again));
    assert!(log(&again).contains(" lines, root "));
    let twice = run(&["restore", backup.to_str().unwrap(), "--config", again.to_str().unwrap()]);
    assert!(text(&twice.stderr).contains("is not empty"), "{}", text(&twice.stderr));

    let (mut child, said) = serve(&again);
    assert!(!said.iter().any(|line| line.contains("First start")), "its accounts came with it");
    assert!(terminate(&mut child));
}
