package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.List;

/**
 * How many tokens an input has, without a tokenizer. Counts bytes, not characters: a Chinese character is about a token
 * and has three bytes, an English token has about four.
 *
 * @param bytesPerToken bytes of UTF-8 that make a token
 * @param tokensPerAttachment tokens of an image
 */
public record TokenEstimate(int bytesPerToken, int tokensPerAttachment) {

    /** About what English text and a photo take. */
    public static final TokenEstimate TYPICAL = new TokenEstimate(4, 1000);

    /** More than the models that count images in tokens make of a large one. */
    private static final int LARGE_IMAGE = 4096;

    /** An estimate that errs on the high side for images, and for texts as the caller says. */
    public static TokenEstimate atMost(int bytesPerToken) {
        return new TokenEstimate(bytesPerToken, LARGE_IMAGE);
    }

    /** Tokens of so many bytes, rounded up. */
    public long ofBytes(long bytes) {
        return (bytes + bytesPerToken - 1) / bytesPerToken;
    }

    /** Tokens of a prompt. What stands behind a URL and is no image is not counted: see {@link PromptSize#measurable}. */
    public long of(PromptSize prompt) {
        return ofBytes(prompt.bytes()) + (long) prompt.images() * tokensPerAttachment;
    }

    /** Tokens of one input, where every attachment counts as an image. */
    public long of(List<ContentPart> parts) {
        long tokens = 0;
        for (ContentPart part : parts) {
            tokens += part instanceof ContentPart.Text text
                    ? ofBytes(PromptSize.bytes(text.text()))
                    : tokensPerAttachment;
        }
        return tokens;
    }
}
