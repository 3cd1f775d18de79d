//! The listener: takes connections within the limits, and ends them in order when the platform stops.

use crate::config::Config;
use crate::connection::{self, REST};
use crate::limits::{Open, Place, Places, Room};
use app::telemetry::Intake;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// A bound listener.
#[derive(Debug)]
pub struct Gateway {
    listener: TcpListener,
    config: Arc<Config>,
}

impl Gateway {
    /// Binds the address, so that whoever starts the platform learns at once if it is taken.
    pub async fn bind(config: Config) -> io::Result<Self> {
        let listener = TcpListener::bind(config.listen).await?;
        Ok(Self { listener, config: Arc::new(config) })
    }

    /// Where devices connect.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until told to stop; then takes no more connections, lets each finish the batch it stores, and returns.
    pub async fn run(self, intake: Intake, stop: CancellationToken) {
        let Self { listener, config } = self;
        let places = Places::new(config.connections, config.per_address);
        let (tasks, room) = (TaskTracker::new(), Arc::new(Room::new()));
        loop {
            let taken = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                taken = listener.accept() => taken,
            };
            match taken {
                Ok((socket, peer)) => match places.take(peer.ip()) {
                    Some(place) => {
                        let serving = serve(
                            socket,
                            peer,
                            place,
                            intake.clone(),
                            Arc::clone(&config),
                            Arc::clone(&room),
                            stop.clone(),
                        );
                        tasks.spawn(serving);
                    }
                    None => intake.pulse().counters().turned_away(),
                },
                Err(error) => {
                    // Out of file handles, mostly: those that are there must end first.
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(REST).await;
                }
            }
        }
        drop(listener);
        tasks.close();
        if tokio::time::timeout(config.grace, tasks.wait()).await.is_err() {
            tracing::warn!(left = tasks.len(), "connections did not end in time");
        }
    }
}

async fn serve(
    socket: TcpStream,
    peer: SocketAddr,
    place: Place,
    intake: Intake,
    config: Arc<Config>,
    room: Arc<Room>,
    stop: CancellationToken,
) {
    let _place = place;
    let _open = Open::count(intake.pulse().counters());
    let end = connection::serve(socket, peer, &intake, &config, &room, &stop).await;
    tracing::debug!(%peer, ?end, "connection ended");
}
