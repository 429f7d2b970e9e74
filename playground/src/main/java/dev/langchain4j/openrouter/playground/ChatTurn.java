package dev.langchain4j.openrouter.playground;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One question and its answer: a stream, then the tools that it calls and another stream, until there is an answer. */
final class ChatTurn implements Flow.Subscriber<ChatModelStreamingEvent> {

    private static final int MAX_ROUNDS = 5;

    private final Conversation conversation;
    private final Supplier<StreamingChatModel> model;
    private final boolean tools;
    private final Bill bill;
    private final Events events = new Events(this::cancel);
    private final long start = System.nanoTime();
    private volatile Flow.@Nullable Subscription stream;
    private volatile boolean cancelled;
    private volatile boolean answered;
    private volatile boolean failed;
    private int rounds;

    /** What the page shows below an answer: tokens of the last call, and the charge of the whole turn so far. */
    record Summary(
            @Nullable String model,
            @Nullable String provider,
            @Nullable Integer inputTokens,
            @Nullable Integer outputTokens,
            Bill.Charge charge,
            @Nullable String finish,
            long millis) {}

    record Piece(String text) {}

    /** @param model may fail: a question to an unknown model can be asked again of another */
    ChatTurn(Conversation conversation, Supplier<StreamingChatModel> model, boolean tools, Bill bill) {
        this.conversation = conversation;
        this.model = model;
        this.tools = tools;
        this.bill = bill;
    }

    SseEmitter events() {
        return events.emitter();
    }

    boolean answered() {
        return answered;
    }

    boolean failed() {
        return failed;
    }

    void next() {
        rounds++;
        ChatRequest.Builder request = ChatRequest.builder().messages(conversation.messages());
        if (tools && rounds < MAX_ROUNDS) {
            request.toolSpecifications(ChatTools.SPECIFICATIONS);
        }
        try {
            model.get().chat(request.build()).subscribe(this);
        } catch (RuntimeException e) {
            onError(e);
        }
    }

    /** Closes the connection, also before the first token and while the call waits to be repeated. */
    void cancel() {
        cancelled = true;
        Flow.Subscription running = stream;
        if (running != null) {
            running.cancel();
        }
        events.end("cancelled", Map.of());
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        stream = subscription;
        if (cancelled) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(ChatModelStreamingEvent event) {
        if (event instanceof PartialResponse part) {
            events.send("text", new Piece(part.text()));
        } else if (event instanceof PartialThinking part) {
            events.send("thinking", new Piece(part.text()));
        } else if (event instanceof CompleteResponse complete) {
            completed(complete.chatResponse());
        }
    }

    @Override
    public void onComplete() {
        // the complete response was the last event
    }

    private void completed(ChatResponse response) {
        AiMessage answer = response.aiMessage();
        conversation.add(this, answer);
        List<ToolExecutionRequest> calls = answer.toolExecutionRequests();
        events.send("usage", summary(response));
        if (calls.isEmpty()) {
            answered = true;
            events.end("done", Map.of());
            return;
        }
        if (rounds == MAX_ROUNDS) {
            String message = "The model still calls tools after " + MAX_ROUNDS + " rounds.";
            fail(new Failure("TooManyToolCalls", message, false, bill.charge(), null));
            return;
        }
        for (ToolExecutionRequest call : calls) {
            String result = ChatTools.execute(call);
            conversation.add(this, ToolExecutionResultMessage.from(call, result));
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
                bill.charge(),
                metadata.finishReason() == null ? null : metadata.finishReason().name(),
                (System.nanoTime() - start) / 1_000_000);
    }

    @Override
    public void onError(Throwable error) {
        fail(Failure.of(error, bill.charge()));
    }

    private void fail(Failure failure) {
        failed = true;
        events.end("failed", failure);
    }
}
