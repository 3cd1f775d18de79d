//! The text of an inspection record as it goes over the wire.

use crate::Problem;
use domain::inspection::Record;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Where something was, as the device knew it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct FixedLocation {
    lon: f64,
    lat: f64,
    #[serde(default)]
    accuracy_m: f64,
    /// `gnss`, `network` or `manual`.
    source: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct InspectedBody {
    name: String,
    credit_code: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct OnSitePersonBody {
    name: String,
    id_number: String,
    phone: String,
    post: String,
    relation: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct DisclosureBody {
    certificates_shown: bool,
    rights_told: bool,
    recusal_asked: bool,
    recusal_requested: bool,
    cooperation_told: bool,
}

/// When each thing was told, ms UTC.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ToldAtBody {
    certificates_shown: Option<i64>,
    rights_told: Option<i64>,
    recusal_asked: Option<i64>,
    cooperation_told: Option<i64>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct FindingsBody {
    production: String,
    procedures: String,
    pollution_and_facilities: String,
    violations: String,
    sampling_and_images: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct OffenceBody {
    item_code: Option<String>,
    /// Factor → option.
    facts: BTreeMap<String, String>,
}

/// The text of the record. Empty texts are what is not yet written.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct RecordBody {
    started_at: Option<i64>,
    ended_at: Option<i64>,
    place: String,
    location: Option<FixedLocation>,
    inspected: InspectedBody,
    on_site_person: OnSitePersonBody,
    inspector_ids: Vec<String>,
    recorder_id: Option<String>,
    others: Vec<String>,
    disclosure: DisclosureBody,
    told_at: ToldAtBody,
    findings: FindingsBody,
    opinion_of_inspected: String,
    offence: Option<OffenceBody>,
}

impl RecordBody {
    /// The wire form has the field names of the domain's, so the one becomes the other by them; a test keeps it so.
    pub(crate) fn of(record: &Record) -> Result<Self, Problem> {
        let value = serde_json::to_value(record).map_err(|error| Problem::broken(&error))?;
        serde_json::from_value(value).map_err(|error| Problem::broken(&error))
    }

    /// The record as the domain takes it.
    pub(crate) fn record(mut self) -> Result<Record, Problem> {
        self.offence = self.offence.filter(|offence| offence.item_code.is_some());
        let value = serde_json::to_value(self).map_err(|error| Problem::broken(&error))?;
        serde_json::from_value(value).map_err(|error| {
            let zh = format!("检查记录不符合格式：{error}");
            Problem::bad_request("http.json", &zh, &format!("the record does not fit: {error}"))
                .field("record")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::inspection::{Offence, Position, PositionSource};
    use domain::{OfficerId, Timestamp};

    #[test]
    fn nothing_is_lost_on_the_way() {
        let id = OfficerId("01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap());
        let record = Record {
            started_at: Some(Timestamp::from_millis(1)),
            ended_at: None,
            place: "廊坊市".to_owned(),
            location: Some(Position {
                lon: 116.7,
                lat: 39.5,
                accuracy_m: 5.0,
                source: PositionSource::Gnss,
            }),
            inspector_ids: vec![id],
            recorder_id: Some(id),
            others: vec!["见证人".to_owned()],
            offence: Some(Offence {
                item_code: "A1".to_owned(),
                facts: [("a".to_owned(), "b".to_owned())].into(),
            }),
            ..Record::default()
        };
        let body = RecordBody::of(&record).unwrap();
        let wire = serde_json::to_value(&body).unwrap();
        assert_eq!(wire, serde_json::to_value(&record).unwrap());
        assert_eq!(body.record().unwrap(), record);
        assert_eq!(RecordBody::default().record().unwrap(), Record::default());
        let wrong = RecordBody { recorder_id: Some("nobody".to_owned()), ..RecordBody::default() };
        assert!(wrong.record().is_err());
    }
}
