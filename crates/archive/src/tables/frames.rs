//! Frames as columns.

use super::{column, instant, unreadable};
use crate::{
    Error, FrameRef, StoredFrame,
    body::{self, Bytes},
    codes::{ACCEPTED, QUARANTINED, REJECTED, fault_code, fault_of},
};
use datafusion::arrow::{
    array::{
        Array, BinaryArray, Int64Array, ListArray, ListBuilder, RecordBatch, StringArray,
        StringBuilder, TimestampMillisecondArray, UInt8Array, UInt16Array,
    },
    datatypes::{DataType, Field, Schema, SchemaRef},
};
use domain::{
    Timestamp,
    reading::{Frame, Mn, Verdict},
};
use std::sync::Arc;

/// The columns.
pub(crate) fn schema() -> SchemaRef {
    let finding = Field::new_list_field(DataType::Utf8, true);
    Arc::new(Schema::new(vec![
        Field::new("frame", DataType::Int64, false),
        Field::new("received_at", instant(), false),
        Field::new("peer", DataType::Utf8, false),
        Field::new("mn", DataType::Utf8, true),
        Field::new("command", DataType::UInt16, true),
        Field::new("verdict", DataType::UInt8, false),
        Field::new("fault", DataType::UInt8, true),
        Field::new("findings", DataType::List(Arc::new(finding)), false),
        Field::new("raw", DataType::Binary, false),
        Field::new("readings", DataType::Binary, false),
    ]))
}

/// Frames as a batch.
pub(crate) fn batch(frames: &[StoredFrame]) -> Result<RecordBatch, Error> {
    let each = || frames.iter().map(|stored| &stored.frame);
    let numbers = frames.iter().map(|stored| stored.reference.0 as i64);
    let received = each().map(|frame| frame.received_at.as_millis());
    let mut readings = Vec::with_capacity(frames.len());
    let mut findings = ListBuilder::new(StringBuilder::new());
    for frame in each() {
        let mut bytes = Vec::with_capacity(40 * frame.readings.len());
        body::put_readings(&mut bytes, &frame.readings)?;
        readings.push(bytes);
        if let Verdict::Accepted { findings: codes } = &frame.verdict {
            codes.iter().for_each(|code| findings.values().append_value(code));
        }
        findings.append(true);
    }
    let verdicts = each().map(|frame| verdict_code(&frame.verdict));
    let faults = each().map(|frame| match frame.verdict {
        Verdict::Accepted { .. } => None,
        Verdict::Quarantined { fault } | Verdict::Rejected { fault } => Some(fault_code(fault)),
    });
    Ok(RecordBatch::try_new(
        schema(),
        vec![
            Arc::new(Int64Array::from_iter_values(numbers)),
            Arc::new(TimestampMillisecondArray::from_iter_values(received).with_timezone("UTC")),
            Arc::new(StringArray::from_iter_values(each().map(|frame| &frame.peer))),
            Arc::new(
                each().map(|frame| frame.mn.as_ref().map(Mn::as_str)).collect::<StringArray>(),
            ),
            Arc::new(each().map(|frame| frame.command).collect::<UInt16Array>()),
            Arc::new(UInt8Array::from_iter_values(verdicts)),
            Arc::new(faults.collect::<UInt8Array>()),
            Arc::new(findings.finish()),
            Arc::new(BinaryArray::from_iter_values(each().map(|frame| &frame.raw))),
            Arc::new(BinaryArray::from_iter_values(&readings)),
        ],
    )?)
}

const fn verdict_code(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Accepted { .. } => ACCEPTED,
        Verdict::Quarantined { .. } => QUARANTINED,
        Verdict::Rejected { .. } => REJECTED,
    }
}

/// The frames in a batch.
pub(crate) fn read(batch: &RecordBatch) -> Result<Vec<StoredFrame>, Error> {
    let numbers: &Int64Array = column(batch, "frame")?;
    let received: &TimestampMillisecondArray = column(batch, "received_at")?;
    let peers: &StringArray = column(batch, "peer")?;
    let mns: &StringArray = column(batch, "mn")?;
    let commands: &UInt16Array = column(batch, "command")?;
    let verdicts: &UInt8Array = column(batch, "verdict")?;
    let faults: &UInt8Array = column(batch, "fault")?;
    let findings: &ListArray = column(batch, "findings")?;
    let raws: &BinaryArray = column(batch, "raw")?;
    let readings: &BinaryArray = column(batch, "readings")?;
    let row = |i: usize| {
        let mn = mns.is_valid(i).then(|| mns.value(i).parse::<Mn>()).transpose();
        let mn = mn.map_err(|_| unreadable("mn"))?;
        let fault = || fault_of(faults.value(i)).ok_or(unreadable("fault"));
        let verdict = match verdicts.value(i) {
            ACCEPTED => Verdict::Accepted { findings: texts(&findings.value(i))? },
            QUARANTINED => Verdict::Quarantined { fault: fault()? },
            REJECTED => Verdict::Rejected { fault: fault()? },
            _ => return Err(unreadable("verdict")),
        };
        let readings = Bytes(readings.value(i)).readings(mn.as_ref());
        let frame = Frame {
            received_at: Timestamp::from_millis(received.value(i)),
            peer: peers.value(i).to_owned(),
            mn,
            command: commands.is_valid(i).then(|| commands.value(i)),
            raw: raws.value(i).to_vec(),
            verdict,
            readings: readings.ok_or(unreadable("readings"))?,
        };
        Ok(StoredFrame { reference: FrameRef(numbers.value(i) as u64), frame })
    };
    (0..batch.num_rows()).map(row).collect()
}

fn texts(array: &dyn Array) -> Result<Vec<String>, Error> {
    let texts: &StringArray = array.as_any().downcast_ref().ok_or(unreadable("findings"))?;
    Ok(texts.iter().flatten().map(str::to_owned).collect())
}
