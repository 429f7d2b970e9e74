package dev.langchain4j.model.openrouter.internal.api.media;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /images}.
 *
 * @param n number of images; null for one, not sent
 * @param references https or data URLs of images to start from
 * @param options further fields by their wire name
 */
public record ImagesRequest(
        String model, String prompt, @Nullable Integer n, List<String> references, Map<String, Object> options) {}
