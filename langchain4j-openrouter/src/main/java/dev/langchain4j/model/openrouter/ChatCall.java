package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.ChatAnswer;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.chat.ChatGeneratedAudio;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One chat request that may be sent, because the budget has room for it, and what users get for its answer or its
 * failure: the same for a plain call and a stream.
 *
 * @param start when its first form was sent, on the nanosecond clock
 */
record ChatCall(
        ChatRequestForm form, ChatCompletionRequest wire, CallMeter meter, CatalogSuggestions suggestions, long start) {

    /** The same as a part of a call that began at this time. */
    ChatCall from(long earlier) {
        return new ChatCall(form, wire, meter, suggestions, earlier);
    }

    Supplier<Map<String, String>> headers() {
        return form.parameters()::headers;
    }

    boolean returnsThinking() {
        return Boolean.TRUE.equals(form.parameters().returnThinking());
    }

    /** @param raw the answer as text; null if it is not kept */
    ChatResponse response(ChatAnswer answer, @Nullable Supplier<String> raw) {
        ChatResponse mapped =
                ChatResponseMapper.toChatResponse(answer.completion(), answer.head(), raw, returnsThinking());
        ChatResponse complete = withAudio(form.note(mapped));
        return ChatRequestMapper.pin(form.parameters()).note(complete);
    }

    private ChatResponse withAudio(ChatResponse response) {
        var audio = ((OpenRouterChatResponseMetadata) response.metadata()).audio();
        if (audio == null) {
            return response;
        }
        OpenRouterAudioOutput output = form.parameters().audioOutput();
        String format = output != null && output.toMap().get("format") instanceof String name ? name : null;
        return response.toBuilder()
                .aiMessage(ChatGeneratedAudio.in(response.aiMessage(), audio.base64Data(), format))
                .build();
    }

    /** The exception for an answer without the content that was asked for; null if it has it. */
    @Nullable
    RuntimeException failure(ChatAnswer answer, ChatResponse response) {
        return ChatAnswerCheck.of(form.parameters(), form.request().messages()).failure(answer, response);
    }

    /** The exception for users. */
    RuntimeException explained(RuntimeException failure) {
        return suggestions.addTo(ExceptionMapper.toLangChain4j(failure, returnsThinking()), wire.model());
    }

    /** The exception for users. The catalog is not fetched on this thread. */
    CompletableFuture<RuntimeException> explainedAsync(RuntimeException failure) {
        return suggestions.addToAsync(ExceptionMapper.toLangChain4j(failure, returnsThinking()), wire.model());
    }
}
