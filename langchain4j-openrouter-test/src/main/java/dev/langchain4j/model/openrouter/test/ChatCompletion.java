package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import dev.langchain4j.model.openrouter.test.MessageAnswer.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A model's answer on the wire: one object, or the chunks that add up to it. */
final class ChatCompletion {

    private static final int ARGUMENTS_PIECE = 12;
    private static final int MAX_PIECES = 1000;

    private final MessageAnswer answer;
    private final Call call;
    private final Generation generation;
    private final String model;
    private final Chunks chunks;
    private final List<ToolCall> toolCalls;
    private final @Nullable ObjectNode usage;

    ChatCompletion(MessageAnswer answer, Call call) {
        this.answer = answer;
        this.call = call;
        this.model = answer.model != null ? answer.model : call.modelOrAsAsked();
        Generation next = call.nextGeneration();
        this.generation = new Generation(answer.bodyFields.path("id").asText(next.id()), next.created(), next.key());
        this.chunks = Chunks.of(call, generation, model, answer.provider);
        this.toolCalls = answer.toolCalls.stream().map(this::withId).toList();
        this.usage = usage();
    }

    Reply reply() {
        Reply reply = call.asksForStream() ? Reply.events(streamed()) : Reply.json(200, plain());
        return reply.withHeader("X-Generation-Id", generation.id());
    }

    private ToolCall withId(ToolCall toolCall) {
        String id = toolCall.id() == null ? call.backend().nextToolCallId() : toolCall.id();
        return new ToolCall(id, toolCall.name(), toolCall.arguments());
    }

    private ObjectNode plain() {
        ObjectNode body = chunks.head().put("object", "chat.completion").putNull("system_fingerprint");
        ObjectNode choice = body.putArray("choices").addObject();
        choice.putNull("logprobs")
                .put("finish_reason", finishReason())
                .put("native_finish_reason", nativeFinishReason())
                .put("index", 0);
        choice.set("message", message());
        call.backend().end(generation, new Backend.Ending(finishReason(), nativeFinishReason(), false));
        if (usage != null) {
            body.set("usage", usage);
            call.backend().charge(generation, model, usage);
        }
        body.setAll(bodyFields());
        return body;
    }

    private ObjectNode message() {
        ObjectNode message = Chunks.assistant(answer.text).putNull("refusal").put("reasoning", answer.thinking);
        if (answer.thinking != null) {
            ObjectNode detail = chunks.reasoningDetail(answer.thinking);
            if (answer.signature != null) {
                detail.put("signature", answer.signature);
            }
            message.putArray("reasoning_details").add(detail);
        }
        for (int i = 0; i < toolCalls.size(); i++) {
            ToolCall toolCall = toolCalls.get(i);
            message.withArray("/tool_calls")
                    .addObject()
                    .put("id", toolCall.id())
                    .put("type", "function")
                    .put("index", i)
                    .putObject("function")
                    .put("name", toolCall.name())
                    .put("arguments", toolCall.arguments());
        }
        message.setAll(answer.messageFields);
        return message;
    }

    private List<Step> streamed() {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.write(Chunks.PROCESSING));
        steps.add(chunks.text(""));
        if (answer.thinking != null) {
            pieces(answer.thinking).forEach(piece -> steps.add(chunks.thinking(piece)));
        }
        if (answer.signature != null) {
            steps.add(chunks.signature(answer.signature));
        }
        if (answer.text != null) {
            pieces(answer.text).forEach(piece -> steps.add(chunks.text(piece)));
        }
        if (!answer.messageFields.isEmpty()) {
            steps.add(chunks.delta(Chunks.assistant("").setAll(answer.messageFields)));
        }
        for (int i = 0; i < toolCalls.size(); i++) {
            addToolCall(steps, i, toolCalls.get(i));
        }
        steps.add(chunks.finish(finishReason(), nativeFinishReason()));
        if (usage != null) {
            steps.add(chunks.usage(usage, bodyFields()));
        }
        steps.add(Chunks.done());
        return steps;
    }

    private void addToolCall(List<Step> steps, int index, ToolCall toolCall) {
        steps.add(chunks.toolCall(index, String.valueOf(toolCall.id()), toolCall.name()));
        pieces(toolCall.arguments(), ARGUMENTS_PIECE).forEach(piece -> steps.add(chunks.toolArguments(index, piece)));
    }

    /** The text in fragments: one token each, but no more than about a thousand. */
    private static List<String> pieces(String text) {
        return pieces(text, Math.max(Usage.CHARACTERS_PER_TOKEN, text.length() / MAX_PIECES));
    }

    private static List<String> pieces(String text, int size) {
        return Pattern.compile("(?s).{1," + size + "}") // counts code points, so no character is split
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private String finishReason() {
        if (answer.finishReason != null) {
            return answer.finishReason;
        }
        return toolCalls.isEmpty() ? "stop" : "tool_calls";
    }

    private String nativeFinishReason() {
        if (answer.nativeFinishReason != null) {
            return answer.nativeFinishReason;
        }
        String reason = finishReason();
        if (!model.startsWith("anthropic/")) {
            return reason;
        }
        if (reason.equals("tool_calls")) {
            return "tool_use";
        }
        return reason.equals("length") ? "max_tokens" : "end_turn";
    }

    private @Nullable ObjectNode usage() {
        if (answer.withoutUsage) {
            return null;
        }
        if (answer.usage != null) {
            ObjectNode scripted = answer.usage.deepCopy();
            if (answer.cachedTokens > 0) {
                scripted.withObject("/prompt_tokens_details").put("cached_tokens", answer.cachedTokens);
            }
            return scripted;
        }
        int reasoning = answer.thinking == null ? 0 : Usage.tokens(answer.thinking);
        int completion = reasoning + (answer.text == null ? 0 : Usage.tokens(answer.text));
        for (ToolCall toolCall : toolCalls) {
            completion += Usage.tokens(toolCall.name() + toolCall.arguments());
        }
        ObjectNode counted = Usage.priced(call.backend().catalog(), model, Usage.promptTokens(call.body()), completion);
        counted.withObject("/prompt_tokens_details").put("cached_tokens", answer.cachedTokens);
        counted.withObject("/completion_tokens_details").put("reasoning_tokens", reasoning);
        return counted;
    }

    /** The members beside the choices, with the routing report if the request asks for it. */
    private ObjectNode bodyFields() {
        ObjectNode fields = answer.bodyFields.deepCopy();
        if ("enabled".equalsIgnoreCase(call.request().header("X-OpenRouter-Metadata"))) {
            fields.set("openrouter_metadata", routing());
        }
        return fields;
    }

    private ObjectNode routing() {
        String requested = call.body().path("model").asText("openrouter/auto");
        ObjectNode metadata = Json.object()
                .put("requested", requested)
                .put("strategy", requested.equals("openrouter/auto") ? "auto" : "direct")
                .putNull("region")
                .put("summary", "available=1, selected=" + chunks.provider())
                .put("attempt", 1)
                .put("is_byok", false);
        metadata.putObject("endpoints")
                .put("total", 1)
                .putArray("available")
                .addObject()
                .put("provider", chunks.provider())
                .put("model", model)
                .put("selected", true);
        return metadata;
    }
}
