package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import org.jspecify.annotations.Nullable;

/**
 * Writes the chunks of one stream.
 *
 * @param format the name of the reasoning format
 */
record Chunks(Backend backend, Generation generation, String model, String provider, String format) {

    static final String PROCESSING = ": OPENROUTER PROCESSING\n\n";

    static Chunks of(Call call, Generation generation, String model, @Nullable String provider) {
        String known = provider == null ? call.backend().catalog().provider(model) : provider;
        return new Chunks(call.backend(), generation, model, known, reasoningFormat(model));
    }

    private static String reasoningFormat(String model) {
        if (model.startsWith("anthropic/")) {
            return "anthropic-claude-v1";
        }
        if (model.startsWith("openai/")) {
            return "openai-responses-v1";
        }
        return model.startsWith("google/") ? "google-gemini-v1" : "unknown";
    }

    ObjectNode head() {
        return Json.object()
                .put("id", generation.id())
                .put("provider", provider)
                .put("model", model)
                .put("object", "chat.completion.chunk")
                .put("created", generation.created());
    }

    Step delta(ObjectNode delta) {
        return chunk(delta, null, null);
    }

    Step text(String text) {
        return delta(assistant(text));
    }

    Step thinking(String text) {
        ObjectNode delta = assistant("").put("reasoning", text);
        delta.putArray("reasoning_details").add(reasoningDetail(text));
        return delta(delta);
    }

    Step signature(String signature) {
        ObjectNode delta = assistant("").putNull("reasoning");
        delta.putArray("reasoning_details")
                .addObject()
                .put("type", "reasoning.text")
                .put("signature", signature)
                .put("format", format)
                .put("index", 0);
        return delta(delta);
    }

    /** OpenAI's models return summaries of their thoughts, the others their thoughts. */
    ObjectNode reasoningDetail(String text) {
        boolean summary = format.equals("openai-responses-v1");
        return Json.object()
                .put("type", summary ? "reasoning.summary" : "reasoning.text")
                .put(summary ? "summary" : "text", text)
                .put("format", format)
                .put("index", 0);
    }

    /** The beginning of a call: id and name. */
    Step toolCall(int index, String id, String name) {
        ObjectNode delta = assistant(null);
        delta.putArray("tool_calls")
                .addObject()
                .put("index", index)
                .put("id", id)
                .put("type", "function")
                .putObject("function")
                .put("name", name)
                .put("arguments", "");
        return delta(delta);
    }

    Step toolArguments(int index, String piece) {
        ObjectNode delta = assistant(null);
        delta.putArray("tool_calls")
                .addObject()
                .put("index", index)
                .put("type", "function")
                .putObject("function")
                .put("arguments", piece);
        return delta(delta);
    }

    Step finish(@Nullable String reason, @Nullable String nativeReason) {
        return new Step.Ending(
                client -> backend.end(generation, new Backend.Ending(reason, nativeReason, true)),
                chunk(assistant(""), reason, nativeReason));
    }

    Step usage(JsonNode usage, ObjectNode bodyFields) {
        ObjectNode chunk = head();
        chunk.putArray("choices");
        chunk.setAll(bodyFields);
        return charged(chunk, usage);
    }

    /** A chunk that reports usage, which is when the answer is charged. */
    Step charged(ObjectNode chunk, JsonNode usage) {
        chunk.set("usage", usage);
        return new Step.Ending(charge(usage), Step.data(Json.text(chunk)));
    }

    /** Charges without sending anything. */
    Step charge(JsonNode usage) {
        return client -> backend.charge(generation, model, usage);
    }

    static Step done() {
        return Step.data("[DONE]");
    }

    private Step chunk(ObjectNode delta, @Nullable String finishReason, @Nullable String nativeFinishReason) {
        ObjectNode chunk = head();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finishReason)
                .put("native_finish_reason", nativeFinishReason)
                .putNull("logprobs");
        return Step.data(Json.text(chunk));
    }

    static ObjectNode assistant(@Nullable String content) {
        return Json.object().put("role", "assistant").put("content", content);
    }
}
