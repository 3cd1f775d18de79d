//! Writing a Parquet file: under a name that nobody reads, on disk, and only then under its own.

use super::{frames, readings, readings::Summary};
use crate::{
    Error,
    catalog::{DataFile, Entry, Table},
    disk,
    error::At,
};
use datafusion::{
    arrow::{array::RecordBatch, datatypes::SchemaRef},
    parquet::{
        arrow::ArrowWriter,
        basic::{Compression, Encoding},
        file::{
            metadata::{KeyValue, SortingColumn},
            properties::{EnabledStatistics, WriterProperties},
        },
    },
};
use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Rows of a row group. An hourly series of a month is 720 rows, so a group holds some 90 series, and the page index
/// within it leads to the pages of one.
pub(crate) const GROUP_ROWS: usize = 65_536;
const PAGE_ROWS: usize = 4_096;
/// Frames are large: a group of them is some 4 MB.
const FRAME_GROUP_ROWS: usize = 8_192;

/// A file being written.
pub(crate) struct Draft {
    writer: ArrowWriter<File>,
    part: PathBuf,
    /// Relative to the archive's folder.
    path: String,
    table: Table,
}

/// A file that is on disk under its temporary name.
pub(crate) struct Written {
    part: PathBuf,
    entry: Entry,
}

impl Draft {
    /// Begins file number `number` in the folder.
    pub(crate) fn create(
        root: &Path,
        table: Table,
        folder: &str,
        number: u64,
    ) -> Result<Self, Error> {
        disk::create_dir(&root.join(folder))?;
        let path = format!("{folder}/{number:010}.parquet");
        let part = root.join(&path).with_extension("part");
        let file = File::create(&part).at(&part)?;
        let writer = ArrowWriter::try_new(file, schema(table), Some(properties(table)))?;
        Ok(Self { writer, part, path, table })
    }

    pub(crate) fn push(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        Ok(self.writer.write(batch)?)
    }

    /// Ends the file; it is on disk when this returns, but does not have its name yet.
    pub(crate) fn finish(mut self, summary: Summary) -> Result<Written, Error> {
        let rows = self.writer.finish()?.file_metadata().num_rows() as u64;
        let file = self.writer.inner();
        file.sync_all().at(&self.part)?;
        let bytes = file.metadata().at(&self.part)?.len();
        let Summary { at, mn, frames } = summary;
        let entry = Entry { path: self.path, table: self.table, rows, bytes, at, mn, frames };
        Ok(Written { part: self.part, entry })
    }
}

impl Written {
    /// Gives the file its name. It counts once the manifest names it.
    pub(crate) fn publish(self, root: &Path) -> Result<Arc<DataFile>, Error> {
        disk::publish(&self.part, &root.join(&self.entry.path))?;
        Ok(DataFile::new(root, self.entry))
    }
}

/// The columns of a table.
pub(crate) fn schema(table: Table) -> SchemaRef {
    match table {
        Table::Frames => frames::schema(),
        Table::Readings(_) => readings::schema(),
    }
}

fn properties(table: Table) -> WriterProperties {
    let (name, group, sorted) = match table {
        Table::Frames => ("frames/1", FRAME_GROUP_ROWS, 1),
        Table::Readings(_) => ("readings/1", GROUP_ROWS, 4),
    };
    let sorting = |column_idx| SortingColumn { column_idx, descending: false, nulls_first: false };
    // Numbers that climb pack better as differences than as a dictionary of all of them.
    WriterProperties::builder()
        .set_created_by("huanzhi archive".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(group))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_write_batch_size(PAGE_ROWS)
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_column_statistics_enabled("raw".into(), EnabledStatistics::None)
        .set_column_statistics_enabled("readings".into(), EnabledStatistics::None)
        .set_column_dictionary_enabled("raw".into(), false)
        .set_column_dictionary_enabled("readings".into(), false)
        .set_column_dictionary_enabled("frame".into(), false)
        .set_column_encoding("frame".into(), Encoding::DELTA_BINARY_PACKED)
        .set_sorting_columns(Some((0..sorted).map(sorting).collect()))
        .set_key_value_metadata(Some(vec![KeyValue::new("huanzhi".to_owned(), name.to_owned())]))
        .build()
}
