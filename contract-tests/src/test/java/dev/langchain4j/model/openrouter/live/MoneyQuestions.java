package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterGeneration;
import dev.langchain4j.model.openrouter.OpenRouterInsufficientCreditsException;
import dev.langchain4j.model.openrouter.OpenRouterResponseCache;
import dev.langchain4j.model.openrouter.OpenRouterSpeechResponse;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What is charged, and who says so. */
final class MoneyQuestions {

    static final List<Question> ALL = List.of(
            new Question(
                    "an answer is on record some seconds after it, at the latest after half a minute",
                    "LateRecord",
                    "`GET /generation` right after an answer, and until it is there",
                    MoneyQuestions::whenOnRecord),
            new Question(
                    "the record has the cost, the model and the tokens of the answer",
                    "CostLookup",
                    "both, compared",
                    MoneyQuestions::sameCost),
            new Question(
                    "a stream that is left in its middle is on record, with what it has cost",
                    "CostSettler",
                    "a stream that is cancelled at its first word, then `GET /generation`",
                    MoneyQuestions::brokenCall),
            new Question(
                    "speech, whose answer has no cost, is on record with one",
                    "CostLookup",
                    "two words read aloud, then `GET /generation`",
                    MoneyQuestions::speech),
            new Question(
                    "a 402 says how many tokens the balance would pay for",
                    "OpenRouterInsufficientCreditsException",
                    "a chat with a higher `max_tokens` than the key's limit pays for",
                    MoneyQuestions::affordableTokens),
            new Question(
                    "no tokenizer makes more than one token of a byte: a budget reserves enough",
                    "CostEstimator",
                    "a prompt of rare characters, its reservation and its cost",
                    MoneyQuestions::reservation),
            new Question(
                    "an answer from OpenRouter's cache costs nothing and counts no tokens",
                    "OpenRouterResponseCache",
                    "the same question twice, with the cache",
                    MoneyQuestions::cachedAnswer));

    private MoneyQuestions() {}

    private static ChatResponse answer(Live live) {
        return CallStyle.PLAIN.chat(live, Live.request(live.models().cheap(), Live.SHORT));
    }

    private static String id(ChatResponse response) {
        String id = ((OpenRouterChatResponseMetadata) response.metadata()).generationId();
        if (id == null) {
            throw new IllegalStateException("the answer has no id");
        }
        return id;
    }

    private static Finding notOnRecord(Live live) {
        return Finding.asAssumed(
                false, "not on record after " + live.settings().untilOnRecord().toSeconds() + " s");
    }

