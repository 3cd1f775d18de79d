//! County lookup by point: never silent near a line.

use super::{Crs, Position};
use crate::law::{DataError, from_json};
use crate::{Refusal, Refused};
use serde::{Deserialize, Serialize};

/// A place that a point may lie in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Code of the division.
    pub code: String,
    /// Name.
    pub name: String,
    /// Whether the polygon holds the point.
    pub inside: bool,
    /// Distance from the point to the boundary, metres.
    pub distance_m: f64,
}

/// The answer: one place for certain, or several for a person to choose from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Located {
    /// In this place, and farther from its boundary than the tolerance.
    Certain {
        /// The place.
        place: Candidate,
    },
    /// Near a boundary: a person decides. Those that hold the point come first, then the nearest.
    Doubtful {
        /// The places within the tolerance.
        places: Vec<Candidate>,
    },
    /// Far from every place known.
    Outside,
}

/// Polygons of divisions, in CGCS2000 degrees.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundaries {
    areas: Vec<Area>,
}

#[derive(Debug, Clone, PartialEq)]
struct Area {
    code: String,
    name: String,
    rings: Vec<Vec<[f64; 2]>>,
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    adcode: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<[f64; 2]>>),
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

/// Least band of doubt, metres: two public sets of county lines differ by up to 1.26 km, at the median far less.
pub(crate) const LEAST_TOLERANCE_M: f64 = 500.0;

/// Mean metres in a degree of latitude.
const METRES_PER_DEGREE: f64 = 111_320.0;

impl Boundaries {
    /// The coarse sketch of Langfang's counties shipped in `data/regions`.
    ///
    /// # Errors
    /// Only when the shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        Self::from_geojson(include_str!("../../../../data/regions/langfang_counties.geojson"))
    }

    /// Reads a GeoJSON collection of polygons with `adcode` and `name`.
    ///
    /// # Errors
    /// Where it is of another form, or a ring has fewer than four points.
    pub fn from_geojson(text: &str) -> Result<Self, DataError> {
        let collection: Collection = from_json("boundaries", text)?;
        let mut areas = Vec::new();
        for Feature { properties: Properties { adcode, name }, geometry } in collection.features {
            let rings: Vec<_> = match geometry {
                Geometry::Polygon(rings) => rings,
                Geometry::MultiPolygon(polygons) => polygons.into_iter().flatten().collect(),
            };
            if rings.is_empty() || rings.iter().any(|ring| ring.len() < 4) {
                return Err(DataError::new("boundaries", format!("{adcode} has an open ring")));
            }
            areas.push(Area { code: adcode, name, rings });
        }
        Ok(Self { areas })
    }

    /// Whether there is a polygon of that division.
    pub fn knows(&self, code: &str) -> bool {
        self.areas.iter().any(|area| area.code == code)
    }

    /// Where a point lies. The band of doubt is the given tolerance or 500 m, whichever is wider, plus the accuracy of
    /// the point.
    ///
    /// # Errors
    /// `region.crs` for coordinates that are not CGCS2000, `region.position` for numbers that are no coordinates.
    pub fn locate(&self, point: &Position, tolerance_m: f64) -> Refused<Located> {
        if point.crs != Crs::Cgcs2000 {
            return Err(Refusal::new(
                "region.crs",
                "请先将坐标转换为CGCS2000再判断所属区域。",
                "Convert the coordinates to CGCS2000 before asking where they lie.",
            )
            .field("location.crs"));
        }
        if !(point.lon.abs() <= 180.0 && point.lat.abs() < 90.0) {
            return Err(Refusal::new(
                "region.position",
                "经纬度超出范围，请核对。",
                "Longitude or latitude is out of range; check them.",
            )
            .field("location"));
        }
        let band = tolerance_m.max(LEAST_TOLERANCE_M) + point.accuracy_m.unwrap_or(0.0).max(0.0);
        let mut places: Vec<_> = self
            .areas
            .iter()
            .map(|area| area.candidate(point))
            .filter(|place| place.inside || place.distance_m <= band)
            .collect();
        places.sort_by(|a, b| b.inside.cmp(&a.inside).then(a.distance_m.total_cmp(&b.distance_m)));
        Ok(match places.as_slice() {
            [] => Located::Outside,
            [place] if place.inside && place.distance_m > band => {
                Located::Certain { place: place.clone() }
            }
            _ => Located::Doubtful { places },
        })
    }
}

impl Area {
    fn candidate(&self, point: &Position) -> Candidate {
        // Local plane around the point: exact enough for the kilometres that matter.
        let east = METRES_PER_DEGREE * point.lat.to_radians().cos();
        let local = |&[lon, lat]: &[f64; 2]| {
            ((lon - point.lon) * east, (lat - point.lat) * METRES_PER_DEGREE)
        };
        let (mut inside, mut distance_m) = (false, f64::INFINITY);
        for ring in &self.rings {
            for (from, to) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
                let (from, to) = (local(from), local(to));
                inside ^= crosses(from, to);
                distance_m = distance_m.min(distance(from, to));
            }
        }
        Candidate { code: self.code.clone(), name: self.name.clone(), inside, distance_m }
    }
}

