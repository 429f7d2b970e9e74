package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.model.openrouter.OpenRouter;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The work on each document. Created on the driver, opened on the executors. */
interface BulkTask extends Serializable {

    /** A word for the journal. */
    String name();

    /** Everything that changes the answers, except the model: two runs of a job must agree on it. */
    String definition();

    /** How many documents one request takes. */
    int documentsPerRequest();

    Caller open(OpenRouter openRouter);

    /** The type of the column {@code value} as it leaves the executor. */
    default DataType valueType() {
        return DataTypes.StringType;
    }

    /** An answer of the journal as a value of this type. */
    default Object value(String answer) {
        return answer;
    }

    /** The results as the user sees them. */
    default Dataset<Row> shape(Dataset<Row> results) {
        return results;
    }

    /** A model at work. */
    interface Caller {

        /** Its name, and its settings that give answers another form: two runs of a job must agree on them. */
        String model();

        /** An outcome for each document, in their order; fails for all of them together. Takes no thread. */
        CompletableFuture<List<Outcome>> call(List<Document> documents);
    }
}
