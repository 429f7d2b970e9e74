package dev.langchain4j.model.openrouter.internal.api.media;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /images} takes.
 *
 * @param n how many images; null for one, not sent
 * @param references https or data URLs of images to start from
 * @param options further members by their wire name
 */
public record ImagesRequest(
        String model, String prompt, @Nullable Integer n, List<String> references, Map<String, Object> options) {}
