//! A PostgreSQL cluster of one test: made in a temporary folder from the installed binaries, gone with the test.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use store::StoreUrl;
use tempfile::TempDir;

/// A running cluster that listens on a socket in its own folder and nowhere else.
#[derive(Debug)]
pub struct TemporaryCluster {
    folder: TempDir,
    binaries: PathBuf,
}

/// PostgreSQL will not run as root, so as root it runs as the user that Debian's package makes for it.
const DEBIAN_USER: &str = "postgres";

impl TemporaryCluster {
    /// Makes and starts a cluster.
    ///
    /// # Panics
    /// Where PostgreSQL is not installed; the message says how to install it. A test that is not run is not a test.
    pub fn start() -> Self {
        let binaries = binaries()
            .expect("PostgreSQL's server is not installed; on Debian: apt-get install postgresql");
        let folder = tempfile::tempdir().expect("a folder for the cluster");
        if is_root() {
            run(Command::new("chown").arg(DEBIAN_USER).arg(folder.path()));
        }
        let cluster = Self { folder, binaries };
        let data = cluster.data();
        let init =
            ["-A", "trust", "-U", DEBIAN_USER, "-E", "UTF8", "--locale=C", "--no-sync", "-D"];
        run(cluster.command("initdb").args(init).arg(&data));
        let socket = cluster.folder.path().display();
        let options = format!("-k {socket} -c listen_addresses='' -c fsync=off");
        let log = cluster.folder.path().join("log");
        let start = ["-w", "-s", "start", "-o", &options, "-l"];
        run(cluster.command("pg_ctl").args(start).arg(log).arg("-D").arg(data));
        cluster
    }

    /// A fresh, empty database in the cluster.
    pub fn database(&self, name: &str) -> StoreUrl {
        let socket = self.folder.path();
        run(self.command("createdb").args(["-U", DEBIAN_USER, "-h"]).arg(socket).arg(name));
        let socket = socket.display();
        StoreUrl::Postgres(format!("postgres:///{name}?host={socket}&user={DEBIAN_USER}"))
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        let program = self.binaries.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", DEBIAN_USER, "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir("/");
        command
    }
}

impl Drop for TemporaryCluster {
    fn drop(&mut self) {
        let data = self.data();
        // Nothing to save: the folder goes next.
        let _ =
            self.command("pg_ctl").args(["-m", "immediate", "-s", "stop", "-D"]).arg(data).output();
    }
}

fn run(command: &mut Command) {
    let Output { status, stderr, .. } = command.output().expect("a program that starts");
    assert!(status.success(), "{command:?} failed: {}", String::from_utf8_lossy(&stderr));
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The newest installed server's binaries, where Debian puts them or on the path.
fn binaries() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    versions.sort();
    versions.pop().or_else(on_path)
}

fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find(|folder| Path::new(folder).join("initdb").exists())
}
