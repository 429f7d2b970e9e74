package dev.langchain4j.model.openrouter.spark;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/** What runs on the executors: a partition of documents becomes one of results. */
record Partitions(SparkSettings settings, String taskId, BulkTask task, Counters counters)
        implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> documents) {
        ExecutorConnection executor = ExecutorConnection.of(settings);
        PartitionRun run = new PartitionRun(documents, executor, executor.open(taskId, task), counters);
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener)
                context -> run.close(() -> !context.isInterrupted()));
        run.begin();
        return run;
    }
}
