package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model that knows only the request: it repeats the question, fills in the schema, calls a requested tool, and passes
 * on the tool's result. It grades and orders the passages of a reranking prompt by their common words with the query.
 * The same request always gets the same answer.
 */
final class EchoModel {

    private static final SimulatedJudge JUDGE =
            new SimulatedJudge(RerankEndpoint::label, SimulatedJudge.Noise.IDEAL, 1);

    private final JsonNode request;
    private final String userText;

    EchoModel(JsonNode request) {
        this.request = request;
        this.userText = Conversation.lastUserText(request);
    }

    MessageAnswer answer() {
        List<JsonNode> toolResults = Conversation.lastToolResults(request);
        MessageAnswer answer = new MessageAnswer();
        if (toolResults.isEmpty()) {
            callTools(answer);
        }
        if (answer.toolCalls.isEmpty()) {
            shorten(answer.text(words(toolResults)));
        }
        if (asksForReasoning()) {
            answer.thinking("I repeat what I was asked.");
        }
        return answer;
    }

    private void callTools(MessageAnswer answer) {
        List<JsonNode> tools = toolsToCall();
        if (tools.isEmpty()) {
            return; // a text can be long, and only a call needs its words
        }
        // shared by all calls: of two cities, the second call gets the second
        Vocabulary words = new Vocabulary(userText);
        tools.forEach(tool ->
                answer.andToolCall(tool.path("name").asText(), Json.text(filled(tool.path("parameters"), words))));
    }

    private String words(List<JsonNode> toolResults) {
        if (SimulatedJudge.isPrompt(userText)) {
            return JUDGE.answer(userText);
        }
        String known = toolResults.isEmpty() ? userText : toolTexts(toolResults);
        JsonNode format = request.path("response_format");
        return switch (format.path("type").asText()) {
            case "json_schema" -> Json.text(filled(format.path("json_schema").path("schema"), new Vocabulary(known)));
            case "json_object" -> Json.text(Json.object().put("answer", known));
            default -> toolResults.isEmpty() ? "You said: \"" + userText + "\"" + attachments() : known;
        };
    }

    private String toolTexts(List<JsonNode> toolResults) {
        List<String> texts = new ArrayList<>();
        for (JsonNode result : toolResults) {
            texts.add(Conversation.toolName(request, result) + " says: " + Conversation.text(result.path("content")));
        }
        return String.join("\n", texts);
    }

    private String attachments() {
        List<String> kinds = Conversation.attachments(request);
        return kinds.isEmpty() ? "" : " (with " + String.join(", ", kinds) + ")";
    }

    private static JsonNode filled(JsonNode schema, Vocabulary words) {
        return new SchemaFiller(schema, words).fill();
    }

    /** The tools that the request asks to call: by {@code tool_choice}, or in words. */
    private List<JsonNode> toolsToCall() {
        JsonNode choice = request.path("tool_choice");
        List<JsonNode> offered = offeredTools();
        if (offered.isEmpty() || choice.asText().equals("none")) {
            return List.of();
        }
        if (choice.isObject()) {
            String name = choice.path("function").path("name").asText();
            return offered.stream()
                    .filter(tool -> tool.path("name").asText().equals(name))
                    .toList();
        }
        List<JsonNode> meant = offered.stream().filter(this::isMentioned).toList();
        if (meant.isEmpty() && choice.asText().equals("required")) {
            return offered.subList(0, 1);
        }
        boolean oneAtATime = !request.path("parallel_tool_calls").asBoolean(true);
        return oneAtATime && meant.size() > 1 ? meant.subList(0, 1) : meant;
    }

    private List<JsonNode> offeredTools() {
        List<JsonNode> tools = new ArrayList<>();
        for (JsonNode tool : request.path("tools")) {
            if (tool.path("function").isObject()) {
                tools.add(tool.path("function"));
            }
        }
        return tools;
    }

    /** Whether the user says the tool's name, or every word of it except a leading "get". */
    private boolean isMentioned(JsonNode tool) {
        String said = userText.toLowerCase(Locale.ROOT);
        String name = tool.path("name").asText();
        if (said.contains(name.toLowerCase(Locale.ROOT))) {
            return true;
        }
        List<String> words = new ArrayList<>();
        for (String word : name.split("[_\\-]|(?<=[a-z0-9])(?=[A-Z])")) {
            words.add(word.toLowerCase(Locale.ROOT));
        }
        if (words.size() > 1) {
            words.removeAll(List.of("get", "find", "fetch", "read", "current", "tool"));
        }
        return !words.isEmpty() && words.stream().allMatch(said::contains);
    }

    private boolean asksForReasoning() {
        JsonNode reasoning = request.path("reasoning");
        String effort =
                reasoning.path("effort").asText(request.path("reasoning_effort").asText());
        boolean wanted = reasoning.isObject() || !effort.isEmpty();
        return wanted
                && !effort.equals("none")
                && reasoning.path("enabled").asBoolean(true)
                && !reasoning.path("exclude").asBoolean();
    }

    /** Applies the stop sequences and the limit of tokens. */
    private void shorten(MessageAnswer answer) {
        String text = String.valueOf(answer.text);
        for (String stop : stopSequences()) {
            int at = text.indexOf(stop);
            text = at < 0 ? text : text.substring(0, at);
        }
        int asked = request.path("max_completion_tokens")
                .asInt(request.path("max_tokens").asInt(Integer.MAX_VALUE));
        int limit = Math.max(1, asked);
        if (Usage.tokens(text) > limit) {
            int end = limit * Usage.CHARACTERS_PER_TOKEN;
            text = text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
            answer.finishReason("length");
        }
        answer.text(text);
    }

    private List<String> stopSequences() {
        JsonNode stop = request.path("stop");
        List<String> sequences = new ArrayList<>();
        if (stop.isTextual()) {
            sequences.add(stop.asText());
        }
        stop.forEach(sequence -> sequences.add(sequence.asText()));
        return sequences;
    }
}
