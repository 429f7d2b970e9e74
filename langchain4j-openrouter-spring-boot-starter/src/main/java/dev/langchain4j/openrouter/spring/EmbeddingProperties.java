package dev.langchain4j.openrouter.spring;

import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * A model of the embeddings endpoint.
 *
 * @param modelName Id or alias of an embedding model.
 * @param provider Providers that may serve it.
 * @param dimensions Length of the vectors, if the model supports it.
 * @param inputType Whether inputs are queries or documents.
 * @param user A pseudonym of the end user.
 * @param encodingFormat Encoding of vectors on the wire: "base64" or "float".
 * @param maxSegmentsPerBatch Maximum inputs in a request.
 * @param maxTokensPerBatch Maximum tokens in a request, estimated.
 * @param maxConcurrency Maximum parallel requests.
 * @param supportedContentTypes Content that the model embeds.
 * @param capabilitiesFromCatalog Whether the catalog decides which content can be sent; costs one fetch.
 * @param customParameters Fields to add to the body of each request, by their wire name.
 * @param returnRawResponse Whether the metadata keep the bodies of the responses.
 */
public record EmbeddingProperties(
        @Nullable String modelName,
        @NestedConfigurationProperty @Nullable ProviderProperties provider,
        @Nullable Integer dimensions,
        @Nullable EmbeddingInputType inputType,
        @Nullable String user,
        @Nullable String encodingFormat,
        @Nullable Integer maxSegmentsPerBatch,
        @Nullable Integer maxTokensPerBatch,
        @Nullable Integer maxConcurrency,
        @Nullable Set<ContentType> supportedContentTypes,
        @Nullable Boolean capabilitiesFromCatalog,
        @Nullable Map<String, Object> customParameters,
        @Nullable Boolean returnRawResponse) {}
