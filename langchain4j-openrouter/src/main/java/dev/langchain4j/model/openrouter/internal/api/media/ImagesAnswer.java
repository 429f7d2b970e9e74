package dev.langchain4j.model.openrouter.internal.api.media;

import dev.langchain4j.model.openrouter.internal.api.chat.AnswerMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion.Choice;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer of {@code POST /images}. Absent and null are the same: not reported.
 *
 * @param created seconds since 1970
 * @param images those with data
 * @param hasMore whether there is something else where images can be, perhaps images in an unknown form
 * @param generationId from the response's head
 * @param provider from the response's head
 * @param raw the body as text that is decoded on demand; null if it was not kept
 */
public record ImagesAnswer(
        @Nullable Long created,
        List<Image> images,
        boolean hasMore,
        @Nullable Usage usage,
        @Nullable ApiError error,
        @Nullable String generationId,
        @Nullable String provider,
        @Nullable Supplier<String> raw) {

    public ImagesAnswer {
        images = List.copyOf(images);
    }

    /**
     * @param base64 empty if it came as a URL, which is a failure
     * @param url null if it came as base64
     * @param mediaType as reported, else as the first bytes show; null if unknown
     */
    public record Image(
            String base64, @Nullable String url, @Nullable String mediaType) {}

    /** The same with the data of the response's head, and its body. */
    public ImagesAnswer with(@Nullable String id, @Nullable String provider, Supplier<String> raw) {
        return new ImagesAnswer(created, images, hasMore, usage, error, id, provider, raw);
    }

    /** The images in the form that a failure keeps; it also shows whether anything was charged. */
    public ChatCompletion partial() {
        List<String> urls = images.stream().map(ImagesAnswer::url).toList();
        AnswerMessage message = new AnswerMessage(null, null, null, null, List.of(), List.of(), urls, null);
        Choice choice = images.isEmpty() ? null : Choice.of("error", null, message, null, null);
        return ChatCompletion.ofPart(generationId, provider, created, choice, usage);
    }

    private static String url(Image image) {
        if (image.url() != null) {
            return image.url();
        }
        String type = image.mediaType() == null ? "application/octet-stream" : image.mediaType();
        return "data:" + type + ";base64," + image.base64();
    }

    /** A failure without a reported reason. */
    public ApiError missing(int asked) {
        String message = images.isEmpty()
                ? "The response has no image"
                : "The response has " + images.size() + " of the " + asked
                        + " images that were asked for; OpenRouterException.partialResponse() has them";
        return ApiError.unexplained(message);
    }
}
