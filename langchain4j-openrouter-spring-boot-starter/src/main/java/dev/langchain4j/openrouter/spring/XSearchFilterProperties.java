package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterXSearchFilter;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which posts on X the models of xAI may find.
 *
 * @param allowedHandles Only posts of these accounts, at most 20.
 * @param excludedHandles No posts of these accounts, at most 20.
 * @param fromDate No posts before this day, such as 2026-01-31.
 * @param toDate No posts after this day.
 * @param imageUnderstanding Whether the model reads the pictures of the posts.
 * @param videoUnderstanding Whether the model reads the videos of the posts.
 */
public record XSearchFilterProperties(
        @Nullable List<String> allowedHandles,
        @Nullable List<String> excludedHandles,
        @Nullable String fromDate,
        @Nullable String toDate,
        @Nullable Boolean imageUnderstanding,
        @Nullable Boolean videoUnderstanding) {

    OpenRouterXSearchFilter filter() {
        OpenRouterXSearchFilter.Builder builder = OpenRouterXSearchFilter.builder()
                .fromDate(fromDate == null ? null : LocalDate.parse(fromDate))
                .toDate(toDate == null ? null : LocalDate.parse(toDate))
                .imageUnderstanding(imageUnderstanding)
                .videoUnderstanding(videoUnderstanding);
        if (allowedHandles != null) {
            builder.allowedHandles(allowedHandles.toArray(String[]::new));
        }
        if (excludedHandles != null) {
            builder.excludedHandles(excludedHandles.toArray(String[]::new));
        }
        return builder.build();
    }
}
