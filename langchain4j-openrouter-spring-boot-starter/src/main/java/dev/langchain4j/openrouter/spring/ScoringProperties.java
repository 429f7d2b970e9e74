package dev.langchain4j.openrouter.spring;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * A model of the rerank endpoint.
 *
 * @param modelName Id or alias of a rerank model.
 * @param provider Providers that may serve it.
 * @param metadataKeys Metadata that the model reads above the text of a segment, in this order.
 * @param onFailure What to do if ranking fails.
 * @param maxDocumentsPerRequest Maximum segments in one request.
 * @param maxDocumentChars Maximum characters of a text; longer texts are cut.
 * @param maxConcurrency Maximum parallel requests of a query.
 * @param customParameters Fields to add to the body of each request, by their wire name.
 * @param returnRawResponse Whether the report keeps the bodies of the responses, documents included.
 */
public record ScoringProperties(
        @Nullable String modelName,
        @NestedConfigurationProperty @Nullable ProviderProperties provider,
        @Nullable List<String> metadataKeys,
        @Nullable OnFailure onFailure,
        @Nullable Integer maxDocumentsPerRequest,
        @Nullable Integer maxDocumentChars,
        @Nullable Integer maxConcurrency,
        @Nullable Map<String, Object> customParameters,
        @Nullable Boolean returnRawResponse) {}
