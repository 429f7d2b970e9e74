package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.Utils.getOrDefault;
import static dev.langchain4j.internal.Utils.isNullOrBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import org.jspecify.annotations.Nullable;

/**
 * A web page that the answer cites.
 *
 * @param url of the page
 * @param title of the page
 * @param content the excerpt that the model was given
 * @param startIndex offset in characters of the cited passage in the answer's text; 0 with an end of 0 if the search
 *     engine does not report it
 * @param endIndex offset after the passage
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

    /** Without the excerpt. */
    @Override
    public String toString() {
        return "OpenRouterCitation[url=" + url + ", title=" + title + ", startIndex=" + startIndex + ", endIndex="
                + endIndex + "]";
    }

    /**
     * The page as a source of LangChain4j, as {@code Result.sources()} lists it: the excerpt as text, or else the title
     * or the URL. Its metadata have {@code url} and, if known, {@code title}, {@code start_index} and
     * {@code end_index}.
     */
    public Content toContent() {
        Metadata metadata = Metadata.from("url", url);
        if (!isNullOrBlank(title)) {
            metadata.put("title", title);
        }
        if (startIndex != null) {
            metadata.put("start_index", startIndex);
        }
        if (endIndex != null) {
            metadata.put("end_index", endIndex);
        }
        String text = isNullOrBlank(content) ? getOrDefault(isNullOrBlank(title) ? null : title, url) : content;
        return Content.from(TextSegment.from(text, metadata));
    }
}
