//! Frames over loopback: how many are acknowledged, how fast, and how soon an exceedance is a lead.

use crate::{quantile, row};
use app::Actor;
use app::plants::{Registry, register};
use app::ports::{Archive, FrameQuery, ReadingQuery, Seen, StoredFrame};
use app::telemetry::{self, Rate, Settings};
use async_trait::async_trait;
use domain::outlet::{Limit, Logger};
use domain::reading::{Frame, Mn, Reading};
use domain::{LimitId, LoggerId, OutletId};
use gateway::{Config, Gateway};
use protocol::hj212::{Cn, Field, Profile, Pw, Stamp, Upload, UploadItem, Version};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use testkit::World;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

/// Frames of one connection on their way at once.
const WINDOW: usize = 128;

/// An archive that forgets: the peer that shows what durability costs.
pub(crate) struct Forgetful;

static FORGOTTEN: AtomicU64 = AtomicU64::new(0);

#[async_trait]
impl Archive for Forgetful {
    async fn append(&self, _: Frame) -> anyhow::Result<String> {
        Ok(FORGOTTEN.fetch_add(1, Ordering::Relaxed).to_string())
    }
    async fn append_many(&self, frames: Vec<Frame>) -> anyhow::Result<Vec<String>> {
        Ok(frames.iter().map(|_| FORGOTTEN.fetch_add(1, Ordering::Relaxed).to_string()).collect())
    }
    fn seen(&self, _: &[Reading]) -> Seen {
        Seen::New
    }
    async fn readings(&self, _: ReadingQuery) -> anyhow::Result<Vec<Reading>> {
        Ok(Vec::new())
    }
    async fn frames(&self, _: FrameQuery) -> anyhow::Result<Vec<StoredFrame>> {
        Ok(Vec::new())
    }
    async fn latest(&self, _: &Mn) -> anyhow::Result<Vec<Reading>> {
        Ok(Vec::new())
    }
}

/// A gateway with so many registered loggers.
struct Rig {
    world: World,
    at: SocketAddr,
    stop: CancellationToken,
    run: tokio::task::JoinHandle<()>,
    judging: telemetry::Judging,
    loggers: Vec<Logger>,
}

impl Rig {
    async fn new(archive: Arc<dyn Archive>, count: usize) -> Self {
        let world = World::with_archive(archive).await;
        let mut registry = Registry::default();
        for nth in 0..count {
            let outlet = domain::outlet::Outlet {
                id: OutletId(world.cx.id()),
                name: format!("排口{nth}"),
                ..world.plant.outlet.clone()
            };
            registry.loggers.push(Logger {
                id: LoggerId(world.cx.id()),
                mn: format!("1310990000000000{nth:08}").parse().unwrap(),
                outlet: outlet.id,
                ..world.plant.logger.clone()
            });
            registry.limits.push(Limit {
                id: LimitId(world.cx.id()),
                outlet: outlet.id,
                ..world.plant.limit.clone()
            });
            registry.outlets.push(outlet);
        }
        register(&world.cx, &Actor::Service("setup"), &registry).await.unwrap();
        let rate = Rate { burst: u32::MAX, per_second: u32::MAX };
        let settings = Settings { rate, ..Settings::default() };
        let (intake, judging) = telemetry::start(&world.cx, settings).await.unwrap();
        let mut config = Config::new("127.0.0.1:0".parse().unwrap());
        config.per_address = count + 10;
        let gateway = Gateway::bind(config).await.unwrap();
        let at = gateway.local_addr().unwrap();
        let stop = CancellationToken::new();
        let run = tokio::spawn(gateway.run(intake, stop.clone()));
        Self { world, at, stop, run, judging, loggers: registry.loggers }
    }

    async fn connect(&self) -> Vec<TcpStream> {
        let mut sockets = Vec::with_capacity(self.loggers.len());
        for _ in &self.loggers {
            let socket = TcpStream::connect(self.at).await.unwrap();
            socket.set_nodelay(true).unwrap();
            sockets.push(socket);
        }
        sockets
    }

    async fn close(self) {
        self.stop.cancel();
        self.run.await.unwrap();
        self.judging.finished().await;
    }
}

/// A frame of a logger; COD with what usually comes beside it.
fn frame(mn: &Mn, cn: Cn, at_ms: i64, cod: &str) -> Vec<u8> {
    let main = if cn == Cn::REALTIME { Field::Rtd } else { Field::Avg };
    let (cod, other) = ([(main, cod), (Field::Flag, "N")], [(main, "7.31"), (Field::Flag, "N")]);
    let codes = ["w01018", "w01001", "w21003", "w21011", "w21001", "w00000"];
    let items: Vec<_> = codes
        .into_iter()
        .map(|code| UploadItem { code, fields: if code == "w01018" { &cod } else { &other } })
        .collect();
    let upload = Upload {
        version: Version::V2017,
        cn,
        st: "32",
        pw: Pw("123456"),
        mn: mn.as_str(),
        sent: Stamp::from_unix_ms(at_ms),
        data_time: Stamp::from_unix_ms(at_ms),
        ack: true,
        refill: false,
        items: &items,
    };
    upload.to_frames(&Profile::strict(Version::V2017)).unwrap().concat()
}

