package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterDataPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the use of the data of every request.
 *
 * @param denyDataCollection Only providers that do not keep prompts to train on them.
 * @param zeroDataRetention Only endpoints that keep no data.
 * @param allowedBaseUrls The base URLs that may be used; the first is the default.
 */
public record DataPolicyProperties(
        @Nullable Boolean denyDataCollection,
        @Nullable Boolean zeroDataRetention,
        @Nullable List<String> allowedBaseUrls)
        implements Setting {

    @Override
    public OpenRouterDataPolicy setting(String group) {
        return Setters.build(group, this, OpenRouterDataPolicy.builder(), OpenRouterDataPolicy.Builder::build);
    }
}
