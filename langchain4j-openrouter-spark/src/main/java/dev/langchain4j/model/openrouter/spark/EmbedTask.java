package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingResponseMetadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** A vector for each document, many documents in one request. */
record EmbedTask(OpenRouterSpark.Setup<OpenRouterEmbeddingModel.Builder> setup, int documentsPerRequest)
        implements BulkTask {

    @Override
    public String name() {
        return "embed";
    }

    @Override
    public String definition() {
        return "";
    }

    /** 100,000 tokens of four bytes, as the model itself would cut them. */
    @Override
    public long bytesPerRequest() {
        return 400_000;
    }

    @Override
    public Caller open(OpenRouter openRouter) {
        OpenRouterEmbeddingModel.Builder builder = openRouter.embeddingModel();
        setup.accept(builder);
        OpenRouterEmbeddingModel model = builder.maxSegmentsPerBatch(documentsPerRequest)
                .maxTokensPerBatch(Integer.MAX_VALUE)
                .build();
        return new Caller() {
            @Override
            public String model() {
                EmbeddingRequestParameters set = model.defaultRequestParameters();
                return Stream.of(model.modelName(), set.dimensions(), set.inputType())
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .collect(Collectors.joining(" "));
            }

            @Override
            public CompletableFuture<List<Outcome>> call(List<Document> documents) {
                List<TextSegment> segments = documents.stream()
                        .map(document -> TextSegment.from(document.text()))
                        .toList();
                EmbeddingRequest request =
                        EmbeddingRequest.builder().textSegments(segments).build();
                return OpenCalls.outcomes(model.embedAsync(request), response -> outcomes(documents, response));
            }
        };
    }

    private static List<Outcome> outcomes(List<Document> documents, EmbeddingResponse response) {
        var metadata = (OpenRouterEmbeddingResponseMetadata) response.metadata();
        return Shares.of(
                documents,
                i -> written(response.embeddings().get(i)),
                metadata.tokenUsage(),
                metadata.modelName(),
                metadata.generationIds().isEmpty()
                        ? null
                        : metadata.generationIds().get(0));
    }

    private static String written(Embedding embedding) {
        float[] vector = embedding.vector();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    @Override
    public DataType valueType() {
        return DataTypes.createArrayType(DataTypes.FloatType, false);
    }

    @Override
    public Object value(String answer) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(answer)).order(ByteOrder.LITTLE_ENDIAN);
        Float[] vector = new Float[bytes.remaining() / Float.BYTES];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = bytes.getFloat();
        }
        return vector;
    }
}
