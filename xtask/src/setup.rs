//! What tests need beyond Rust and Node: a PostgreSQL server of their own and a browser. Installed by apt where that is
//! allowed, else named in one line.

use crate::{process, progress::Progress};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Names the server to the tests that run on both databases.
pub(crate) const POSTGRES_VARIABLE: &str = "HUANZHI_TEST_POSTGRES";
/// Where Debian keeps the programs of the server, one folder a version.
const DEBIAN_POSTGRES: &str = "/usr/lib/postgresql";

/// A PostgreSQL server on a socket in a folder of its own, gone when dropped.
#[derive(Debug)]
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
}

impl Postgres {
    /// Starts a server that nothing else uses and that does not wait for the disk.
    pub(crate) fn start(progress: &Progress) -> Result<Self> {
        let programs = find_or_install("postgresql", postgres_programs, progress)?;
        progress.say("starting a PostgreSQL for the tests");
        let folder = std::env::temp_dir().join(format!("huanzhi-pg-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        if is_root() {
            let (user, group) = identity("postgres")?;
            chown(&folder, Some(user), Some(group))?;
        }
        let server = Self { programs, folder };
        server.command(
            "initdb",
            &[
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--no-locale",
            ],
        )?;
        let socket = server.folder.display();
        let settings = format!(
            "-k '{socket}' -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200"
        );
        server.command(
            "pg_ctl",
            &[
                "-w",
                "-l",
                &format!("{socket}/log"),
                "-o",
                &settings,
                "start",
            ],
        )?;
        Ok(server)
    }

    /// How clients find it.
    pub(crate) fn url(&self) -> String {
        format!(
            "postgres://postgres@localhost/postgres?host={}",
            self.folder.display()
        )
    }

    /// Runs one of the server's programs on its data, never as root, which the server refuses.
    fn command(&self, program: &str, args: &[&str]) -> Result<()> {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command
            .args(["-D"])
            .arg(self.folder.join("data"))
            .args(args);
        process::run(
            command
                .current_dir(&self.folder)
                .stdin(Stdio::null())
                .stdout(Stdio::null()),
        )
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Nothing in it is worth keeping; what cannot be stopped or removed stays in the temporary folder.
        let _ = self.command("pg_ctl", &["-m", "immediate", "stop"]);
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The browser of the journeys.
pub(crate) fn chromium(progress: &Progress) -> Result<PathBuf> {
    find_or_install("chromium", || process::find("chromium"), progress)
}

fn postgres_programs() -> Option<PathBuf> {
    let on_path = process::find("initdb").and_then(|file| file.canonicalize().ok());
    if let Some(file) = on_path {
        return file.parent().map(Path::to_owned);
    }
    let versions = fs::read_dir(DEBIAN_POSTGRES).ok()?;
    let folders = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    folders
        .filter(|folder| folder.join("initdb").is_file())
        .max()
}

fn find_or_install(
    package: &str,
    find: impl Fn() -> Option<PathBuf>,
    progress: &Progress,
) -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if !is_root() || process::find("apt-get").is_none() {
        bail!("{package} is not installed; on Debian: sudo apt-get install {package}");
    }
    progress.say(&format!("apt-get install {package}"));
    for args in [
        &["update"][..],
        &["install", "--yes", "--no-install-recommends", package],
    ] {
        let mut apt = Command::new("apt-get");
        apt.arg("-qq")
            .args(args)
            .env("DEBIAN_FRONTEND", "noninteractive");
        process::run(apt.stdin(Stdio::null()).stdout(Stdio::null()))?;
    }
    find().with_context(|| {
        format!("{package} was installed but its programs are not where Debian puts them")
    })
}

fn is_root() -> bool {
    identity_of(&["-u"]).is_ok_and(|user| user == 0)
}

/// The numbers of a user and its group.
fn identity(user: &str) -> Result<(u32, u32)> {
    Ok((identity_of(&["-u", user])?, identity_of(&["-g", user])?))
}

fn identity_of(args: &[&str]) -> Result<u32> {
    Ok(process::output(Command::new("id").args(args))?
        .trim()
        .parse()?)
}
