//! `discretion`: the decided cases nearest to one, and how fines spread by county and town.

use super::calculation::QuestionBody;
use super::common::territory_name;
use crate::extract::{Items, Json, Path, Query};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::discretion::{self as discretion, Comparison, NeighbourView, Period};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::discretion::{
    Band, Difference, Dispersion, Exact, Figures, Place, Spread, year_before,
};
use domain::law::Words;
use domain::{CaseId, Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Serialize, ToSchema)]
pub(crate) struct WordsBody {
    zh: String,
    en: String,
}

impl From<Words> for WordsBody {
    fn from(Words { zh, en }: Words) -> Self {
        Self { zh, en }
    }
}

/// Where fines lie in the statutory range: per cent of the way from the least to the greatest, two decimals.
#[derive(Serialize, ToSchema)]
pub(crate) struct SpreadBody {
    fines: usize,
    no_penalty: usize,
    least: Option<String>,
    lower_quartile: Option<String>,
    median: Option<String>,
    upper_quartile: Option<String>,
    most: Option<String>,
}

impl From<&Spread> for SpreadBody {
    fn from(spread: &Spread) -> Self {
        let no_penalty = spread.no_penalty;
        Self { no_penalty, ..Self::of(spread.fines, spread.figures.as_ref()) }
    }
}

