//! Parts that come together, come twice, or never come.

use crate::support::read;
use protocol::hj212::{Cn, Flag, Message, Offer, Part, Profile, Pw, Reassembler, Version, Waiting};

fn part_frame(no: u16, of: u16, minute: u32) -> Vec<u8> {
    let (qn, cp) = (
        format!("202603011200000{no:02}"),
        format!("DataTime=2026030112{minute:02}00;w01018-Avg={no}.0,w01018-Flag=N"),
    );
    let message = Message {
        qn: Some(&qn),
        st: "32",
        cn: Cn::HOUR,
        pw: Some(Pw("123456")),
        mn: Some("010000A8900016F000169DC0"),
        flag: Some(Flag::new(Version::V2017, true, true)),
        part: Some(Part { no, of }),
        refill: false,
        cp: &cp,
    };
    message.to_frame(&Profile::tolerant()).unwrap()
}

#[test]
fn a_lost_part_does_not_take_the_others_along() {
    let mut parts = Reassembler::new(10_000);
    let mut offer = |no, of, minute, now| {
        let frame = part_frame(no, of, minute);
        read(&frame, &Profile::tolerant(), |packet| parts.offer(&packet, no, now))
    };
    assert_eq!(offer(1, 3, 0, 0), Offer::Held);
    assert_eq!(offer(3, 3, 0, 500), Offer::Held);
    assert_eq!(offer(3, 3, 0, 600), Offer::Duplicate(3), "sent again for want of an answer");
    assert_eq!(offer(1, 2, 5, 900), Offer::Held, "another time, another message");
    assert_eq!(offer(1, 65, 0, 900), Offer::Alone(1), "too many parts to wait for");
    assert_eq!(parts.expire(9_999), []);
    let given = parts.expire(10_000);
    assert_eq!(given.len(), 1);
    assert_eq!(given[0].missing().collect::<Vec<_>>(), [2]);
    let came: Vec<_> = given.into_iter().flat_map(Waiting::into_parts).collect();
    assert_eq!(came, [(1, 1), (3, 3)]);
    assert_eq!(parts.open(), 1);
}

#[test]
fn open_messages_are_bounded() {
    let mut parts = Reassembler::new(10_000);
    let mut alone = 0;
    for minute in 0..60 {
        for of in [2, 3] {
            let frame = part_frame(1, of, minute);
            let offer = read(&frame, &Profile::tolerant(), |p| parts.offer(&p, (), 0));
            alone += usize::from(offer == Offer::Alone(()));
        }
    }
    assert_eq!(parts.open(), Reassembler::<()>::MAX_OPEN);
    assert_eq!(alone, 120 - Reassembler::<()>::MAX_OPEN);
}
