package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.internal.DefaultExecutorProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.RerankJudgeRequest.Form;
import dev.langchain4j.model.openrouter.internal.api.error.AvailabilityCode;
import dev.langchain4j.model.openrouter.internal.rerank.CallGate;
import dev.langchain4j.model.openrouter.internal.rerank.JudgeException;
import dev.langchain4j.model.openrouter.internal.rerank.JudgeRefusedException;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeUsage;
import dev.langchain4j.model.openrouter.internal.rerank.reply.Logprobs;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Calls a chat model for the rerank engine. Calls run on LangChain4j's default executor; cancelling one interrupts it.
 * An Error or a bug of the chat model, which is not a failure of the call, is passed on unchanged.
 */
final class RerankChatJudge {

    /** Refusals that a simpler request would get as well. */
    private static final Set<AvailabilityCode> OF_EVERY_FORM = EnumSet.of(
            AvailabilityCode.MODEL_NOT_FOUND,
            AvailabilityCode.MODEL_DEPRECATED,
            AvailabilityCode.FREE_VARIANT_ENDED,
            AvailabilityCode.PRIVACY_RESTRICTED,
            AvailabilityCode.REGION_RESTRICTED);

    private final ChatModel model;
    private final RerankJudgeRequest requests;
    private final CallGate gate;

    /**
     * The form that the model supports, learned from its refusals. Shared by all calls: a late write repeats a refusal.
     */
    private volatile Form form;

    RerankChatJudge(ChatModel model, RerankJudgeRequest requests, CallGate gate) {
        this.model = model;
        this.requests = requests;
        this.gate = gate;
        this.form = requests.useLogprobs() ? Form.SCHEMA_AND_LOGPROBS : Form.SCHEMA;
    }

    /** @param tally adds up the calls of one query */
    CompletableFuture<JudgeReply> judge(JudgePrompt prompt, RerankReportBuilder tally) {
        var result = new CompletableFuture<JudgeReply>();
        var running = new FutureTask<>(
                () -> {
                    try {
                        result.complete(ask(prompt, tally));
                    } catch (Throwable failure) {
                        result.completeExceptionally(failure);
                    }
                },
                null);
        DefaultExecutorProvider.getDefaultExecutor().execute(running);
        result.whenComplete((reply, failure) -> {
            if (result.isCancelled()) {
                running.cancel(true);
            }
        });
        return result;
    }

    private JudgeReply ask(JudgePrompt prompt, RerankReportBuilder tally) {
        RuntimeException first = null;
        for (Form asked = form; asked != null; asked = asked.simpler()) {
            if (first != null) {
                await(gate.again());
            }
            try {
                ChatResponse response = chat(requests.of(prompt, asked));
                if (first != null) {
                    form = asked;
                }
                tally.answered(response);
                return reply(response);
            } catch (ContentFilteredException refusal) {
                throw judged(refusal, tally);
            } catch (InvalidRequestException | ModelNotFoundException refusal) {
                first = first == null ? refusal : first;
                if (!mayBeAboutTheForm(refusal)) {
                    break;
                }
            } catch (LangChain4jException | UncheckedIOException failure) {
                throw judged(failure, tally);
            }
        }
        throw judged(first == null ? new IllegalStateException("no form left") : first, tally);
    }

    /** The engine itself detects missing parts of an answer, and uses the rest. */
    private ChatResponse chat(ChatRequest request) {
        try {
            return model.chat(request);
        } catch (OpenRouterIncompleteAnswerException cut) {
            return cut.partialResponse();
        }
    }

    private static boolean mayBeAboutTheForm(RuntimeException refusal) {
        OpenRouterException answer = OpenRouterException.in(refusal).orElse(null);
        if (answer == null) {
            return false; // refused by this library: by a check or an unknown alias
        }
        if (refusal instanceof ModelNotFoundException && answer.statusCode() == 400) {
            return false; // a 404 can mean that no endpoint supports the form, a 400 only that the model does not exist
        }
        AvailabilityCode code = answer.availability() == null
                ? null
                : AvailabilityCode.of(answer.availability().code());
        return code == null ? answer.isAboutTheForm() : !OF_EVERY_FORM.contains(code);
    }

    private static RuntimeException judged(RuntimeException failure, RerankReportBuilder tally) {
        OpenRouterException answer = OpenRouterException.in(failure).orElse(null);
        ChatResponse partial = answer == null ? null : answer.partialResponse();
        if (partial != null) {
            tally.answered(partial);
        }
        JudgeUsage usage = partial == null ? JudgeUsage.NONE : usage(partial.tokenUsage());
        String id = answer == null ? null : answer.generationId();
        String message = String.valueOf(failure.getMessage());
        return failure instanceof ContentFilteredException
                ? new JudgeRefusedException(message, failure, usage, id)
                : new JudgeException(message, failure, usage, id);
    }

    private JudgeReply reply(ChatResponse response) {
        String text = response.aiMessage().text();
        return new JudgeReply(
                text == null ? "" : text,
                response.finishReason() == FinishReason.LENGTH ? "length" : null,
                usage(response.tokenUsage()),
                response.modelName(),
                response.id(),
                requests.useLogprobs() && response.metadata() instanceof OpenRouterChatResponseMetadata metadata
                        ? Logprobs.of(metadata.logprobs())
                        : List.of());
    }

    private static JudgeUsage usage(@Nullable TokenUsage usage) {
        if (usage == null) {
            return JudgeUsage.NONE;
        }
        BigDecimal cost = usage instanceof OpenRouterTokenUsage ours ? ours.cost() : null;
        return new JudgeUsage(usage.inputTokenCount(), usage.outputTokenCount(), usage.totalTokenCount(), cost);
    }

    private static void await(CompletableFuture<Void> turn) {
        try {
            turn.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while waiting to repeat the call", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