/// Whether the edge crosses the half-line from the origin to the east; holes cancel out (even-odd rule).
fn crosses((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> bool {
    (y1 > 0.0) != (y2 > 0.0) && x1 - y1 * (x2 - x1) / (y2 - y1) > 0.0
}

/// Distance from the origin to the edge.
fn distance((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> f64 {
    let (dx, dy) = (x2 - x1, y2 - y1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (-(x1 * dx + y1 * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (x1 + along * dx).hypot(y1 + along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn at(lon: f64, lat: f64) -> Position {
        Position { lon, lat, crs: Crs::Cgcs2000, accuracy_m: None }
    }

    #[rstest]
    #[case(117.07, 39.98, "131082")] // 三河
    #[case(116.30, 39.44, "131022")] // 固安
    #[case(116.64, 38.70, "131025")] // 大城
    #[case(116.40, 39.10, "131081")] // 霸州
    fn a_county_town_lies_in_its_county(#[case] lon: f64, #[case] lat: f64, #[case] code: &str) {
        let located = Boundaries::shipped().unwrap().locate(&at(lon, lat), 0.0).unwrap();
        assert!(
            matches!(&located, Located::Certain { place } if place.code == code),
            "{located:?}"
        );
    }

    #[test]
    fn beijing_lies_outside() {
        let located = Boundaries::shipped().unwrap().locate(&at(116.40, 39.90), 0.0).unwrap();
        assert_eq!(located, Located::Outside);
    }

    fn square() -> Boundaries {
        let feature = |code: &str, west: f64, hole: &str| {
            let east = west + 0.1;
            format!(
                r#"{{"properties": {{"adcode": "{code}", "name": "{code}"}}, "geometry": {{"type": "Polygon",
                "coordinates": [[[{west},39],[{east},39],[{east},39.1],[{west},39.1],[{west},39]]{hole}]}}}}"#
            )
        };
        let hole = ",[[116.04,39.04],[116.06,39.04],[116.06,39.06],[116.04,39.06],[116.04,39.04]]";
        let text = format!(
            r#"{{"features": [{},{}]}}"#,
            feature("A1", 116.0, hole),
            feature("B2", 116.1, "")
        );
        Boundaries::from_geojson(&text).unwrap()
    }

    fn codes(located: Located) -> Vec<(String, bool)> {
        match located {
            Located::Certain { place } => vec![(place.code, true)],
            Located::Doubtful { places } => {
                places.into_iter().map(|p| (p.code, p.inside)).collect()
            }
            Located::Outside => vec![],
        }
    }

    #[rstest]
    #[case(116.02, 39.05, 0.0, &[("A1", true)])]
    #[case(116.098, 39.05, 0.0, &[("A1", true), ("B2", false)])] // 173 m from the common line
    #[case(116.102, 39.05, 0.0, &[("B2", true), ("A1", false)])]
    #[case(116.09, 39.05, 2_000.0, &[("A1", true), ("B2", false)])] // 864 m, wide tolerance
    #[case(116.05, 39.05, 0.0, &[])] // in the hole, 864 m from its edge
    #[case(116.05, 38.999, 0.0, &[("A1", false)])] // 111 m outside
    #[case(116.05, 38.9, 0.0, &[])]
    fn near_a_line_all_candidates_are_shown(
        #[case] lon: f64,
        #[case] lat: f64,
        #[case] tolerance: f64,
        #[case] expected: &[(&str, bool)],
    ) {
        let found = codes(square().locate(&at(lon, lat), tolerance).unwrap());
        let expected: Vec<_> = expected.iter().map(|(c, i)| ((*c).to_owned(), *i)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_distance_is_in_metres_and_accuracy_widens_the_doubt() {
        let mut point = at(116.02, 39.05);
        let Located::Certain { place } = square().locate(&point, 0.0).unwrap() else { panic!() };
        assert!((place.distance_m - 1_729.0).abs() < 5.0, "{}", place.distance_m);
        point.accuracy_m = Some(1_300.0);
        assert!(matches!(square().locate(&point, 0.0).unwrap(), Located::Doubtful { .. }));
    }

    #[test]
    fn a_place_without_its_system_is_not_guessed() {
        let point = Position { crs: Crs::Gcj02, ..at(116.0, 39.0) };
        assert_eq!(square().locate(&point, 0.0).unwrap_err().code, "region.crs");
        assert_eq!(square().locate(&at(f64::NAN, 39.0), 0.0).unwrap_err().code, "region.position");
    }
}