/// Every connection keeps a window of frames on its way until `frames` in all are acknowledged. Before the clock starts each
/// has sent one, so that what is measured are connections that stand, not five thousand that open at once. Gives the rate.
pub(crate) async fn measure(
    what: &str,
    archive: Arc<dyn Archive>,
    connections: usize,
    frames: usize,
) -> f64 {
    let rig = Rig::new(archive, connections).await;
    let each = frames / connections;
    let now = rig.world.cx.now().as_millis();
    let start = now - now.rem_euclid(1_000) - (each as i64 + 1) * 1_000;
    let made: Vec<Vec<Vec<u8>>> = rig
        .loggers
        .iter()
        .map(|logger| {
            let nth = |n: usize| frame(&logger.mn, Cn::REALTIME, start + n as i64 * 1_000, "12.5");
            (1..=each).map(nth).collect()
        })
        .collect();
    let mut sockets = rig.connect().await;
    for (socket, logger) in sockets.iter_mut().zip(&rig.loggers) {
        socket.write_all(&frame(&logger.mn, Cn::REALTIME, start, "12.5")).await.unwrap();
    }
    for socket in &mut sockets {
        answers(socket, 1).await;
    }
    let began = Instant::now();
    let mut clients = Vec::with_capacity(connections);
    for (socket, frames) in sockets.into_iter().zip(made) {
        clients.push(tokio::spawn(client(socket, frames)));
    }
    let mut times = Vec::new();
    for one in clients {
        times.extend(one.await.unwrap());
    }
    let took = began.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let words = format!("{what}, {connections} connections × {each}");
    let rate = (each * connections) as f64 / took;
    row(&words, rate, quantile(&times, 0.5), quantile(&times, 0.99));
    rig.close().await;
    rate
}

/// Sends windows of frames, each when the one before is acknowledged. Gives how long each window took, milliseconds.
async fn client(mut socket: TcpStream, frames: Vec<Vec<u8>>) -> Vec<f64> {
    let mut times = Vec::with_capacity(frames.len().div_ceil(WINDOW));
    for window in frames.chunks(WINDOW) {
        let sent = Instant::now();
        socket.write_all(&window.concat()).await.unwrap();
        answers(&mut socket, window.len()).await;
        times.push(sent.elapsed().as_secs_f64() * 1_000.0);
    }
    times
}

/// Waits for so many answers; each ends in a line feed.
async fn answers(socket: &mut TcpStream, count: usize) {
    let mut chunk = [0; 16 * 1024];
    let mut got = 0;
    while got < count {
        let read = socket.read(&mut chunk).await.unwrap();
        assert!(read > 0, "the gateway closed a connection");
        got += chunk[..read].iter().filter(|byte| **byte == b'\n').count();
    }
}

/// On the live stream: how long it takes from sending an exceeding hour to the event that a screen hears, while every
/// other connection sends a frame each ten seconds.
pub(crate) async fn from_frame_to_lead(connections: usize, leads: usize) {
    let folder = tempfile::tempdir().unwrap();
    let config = archive::Config::new(folder.path().join("archive"));
    let (archive, _) = archive::Archive::open(config).await.unwrap();
    let port: Arc<dyn Archive> = Arc::new(crate::wire::FrameArchive(archive.clone()));
    let rig = Rig::new(port, connections).await;
    let mut live = rig.world.cx.subscribe();
    let mut sockets = rig.connect().await;
    let now = rig.world.cx.now();
    let loud = sockets.split_off(connections - leads);
    let done = CancellationToken::new();
    let mut quiet = Vec::new();
    for (nth, (socket, logger)) in sockets.into_iter().zip(&rig.loggers).enumerate() {
        let first = Duration::from_millis((nth * 10_000 / connections) as u64);
        let paced = paced(socket, logger.mn.clone(), now.as_millis(), first);
        quiet.push(tokio::spawn(done.clone().run_until_cancelled_owned(paced)));
    }
    let mut times = Vec::with_capacity(leads);
    for (mut socket, logger) in loud.into_iter().zip(&rig.loggers[connections - leads..]) {
        tokio::time::sleep(Duration::from_millis(250)).await;
        let hour = now.hour_start().plus_millis(-3_600_000).as_millis();
        let sent = Instant::now();
        socket.write_all(&frame(&logger.mn, Cn::HOUR, hour, "71.4")).await.unwrap();
        while live.recv().await.unwrap().kind != "lead.raised" {}
        times.push(sent.elapsed().as_secs_f64() * 1_000.0);
    }
    done.cancel();
    for one in quiet {
        let _ = one.await.unwrap();
    }
    times.sort_by(f64::total_cmp);
    let words = format!("from frame to live lead, {connections} connections, {leads} leads");
    row(&words, 0.0, quantile(&times, 0.5), quantile(&times, 0.99));
    rig.close().await;
    archive.close().await;
}

async fn paced(mut socket: TcpStream, mn: Mn, now: i64, first: Duration) {
    tokio::time::sleep(first).await;
    let mut at = now - now.rem_euclid(1_000) - 1_000_000;
    loop {
        socket.write_all(&frame(&mn, Cn::REALTIME, at, "12.5")).await.unwrap();
        answers(&mut socket, 1).await;
        at += 1_000;
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
}
