package dev.langchain4j.model.openrouter.internal.api.batch;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a chat request must not contain in a batch. OpenRouter accepts the submission and then fails the whole batch for
 * one such line.
 *
 * @see <a href="https://openrouter.ai/docs/features/batch-api">Batches</a>
 */
public final class BatchRules {

    private static final Set<Object> OWN_SEARCH = Set.of("auto", "native");
    private static final Pattern OF_OPENAI = Pattern.compile("~?openai/");

    private BatchRules() {}

    /** What cannot be sent, in words; null if everything can. */
    public static @Nullable String problem(ChatCompletionRequest request, String model) {
        for (RequestMessage message : request.messages()) {
            String problem = problem(message);
            if (problem != null) {
                return problem;
            }
        }
        Map<String, Object> fields = request.extensions();
        if (fields.containsKey("models")) {
            return "fallbackModels: a batch has one model";
        }
        if (fields.get("modalities") instanceof List<?> modalities
                && !List.of("text").equals(modalities)) {
            return "modalities other than text";
        }
        for (String field : List.of("audio", "image_config", "speed")) {
            if (fields.containsKey(field)) {
                return field;
            }
        }
        return searchProblem(request, model);
    }

    private static @Nullable String searchProblem(ChatCompletionRequest request, String model) {
        if (request.extensions().get("plugins") instanceof List<?> plugins
                && plugins.stream()
                        .anyMatch(plugin -> plugin instanceof Map<?, ?> map && "web".equals(map.get("id")))) {
            return "the plugin web";
        }
        if (request.extensions().containsKey("web_search_options")
                && !OF_OPENAI.matcher(model).lookingAt()) {
            return "webSearchOptions, except for models of OpenAI";
        }
        for (ToolDefinition tool : request.tools()) {
            if (tool instanceof ToolDefinition.Server server && searchesElsewhere(server.entry())) {
                return "the server tool for web searches with an engine other than auto and native";
            }
        }
        return null;
    }

    private static boolean searchesElsewhere(Map<String, Object> tool) {
        Object parameters = tool.get("parameters");
        Object engine = parameters instanceof Map<?, ?> map ? map.get("engine") : null;
        boolean searches = String.valueOf(tool.get("type")).contains("web_search"); // it has dated and short names, too
        return searches && engine != null && !OWN_SEARCH.contains(engine);
    }

    private static @Nullable String problem(RequestMessage message) {
        if (message instanceof RequestMessage.User user) {
            return problem(user.content());
        }
        if (message instanceof RequestMessage.Tool result) {
            return problem(result.content());
        }
        if (message instanceof RequestMessage.Assistant assistant
                && assistant.images().stream().anyMatch(BatchRules::isData)) {
            return "images as data, which sendImages adds: send the URL of an image";
        }
        return null;
    }

    private static @Nullable String problem(List<ContentPart> parts) {
        for (ContentPart part : parts) {
            if (part instanceof ContentPart.Image image && isData(image.url())) {
                return "an image as data: send its URL, which the provider must be able to fetch";
            }
            if (part instanceof ContentPart.File file && (file.data() == null || isData(file.data()))) {
                return "a file as data or by its id: send its URL, which the provider must be able to fetch";
            }
            if (part instanceof ContentPart.Audio) {
                return "audio";
            }
            if (part instanceof ContentPart.Video) {
                return "video";
            }
        }
        return null;
    }

    private static boolean isData(String url) {
        return !url.regionMatches(true, 0, "http", 0, "http".length());
    }
}
