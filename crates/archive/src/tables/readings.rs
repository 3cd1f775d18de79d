//! Readings as rows and columns. Rows are packed to 64 bytes while they wait to be sorted, for a year of history is
//! twenty million of them.

use super::{column, instant, unreadable};
use crate::{
    Error,
    body::{measured, scale_of, state_code},
    catalog::Table,
    codes::{flag_code, flag_of},
};
use datafusion::arrow::{
    array::{
        Array, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray,
        TimestampMillisecondArray, UInt8Array,
    },
    datatypes::{DataType, Field, Schema, SchemaRef},
};
use domain::{
    Timestamp,
    reading::{Decimal, Factor, Mn, Reading, ReadingKind},
};
use std::{collections::HashMap, hash::Hash, sync::Arc};

/// The decimals of a reading, in the order of [`Row`].
const DECIMALS: [&str; 5] = ["value", "converted", "min", "max", "total"];
/// Scale of a decimal that is not there.
const ABSENT: u8 = u8::MAX;
/// Frame number of a reading without a frame. It sorts behind every frame, so that what a device said counts first.
const IMPORTED: i64 = i64::MAX;
const DAY_MS: i64 = 86_400_000;
const SHANGHAI_MS: i64 = 8 * 3_600_000;

/// The columns.
pub(crate) fn schema() -> SchemaRef {
    let mut fields = vec![
        Field::new("mn", DataType::Utf8, false),
        Field::new("factor", DataType::Utf8, false),
        Field::new("at", instant(), false),
        Field::new("frame", DataType::Int64, true),
        Field::new("state", DataType::UInt8, false),
        Field::new("flag", DataType::UInt8, false),
        Field::new("value", DataType::Float64, true),
    ];
    for name in DECIMALS {
        fields.push(Field::new(format!("{name}_digits"), DataType::Int64, true));
        fields.push(Field::new(format!("{name}_scale"), DataType::UInt8, true));
    }
    Arc::new(Schema::new(fields))
}

/// One reading, its names as numbers.
#[derive(Clone, Copy)]
struct Row {
    at: i64,
    frame: i64,
    digits: [i64; 5],
    mn: u32,
    factor: u32,
    scales: [u8; 5],
    state: u8,
    flag: u8,
}

/// Readings on their way to Parquet, by the folder they belong to.
#[derive(Default)]
pub(crate) struct Collector {
    mns: Names<Mn>,
    factors: Names<Factor>,
    parts: Vec<Part>,
    /// Which part a kind and civil day belong to, so that a folder's name is made once a day and not once a reading.
    days: HashMap<(ReadingKind, i64), usize>,
    last: Option<((ReadingKind, i64), usize)>,
    rows: usize,
}

struct Part {
    table: Table,
    folder: String,
    rows: Vec<Row>,
}

