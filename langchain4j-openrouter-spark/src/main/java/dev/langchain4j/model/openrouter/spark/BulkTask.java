package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.model.openrouter.OpenRouter;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    /** How many bytes of text one request takes; a longer text is sent alone. */
    default long bytesPerRequest() {
        return Long.MAX_VALUE;
    }

    /** The documents of each request. */
    default List<List<Document>> requests(List<Document> documents) {
        List<List<Document>> requests = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < documents.size(); i++) {
            long more = documents.get(i).text().getBytes(StandardCharsets.UTF_8).length;
            if (i > from && (i - from == documentsPerRequest() || bytes + more > bytesPerRequest())) {
                requests.add(List.copyOf(documents.subList(from, i)));
                from = i;
                bytes = 0;
            }
            bytes += more;
        }
        if (from < documents.size()) {
            requests.add(List.copyOf(documents.subList(from, documents.size())));
        }
        return requests;
    }

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

    /** A model at work. It sends one HTTP request for each call: if one of two failed, the other would be paid again. */
    interface Caller {

        /** Its name, and its settings that give answers another form: two runs of a job must agree on them. */
        String model();

        /** An outcome for each document, in their order; fails for all of them together. Takes no thread. */
        CompletableFuture<List<Outcome>> call(List<Document> documents);
    }
}
