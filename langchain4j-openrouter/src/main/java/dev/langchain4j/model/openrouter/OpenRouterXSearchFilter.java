package dev.langchain4j.model.openrouter;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which posts on X the models of xAI may find. Other models ignore it. xAI silently drops an invalid filter, so known
 * invalid values are refused here.
 *
 * <pre>{@code
 * OpenRouterXSearchFilter.builder().allowedHandles("OpenRouterAI").fromDate(LocalDate.of(2026, 1, 1)).build()
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/plugins/web-search">Web search</a>
 */
public final class OpenRouterXSearchFilter extends WireObject {

    private static final int MAX_HANDLES = 20;

    private OpenRouterXSearchFilter(Map<String, ?> members) {
        super(members);
    }

    /** In OpenRouter's own field names, for options without a setter here. */
    public static OpenRouterXSearchFilter of(Map<String, ?> fields) {
        return new OpenRouterXSearchFilter(fields);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects settings. Every setter takes null for "not set": what is not set is not sent and limits nothing. Not for
     * several threads at once.
     */
    public static final class Builder {

        private final Members members = new Members();
        private @Nullable LocalDate fromDate;
        private @Nullable LocalDate toDate;

        private Builder() {}

        /** Only posts of these accounts, at most 20. */
        public Builder allowedHandles(String... handles) {
            return handles("allowedHandles", "allowed_x_handles", handles);
        }

        /** No posts of these accounts, at most 20. */
        public Builder excludedHandles(String... handles) {
            return handles("excludedHandles", "excluded_x_handles", handles);
        }

        /** No posts before this day. */
        public Builder fromDate(@Nullable LocalDate fromDate) {
            this.fromDate = fromDate;
            members.set("from_date", fromDate == null ? null : fromDate.toString());
            return this;
        }

        /** No posts after this day. */
        public Builder toDate(@Nullable LocalDate toDate) {
            this.toDate = toDate;
            members.set("to_date", toDate == null ? null : toDate.toString());
            return this;
        }

        /** Whether the model reads the pictures of the posts. */
        public Builder imageUnderstanding(@Nullable Boolean imageUnderstanding) {
            members.set("enable_image_understanding", imageUnderstanding);
            return this;
        }

        /** Whether the model reads the videos of the posts. */
        public Builder videoUnderstanding(@Nullable Boolean videoUnderstanding) {
            members.set("enable_video_understanding", videoUnderstanding);
            return this;
        }

        /** @throws IllegalArgumentException if the first day is after the last one */
        public OpenRouterXSearchFilter build() {
            if (fromDate != null && toDate != null && fromDate.isAfter(toDate)) {
                throw new IllegalArgumentException(
                        "xSearchFilter.fromDate must not be after toDate " + toDate + ", but is " + fromDate);
            }
            return new OpenRouterXSearchFilter(members.toMap());
        }

        private Builder handles(String setter, String name, String... handles) {
            List<String> given = SetterChecks.list("xSearchFilter." + setter, handles);
            if (given != null && given.size() > MAX_HANDLES) {
                throw new IllegalArgumentException("xSearchFilter." + setter + " takes at most " + MAX_HANDLES
                        + " handles, but is given " + given.size());
            }
            members.set(name, given == null || given.isEmpty() ? null : given);
            return this;
        }
    }
}
