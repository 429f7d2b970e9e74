package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.Json;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgeKind;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import org.jspecify.annotations.Nullable;

/**
 * Maps a prompt of the rerank engine to a chat request, in the forms that models may refuse.
 *
 * @param reasoning null: turns thinking off
 * @param useLogprobs whether to request the probabilities of grade tokens
 */
record RerankJudgeRequest(
        Double temperature,
        @Nullable OpenRouterReasoning reasoning,
        OpenRouterProviderPreferences provider,
        boolean useLogprobs) {

    /** Every model that reports log probabilities reports this number; grades beyond it are very unlikely. */
    private static final int TOP_LOGPROBS = 5;

    private static final OpenRouterReasoning OFF =
            OpenRouterReasoning.builder().effort("none").exclude(true).build();

    /** A model that thinks does so within the same limit as its answer. */
    private static final int ROOM_TO_THINK = 4096;

    /**
     * The forms of a request, most demanding first. Models answer unsupported features with 400 or 404: a schema,
     * disabled thinking, or log probabilities.
     */
    enum Form {
        SCHEMA_AND_LOGPROBS(true, true),
        SCHEMA(true, true),
        SCHEMA_AND_THOUGHTS(true, false),
        JSON(false, true),
        TEXT(false, true),
        TEXT_AND_THOUGHTS(false, false);

        private final boolean schema;
        private final boolean saysHowToReason;

        Form(boolean schema, boolean saysHowToReason) {
            this.schema = schema;
            this.saysHowToReason = saysHowToReason;
        }

        @Nullable
        Form simpler() {
            return ordinal() + 1 == values().length ? null : values()[ordinal() + 1];
        }
    }

    ChatRequest of(JudgePrompt prompt, Form form) {
        boolean logprobs = form == Form.SCHEMA_AND_LOGPROBS && prompt.kind() != JudgeKind.LISTWISE;
        return ChatRequest.builder()
                .messages(SystemMessage.from(prompt.system()), UserMessage.from(prompt.user()))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .temperature(temperature)
                        .seed(prompt.seed())
                        .maxOutputTokens(prompt.maxTokens() + roomToThink(form))
                        .responseFormat(format(prompt, form))
                        .strictJsonSchema(form.schema ? Boolean.TRUE : null)
                        // weaker forms are tried here, where they are remembered and wait for their turn
                        .structuredOutputFallback(OpenRouterStructuredOutput.JSON_SCHEMA)
                        .logprobs(logprobs ? Boolean.TRUE : null)
                        .topLogprobs(logprobs ? TOP_LOGPROBS : null)
                        .reasoning(thinking(form))
                        .provider(provider)
                        // for small models OpenRouter would remove the passages in the middle
                        .plugins(OpenRouterPlugin.contextCompression().enabled(false))
                        .build())
                .build();
    }

    /** Whether a simpler form limits the answer to fewer tokens. */
    boolean hasExtraRoom(Form form) {
        return roomToThink(form) > roomToThink(Form.JSON);
    }

    private int roomToThink(Form form) {
        return OFF.equals(thinking(form)) ? 0 : ROOM_TO_THINK;
    }

    private @Nullable OpenRouterReasoning thinking(Form form) {
        return form.saysHowToReason ? (reasoning == null ? OFF : reasoning) : null;
    }

    private static ResponseFormat format(JudgePrompt prompt, Form form) {
        if (!form.schema) {
            return form == Form.JSON ? ResponseFormat.JSON : ResponseFormat.TEXT;
        }
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name(prompt.schemaName())
                        .rootElement(JsonRawSchema.from(Json.toJson(prompt.schema())))
                        .build())
                .build();
    }
}
