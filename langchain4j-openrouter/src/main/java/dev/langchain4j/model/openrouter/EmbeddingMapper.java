package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.chat.ChatContentMapper;
import dev.langchain4j.model.openrouter.internal.media.AudioFormats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps embedding requests to the wire, and the answers of their batches back. */
record EmbeddingMapper(@Nullable String encodingFormat, OpenRouterDataPolicy dataPolicy) {

    static final String INPUT_TYPE = "input_type";

    private static final Set<String> OWNED =
            Set.of("model", "input", "dimensions", "encoding_format", "user", "provider");

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    static void check(EmbeddingRequestParameters parameters) {
        SetterChecks.atLeast("dimensions", parameters.dimensions(), 1);
        SetterChecks.notBlank("user", parameters.parameter(OpenRouterEmbeddingRequestParameters.USER));
        Map<String, Object> custom = SetterChecks.customParameters(
                OWNED, parameters.parameter(OpenRouterEmbeddingRequestParameters.CUSTOM_PARAMETERS));
        if (parameters.inputType() != null && custom.containsKey(INPUT_TYPE)) {
            throw new IllegalArgumentException(
                    "customParameters must not contain '" + INPUT_TYPE + "' where inputType is set");
        }
    }

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    EmbeddingsRequest toWire(EmbeddingRequest request, String modelId) {
        check(request.parameters());
        return new EmbeddingsRequest(
                modelId,
                0,
                request.inputs().stream().map(EmbeddingMapper::parts).toList(),
                request.dimensions(),
                encodingFormat,
                inputType(request.inputType()),
                extensions(request.parameters()));
    }

    private static List<ContentPart> parts(EmbeddingInput input) {
        List<ContentPart> parts = ChatContentMapper.toWire(input.contents(), null);
        parts.forEach(EmbeddingMapper::ensureData);
        return parts.stream().map(EmbeddingMapper::withDataUrl).toList();
    }

    /** A chat has audio as bare base64; here it is documented like videos and files. */
    private static ContentPart withDataUrl(ContentPart part) {
        return part instanceof ContentPart.Audio audio
                ? new ContentPart.Audio(AudioFormats.toUrl(audio.format(), audio.data()), audio.format())
                : part;
    }

    /** Images can be behind a URL; of videos and files the API documents data only. */
    private static void ensureData(ContentPart part) {
        boolean elsewhere = part instanceof ContentPart.Video video && !isData(video.url())
                || part instanceof ContentPart.File file && !isData(file.data());
        if (elsewhere) {
            throw new UnsupportedFeatureException("A video or PDF file by URL or id is not supported by OpenRouter's"
                    + " embeddings: send its data as base64, with a mimeType such as video/mp4");
        }
    }

    private static boolean isData(@Nullable String url) {
        return url != null && url.startsWith("data:");
    }

    private static @Nullable String inputType(@Nullable EmbeddingInputType type) {
        if (type == null) {
            return null;
        }
        return switch (type) {
            case QUERY -> "search_query";
            case DOCUMENT -> "search_document";
        };
    }

    private Map<String, Object> extensions(EmbeddingRequestParameters parameters) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        String user = parameters.parameter(OpenRouterEmbeddingRequestParameters.USER);
        if (user != null) {
            extensions.put("user", user);
        }
        OpenRouterProviderPreferences provider =
                dataPolicy.applyTo(parameters.parameter(OpenRouterEmbeddingRequestParameters.PROVIDER));
        if (provider != null) {
            extensions.put("provider", provider.toMap());
        }
        Map<String, Object> custom = parameters.parameter(OpenRouterEmbeddingRequestParameters.CUSTOM_PARAMETERS);
        if (custom != null) {
            extensions.putAll(custom);
        }
        return extensions;
    }

    /** @param answers at least one, in the order of the inputs */
    EmbeddingResponse toResponse(List<EmbeddingsAnswer> answers, String modelId) {
        List<Embedding> embeddings = new ArrayList<>();
        for (EmbeddingsAnswer answer : answers) {
            answer.inOrder().forEach(vector -> embeddings.add(Embedding.from(vector)));
        }
        String answeredBy = answers.get(0).model();
        return EmbeddingResponse.builder()
                .embeddings(embeddings)
                .metadata(OpenRouterEmbeddingResponseMetadata.builder()
                        .modelName(answeredBy == null ? modelId : answeredBy)
                        .tokenUsage(usage(answers))
                        .generationIds(answers.stream()
                                .map(EmbeddingsAnswer::id)
                                .filter(Objects::nonNull)
                                .toList())
                        .providers(answers.stream()
                                .map(EmbeddingsAnswer::provider)
                                .filter(Objects::nonNull)
                                .distinct()
                                .toList())
                        .rawResponsesFrom(answers.stream()
                                .map(EmbeddingsAnswer::raw)
                                .filter(Objects::nonNull)
                                .toList())
                        .build())
                .build();
    }

    /** The usage of all answers; null if none reported any. */
    static @Nullable OpenRouterTokenUsage usage(List<EmbeddingsAnswer> answers) {
        OpenRouterTokenUsage usage = null;
        for (EmbeddingsAnswer answer : answers) {
            usage = OpenRouterTokenUsage.sum(usage, OpenRouterTokenUsage.reported(answer.usage()));
        }
        return usage;
    }
}
