package dev.langchain4j.openrouter.playground;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterRerankReport;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.DecisionScoringModel;
import dev.langchain4j.model.scoring.ScoringModel;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The tab Rerank: the same passages, ranked by the rerank endpoint, a chat model and a decision model. */
@RestController
class RerankController {

    private static final int MOST_PASSAGES = 200;

    private final OpenRouter openRouter;
    private final Money money;

    RerankController(OpenRouter openRouter, Money money) {
        this.openRouter = openRouter;
        this.money = money;
    }

    record Question(String query, List<String> passages, String model) {}

    /** One score per passage, in the order of the passages. The number of calls is null if nobody counted them. */
    record Ranking(
            List<Double> scores,
            @Nullable String model,
            @Nullable Integer calls,
            @Nullable BigDecimal cost,
            long millis) {}

    /** A rule book whose best passage for the question is not the one with the most common words. */
    @GetMapping("/api/rerank/sample")
    Question sample() throws IOException {
        try (InputStream text =
                Objects.requireNonNull(RerankController.class.getResourceAsStream("/rules-of-carriage.txt"))) {
            String rules = new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .replaceAll("(?m)^# (.*)\\R", "$1: ");
            return new Question("Can I take my bicycle on the night bus?", List.of(rules.split("\\R\\s*\\R")), "");
        }
    }

    @PostMapping("/api/rerank/endpoint")
    Ranking byEndpoint(@RequestBody Question question) {
        AtomicReference<OpenRouterRerankReport> report = new AtomicReference<>();
        ScoringModel model = openRouter
                .scoringModel()
                .modelName(question.model())
                .budget(money.budget())
                .costListener(money.listener())
                .listener(report::set)
                .build();
        return rank(question, model, report);
    }

    @PostMapping("/api/rerank/chat")
    Ranking byChatModel(@RequestBody Question question) {
        AtomicReference<OpenRouterRerankReport> report = new AtomicReference<>();
        ScoringModel model = openRouter
                .llmScoringModel()
                .modelName(RequestFields.required(question.model(), "model"))
                .budget(money.budget())
                .costListener(money.listener())
                .listener(report::set)
                .build();
        return rank(question, model, report);
    }

    /** One decision per passage: the probability that it answers the question. */
    @PostMapping("/api/rerank/decision")
    Ranking byDecisionModel(@RequestBody Question question) {
        DecisionModel decisions = openRouter
                .decisionModel()
                .modelName(question.model())
                .budget(money.budget())
                .costListener(money.listener())
                .build();
        return rank(
                question,
                DecisionScoringModel.builder().decisionModel(decisions).build(),
                new AtomicReference<>());
    }

    private static Ranking rank(
            Question question, ScoringModel model, AtomicReference<OpenRouterRerankReport> listened) {
        RequestFields.required(question.query(), "query");
        if (RequestFields.required(question.passages(), "passages").isEmpty()) {
            throw new IllegalArgumentException("There are no passages");
        }
        if (question.passages().size() > MOST_PASSAGES) {
            throw new IllegalArgumentException("At most " + MOST_PASSAGES + " passages");
        }
        List<TextSegment> passages =
                question.passages().stream().map(TextSegment::from).toList();
        long start = System.nanoTime();
        Response<List<Double>> response = model.scoreAll(passages, question.query());
        long millis = (System.nanoTime() - start) / 1_000_000;
        OpenRouterRerankReport report = listened.get();
        return new Ranking(
                response.content(),
                report == null ? null : report.model(),
                report == null ? null : Integer.valueOf(report.calls()),
                response.tokenUsage() instanceof OpenRouterTokenUsage usage ? usage.cost() : null,
                millis);
    }
}
