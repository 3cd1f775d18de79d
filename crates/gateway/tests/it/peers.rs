//! Peers that are slow, silent, too many, or mad.

use crate::support::{Station, commands, rest, soon};
use domain::reading::FrameFault;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

#[tokio::test]
async fn a_silent_peer_is_closed() {
    let station = Station::with(|config| config.idle = Duration::from_millis(50)).await;
    let mut socket = station.connect().await;
    assert!(rest(&mut socket).await.is_empty());
}

#[tokio::test]
async fn a_frame_that_never_becomes_whole_does_not_block_those_after_it() {
    let station = Station::with(|config| config.partial = Duration::from_millis(50)).await;
    let good = station.speaker().hour(1, "12.5");
    let mut socket = station.connect().await;
    // A header that claims 9999 bytes, then a good frame inside what it claims, then silence.
    socket.write_all(&[b"##9999".as_slice(), &good].concat()).await.unwrap();
    let mut answer = vec![0; 12];
    soon(tokio::io::AsyncReadExt::read_exact(&mut socket, &mut answer)).await.unwrap();
    assert!(answer.starts_with(b"##"));
    assert_eq!(station.faults(FrameFault::Incomplete), 1);
}

#[tokio::test]
async fn who_sends_little_but_faults_is_closed() {
    let station = Station::with(|config| config.faults = 5).await;
    let mut socket = station.connect().await;
    let noise = b"##0010xxxxxxxxxx".repeat(50);
    let _ = socket.write_all(&noise).await;
    assert!(rest(&mut socket).await.is_empty(), "closed by the gateway, not by us");
    let faults: u64 = station.stats().faults.iter().map(|(_, count)| count).sum();
    assert!(faults >= 5);
}

#[tokio::test]
async fn connections_are_limited_for_each_address() {
    let station = Station::with(|config| config.per_address = 2).await;
    let kept = [station.connect().await, station.connect().await];
    let mut third = station.connect().await;
    assert!(rest(&mut third).await.is_empty());
    assert_eq!(station.stats().turned_away, 1);
    let [mut first, _second] = kept;
    first.write_all(&station.speaker().hour(1, "12.5")).await.unwrap();
    first.shutdown().await.unwrap();
    assert_eq!(commands(&rest(&mut first).await), [9014], "those within the limit go on");
}

#[tokio::test]
async fn told_to_stop_it_ends_every_connection_and_takes_no_more() {
    let station = Station::open().await;
    let at = station.at;
    let mut busy = station.connect().await;
    busy.write_all(&station.speaker().hour(1, "12.5")).await.unwrap();
    let mut answer = vec![0; 12];
    soon(tokio::io::AsyncReadExt::read_exact(&mut busy, &mut answer)).await.unwrap();
    station.close().await;
    rest(&mut busy).await;
    assert!(TcpStream::connect(at).await.is_err());
}

#[tokio::test]
async fn noise_on_a_hundred_connections_harms_nobody_else() {
    let station = Station::open().await;
    let good = station.speaker().hour(1, "12.5");
    for seed in 0..100_u64 {
        let mut state = seed.wrapping_add(1);
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            // Characters that frames are made of, so that some of it looks like one.
            b"##0123456789=;,&CPMNQNST\r\n\xff"[(state >> 33) as usize % 27]
        })
        .take(2_000)
        .collect();
        station.exchange(&noise).await;
    }
    assert_eq!(commands(&station.exchange(&good).await), [9014]);
    assert_eq!((station.stats().accepted, station.stats().open), (1, 0));
}
