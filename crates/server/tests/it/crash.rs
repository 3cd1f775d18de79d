//! The platform is killed again and again while devices send: whatever it acknowledged is there afterwards.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use domain::Timestamp;
use protocol::hj212::{Cn, Field, Frame, Packet, Profile, Pw, Stamp, Upload, UploadItem, Version};
use testkit::World;

/// How often it is killed.
const ROUNDS: i64 = 3;
/// Connections that send, and frames that each may have on their way.
const CONNECTIONS: i64 = 3;
const WINDOW: i64 = 64;
/// The platform is killed when so many frames are acknowledged at most.
const ACKS_MAX: usize = 900;

/// A server process that never outlives the test.
struct Server(Child);

impl Server {
    fn start(config: &Path, at: SocketAddr) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let child = Command::new(env!("CARGO_BIN_EXE_huanzhi"))
            .args(["serve", "--config"])
            .arg(config)
            .current_dir(root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut server = Self(child);
        let until = Instant::now() + Duration::from_secs(120);
        while TcpStream::connect(at).is_err() {
            assert!(Instant::now() < until, "the server does not listen");
            let ended = server.0.try_wait().expect("its state");
            assert!(ended.is_none(), "the server ended: {ended:?}");
            std::thread::yield_now();
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGKILL: nothing is flushed, nothing is closed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address")
}

fn frame(mn: &str, sent: Timestamp) -> Vec<u8> {
    let fields = [(Field::Rtd, "12.5"), (Field::Flag, "N")];
    let upload = Upload {
        version: Version::V2017,
        cn: Cn::REALTIME,
        st: "32",
        pw: Pw("123456"),
        mn,
        sent: Stamp::from_unix_ms(sent.as_millis()),
        data_time: Stamp::from_unix_ms(sent.as_millis()),
        ack: true,
        refill: false,
        items: &[UploadItem { code: "w01018", fields: &fields }],
    };
    upload.to_frames(&Profile::strict(Version::V2017)).expect("a frame").concat()
}

/// The request number of a frame.
fn qn(raw: &[u8]) -> Option<String> {
    let profile = Profile::tolerant();
    let frame = Frame::read(raw, &profile).ok()?;
    let text = frame.text(&profile).ok()?;
    Packet::parse(&text, &profile).ok()?.qn().map(str::to_owned)
}

/// Sends windows of frames and collects what is acknowledged, until enough is or the server is gone.
fn send(at: SocketAddr, mn: &str, first: Timestamp, enough: usize) -> Vec<String> {
    let mut acked = Vec::new();
    let Ok(socket) = TcpStream::connect(at) else {
        return acked;
    };
    let mut answers = BufReader::new(socket.try_clone().expect("the socket"));
    let mut socket = socket;
    let mut next = 0;
    while acked.len() < enough {
        let window: Vec<u8> =
            (next..next + WINDOW).flat_map(|n| frame(mn, first.plus_millis(n * 1_000))).collect();
        next += WINDOW;
        if socket.write_all(&window).is_err() {
            return acked;
        }
        for _ in 0..WINDOW {
            let mut line = Vec::new();
            let read = answers.read_until(b'\n', &mut line).unwrap_or(0);
            // A torn answer is none.
            let Some(whole) = line.strip_suffix(b"\r\n").filter(|_| read > 0) else {
                return acked;
            };
            acked.extend(qn(whole));
        }
    }
    acked
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill() {
    let world = World::new().await;
    let data = world.folder().join("data");
    let (http, hj212) = (free_port(), free_port());
    let config = world.folder().join("huanzhi.toml");
    let database = world.folder().join("test.db");
    let text = format!(
        "data = {data:?}\n[http]\nlisten = \"{http}\"\ntls = false\n[store]\nurl = \"sqlite:{}\"\n[hj212]\nlisten = \
         \"{hj212}\"\n",
        database.display()
    );
    std::fs::write(&config, text).expect("a configuration");

    let mn = world.plant.logger.mn.clone();
    // Of the last weeks, whatever day the test runs: the platform refuses data of the future.
    let base = Timestamp::from_millis(
        real_now().plus_millis(-30 * 86_400_000).as_millis() / 1_000 * 1_000,
    );
    let mut acked: HashSet<String> = HashSet::new();
    for round in 0..ROUNDS {
        let server = Server::start(&config, hj212);
        let enough = usize::from(rand::random::<u16>()) % ACKS_MAX / CONNECTIONS as usize + 1;
        let senders: Vec<_> = (0..CONNECTIONS)
            .map(|connection| {
                // Every connection of every round has its own times, so that no frame repeats another.
                let first = base.plus_millis((round * CONNECTIONS + connection) * 86_400_000);
                let mn = mn.to_string();
                std::thread::spawn(move || send(hj212, &mn, first, enough))
            })
            .collect();
        let mut senders = senders.into_iter();
        // The first one that has enough ends the server under the others' hands.
        acked.extend(senders.next().expect("a sender").join().expect("it ends"));
        drop(server);
        for sender in senders {
            acked.extend(sender.join().expect("it ends"));
        }
        let stored = stored(&data).await;
        let lost: Vec<_> = acked.difference(&stored).collect();
        assert!(lost.is_empty(), "round {round}: acknowledged and lost: {lost:?}");
    }
    assert!(acked.len() >= 3, "something was acknowledged");
}

#[expect(clippy::disallowed_methods, reason = "the program under test takes the real time")]
fn real_now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    Timestamp::from_millis(since.as_millis() as i64)
}

/// The request numbers of all frames in the archive.
async fn stored(data: &Path) -> HashSet<String> {
    let (archive, _) = archive::Archive::open(archive::Config::new(data.join("archive")))
        .await
        .expect("the archive opens after a kill");
    let mut stored = HashSet::new();
    let mut before = None;
    loop {
        let query = archive::FrameQuery {
            mn: None,
            from: Timestamp::from_millis(0),
            to: Timestamp::from_millis(i64::MAX),
            standing: archive::Standing::Accepted,
            limit: archive::MAX_FRAMES,
            before,
        };
        let frames = archive.frames(query).await.expect("frames");
        let Some(last) = frames.last() else {
            break;
        };
        before = Some(last.reference);
        stored.extend(frames.iter().filter_map(|one| qn(&one.frame.raw)));
    }
    archive.close().await;
    stored
}