impl Collector {
    /// How many rows wait.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn push(&mut self, reading: &Reading, frame: Option<u64>) -> Result<(), Error> {
        let Reading { mn, factor, kind, at, value, converted, min, max, total, flag } = reading;
        let (mut digits, mut scales) = ([0; 5], [ABSENT; 5]);
        for (i, decimal) in [value.value(), *converted, *min, *max, *total].into_iter().enumerate()
        {
            if let Some(decimal) = decimal {
                (digits[i], scales[i]) = (decimal.mantissa, scale_of(decimal)?);
            }
        }
        let row = Row {
            at: at.as_millis(),
            frame: frame.map_or(IMPORTED, |number| number as i64),
            digits,
            mn: self.mns.number(mn),
            factor: self.factors.number(factor),
            scales,
            state: state_code(*value),
            flag: flag_code(*flag),
        };
        let part = self.part(*kind, *at);
        self.parts[part].rows.push(row);
        self.rows += 1;
        Ok(())
    }

    fn part(&mut self, kind: ReadingKind, at: Timestamp) -> usize {
        let day = (kind, (at.as_millis() + SHANGHAI_MS).div_euclid(DAY_MS));
        if let Some((_, part)) = self.last.filter(|(last, _)| *last == day) {
            return part;
        }
        let part = self.days.get(&day).copied().unwrap_or_else(|| {
            let table = Table::Readings(kind);
            let folder = table.partition(at);
            let known = self.parts.iter().position(|part| part.folder == folder);
            known.unwrap_or_else(|| {
                self.parts.push(Part { table, folder, rows: Vec::new() });
                self.parts.len() - 1
            })
        });
        self.days.insert(day, part);
        self.last = Some((day, part));
        part
    }

    /// Takes all rows out, sorted, one [`Sorted`] for each folder.
    pub(crate) fn drain(&mut self) -> Vec<Sorted> {
        let Self { mns, factors, parts, .. } = std::mem::take(self);
        let (mns, mn_ranks) = mns.ranked();
        let (factors, factor_ranks) = factors.ranked();
        let (mns, factors) = (Arc::new(mns), Arc::new(factors));
        let sort = |mut part: Part| {
            for row in &mut part.rows {
                row.mn = mn_ranks[row.mn as usize];
                row.factor = factor_ranks[row.factor as usize];
            }
            part.rows.sort_unstable_by_key(|row| {
                (u64::from(row.mn) << 32 | u64::from(row.factor), row.at, row.frame)
            });
            let Part { table, folder, rows } = part;
            Sorted { table, folder, rows, mns: mns.clone(), factors: factors.clone() }
        };
        parts.into_iter().map(sort).collect()
    }
}

/// Rows of one folder in the order of the table, their names as places in sorted lists.
pub(crate) struct Sorted {
    pub(crate) table: Table,
    pub(crate) folder: String,
    rows: Vec<Row>,
    mns: Arc<Vec<Mn>>,
    factors: Arc<Vec<Factor>>,
}

impl Sorted {
    /// The rows as batches of at most `size`.
    pub(crate) fn batches(&self, size: usize) -> impl Iterator<Item = Result<RecordBatch, Error>> {
        self.rows.chunks(size).map(|rows| self.batch(rows))
    }

    fn batch(&self, rows: &[Row]) -> Result<RecordBatch, Error> {
        let mns = rows.iter().map(|row| self.mns[row.mn as usize].as_str());
        let factors = rows.iter().map(|row| &*self.factors[row.factor as usize].0);
        let at = TimestampMillisecondArray::from_iter_values(rows.iter().map(|row| row.at));
        let frame = rows.iter().map(|row| (row.frame != IMPORTED).then_some(row.frame));
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from_iter_values(mns)),
            Arc::new(StringArray::from_iter_values(factors)),
            Arc::new(at.with_timezone("UTC")),
            Arc::new(frame.collect::<Int64Array>()),
            Arc::new(UInt8Array::from_iter_values(rows.iter().map(|row| row.state))),
            Arc::new(UInt8Array::from_iter_values(rows.iter().map(|row| row.flag))),
            Arc::new(rows.iter().map(Row::value).collect::<Float64Array>()),
        ];
        for i in 0..DECIMALS.len() {
            let scale = |row: &Row| (row.scales[i] != ABSENT).then_some(row.scales[i]);
            let digits = |row: &Row| scale(row).map(|_| row.digits[i]);
            columns.push(Arc::new(rows.iter().map(digits).collect::<Int64Array>()));
            columns.push(Arc::new(rows.iter().map(scale).collect::<UInt8Array>()));
        }
        Ok(RecordBatch::try_new(schema(), columns)?)
    }

    /// The last reading of each device and factor.
    pub(crate) fn latest(&self) -> Result<Vec<Reading>, Error> {
        let Table::Readings(kind) = self.table else {
            return Ok(Vec::new());
        };
        let series = self.rows.chunk_by(|a, b| (a.mn, a.factor) == (b.mn, b.factor));
        let last: Vec<Row> = series.filter_map(|rows| rows.last().copied()).collect();
        let mut out = Vec::with_capacity(last.len());
        read(&self.batch(&last)?, kind, |_, reading| out.push(reading))?;
        Ok(out)
    }

    pub(crate) fn summary(&self) -> Summary {
        let at = self.rows.iter().map(|row| row.at);
        let frames = || self.rows.iter().map(|row| row.frame).filter(|frame| *frame != IMPORTED);
        let mn = |row: &Row| self.mns[row.mn as usize].clone();
        Summary {
            at: (at.clone().min().unwrap_or(0), at.max().unwrap_or(0)),
            mn: self.rows.first().zip(self.rows.last()).map(|(a, b)| (mn(a), mn(b))),
            frames: frames().min().zip(frames().max()).map(|(a, b)| (a as u64, b as u64)),
        }
    }
}

