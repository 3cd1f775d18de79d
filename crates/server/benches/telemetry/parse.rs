//! How fast frames are read on one core, against a probe that does only what cannot be left out.

use crate::row;
use protocol::hj212::{Framer, Item, Packet, Profile, corpus};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 3;

pub(crate) fn measure(count: usize) {
    let stream = corpus::frames(count, 212);
    let (mut ours, mut bare) = (f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let probe = black_box(corpus::bare_probe(black_box(&stream)));
        bare = bare.min(began.elapsed().as_secs_f64());
        let began = Instant::now();
        let read = read(&stream);
        ours = ours.min(began.elapsed().as_secs_f64());
        assert_eq!((probe.frames, read), (count, count), "both read every frame");
    }
    let count = count as f64;
    row("frames read on one core", count / ours, None, None);
    row(&format!("the same by a bare probe (ratio {:.2})", bare / ours), count / bare, None, None);
}

fn read(stream: &[u8]) -> usize {
    let profile = Profile::tolerant();
    let mut framer = Framer::new(profile.clone());
    let (mut rest, mut frames) = (stream, 0);
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rest.len().min(16 * 1024));
        rest = after;
        let mut chunk = chunk;
        while !chunk.is_empty() {
            chunk = framer.push(chunk);
            while let Some(item) = framer.next_item() {
                if let Item::Frame(frame) = item {
                    let text = frame.text(&profile).unwrap();
                    frames += usize::from(
                        !black_box(Packet::parse(&text, &profile))
                            .unwrap()
                            .findings
                            .has(protocol::hj212::Finding::DataTimeMissing),
                    );
                }
            }
        }
    }
    frames
}
