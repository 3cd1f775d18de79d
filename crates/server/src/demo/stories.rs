//! The stories that the history of cases tells: what happened at which plant, how many days ago.

use super::rhythm::{Excess, Station};
use domain::Timestamp;

pub(super) const HOUR_MS: i64 = 3_600_000;
pub(super) const DAY_MS: i64 = 24 * HOUR_MS;
/// An exceedance of the history goes on for so many hours.
pub(super) const HOURS: i64 = 3;

/// What happens in a story, in this order; a story may end after any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Raise,
    Dismiss,
    Dispatch,
    Begin,
    Inspect,
    Propose,
    File,
    Conclude,
    Examine,
    Notice,
    Recheck,
    Decide,
    Serve,
    Publish,
    Close,
}

/// A story: at which of the plants with process water, how bad, and how many days ago what happened.
pub(super) struct Story {
    pub(super) plant: usize,
    pub(super) per_cent: i64,
    /// How much waste water leaves the plant, and where it goes.
    pub(super) water: Water,
    pub(super) steps: &'static [(i64, Step)],
}

/// What a report says of the waste water, with the choices of the benchmark that fit it.
pub(super) struct Water {
    pub(super) tonnes_a_day: u32,
    /// Choice of `daily_volume`.
    pub(super) volume: &'static str,
    /// Class of the water that receives it.
    pub(super) class: &'static str,
    /// Choice of `receiving_water`.
    pub(super) receiving: &'static str,
}

const LITTLE: Water = Water { tonnes_a_day: 8, volume: "1", class: "Ⅴ", receiving: "1" };
const SOME: Water = Water { tonnes_a_day: 60, volume: "2", class: "Ⅴ", receiving: "1" };
const MUCH: Water = Water { tonnes_a_day: 320, volume: "3", class: "Ⅳ", receiving: "2" };
const VERY_MUCH: Water = Water { tonnes_a_day: 1_500, volume: "5", class: "Ⅲ", receiving: "3" };

use Step::{
    Begin, Close, Conclude, Decide, Dismiss, Dispatch, Examine, File, Inspect, Notice, Propose,
    Publish, Raise, Recheck, Serve,
};

/// From closed long ago to raised this morning. Twenty days lie between a notice and its recheck, so that the five working
/// days are over whatever holidays fall between.
pub(super) const STORIES: [Story; 10] = [
    Story {
        plant: 1,
        per_cent: 152,
        water: SOME,
        steps: &[
            (88, Raise),
            (88, Dispatch),
            (87, Begin),
            (87, Inspect),
            (86, Propose),
            (85, File),
            (80, Conclude),
            (79, Examine),
            (76, Notice),
            (55, Recheck),
            (53, Decide),
            (52, Serve),
            (51, Publish),
            (30, Close),
        ],
    },
    Story {
        plant: 2,
        per_cent: 131,
        water: LITTLE,
        steps: &[
            (66, Raise),
            (66, Dispatch),
            (66, Begin),
            (65, Inspect),
            (64, Propose),
            (63, File),
            (58, Conclude),
            (57, Examine),
            (54, Notice),
            (33, Recheck),
            (31, Decide),
            (30, Serve),
            (29, Publish),
        ],
    },
    Story {
        plant: 3,
        per_cent: 118,
        water: LITTLE,
        steps: &[
            (44, Raise),
            (44, Dispatch),
            (43, Begin),
            (43, Inspect),
            (42, Propose),
            (41, File),
            (36, Conclude),
            (35, Examine),
            (33, Notice),
            (9, Recheck),
            (7, Decide),
        ],
    },
    Story {
        plant: 4,
        per_cent: 140,
        water: SOME,
        steps: &[
            (24, Raise),
            (24, Dispatch),
            (23, Begin),
            (23, Inspect),
            (22, Propose),
            (21, File),
            (12, Conclude),
            (11, Examine),
            (3, Notice),
        ],
    },
    Story {
        plant: 5,
        per_cent: 260,
        water: VERY_MUCH,
        steps: &[
            (20, Raise),
            (20, Dispatch),
            (19, Begin),
            (19, Inspect),
            (18, Propose),
            (17, File),
            (6, Conclude),
            (5, Examine),
        ],
    },
    Story {
        plant: 6,
        per_cent: 125,
        water: MUCH,
        steps: &[
            (13, Raise),
            (13, Dispatch),
            (12, Begin),
            (12, Inspect),
            (11, Propose),
            (10, File),
        ],
    },
    Story {
        plant: 7,
        per_cent: 112,
        water: SOME,
        steps: &[(5, Raise), (5, Dispatch), (4, Begin), (4, Inspect), (2, Propose)],
    },
    Story {
        plant: 8,
        per_cent: 147,
        water: LITTLE,
        steps: &[(2, Raise), (2, Dispatch), (1, Begin)],
    },
    Story { plant: 9, per_cent: 121, water: LITTLE, steps: &[(8, Raise), (7, Dismiss)] },
    Story { plant: 10, per_cent: 164, water: SOME, steps: &[(1, Raise)] },
];

/// The stations of the plants with process water in the home branch, in the order of the plants.
pub(super) fn wet(stations: &[Station]) -> impl Iterator<Item = usize> {
    let wet = |station: &Station| station.watches.first().is_some_and(|w| w.usual == 2_140);
    stations.iter().enumerate().filter(move |(_, station)| wet(station)).map(|(index, _)| index)
}

/// Puts the exceedances of the stories into the stations, so that the imported history shows them.
pub(super) fn mark(stations: &mut [Station], today: Timestamp) {
    let indexes: Vec<usize> = wet(stations).collect();
    for story in &STORIES {
        let Some(station) = indexes.get(story.plant).and_then(|index| stations.get_mut(*index))
        else {
            continue;
        };
        let raised = story.steps.first().map_or(0, |(days, _)| *days);
        let from = began(today, raised);
        let to = from.plus_millis(HOURS * HOUR_MS);
        station.excesses.push(Excess { watch: 0, from, to, per_cent: story.per_cent });
    }
}

/// The exceedance that is found so many days ago began at six in the morning of that day.
pub(super) fn began(today: Timestamp, days_ago: i64) -> Timestamp {
    Timestamp::start_of(today.date()).plus_millis(-days_ago * DAY_MS + 6 * HOUR_MS)
}
