//! The table of periods: what each is called in code, how long it is, from when, and on what it rests.

use super::Period;
use crate::law::{Certainty, Citation, DataError, Words, from_toml};
use serde::{Deserialize, Serialize};

/// Which way a period runs from its starting event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It ends after the event.
    #[default]
    After,
    /// The act must be done that long before the event.
    Before,
}

/// A lawful prolongation of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// By how much.
    pub value: Period,
    /// What it needs.
    pub needs: Words,
    /// How sure it is.
    pub certainty: Certainty,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodRule {
    /// Stable key, for instance `defence`.
    pub key: String,
    /// What it is called.
    pub name: Words,
    /// Its length; none where it runs until an event or is a rate.
    #[serde(default)]
    pub value: Option<Period>,
    /// Which way it runs.
    #[serde(default)]
    pub direction: Direction,
    /// The event it runs from.
    pub starts: Words,
    /// Prolongations, in the order in which they are granted.
    #[serde(default)]
    pub extensions: Vec<Extension>,
    /// Articles it rests on.
    pub basis: Vec<Citation>,
    /// How sure the length is.
    pub certainty: Certainty,
    /// Whether a bureau may set its own length.
    #[serde(default)]
    pub configurable: bool,
    /// What else must be known.
    #[serde(default)]
    pub note: Option<Words>,
}

impl PeriodRule {
    /// The length with the first `granted` extensions added; none where the row has no length.
    pub fn length(&self, granted: usize) -> Option<Period> {
        self.extensions.iter().take(granted).try_fold(self.value?, |sum, more| {
            match (sum, more.value) {
                (Period::WorkingDays(a), Period::WorkingDays(b)) => {
                    Some(Period::WorkingDays(a.saturating_add(b)))
                }
                (Period::Days(a), Period::Days(b)) => Some(Period::Days(a.saturating_add(b))),
                (Period::Months(a), Period::Months(b)) => Some(Period::Months(a.saturating_add(b))),
                (Period::Hours(a), Period::Hours(b)) => Some(Period::Hours(a.saturating_add(b))),
                _ => None,
            }
        })
    }
}

/// The table, by key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Periods {
    #[serde(rename = "period")]
    rows: Vec<PeriodRule>,
}

impl Periods {
    /// The table shipped in `data/law/periods.toml`.
    ///
    /// # Errors
    /// Only when the shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        Self::parse(include_str!("../../../../data/law/periods.toml"))
    }

    /// Reads a table.
    ///
    /// # Errors
    /// Where the TOML is wrong, a key stands twice, or an extension has another unit than its period.
    pub fn parse(text: &str) -> Result<Self, DataError> {
        let table: Self = from_toml("periods.toml", text)?;
        for (index, row) in table.rows.iter().enumerate() {
            let fault = |what| DataError::new("periods.toml", format!("`{}` {what}", row.key));
            if table.rows[..index].iter().any(|earlier| earlier.key == row.key) {
                return Err(fault("stands twice"));
            }
            if !row.extensions.is_empty() && row.length(row.extensions.len()).is_none() {
                return Err(fault("has an extension in another unit"));
            }
        }
        Ok(table)
    }

    /// The row of a key.
    pub fn get(&self, key: &str) -> Option<&PeriodRule> {
        self.rows.iter().find(|row| row.key == key)
    }

    /// Every row, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &PeriodRule> {
        self.rows.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Acts;
    use Period::{Days, Hours, Months, WorkingDays};
    use rstest::rstest;

    #[rstest]
    #[case("filing", Some(Days(15)), Some(Days(30)))]
    #[case("preservation", Some(WorkingDays(7)), None)]
    #[case("late_approval", Some(Hours(24)), None)]
    #[case("defence", Some(WorkingDays(5)), None)]
    #[case("hearing_request", Some(WorkingDays(5)), None)]
    #[case("hearing_notice", Some(WorkingDays(7)), None)]
    #[case("legal_review", Some(WorkingDays(5)), Some(WorkingDays(8)))]
    #[case("decision", Some(Days(90)), Some(Days(150)))]
    #[case("service", Some(WorkingDays(7)), None)]
    #[case("payment", Some(Days(15)), None)]
    #[case("publication", Some(WorkingDays(7)), None)]
    #[case("withdrawal", Some(WorkingDays(3)), None)]
    #[case("administrative_review", Some(Days(60)), None)]
    #[case("litigation", Some(Months(6)), None)]
    #[case("court_enforcement", Some(Months(3)), None)]
    #[case("sealing", Some(Days(30)), Some(Days(60)))]
    #[case("production_limit", Some(Months(3)), Some(Months(6)))]
    #[case("rectification_stop", None, None)]
    #[case("archive", Some(Days(30)), None)]
    fn the_table_holds_the_periods_of_the_law(
        #[case] key: &str,
        #[case] value: Option<Period>,
        #[case] prolonged: Option<Period>,
    ) {
        let periods = Periods::shipped().unwrap();
        let row = periods.get(key).unwrap();
        assert_eq!(row.value, value);
        assert_eq!(row.length(usize::MAX), prolonged.or(value));
    }

    #[test]
    fn every_row_rests_on_a_known_act() {
        let (periods, acts) = (Periods::shipped().unwrap(), Acts::shipped().unwrap());
        assert!(periods.iter().count() >= 40);
        for row in periods.iter() {
            let certain = row.basis.iter().map(|basis| {
                let act = acts.get(&basis.act).unwrap_or_else(|| panic!("{}: {basis}", row.key));
                act.certainty.is_law()
            });
            let first = certain.collect::<Vec<_>>().first().copied();
            assert!(first.is_some() || row.certainty == Certainty::SecondHand, "{}", row.key);
            assert!(first == Some(true) || row.certainty != Certainty::Official, "{}", row.key);
        }
    }

    /// 行政处罚法第八十五条: of its natural-number periods, 2, 3, 5 and 7 are working days and no others.
    #[test]
    fn the_penalty_law_counts_two_three_five_and_seven_in_working_days() {
        for row in Periods::shipped().unwrap().iter() {
            let penalty_law = row.basis.first().is_some_and(|basis| basis.act == "penalty_law");
            match row.value.filter(|_| penalty_law) {
                Some(WorkingDays(count)) => assert!([2, 3, 5, 7].contains(&count), "{}", row.key),
                Some(Days(count)) => assert!(![2, 3, 5, 7].contains(&count), "{}", row.key),
                Some(Months(_) | Hours(_)) | None => {}
            }
        }
    }

    #[test]
    fn a_doubled_key_or_mixed_unit_is_refused() {
        let row = "[[period]]\nkey = \"a\"\nname = {zh=\"\",en=\"\"}\nstarts = {zh=\"\",en=\"\"}\n\
                   basis = [\"x:1\"]\ncertainty = \"design\"\nvalue = {days = 1}\n";
        assert!(Periods::parse(row).is_ok());
        assert!(Periods::parse(&row.repeat(2)).is_err());
        let mixed = format!(
            "{row}extensions = [{{value={{months=1}}, needs={{zh=\"\",en=\"\"}}, certainty=\"design\"}}]"
        );
        assert!(Periods::parse(&mixed).is_err());
    }
}
