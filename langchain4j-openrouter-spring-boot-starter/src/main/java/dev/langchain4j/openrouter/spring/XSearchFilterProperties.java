package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterXSearchFilter;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;

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

        @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable
        LocalDate fromDate,

        @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable
        LocalDate toDate,

        @Nullable Boolean imageUnderstanding,
        @Nullable Boolean videoUnderstanding)
        implements Setting {

    @Override
    public OpenRouterXSearchFilter setting(String group) {
        return Setters.build(group, this, OpenRouterXSearchFilter.builder(), OpenRouterXSearchFilter.Builder::build);
    }
}
