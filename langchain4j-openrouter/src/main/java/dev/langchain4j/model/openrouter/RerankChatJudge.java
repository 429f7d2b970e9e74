package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.AsyncNotSupportedException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.RerankJudgeRequest.Form;
import dev.langchain4j.model.openrouter.internal.api.error.AvailabilityCode;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.rerank.CallGate;
import dev.langchain4j.model.openrouter.internal.rerank.JudgeClosedException;
import dev.langchain4j.model.openrouter.internal.rerank.JudgeException;
import dev.langchain4j.model.openrouter.internal.rerank.JudgeRefusedException;
import dev.langchain4j.model.openrouter.internal.rerank.JudgeUnsentException;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeUsage;
import dev.langchain4j.model.openrouter.internal.rerank.reply.Logprobs;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.request.ScoringRequestParameters;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Calls a chat model for the rerank engine: asynchronously if the model can, else on a thread of LangChain4j's default
 * executor. An Error or a bug of the chat model, which is not a failure of the call, is passed on unchanged.
 */
final class RerankChatJudge {

    /** Refusals that a simpler request would get as well. */
    private static final Set<AvailabilityCode> OF_EVERY_FORM = EnumSet.of(
            AvailabilityCode.MODEL_NOT_FOUND,
            AvailabilityCode.WRONG_ENDPOINT,
            AvailabilityCode.MODEL_DEPRECATED,
            AvailabilityCode.FREE_VARIANT_ENDED,
            AvailabilityCode.PRIVACY_RESTRICTED,
            AvailabilityCode.REGION_RESTRICTED);

    private static final String JUDGE = "The chat model that judges the passages";

    private final ChatModel model;
    private final RerankJudgeRequest requests;
    private final CallGate gate;

    /**
     * The form that the model supports, learned from its refusals. Shared by all calls: a late write repeats a refusal.
     */
    private volatile Form form;

    /**
     * A model of another vendor may lack asynchronous calls. It is asked once, but not if it has listeners: they would
     * hear of a failure.
     */
    private volatile boolean mayBeAsync;

    RerankChatJudge(ChatModel model, RerankJudgeRequest requests, CallGate gate) {
        this.model = model;
        this.requests = requests;
        this.gate = gate;
        this.form = requests.useLogprobs() ? Form.SCHEMA_AND_LOGPROBS : Form.SCHEMA;
        this.mayBeAsync =
                model instanceof OpenRouterChatModel || model.listeners().isEmpty();
    }

    /** The parameters of a reranking: the chat model's own model, if it has one. */
    ScoringRequestParameters parameters() {
        return ScoringRequestParameters.builder()
                .modelName(model.defaultRequestParameters().modelName())
                .build();
    }

    /**
     * Does not block. Cancelling the future ends the call.
     *
     * @param tally adds up the calls of one query
     * @param context of the query's caller
     */
    CompletableFuture<JudgeReply> judge(
            JudgePrompt prompt, RerankReportBuilder tally, UnaryOperator<Runnable> context) {
        return Cancellation.future(cancellation ->
                CallerContext.in(context, () -> new Question(prompt, tally, context, cancellation).ask(form)));
    }

    /** One prompt, which is sent in simpler forms until the model accepts one. */
    private final class Question {

        private final JudgePrompt prompt;
        private final RerankReportBuilder tally;
        private final UnaryOperator<Runnable> context;
        private final Cancellation cancellation;

        /** Whether a form was refused. Written and read by one attempt after the other. */
        private boolean refused;

        private Question(
                JudgePrompt prompt,
                RerankReportBuilder tally,
                UnaryOperator<Runnable> context,
                Cancellation cancellation) {
            this.prompt = prompt;
            this.tally = tally;
            this.context = context;
            this.cancellation = cancellation;
        }

        private CompletableFuture<JudgeReply> ask(Form asked) {
            CompletableFuture<JudgeReply> reply =
                    chat(requests.of(prompt, asked), cancellation).thenApply(response -> answered(response, asked));
            return Futures.recovered(reply, failure -> afterFailure(failure, asked));
        }

        private JudgeReply answered(ChatResponse response, Form asked) {
            if (refused) {
                form = asked;
            }
            tally.answered(response);
            return reply(response);
        }

        private CompletableFuture<JudgeReply> afterFailure(RuntimeException failure, Form asked) {
            OpenRouterException.in(failure).ifPresent(tally::callFailed);
            if (isRefusal(failure)) {
                return afterRefusal(failure, asked);
            }
            if (failure instanceof OpenRouterBudgetExceededException noRoom) {
                throw notSent(noRoom.ofJudge());
            }
            throw isOfTheCall(failure) ? judgeException(failure) : failure;
        }

        private RuntimeException notSent(OpenRouterBudgetExceededException noRoom) {
            return refused
                    ? judgeException(noRoom)
                    : new JudgeUnsentException(String.valueOf(noRoom.getMessage()), noRoom);
        }

