package dev.langchain4j.model.openrouter.spark;

import static org.apache.spark.sql.functions.col;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterRerankFailurePolicy;
import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterScoringResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How well each document answers a question, by a rerank model, many documents in one request. */
record ScoreTask(String query, OpenRouterSpark.Setup<OpenRouterScoringModel.Builder> setup, int documentsPerRequest)
        implements BulkTask {

    @Override
    public String name() {
        return "score";
    }

    @Override
    public String definition() {
        return query;
    }

    @Override
    public Caller open(OpenRouter openRouter) {
        OpenRouterScoringModel.Builder builder = openRouter.scoringModel();
        setup.accept(builder);
        // the scores of a fallback would be kept as answers, beside scores that mean something else
        OpenRouterScoringModel model = builder.onFailure(OpenRouterRerankFailurePolicy.THROW)
                .maxDocumentsPerRequest(documentsPerRequest)
                .build();
        return new Caller() {
            @Override
            public String model() {
                return String.valueOf(model.defaultRequestParameters().modelName());
            }

            @Override
            public CompletableFuture<List<Outcome>> call(List<Document> documents) {
                ScoringRequest request = ScoringRequest.builder()
                        .query(query)
                        .documents(documents.stream().map(Document::text).toList())
                        .build();
                return OpenCalls.outcomes(model.scoreAsync(request), response -> outcomes(documents, response));
            }
        };
    }

    private static List<Outcome> outcomes(List<Document> documents, ScoringResponse response) {
        List<String> ids = ((OpenRouterScoringResponseMetadata) response.metadata())
                .report()
                .generationIds();
        return Shares.of(
                documents,
                i -> String.valueOf(response.scores().get(i)),
                (OpenRouterTokenUsage) response.tokenUsage(),
                response.modelName(),
                ids.isEmpty() ? null : ids.get(0));
    }

    @Override
    public Dataset<Row> shape(Dataset<Row> results) {
        return results.withColumn("value", col("value").cast("double"));
    }
}
