package dev.langchain4j.openrouter.playground;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One question and its answer: a stream, then the tools that it calls and another stream, until there is an answer. */
final class ChatTurn implements StreamingChatResponseHandler {

    private static final int MOST_ROUNDS = 5;

    private final Conversation conversation;
    private final StreamingChatModel model;
    private final boolean tools;
    private final Events events = new Events(this::cancel);
    private final long start = System.nanoTime();
    private volatile @Nullable StreamingHandle stream;
    private volatile boolean cancelled;
    private volatile boolean answered;
    private int rounds;

    /** What the page shows below an answer. */
    record Summary(
            @Nullable String model,
            @Nullable String provider,
            @Nullable Integer inputTokens,
            @Nullable Integer outputTokens,
            @Nullable BigDecimal cost,
            @Nullable String finish,
            long millis) {}

    record Piece(String text) {}

    ChatTurn(Conversation conversation, StreamingChatModel model, boolean tools) {
        this.conversation = conversation;
        this.model = model;
        this.tools = tools;
    }

    SseEmitter events() {
        return events.emitter();
    }

    boolean answered() {
        return answered;
    }

    void next() {
        rounds++;
        ChatRequest.Builder request = ChatRequest.builder().messages(conversation.messages());
        if (tools && rounds < MOST_ROUNDS) {
            request.toolSpecifications(ChatTools.SPECIFICATIONS);
        }
        try {
            model.chat(request.build(), this);
        } catch (RuntimeException e) {
            onError(e);
        }
    }

    void cancel() {
        cancelled = true;
        StreamingHandle running = stream;
        if (running != null) {
            running.cancel();
        }
        events.end("cancelled", Map.of());
    }

    @Override
    public void onPartialResponse(PartialResponse text, PartialResponseContext context) {
        started(context.streamingHandle());
        events.send("text", new Piece(text.text()));
    }

    @Override
    public void onPartialThinking(PartialThinking thinking, PartialThinkingContext context) {
        started(context.streamingHandle());
        events.send("thinking", new Piece(thinking.text()));
    }

    private void started(StreamingHandle handle) {
        stream = handle;
        if (cancelled) {
            handle.cancel();
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        AiMessage answer = response.aiMessage();
        conversation.add(answer);
        List<ToolExecutionRequest> calls = answer.toolExecutionRequests();
        events.send("usage", summary(response));
        if (calls.isEmpty()) {
            answered = true;
            events.end("done", Map.of());
            return;
        }
        for (ToolExecutionRequest call : calls) {
            String result = ChatTools.execute(call);
            conversation.add(ToolExecutionResultMessage.from(call, result));
            events.send("tool", Map.of("name", call.name(), "arguments", call.arguments(), "result", result));
        }
        if (!cancelled) {
            next();
        }
    }

    private Summary summary(ChatResponse response) {
        OpenRouterChatResponseMetadata metadata =
                OpenRouterChatResponseMetadata.of(response).orElseThrow();
        OpenRouterTokenUsage usage = metadata.tokenUsage();
        return new Summary(
                metadata.modelName(),
                metadata.provider(),
                usage == null ? null : usage.inputTokenCount(),
                usage == null ? null : usage.outputTokenCount(),
                usage == null ? null : usage.cost(),
                metadata.finishReason() == null ? null : metadata.finishReason().name(),
                (System.nanoTime() - start) / 1_000_000);
    }

    @Override
    public void onError(Throwable error) {
        events.end("failed", Failure.of(error));
    }
}