        /** If no form helps, the last refusal tells why: the first may be about a feature that the others lack. */
        private CompletableFuture<JudgeReply> afterRefusal(RuntimeException refusal, Form asked) {
            Form simpler = mayBeAboutTheForm(refusal, asked) ? asked.simpler() : null;
            if (simpler == null) {
                throw judgeException(refusal);
            }
            refused = true;
            var turn = new CompletableFuture<Void>();
            cancellation.onCancel(() -> turn.cancel(true));
            gate.again(turn);
            return CallerContext.after(turn, context, () -> ask(simpler));
        }
    }

    /** An answer that is cut off is an answer here: the engine itself detects missing parts, and uses the rest. */
    private CompletableFuture<ChatResponse> chat(ChatRequest request, Cancellation cancellation) {
        return Futures.recovered(
                Futures.of(() -> send(request, cancellation))
                        .thenApply(response -> RerankScores.given(response, JUDGE)),
                failure -> failure instanceof OpenRouterIncompleteAnswerException cut
                        ? CompletableFuture.completedFuture(cut.partialResponse())
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<ChatResponse> send(ChatRequest request, Cancellation cancellation) {
        if (!mayBeAsync) {
            return CallerContext.offload(() -> model.chat(request), cancellation);
        }
        CompletableFuture<ChatResponse> running =
                cancellation.passedOnTo(() -> RerankScores.given(model.chatAsync(request), JUDGE));
        return Futures.recovered(running, failure -> {
            if (!(failure instanceof AsyncNotSupportedException)) {
                return CompletableFuture.failedFuture(failure);
            }
            mayBeAsync = false;
            return CallerContext.offload(() -> model.chat(request), cancellation);
        });
    }

    /** Whether the request was refused, but not for its content. */
    private static boolean isRefusal(RuntimeException failure) {
        return failure instanceof InvalidRequestException && !(failure instanceof ContentFilteredException)
                || failure instanceof ModelNotFoundException;
    }

    /** Otherwise it is a bug, which is passed on unchanged. */
    private static boolean isOfTheCall(RuntimeException failure) {
        return failure instanceof LangChain4jException || failure instanceof UncheckedIOException;
    }

    private boolean mayBeAboutTheForm(RuntimeException refusal, Form asked) {
        OpenRouterException answer = OpenRouterException.in(refusal).orElse(null);
        if (answer == null) {
            return false; // refused by this library: by a check or an unknown alias
        }
        if (mayHaveCost(answer)) {
            return false; // what may have been charged is not sent again
        }
        if (answer.isTooLong()) {
            return requests.hasExtraRoom(asked);
        }
        if (refusal instanceof ModelNotFoundException && answer.statusCode() == 400) {
            return false; // a 404 can mean that no endpoint supports the form, a 400 only that the model does not exist
        }
        AvailabilityCode code = answer.knownAvailability();
        return code == null ? answer.isAboutTheForm() : !OF_EVERY_FORM.contains(code);
    }

    private static boolean mayHaveCost(OpenRouterException refusal) {
        OpenRouterTokenUsage usage = refusal.usage();
        if (usage == null) {
            return refusal.partialResponse() != null;
        }
        BigDecimal cost = usage.cost();
        return cost == null || cost.signum() > 0 || usage.upstreamCost() != null || Boolean.TRUE.equals(usage.byok());
    }

    private static RuntimeException judgeException(RuntimeException failure) {
        OpenRouterException answer = OpenRouterException.in(failure).orElse(null);
        JudgeUsage usage = usage(answer == null ? null : answer.usage());
        String id = answer == null ? null : answer.generationId();
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ContentFilteredException) {
            return new JudgeRefusedException(message, failure, usage, id);
        }
        return RerankOutcomes.wantsAnEnd(failure)
                ? new JudgeClosedException(message, failure, usage, id)
                : new JudgeException(message, failure, usage, id);
    }

    private JudgeReply reply(ChatResponse response) {
        String text = response.aiMessage().text();
        return new JudgeReply(
                text == null ? "" : text,
                cut(response.finishReason()),
                usage(response.tokenUsage()),
                response.modelName(),
                response.id(),
                requests.useLogprobs() && response.metadata() instanceof OpenRouterChatResponseMetadata metadata
                        ? Logprobs.of(metadata.logprobs())
                        : List.of());
    }

    /** The finish reason of a reply that ended too early; null for every other. */
    private static @Nullable String cut(@Nullable FinishReason reason) {
        return reason == FinishReason.LENGTH || reason == FinishReason.CONTENT_FILTER
                ? reason.name().toLowerCase(Locale.ROOT)
                : null;
    }

    private static JudgeUsage usage(@Nullable TokenUsage usage) {
        if (usage == null) {
            return JudgeUsage.NONE;
        }
        BigDecimal cost = usage instanceof OpenRouterTokenUsage ours ? ours.cost() : null;
        return new JudgeUsage(usage.inputTokenCount(), usage.outputTokenCount(), usage.totalTokenCount(), cost);
    }
}
