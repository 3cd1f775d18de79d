//! Records made on site.

use super::Pictures;
use super::parts;
use domain::document::{Coordinates, InspectionRecord, Participant, Photo, PhotoSheet, Picture};
use serde_json::{Value, json};

pub(super) fn inspection(record: &InspectionRecord, pictures: &mut Pictures) -> Value {
    let (told, situation) = (&record.told, &record.situation);
    let participant = |one: &Participant| format!("{}（{}）", one.name.0, one.post);
    let yes_no = |yes: bool| parts::boxes(&[("是", yes), ("否", !yes)]);
    json!({
        "started": parts::moment(record.started),
        "ended": parts::moment(record.ended),
        "place": record.place,
        "party": parts::party(&record.party),
        "on_site": {
            "name": record.on_site.name,
            "post": record.on_site.post,
            "phone": record.on_site.phone,
            "id_number": record.on_site.id_number,
            "relation": record.on_site.relation,
        },
        "inspectors": parts::officers(&record.inspectors),
        "recorder": parts::officer(&record.recorder),
        "participants": record.participants.iter().map(participant).collect::<Vec<_>>().join("、"),
        "told": {
            "certificates_shown": yes_no(told.certificates_shown),
            "recusal": yes_no(told.recusal),
            "recusal_requested": parts::boxes(&[
                ("申请回避", told.recusal_requested),
                ("不申请回避", !told.recusal_requested),
            ]),
            "cooperation": yes_no(told.cooperation),
            "defence": yes_no(told.defence),
            "at": {
                "certificates_shown": told.at.certificates_shown.map(parts::moment),
                "recusal": told.at.recusal.map(parts::moment),
                "cooperation": told.at.cooperation.map(parts::moment),
                "defence": told.at.defence.map(parts::moment),
            },
        },
        "situation": [
            ["生产（建设）情况", situation.production],
            ["环保手续履行情况", situation.formalities],
            ["污染物产生及污染防治设施情况", situation.pollution],
            ["违法情况", situation.violations],
            ["采样、拍摄情况", situation.sampling],
        ],
        "opinion": record.opinion,
        "refusal": record.refusal,
        "signatures": parts::signatures(&record.signatures, pictures),
        "sketch": picture(record.sketch.as_ref(), pictures),
    })
}

pub(super) fn photos(sheet: &PhotoSheet, pictures: &mut Pictures) -> Value {
    json!({
        "cause": sheet.cause,
        "party": sheet.party.name(),
        "photos": sheet.photos.iter().map(|one| photo(one, pictures)).collect::<Vec<_>>(),
        "signatures": parts::signatures(&sheet.signatures, pictures),
        "date": parts::date(sheet.date),
    })
}

fn photo(photo: &Photo, pictures: &mut Pictures) -> Value {
    json!({
        "picture": picture(Some(&photo.picture), pictures),
        "sha256": photo.original_sha256,
        "proves": photo.proves,
        "taken_at": parts::moment(photo.taken_at),
        "place": photo.place,
        "position": photo.position.map(position),
        "photographer": parts::officer(&photo.photographer),
        "carrier": photo.carrier,
    })
}

/// Null for no picture, else its file; a withheld one has none.
fn picture(picture: Option<&Picture>, pictures: &mut Pictures) -> Value {
    match picture {
        None => Value::Null,
        Some(shown) => json!({ "file": pictures.name(Some(shown)) }),
    }
}

/// Six decimals are a decimetre.
fn position(at: Coordinates) -> String {
    format!("东经{:.6}°，北纬{:.6}°（WGS 84）", at.longitude, at.latitude)
}
