//! A gateway on a port of its own, and a logger that speaks to it.

use app::plants::{Registry, register};
use app::ports::{Archive, FrameQuery, FrameStanding, StoredFrame};
use app::telemetry::{self, Intake, Judging, Settings, Stats};
use app::{Actor, LiveEvent};
use domain::outlet::Logger;
use domain::reading::FrameFault;
use domain::{LoggerId, Timestamp};
use gateway::{Config, Gateway};
use protocol::hj212::{Cn, Field, Frame, Packet, Profile, Pw, Stamp, Upload, UploadItem, Version};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use testkit::{MemoryArchive, World};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Nothing here takes so long; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for something that must happen.
pub(crate) async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, what).await.expect("it happens in time")
}

/// A running gateway.
pub(crate) struct Station {
    pub(crate) world: World,
    pub(crate) archive: Arc<dyn Archive>,
    pub(crate) at: SocketAddr,
    pub(crate) stop: CancellationToken,
    pub(crate) live: broadcast::Receiver<LiveEvent>,
    intake: Intake,
    run: JoinHandle<()>,
    judging: Judging,
}

impl Station {
    pub(crate) async fn open() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(set: impl FnOnce(&mut Config)) -> Self {
        Self::over(Arc::new(MemoryArchive::default()), set, Settings::default()).await
    }

    pub(crate) async fn over(
        archive: Arc<dyn Archive>,
        set: impl FnOnce(&mut Config),
        settings: Settings,
    ) -> Self {
        let world = World::with_archive(Arc::clone(&archive)).await;
        let (intake, judging) = telemetry::start(&world.cx, settings).await.unwrap();
        let mut config = Config::new("127.0.0.1:0".parse().unwrap());
        set(&mut config);
        let gateway = Gateway::bind(config).await.unwrap();
        let at = gateway.local_addr().unwrap();
        let (stop, live) = (CancellationToken::new(), world.cx.subscribe());
        let run = tokio::spawn(gateway.run(intake.clone(), stop.clone()));
        Self { world, archive, at, stop, live, intake, run, judging }
    }

    /// A connection.
    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.at).await.unwrap()
    }

    /// Ends the gateway in order, and waits until everything is judged.
    pub(crate) async fn close(self) -> World {
        self.stop.cancel();
        soon(self.run).await.unwrap();
        drop(self.intake);
        soon(self.judging.finished()).await;
        self.world
    }

    /// What is in the archive, oldest first.
    pub(crate) async fn stored(&self) -> Vec<StoredFrame> {
        let (from, to) = (Timestamp::from_millis(0), Timestamp::from_millis(i64::MAX));
        let query = FrameQuery {
            mn: None,
            from,
            to,
            standing: FrameStanding::Any,
            limit: 10_000,
            before: None,
        };
        let mut frames = self.archive.frames(query).await.unwrap();
        frames.reverse();
        frames
    }

    pub(crate) fn stats(&self) -> Stats {
        self.world.cx.pulse().counters().snapshot()
    }

    /// How often a fault was counted.
    pub(crate) fn faults(&self, fault: FrameFault) -> u64 {
        self.stats().faults[fault as usize].1
    }

    /// Registers a further logger at the plant's outlet, and waits until the gateway knows it.
    pub(crate) async fn register(&self, logger: Logger) {
        let mn = logger.mn.clone();
        let registry = Registry { loggers: vec![logger], ..Registry::default() };
        register(&self.world.cx, &Actor::Service("setup"), &registry).await.unwrap();
        // The register is read again behind the registration.
        soon(async {
            while self.intake.device(&mn).is_none() {
                tokio::task::yield_now().await;
            }
        })
        .await;
    }

    /// A logger like the plant's, under another MN.
    pub(crate) fn another(&self, mn: &str, edition: u16, check_sum: &str) -> Logger {
        Logger {
            id: LoggerId(self.world.cx.id()),
            mn: mn.parse().unwrap(),
            edition,
            check_sum: check_sum.to_owned(),
            ..self.world.plant.logger.clone()
        }
    }

    /// Sends bytes on a fresh connection, closes it half, and gives everything that came back.
    pub(crate) async fn exchange(&self, bytes: &[u8]) -> Vec<u8> {
        let mut socket = self.connect().await;
        // A gateway that closes early makes the write fail; what matters is what it said before.
        let _ = socket.write_all(bytes).await;
        let _ = socket.shutdown().await;
        rest(&mut socket).await
    }

    pub(crate) fn speaker(&self) -> Speaker {
        Speaker {
            mn: self.world.plant.logger.mn.to_string(),
            version: Version::V2017,
            profile: Profile::strict(Version::V2017),
            now: self.world.cx.now(),
        }
    }
}

/// Everything until the other side closes; a reset is a close.
pub(crate) async fn rest(socket: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = soon(socket.read_to_end(&mut bytes)).await;
    bytes
}

/// A logger's voice.
#[derive(Clone)]
pub(crate) struct Speaker {
    pub(crate) mn: String,
    pub(crate) version: Version,
    pub(crate) profile: Profile,
    pub(crate) now: Timestamp,
}

impl Speaker {
    /// COD of one period, acknowledgement wanted.
    pub(crate) fn cod(&self, cn: Cn, at: Timestamp, value: &str) -> Vec<u8> {
        let main = if cn == Cn::REALTIME { Field::Rtd } else { Field::Avg };
        let fields = [(main, value), (Field::Flag, "N")];
        self.upload(cn, at, &[UploadItem { code: "w01018", fields: &fields }]).concat()
    }

    /// The hour that ended `hours` ago.
    pub(crate) fn hour(&self, hours: i64, value: &str) -> Vec<u8> {
        self.cod(Cn::HOUR, self.now.hour_start().plus_millis(-hours * 3_600_000), value)
    }

    pub(crate) fn upload(&self, cn: Cn, at: Timestamp, items: &[UploadItem<'_>]) -> Vec<Vec<u8>> {
        let upload = Upload {
            version: self.version,
            cn,
            st: "32",
            pw: Pw("123456"),
            mn: &self.mn,
            sent: Stamp::from_unix_ms(self.now.as_millis()),
            data_time: Stamp::from_unix_ms(at.as_millis()),
            ack: true,
            refill: false,
            items,
        };
        upload.to_frames(&self.profile).unwrap()
    }
}

/// The command numbers of the answers in a stream.
pub(crate) fn commands(answers: &[u8]) -> Vec<u16> {
    let profile = Profile::tolerant();
    let read = |line: &[u8]| {
        let frame = Frame::read(line, &profile).unwrap();
        let text = frame.text(&profile).unwrap();
        Packet::parse(&text, &profile).unwrap().header.cn.0
    };
    let lines = answers.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| read(line.strip_suffix(b"\r").unwrap())).collect()
}
