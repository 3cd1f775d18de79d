//! A simulated logger's connection: it sends, waits for its answer, sends again, and gives up as HJ 212 asks.

use protocol::hj212::{Cn, Framer, Item, Packet, Profile};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// HJ 212 section 6: an answer is awaited for 10 s, and a message sent again three times.
const ANSWER: Duration = Duration::from_secs(10);
const SENDS: usize = 4;

/// A connection to the gateway, read as a logger reads it.
pub(super) struct Line {
    socket: TcpStream,
    framer: Framer,
}

impl Line {
    pub(super) async fn open(gateway: SocketAddr) -> io::Result<Self> {
        let socket = TcpStream::connect(gateway).await?;
        socket.set_nodelay(true)?;
        Ok(Self { socket, framer: Framer::new(Profile::tolerant()) })
    }

    /// Sends bytes that nobody answers.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.socket.write_all(bytes).await
    }

    /// Sends a frame until it is answered, four times at most.
    pub(super) async fn deliver(&mut self, frame: &[u8]) -> io::Result<()> {
        for _ in 0..SENDS {
            self.socket.write_all(frame).await?;
            match timeout(ANSWER, self.answer()).await {
                Ok(answered) => return answered,
                Err(_) => continue,
            }
        }
        Err(io::Error::new(io::ErrorKind::TimedOut, "nobody answers"))
    }

    /// Waits for a receipt of data.
    async fn answer(&mut self) -> io::Result<()> {
        let mut chunk = [0; 1024];
        loop {
            while let Some(item) = self.framer.next_item() {
                if let Item::Frame(frame) = item {
                    let profile = Profile::tolerant();
                    let text = frame.text(&profile).ok();
                    let packet = text.as_ref().and_then(|text| Packet::parse(text, &profile).ok());
                    if packet.is_some_and(|packet| packet.header.cn == Cn::DATA_ACK) {
                        return Ok(());
                    }
                }
            }
            let count = self.socket.read(&mut chunk).await?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            // Answers are far shorter than what the framer holds.
            let _ = self.framer.push(&chunk[..count]);
        }
    }
}