/// The ranges of a file's rows, for the manifest.
pub(crate) struct Summary {
    pub(crate) at: (i64, i64),
    pub(crate) mn: Option<(Mn, Mn)>,
    pub(crate) frames: Option<(u64, u64)>,
}

impl Row {
    fn value(&self) -> Option<f64> {
        let (mantissa, scale) = (self.digits[0], self.scales[0]);
        (scale != ABSENT).then(|| Decimal { mantissa, scale }.to_f64())
    }
}

/// The readings in a batch, each with its frame's number.
pub(crate) fn read(
    batch: &RecordBatch,
    kind: ReadingKind,
    mut each: impl FnMut(Option<u64>, Reading),
) -> Result<(), Error> {
    let mns: &StringArray = column(batch, "mn")?;
    let factors: &StringArray = column(batch, "factor")?;
    let ats: &TimestampMillisecondArray = column(batch, "at")?;
    let frames: &Int64Array = column(batch, "frame")?;
    let states: &UInt8Array = column(batch, "state")?;
    let flags: &UInt8Array = column(batch, "flag")?;
    let mut decimals = Vec::with_capacity(DECIMALS.len());
    for name in DECIMALS {
        let digits: &Int64Array = column(batch, &format!("{name}_digits"))?;
        let scales: &UInt8Array = column(batch, &format!("{name}_scale"))?;
        decimals.push((digits, scales));
    }
    for i in 0..batch.num_rows() {
        let decimal = |n: usize| {
            let (digits, scales) = decimals[n];
            let present = digits.is_valid(i) && scales.is_valid(i);
            present.then(|| Decimal { mantissa: digits.value(i), scale: scales.value(i) })
        };
        let reading = Reading {
            mn: mns.value(i).parse().map_err(|_| unreadable("mn"))?,
            factor: Factor::from(factors.value(i)),
            kind,
            at: Timestamp::from_millis(ats.value(i)),
            value: measured(states.value(i), decimal(0)).ok_or(unreadable("state"))?,
            converted: decimal(1),
            min: decimal(2),
            max: decimal(3),
            total: decimal(4),
            flag: flag_of(flags.value(i)).ok_or(unreadable("flag"))?,
        };
        each(frames.is_valid(i).then(|| frames.value(i) as u64), reading);
    }
    Ok(())
}

/// A number for each name, in the order they first came.
struct Names<T> {
    numbers: HashMap<T, u32>,
    names: Vec<T>,
    last: usize,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), names: Vec::new(), last: 0 }
    }
}

impl<T: Clone + Eq + Hash + Ord> Names<T> {
    fn number(&mut self, name: &T) -> u32 {
        // History comes outlet by outlet: the last name is mostly the next one too.
        if self.names.get(self.last) == Some(name) {
            return self.last as u32;
        }
        let number = self.numbers.get(name).copied().unwrap_or_else(|| {
            let number = self.names.len() as u32;
            self.names.push(name.clone());
            self.numbers.insert(name.clone(), number);
            number
        });
        self.last = number as usize;
        number
    }

    /// The names in order, and for each number the place of its name in it.
    fn ranked(self) -> (Vec<T>, Vec<u32>) {
        let mut order: Vec<u32> = (0..self.names.len() as u32).collect();
        order.sort_unstable_by(|a, b| self.names[*a as usize].cmp(&self.names[*b as usize]));
        let mut ranks = vec![0; order.len()];
        for (rank, number) in (0..).zip(&order) {
            ranks[*number as usize] = rank;
        }
        let names = order.iter().map(|number| self.names[*number as usize].clone()).collect();
        (names, ranks)
    }
}
