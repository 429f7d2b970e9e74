package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.internal.Json;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.AvailabilityCode;
import dev.langchain4j.model.openrouter.internal.chat.ChatJsonSchema;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One form of a chat request: as the caller made it, or weaker, which is without the JSON schema if no provider supports
 * it, or with fewer output tokens if the credits do not cover more.
 *
 * @param request in this form
 * @param parameters the caller's parameters; those of {@code request} ask for {@code structuredOutput}
 * @param structuredOutput how {@code request} asks for JSON; null if it has no schema
 * @param schema the schema of the answer
 * @param affordableTokens OpenRouter's token limit because of the credits, set in {@code request}; null for none
 */
record ChatRequestForm(
        ChatRequest request,
        OpenRouterChatRequestParameters parameters,
        @Nullable OpenRouterStructuredOutput structuredOutput,
        @Nullable JsonSchema schema,
        @Nullable Integer affordableTokens) {

    private static final Set<AvailabilityCode> EXCLUDED =
            EnumSet.of(AvailabilityCode.CONSTRAINT_FILTERED, AvailabilityCode.NO_ENDPOINTS);

    /** As the caller made it. */
    static ChatRequestForm of(ChatRequest request, OpenRouterChatRequestParameters parameters) {
        ResponseFormat format = parameters.responseFormat();
        JsonSchema schema = format == null || parameters.outputFormat() != null ? null : format.jsonSchema();
        return new ChatRequestForm(
                request, parameters, schema == null ? null : OpenRouterStructuredOutput.JSON_SCHEMA, schema, null);
    }

    /** The next weaker form, if the failure refuses this one and the caller allows the weaker one. */
    @Nullable
    ChatRequestForm weakerAfter(Throwable failure) {
        if (!(failure instanceof ApiException api) || !api.isFree()) {
            return null; // what may have been charged is not sent again
        }
        ChatRequestForm affordable = withinCredits(failure);
        return affordable != null ? affordable : withWeakerSchema(failure);
    }

    /** Once only: a second 402 has no better figure than the first. */
    private @Nullable ChatRequestForm withinCredits(Throwable failure) {
        if (!Boolean.TRUE.equals(parameters.retryWithinCredits()) || affordableTokens != null) {
            return null;
        }
        Integer affordable = ExceptionMapper.affordableTokens(failure);
        if (affordable == null) {
            return null;
        }
        var limited = OpenRouterChatRequestParameters.EMPTY.overrideWith(request.parameters()).toBuilder()
                .maxOutputTokens(affordable)
                .build();
        ChatRequest cheaper = ChatRequest.builder()
                .messages(request.messages())
                .parameters(limited)
                .build();
        return new ChatRequestForm(
                cheaper,
                parameters.toBuilder().maxOutputTokens(affordable).build(),
                structuredOutput,
                schema,
                affordable);
    }

    private @Nullable ChatRequestForm withWeakerSchema(Throwable failure) {
        OpenRouterStructuredOutput weakest = parameters.structuredOutputFallback();
        if (weakest == null
                || structuredOutput == null
                || schema == null
                || structuredOutput.compareTo(weakest) >= 0
                || !isRefusal(failure)) {
            return null;
        }
        OpenRouterStructuredOutput next = OpenRouterStructuredOutput.values()[structuredOutput.ordinal() + 1];
        List<ChatMessage> messages = structuredOutput == OpenRouterStructuredOutput.JSON_SCHEMA
                ? withInstructions(request.messages(), schema)
                : request.messages();
        ChatRequest weaker = ChatRequest.builder()
                .messages(messages)
                .parameters(parametersFor(next))
                .build();
        return new ChatRequestForm(weaker, parameters, next, schema, affordableTokens);
    }

    /** The response, whose metadata says in which form it was requested. */
    ChatResponse note(ChatResponse response) {
        if (structuredOutput == null && affordableTokens == null) {
            return response;
        }
        var metadata = (OpenRouterChatResponseMetadata) response.metadata();
        return ChatResponse.builder()
                .aiMessage(response.aiMessage())
                .metadata(metadata.toBuilder()
                        .structuredOutput(structuredOutput)
                        .affordableTokens(affordableTokens)
                        .build())
                .build();
    }

    private OpenRouterChatRequestParameters parametersFor(OpenRouterStructuredOutput output) {
        var builder = parameters.toBuilder();
        if (output == OpenRouterStructuredOutput.INSTRUCTIONS) {
            return builder.responseFormat((ResponseFormat) null).build();
        }
        // otherwise providers that do not know response_format would accept the request and ignore it
        var required =
                OpenRouterProviderPreferences.builder().requireParameters(true).build();
        OpenRouterProviderPreferences preferred = parameters.provider();
        return builder.responseFormat(ResponseFormat.JSON)
                .provider(preferred == null ? required : required.overrideWith(preferred))
                .build();
    }

    /**
     * Adds the instructions after the system messages at the beginning, so that the prefix before them stays the same.
     */
    private static List<ChatMessage> withInstructions(List<ChatMessage> messages, JsonSchema schema) {
        int position = 0;
        while (position < messages.size() && messages.get(position) instanceof SystemMessage) {
            position++;
        }
        var instructed = new ArrayList<>(messages);
        instructed.add(
                position,
                SystemMessage.from("Answer with one JSON value and nothing else, no Markdown around it. It must follow"
                        + " this JSON schema:\n" + Json.toJson(ChatJsonSchema.ofAnswer(schema.rootElement(), false))));
        return instructed;
    }

    private static boolean isRefusal(Throwable failure) {
        if (!(failure instanceof ApiException api) || api.transport() != null || api.partial() != null) {
            return false;
        }
        ApiError error = api.error();
        if (error.status() != 400 && error.status() != 404 && error.status() != 422) {
            return false;
        }
        if (error.availability() != null) {
            AvailabilityCode code = error.knownAvailability();
            return code != null && EXCLUDED.contains(code);
        }
        String words = (error.message() + " " + error.upstreamMessage()).toLowerCase(Locale.ROOT);
        return words.contains("no endpoints found that")
                || words.contains("response_format")
                || words.contains("json_schema")
                || words.contains("structured output");
    }
}
