//! Evidence in pieces: continued where it ended, kept only when it is what was announced.

use crate::common::refused;
use app::inspections::{
    self, Announced, UploadLimits, add_piece, begin_upload, complete_upload, read_upload,
};
use app::{Actor, Error};
use domain::inspection::Inspection;
use testkit::{Procedure, World, a_png};

const LIMITS: UploadLimits =
    UploadLimits { file_bytes: 10_000, waiting_bytes: 15_000, officer_bytes: 20_000, hours: 24 };

fn a_png_type(bytes: &[u8]) -> Option<&'static str> {
    bytes.starts_with(b"\x89PNG").then_some("image/png")
}

async fn a_draft(world: &World) -> (Inspection, Actor) {
    let go = Procedure(world);
    let draft = go.draft(&go.task(&go.lead().await).await).await;
    (draft, world.as_actor(&world.people.field_officer))
}

fn announced(world: &World) -> Announced {
    let photo = Procedure(world).photo();
    Announced {
        id: photo.id,
        kind: photo.kind,
        caption: photo.caption,
        taken_at: photo.taken_at,
        device_clock_at: photo.device_clock_at,
        position: photo.position,
        sha256: photo.sha256,
        size: photo.bytes.len() as u64,
    }
}

#[tokio::test]
async fn a_file_arrives_in_pieces_and_goes_on_where_it_ended() {
    let world = World::new().await;
    let (cx, bytes) = (&world.cx, a_png());
    let (draft, officer) = a_draft(&world).await;
    let new = announced(&world);
    let begun = begin_upload(cx, &officer, draft.id, new.clone(), LIMITS).await.unwrap();
    assert_eq!((begun.offset, begun.size), (0, bytes.len() as u64));
    let after = add_piece(cx, &officer, new.id, 0, bytes[..10].to_vec()).await.unwrap();
    assert_eq!(after.offset, 10);
    let early = complete_upload(cx, &officer, new.id, a_png_type).await;
    assert_eq!(refused(early), "upload.incomplete");

    // The answer was lost and the app was killed: announcing it again says where to go on.
    let again = begin_upload(cx, &officer, draft.id, new.clone(), LIMITS).await.unwrap();
    assert_eq!(again.offset, 10);
    assert_eq!(read_upload(cx, &officer, new.id).await.unwrap().offset, 10);
    for wrong in [0, 9, 11] {
        let piece = add_piece(cx, &officer, new.id, wrong, bytes[10..].to_vec()).await;
        assert_eq!(refused(piece), "upload.wrong_offset");
    }
    let more = [&bytes[10..], b"more"].concat();
    assert_eq!(refused(add_piece(cx, &officer, new.id, 10, more).await), "upload.too_long");
    add_piece(cx, &officer, new.id, 10, bytes[10..].to_vec()).await.unwrap();
    let first = complete_upload(cx, &officer, new.id, a_png_type).await.unwrap();
    assert_eq!(first.0.sha256, new.sha256);
    assert_eq!(inspections::read_evidence(cx, &officer, new.id).await.unwrap().bytes, bytes);

    // A lost answer is asked for again, by either way.
    let second = complete_upload(cx, &officer, new.id, a_png_type).await.unwrap();
    assert_eq!(first, second);
    let kept = begin_upload(cx, &officer, draft.id, new, LIMITS).await.unwrap();
    assert_eq!(kept.kept, Some(first));
}

#[tokio::test]
async fn what_is_not_what_was_announced_is_thrown_away() {
    let world = World::new().await;
    let (cx, bytes) = (&world.cx, a_png());
    let (draft, officer) = a_draft(&world).await;
    let new = announced(&world);
    let mut altered = bytes.clone();
    *altered.last_mut().unwrap() ^= 1;
    begin_upload(cx, &officer, draft.id, new.clone(), LIMITS).await.unwrap();
    add_piece(cx, &officer, new.id, 0, altered).await.unwrap();
    let done = complete_upload(cx, &officer, new.id, a_png_type).await;
    assert_eq!(refused(done), "evidence.digest_differs");
    // It begins anew, and what is no picture is none under any name.
    let again = begin_upload(cx, &officer, draft.id, new.clone(), LIMITS).await.unwrap();
    assert_eq!(again.offset, 0);
    add_piece(cx, &officer, new.id, 0, bytes).await.unwrap();
    assert_eq!(
        refused(complete_upload(cx, &officer, new.id, |_| None).await),
        "upload.unknown_type"
    );
    let page = inspections::read(cx, &officer, draft.id).await.unwrap();
    assert!(page.inspection.evidence.is_empty());
}

