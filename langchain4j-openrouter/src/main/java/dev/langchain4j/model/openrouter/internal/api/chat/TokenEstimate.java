package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.List;

/**
 * Estimates the tokens of an input without a tokenizer. Counts bytes, not characters: a Chinese character is about one
 * token and has three bytes, an English token has about four.
 *
 * @param bytesPerToken bytes of UTF-8 per token
 * @param tokensPerAttachment tokens of an image
 */
public record TokenEstimate(int bytesPerToken, int tokensPerAttachment) {

    /** Typical for English text and a photo. */
    public static final TokenEstimate TYPICAL = new TokenEstimate(4, 1000);

    /** More than models that count images in tokens need for a large one. */
    private static final int LARGE_IMAGE = 4096;

    /** An estimate that is too high for images, and set by the caller for texts. */
    public static TokenEstimate atMost(int bytesPerToken) {
        return new TokenEstimate(bytesPerToken, LARGE_IMAGE);
    }

    /** Tokens of this number of bytes, rounded up. */
    public long ofBytes(long bytes) {
        return (bytes + bytesPerToken - 1) / bytesPerToken;
    }

    /** Tokens of a prompt. Content behind a URL, except images, is not counted: see {@link PromptSize#measurable}. */
    public long of(PromptSize prompt) {
        return ofBytes(prompt.bytes()) + (long) prompt.images() * tokensPerAttachment;
    }

    /** Tokens of one input; every attachment counts as an image. */
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