impl SpreadBody {
    pub(crate) fn of(fines: usize, figures: Option<&Figures>) -> Self {
        let figure =
            |of: fn(&Figures) -> &Exact| figures.map(|figures| of(figures).percent_shown());
        Self {
            fines,
            no_penalty: 0,
            least: figure(|f| &f.least),
            lower_quartile: figure(|f| &f.lower),
            median: figure(|f| &f.median),
            upper_quartile: figure(|f| &f.upper),
            most: figure(|f| &f.most),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DispersionPlace {
    among: SpreadBody,
    /// Per cent of the others that lie below, equals counting half.
    percentile: Option<String>,
}

impl From<&Place> for DispersionPlace {
    fn from(place: &Place) -> Self {
        Self {
            among: (&place.among).into(),
            percentile: place.percentile.as_ref().map(Exact::percent_shown),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DifferenceBody {
    factor: String,
    name: WordsBody,
    here: Option<WordsBody>,
    there: Option<WordsBody>,
    /// 0 to 100.
    apart: String,
}

impl From<Difference> for DifferenceBody {
    fn from(difference: Difference) -> Self {
        Self {
            factor: difference.factor,
            name: difference.words.into(),
            here: difference.here.map(WordsBody::from),
            there: difference.there.map(WordsBody::from),
            apart: difference.apart.percent_shown(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct NeighbourBody {
    /// Null beyond the officer's territory, like the number.
    case_id: Option<String>,
    number: Option<String>,
    place_name: String,
    decided_on: String,
    fine_fen: Option<i64>,
    /// Per cent of the way through the statutory range.
    share: Option<String>,
    departed: bool,
    version: String,
    /// 0 for equal facts, 100 for opposite ones.
    distance: String,
    differences: Vec<DifferenceBody>,
}

impl From<NeighbourView> for NeighbourBody {
    fn from(view: NeighbourView) -> Self {
        let (case_id, number) = view.case.map(|(id, number)| (id.to_string(), number)).unzip();
        Self {
            case_id,
            number,
            place_name: territory_name(&view.place),
            decided_on: view.decided_on.to_string(),
            fine_fen: view.fine.map(|fine| fine.0),
            share: view.share.as_ref().map(Exact::percent_shown),
            departed: view.departed,
            version: view.version,
            distance: view.distance.percent_shown(),
            differences: super::common::all(view.differences),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ComparisonBody {
    violation: String,
    violation_name: WordsBody,
    fine_fen: Option<i64>,
    min_fen: i64,
    max_fen: i64,
    share: Option<String>,
    /// What the nearest cases span; null where there are too few.
    band: Option<BandBody>,
    among_all: DispersionPlace,
    among_nearest: DispersionPlace,
    neighbours: Vec<NeighbourBody>,
}

impl ComparisonBody {
    fn of(api: &Api, comparison: Comparison) -> Self {
        Self {
            violation_name: violation_name(api, &comparison.violation),
            violation: comparison.violation,
            fine_fen: comparison.fine.map(|fine| fine.0),
            min_fen: comparison.range.0.0,
            max_fen: comparison.range.1.0,
            share: comparison.among_all.share.as_ref().map(Exact::percent_shown),
            band: comparison.band.as_ref().map(BandBody::from),
            among_all: (&comparison.among_all).into(),
            among_nearest: (&comparison.among_nearest).into(),
            neighbours: super::common::all(comparison.neighbours),
        }
    }
}

/// What the nearest decided cases span, per cent of the way through the range; a fine outside needs its reason.
#[derive(Serialize, ToSchema)]
pub(crate) struct BandBody {
    usual_from: String,
    usual_to: String,
    cases: usize,
    outside: bool,
}

impl From<&Band> for BandBody {
    fn from(band: &Band) -> Self {
        Self {
            usual_from: band.least.percent_shown(),
            usual_to: band.most.percent_shown(),
            cases: band.cases,
            outside: band.outside(),
        }
    }
}

/// The name of a violation; its code where nobody knows it any more.
pub(crate) fn violation_name(api: &Api, code: &str) -> WordsBody {
    let known = api.cx().law();
    let words = known.violations.get(code).map(|violation| violation.name.clone());
    words.unwrap_or_else(|| Words::new(code, code)).into()
}

/// The decided cases nearest to a case, and where its fine lies among them; null while no fine was computed.
#[utoipa::path(get, path = "/api/v1/cases/{id}/comparison", tag = "discretion", params(("id" = String, Path)), responses((status = 200, body = Option<ComparisonBody>)))]
pub(crate) async fn of_case(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
) -> Result<Json<Option<ComparisonBody>>, Problem> {
    let found = discretion::of_case(api.cx(), officer.actor(), id).await?;
    Ok(Json(found.map(|comparison| ComparisonBody::of(&api, comparison))))
}

/// The same for facts that are no case yet.
#[utoipa::path(post, path = "/api/v1/discretion/compare", tag = "discretion", request_body = QuestionBody, responses((status = 200, body = ComparisonBody)))]
pub(crate) async fn of_question(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<QuestionBody>,
) -> Result<Json<ComparisonBody>, Problem> {
    let found = discretion::of_question(api.cx(), officer.actor(), &asked.question()).await?;
    Ok(Json(ComparisonBody::of(&api, found)))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DispersionQuery {
    /// First day of decision; a year before `to` unless told.
    #[param(value_type = Option<String>)]
    from: Option<Date>,
    /// Last day of decision; today unless told.
    #[param(value_type = Option<String>)]
    to: Option<Date>,
    /// `county` (unless told) or `town`.
    #[param(value_type = Option<String>)]
    by: Option<By>,
    /// `csv` for a spreadsheet.
    format: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum By {
    County,
    Town,
}

impl DispersionQuery {
    fn period(&self, api: &Api) -> Period {
        let to = self.to.unwrap_or_else(|| api.cx().now().date());
        let from = self.from.unwrap_or_else(|| year_before(to));
        Period { from, to, towns: self.by == Some(By::Town) }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DispersionBody {
    violation: String,
    violation_name: WordsBody,
    /// Null in the line of all places together.
    territory: Option<String>,
    place_name: Option<String>,
    spread: SpreadBody,
    /// Between the quartiles.
    width: Option<String>,
    /// Fines that departed from the benchmark, as they were decided; they are not among those above.
    departures: SpreadBody,
    /// Cases more than one and a half widths beyond the quartiles of all places together.
    outliers: Vec<String>,
}

impl DispersionBody {
    fn of(api: &Api, line: Dispersion) -> Self {
        Self {
            violation_name: violation_name(api, &line.violation),
            violation: line.violation,
            place_name: line.place.as_ref().map(territory_name),
            territory: line.place.as_ref().map(ToString::to_string),
            width: line.spread.figures.as_ref().map(|figures| figures.width().percent_shown()),
            spread: (&line.spread).into(),
            departures: (&line.departures).into(),
            outliers: line.outliers.iter().map(ToString::to_string).collect(),
        }
    }
}

/// How fines spread over their statutory ranges, by violation and place, in the officer's territory.
#[utoipa::path(get, path = "/api/v1/discretion/dispersion", tag = "discretion", params(DispersionQuery), responses((status = 200, body = Items<DispersionBody>)))]
pub(crate) async fn dispersion(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<DispersionQuery>,
) -> Result<Response, Problem> {
    let period = query.period(&api);
    let lines = discretion::report(api.cx(), officer.actor(), period).await?;
    let lines = lines.into_iter().map(|line| DispersionBody::of(&api, line));
    if query.format.as_deref() != Some("csv") {
        return Ok(Items::all(lines.collect()).into_response());
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"dispersion.csv\""),
    ];
    let head = std::iter::once(HEAD.map(str::to_owned).to_vec());
    Ok((headers, crate::sheet::csv(head.chain(lines.map(cells)))).into_response())
}

const HEAD: [&str; 12] = [
    "违法行为",
    "地区",
    "罚款件数",
    "不予处罚件数",
    "最低%",
    "下四分位%",
    "中位%",
    "上四分位%",
    "最高%",
    "偏离基准件数",
    "偏离基准中位%",
    "离群案件",
];

fn cells(line: DispersionBody) -> Vec<String> {
    let SpreadBody { fines, no_penalty, least, lower_quartile, median, upper_quartile, most } =
        line.spread;
    let figures = [least, lower_quartile, median, upper_quartile, most];
    let mut cells = vec![
        line.violation_name.zh,
        line.place_name.unwrap_or_else(|| "全部".to_owned()),
        fines.to_string(),
        no_penalty.to_string(),
    ];
    cells.extend(figures.map(Option::unwrap_or_default));
    let SpreadBody { fines, median, .. } = line.departures;
    cells.extend([fines.to_string(), median.unwrap_or_default(), line.outliers.join(" ")]);
    cells
}
