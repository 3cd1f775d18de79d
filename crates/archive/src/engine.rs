//! DataFusion: one session for all queries, over exactly the files a query names.

use crate::{
    Error,
    catalog::{DataFile, Table},
    tables::file,
};
use datafusion::{
    arrow::array::RecordBatch,
    dataframe::DataFrame,
    logical_expr::SortExpr,
    physical_plan::{ExecutionPlan, collect, metrics::MetricValue},
    prelude::{Expr, ParquetReadOptions, SessionConfig, SessionContext, col, lit},
    scalar::ScalarValue,
};
use domain::Timestamp;
use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::Semaphore;

/// Queries that run at once; the others wait.
const QUERIES: usize = 8;
/// Threads' worth of work a query is cut into.
const PARTITIONS: usize = 2;

pub(crate) struct Engine {
    context: SessionContext,
    places: Semaphore,
    pub(crate) groups_read: AtomicU64,
    pub(crate) groups_pruned: AtomicU64,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl Engine {
    pub(crate) fn new() -> Self {
        let mut config = SessionConfig::new()
            .with_target_partitions(PARTITIONS)
            // The manifest knows the files' ranges, so planning need not open every file.
            .with_collect_statistics(false);
        let parquet = &mut config.options_mut().execution.parquet;
        parquet.pruning = true;
        parquet.pushdown_filters = true;
        parquet.reorder_filters = true;
        parquet.bloom_filter_on_read = false;
        parquet.schema_force_view_types = false;
        Self {
            context: SessionContext::new_with_config(config),
            places: Semaphore::new(QUERIES),
            groups_read: AtomicU64::new(0),
            groups_pruned: AtomicU64::new(0),
        }
    }

    /// The rows of some files of one table.
    pub(crate) async fn open(
        &self,
        table: Table,
        files: &[Arc<DataFile>],
    ) -> Result<DataFrame, Error> {
        let paths = files.iter().map(|file| {
            let path = file.path.to_str().map(str::to_owned);
            path.ok_or_else(|| Error::damaged(&file.path, "the path is not UTF-8"))
        });
        let schema = file::schema(table);
        let options = ParquetReadOptions::new()
            .schema(&schema)
            .file_sort_order(vec![order(table)])
            .parquet_pruning(true);
        Ok(self.context.read_parquet(paths.collect::<Result<Vec<_>, _>>()?, options).await?)
    }

    /// Runs a query and counts what it had to read.
    pub(crate) async fn run(&self, query: DataFrame) -> Result<Vec<RecordBatch>, Error> {
        let _place = self.places.acquire().await.map_err(|_| Error::Closed)?;
        let plan = query.create_physical_plan().await?;
        let batches = collect(plan.clone(), self.context.task_ctx()).await?;
        self.count(plan.as_ref());
        Ok(batches)
    }

    fn count(&self, plan: &dyn ExecutionPlan) {
        let metrics = plan.metrics().unwrap_or_default();
        for metric in metrics.iter() {
            if let MetricValue::PruningMetrics { name, pruning_metrics } = metric.value()
                && name == "row_groups_pruned_statistics"
            {
                self.groups_read.fetch_add(pruning_metrics.matched() as u64, Ordering::Relaxed);
                self.groups_pruned.fetch_add(pruning_metrics.pruned() as u64, Ordering::Relaxed);
            }
        }
        plan.children().into_iter().for_each(|child| self.count(child.as_ref()));
    }
}

/// The order of the rows in every file of a table.
pub(crate) fn order(table: Table) -> Vec<SortExpr> {
    let columns: &[&str] = match table {
        Table::Frames => &["frame"],
        Table::Readings(_) => &["mn", "factor", "at", "frame"],
    };
    columns.iter().map(|name| col(*name).sort(true, false)).collect()
}

/// `from` ≤ the column < `to`.
pub(crate) fn within(name: &str, from: Timestamp, to: Timestamp) -> Expr {
    let instant = |at: Timestamp| {
        lit(ScalarValue::TimestampMillisecond(Some(at.as_millis()), Some("UTC".into())))
    };
    col(name).gt_eq(instant(from)).and(col(name).lt(instant(to)))
}
