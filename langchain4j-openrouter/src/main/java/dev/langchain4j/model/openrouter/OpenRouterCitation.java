package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;

import org.jspecify.annotations.Nullable;

/**
 * A web page that the answer cites.
 *
 * @param url of the page
 * @param title of the page
 * @param content the excerpt that the model was given
 * @param startIndex offset in characters of the cited passage in the answer's text; 0 beside an end of 0 where the
 *     search engine does not tell
 * @param endIndex offset behind the passage
 * @see <a href="https://openrouter.ai/docs/guides/features/plugins/web-search">Web search</a>
 */
public record OpenRouterCitation(
        String url,
        @Nullable String title,
        @Nullable String content,
        @Nullable Integer startIndex,
        @Nullable Integer endIndex) {

    public OpenRouterCitation {
        ensureNotBlank(url, "url");
    }
}
