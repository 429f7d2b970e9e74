package dev.langchain4j.model.openrouter.spark;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of the results. */
final class ResultRow {

    private ResultRow() {}

    static StructType schema(DataType valueType) {
        return DataTypes.createStructType(List.of(
                DataTypes.createStructField("key", DataTypes.StringType, false),
                DataTypes.createStructField("status", DataTypes.StringType, false),
                DataTypes.createStructField("value", valueType, true),
                DataTypes.createStructField("cost", DataTypes.createDecimalType(38, 20), true),
                DataTypes.createStructField("input_tokens", DataTypes.LongType, false),
                DataTypes.createStructField("output_tokens", DataTypes.LongType, false),
                DataTypes.createStructField("model", DataTypes.StringType, true),
                DataTypes.createStructField("generation_id", DataTypes.StringType, true),
                DataTypes.createStructField("error", DataTypes.StringType, true)));
    }

    static Row of(String key, Outcome outcome, BulkTask task) {
        return RowFactory.create(
                key,
                outcome.state().shown(),
                outcome.answer() == null ? null : task.value(outcome.answer()),
                outcome.cost(),
                outcome.inputTokens(),
                outcome.outputTokens(),
                outcome.model(),
                outcome.generationId(),
                outcome.error());
    }
}