#[tokio::test]
async fn a_file_belongs_to_whoever_announced_it() {
    let world = World::new().await;
    let cx = &world.cx;
    let (draft, officer) = a_draft(&world).await;
    let other = world.as_actor(&world.people.second_field_officer);
    let new = announced(&world);
    begin_upload(cx, &officer, draft.id, new.clone(), LIMITS).await.unwrap();
    let foreign = [
        read_upload(cx, &other, new.id).await.err(),
        add_piece(cx, &other, new.id, 0, vec![1]).await.err(),
        complete_upload(cx, &other, new.id, a_png_type).await.err(),
    ];
    for error in foreign {
        assert!(matches!(error, Some(Error::NotFound("upload"))), "{error:?}");
    }
    let taken = begin_upload(cx, &other, draft.id, new.clone(), LIMITS).await;
    assert_eq!(refused(taken), "evidence.id_taken");
    let another = Announced { sha256: "0".repeat(64), ..new };
    let taken = begin_upload(cx, &officer, draft.id, another, LIMITS).await;
    assert_eq!(refused(taken), "evidence.id_taken");
}

#[tokio::test]
async fn one_officer_does_not_fill_the_line_for_all() {
    let world = World::new().await;
    let cx = &world.cx;
    let (draft, officer) = a_draft(&world).await;
    let other = world.as_actor(&world.people.second_field_officer);
    let limits = UploadLimits { waiting_bytes: 40_000, officer_bytes: 12_000, ..LIMITS };
    let begin = |who, new| begin_upload(cx, who, draft.id, new, limits);
    let of = |size| Announced { size, ..announced(&world) };

    let first = of(10_000);
    let begun = begin(&officer, first.clone()).await.unwrap();
    assert_eq!(refused(begin(&officer, of(2_001)).await), "upload.too_much_of_one");
    begin(&other, of(10_000)).await.unwrap();
    // What came counts no more, and neither does what is too late.
    add_piece(cx, &officer, first.id, 0, vec![1; 9_000]).await.unwrap();
    begin(&officer, of(10_000)).await.unwrap();
    assert_eq!(refused(begin(&officer, of(9_000)).await), "upload.too_much_of_one");
    world.clock.advance_ms(begun.ends_at.as_millis() - cx.now().as_millis());
    begin(&officer, of(9_000)).await.unwrap();
}

#[tokio::test]
async fn what_is_on_its_way_has_limits_and_an_end() {
    let world = World::new().await;
    let cx = &world.cx;
    let (draft, officer) = a_draft(&world).await;
    let begin = |new| begin_upload(cx, &officer, draft.id, new, LIMITS);
    let large = Announced { size: LIMITS.file_bytes + 1, ..announced(&world) };
    assert_eq!(refused(begin(large).await), "upload.too_large");
    let empty = Announced { size: 0, ..announced(&world) };
    assert_eq!(refused(begin(empty).await), "upload.empty");
    let malformed = Announced { sha256: "x".repeat(64), ..announced(&world) };
    assert_eq!(refused(begin(malformed).await), "upload.digest_malformed");

    let first = Announced { size: LIMITS.file_bytes, ..announced(&world) };
    let begun = begin(first.clone()).await.unwrap();
    add_piece(cx, &officer, first.id, 0, vec![1; 100]).await.unwrap();
    let second = Announced { size: 6_000, ..announced(&world) };
    assert_eq!(refused(begin(second.clone()).await), "upload.no_room");

    world.clock.advance_ms(begun.ends_at.as_millis() - cx.now().as_millis());
    let late = add_piece(cx, &officer, first.id, 100, vec![1]).await;
    assert_eq!(refused(late), "upload.expired");
    assert_eq!(refused(begin(first.clone()).await), "upload.expired");
    world.run_jobs().await;
    assert!(matches!(read_upload(cx, &officer, first.id).await, Err(Error::NotFound("upload"))));
    begin(second).await.expect("there is room again");
    assert_eq!(begin(Announced { size: 5_000, ..first }).await.unwrap().offset, 0);
}

#[tokio::test]
async fn a_submitted_inspection_takes_no_more() {
    let world = World::new().await;
    let (cx, go) = (&world.cx, Procedure(&world));
    let officer = world.as_actor(&world.people.field_officer);
    let signed = go.complete(go.draft(&go.task(&go.lead().await).await).await).await;
    inspections::submit(cx, &officer, signed.id, signed.revision).await.unwrap();
    let late = begin_upload(cx, &officer, signed.id, announced(&world), LIMITS).await;
    assert_eq!(refused(late), "inspection.submitted");
}