    private static Finding whenOnRecord(Live live) {
        String id = id(answer(live));
        long start = System.nanoTime();
        try {
            live.openRouter().generation(id, live.settings().untilOnRecord());
        } catch (TimeoutException late) {
            return notOnRecord(live);
        }
        return Finding.asAssumed(
                true,
                "on record after " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
    }

    private static Finding sameCost(Live live) {
        ChatResponse response = answer(live);
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.of(response).orElse(null);
        OpenRouterGeneration record =
                live.openRouter().generation(id(response), live.settings().untilOnRecord());
        if (usage == null || usage.cost() == null || record.totalCost() == null) {
            return Finding.asAssumed(false, "one of them has no cost");
        }
        boolean same = usage.cost().compareTo(record.totalCost()) == 0;
        boolean tokens = usage.outputTokenCount().equals(record.outputTokens());
        return Finding.asAssumed(
                same && tokens,
                (same
                                ? "the same cost"
                                : "$" + usage.cost().toPlainString() + " and $"
                                        + record.totalCost().toPlainString())
                        + (tokens ? ", the same tokens" : ", other tokens"));
    }

    private static Finding brokenCall(Live live) throws Exception {
        CompletableFuture<OpenRouterCostRecord> recorded = new CompletableFuture<>();
        live.openRouter()
                .streamingChatModel()
                .costListener(new OpenRouterCostListener(recorded::complete))
                .build()
                .chat(
                        Requests.said(live.models().cheap(), UserMessage.from(Prompts.COUNT), parameters -> parameters),
                        new StreamingChatResponseHandler() {
                            @Override
                            public void onPartialResponse(PartialResponse text, PartialResponseContext stream) {
                                stream.streamingHandle().cancel();
                            }

                            @Override
                            public void onCompleteResponse(ChatResponse response) {
                                // the cost listener hears of it
                            }

                            @Override
                            public void onError(Throwable failure) {
                                recorded.completeExceptionally(failure);
                            }
                        });
        OpenRouterCostRecord call = recorded.get(live.patience().toMillis(), TimeUnit.MILLISECONDS);
        if (call.outcome() == OpenRouterCostRecord.Outcome.ANSWERED) {
            return Finding.unknown("the stream was over before it was left");
        }
        if (call.generationId() == null) {
            return Finding.asAssumed(false, "the stream has no id");
        }
        try {
            OpenRouterGeneration record = live.openRouter()
                    .generation(call.generationId(), live.settings().untilOnRecord());
            return Finding.asAssumed(
                    record.totalCost() != null,
                    record.totalCost() == null
                            ? "on record, without a cost"
                            : "on record: $" + record.totalCost().toPlainString() + " for " + record.outputTokens()
                                    + " tokens, cancelled " + record.cancelled());
        } catch (TimeoutException late) {
            return notOnRecord(live);
        }
    }

    private static Finding speech(Live live) {
        OpenRouterSpeechResponse response = LiveMedia.speak(live);
        if (response == null) {
            return Finding.unknown("the catalog has no speech model");
        }
        if (response.generationId() == null) {
            return Finding.asAssumed(false, "the answer has no id");
        }
        try {
            BigDecimal cost = live.openRouter()
                    .generation(response.generationId(), live.settings().untilOnRecord())
                    .totalCost();
            return Finding.asAssumed(cost != null, cost == null ? "no cost" : "$" + cost.toPlainString());
        } catch (TimeoutException late) {
            return notOnRecord(live);
        }
    }

    /** Can be asked only with a key whose limit is nearly used up: who can pay is answered. */
    private static Finding affordableTokens(Live live) {
        BigDecimal left = live.openRouter().key().limitRemaining();
        BigDecimal price = live.models()
                .find(live.models().cheap())
                .map(model -> model.pricing().completion())
                .orElse(null);
        if (left == null || price == null || price.signum() <= 0) {
            return Finding.unknown("the key has no limit; ask again with one that is limited to a cent");
        }
        int tokens = left.max(new BigDecimal("0.0001"))
                .multiply(BigDecimal.valueOf(2))
                .divide(price, 0, RoundingMode.UP)
                .intValue();
        ChatRequest tooExpensive = Live.request(live.models().cheap(), Math.max(tokens, Live.SHORT));
        if (!live.openRouter().chatModel().build().dryRun(tooExpensive).fits()) {
            return Finding.unknown("the key's limit is higher than the money of this check");
        }
        Refusal refusal = Refusal.of(() -> CallStyle.PLAIN.chat(live, tooExpensive));
        if (refusal.failure() == null) {
            return Finding.unknown("it was answered");
        }
        LangChain4jException failure = refusal.failure();
        return Finding.asAssumed(
                failure instanceof OpenRouterInsufficientCreditsException e && e.affordableTokens() != null,
                refusal.cameBack());
    }

    private static Finding reservation(Live live) {
        ChatRequest rare =
                Requests.said(live.models().cheap(), UserMessage.from(Prompts.RARE), parameters -> parameters);
        BigDecimal reserved = live.openRouter().chatModel().build().dryRun(rare).amount();
        ChatResponse response = CallStyle.PLAIN.chat(live, rare);
        BigDecimal cost = OpenRouterTokenUsage.of(response)
                .map(OpenRouterTokenUsage::cost)
                .orElse(null);
        return cost == null
                ? Finding.asAssumed(false, "the answer has no cost")
                : Finding.asAssumed(
                        cost.compareTo(reserved) <= 0,
                        response.tokenUsage().inputTokenCount() + " tokens of "
                                + Prompts.RARE.getBytes(StandardCharsets.UTF_8).length
                                + " bytes, reserved $" + reserved.toPlainString() + ", cost $" + cost.toPlainString());
    }

    private static Finding cachedAnswer(Live live) {
        ChatRequest cached = Requests.word(
                live.models().cheap(), parameters -> parameters.responseCache(OpenRouterResponseCache.on()));
        CallStyle.PLAIN.chat(live, cached);
        ChatResponse second = CallStyle.PLAIN.chat(live, cached);
        var metadata = (OpenRouterChatResponseMetadata) second.metadata();
        OpenRouterTokenUsage usage = metadata.tokenUsage();
        if (!"HIT".equals(metadata.cacheStatus()) || usage == null || usage.cost() == null) {
            return Finding.unknown("the cache said " + metadata.cacheStatus());
        }
        return Finding.asAssumed(
                usage.cost().signum() == 0 && Integer.valueOf(0).equals(usage.totalTokenCount()),
                "a hit for $" + usage.cost().toPlainString() + ", " + usage.totalTokenCount() + " tokens");
    }
}
