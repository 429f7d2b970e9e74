package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.internal.api.BatchLineAnswers;
import dev.langchain4j.model.openrouter.internal.api.CallReceipt;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLine;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLineName;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchSubmission;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequestWriter;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.output.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Batches of texts to embed.
 *
 * @param modelId of {@code modelName}
 */
record BatchEmbeddings(OpenRouterEmbeddingRequestParameters parameters, String modelId, EmbeddingMapper mapping)
        implements BatchKind<TextSegment, Response<Embedding>> {

    @Override
    public String endpoint() {
        return BatchSubmission.EMBEDDINGS;
    }

    @Override
    public String model() {
        return "OpenRouterBatchEmbeddingModel";
    }

    @Override
    public CostAttribution attribution() {
        return CostAttribution.of("batch_embeddings", modelId);
    }

    @Override
    public BatchCalls.Plan plan(List<TextSegment> segments) {
        BatchLimits.checkAll(segments);
        Map<String, Object> provider = BatchLimits.provider(Collections.singletonList(parameters.provider()));
        List<EmbeddingsRequest> wire = new ArrayList<>();
        List<BatchSubmission.Line> lines = new ArrayList<>();
        for (TextSegment segment : segments) {
            EmbeddingsRequest request = request(segment.text());
            wire.add(request);
            lines.add(new BatchSubmission.Line(
                    new BatchLineName(lines.size(), null).toString(),
                    json -> EmbeddingsRequestWriter.writeInBatch(request, json)));
        }
        return new BatchCalls.Plan(
                modelId,
                provider,
                lines,
                attribution(),
                estimator -> estimator.ofBatch(modelId, wire, CostEstimator::of));
    }

    /** Without the provider, which the batch has. */
    private EmbeddingsRequest request(String text) {
        EmbeddingsRequest all = mapping.toWire(
                EmbeddingRequest.builder().input(text).parameters(parameters).build(), modelId);
        Map<String, Object> own = new LinkedHashMap<>(all.extensions());
        own.remove(BatchLimits.PROVIDER);
        return new EmbeddingsRequest(
                all.model(), 0, all.inputs(), all.dimensions(), all.encodingFormat(), all.inputType(), own);
    }

    @Override
    public Mapper<Response<Embedding>> mapper() {
        return new OneLength(parameters.dimensions(), modelId);
    }

    /** All vectors of a batch have one length: that of the first, unless the model's settings name it. */
    private static final class OneLength implements Mapper<Response<Embedding>> {

        private static final List<List<ContentPart>> ONE_INPUT = List.of(List.of());

        private final String modelId;
        private @Nullable Integer length;

        OneLength(@Nullable Integer length, String modelId) {
            this.length = length;
            this.modelId = modelId;
        }

        @Override
        public Answer<Response<Embedding>> map(BatchLine line) {
            BatchLineName name = BatchLineName.of(line.customId());
            EmbeddingsAnswer answer = BatchLineAnswers.embeddings(
                    line,
                    new EmbeddingsRequest(
                            modelId, name == null ? 0 : name.position(), ONE_INPUT, length, null, null, Map.of()));
            float[] vector = answer.inOrder().get(0);
            length = vector.length;
            return new Answer<>(
                    Response.from(Embedding.from(vector), OpenRouterTokenUsage.reported(answer.usage())),
                    CallReceipt.of(answer),
                    null);
        }
    }
}
