package dev.langchain4j.openrouter.playground;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterRerankReport;
import dev.langchain4j.model.scoring.DecisionScoringModel;
import dev.langchain4j.model.scoring.ScoringModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The tab Rerank: the same passages, ranked by the rerank endpoint, a chat model and a decision model. */
@RestController
class RerankController {

    private static final int MAX_PASSAGES = 200;

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
            Bill.Charge charge,
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
    ResponseEntity<?> byEndpoint(@RequestBody Question question) {
        Bill bill = money.bill();
        AtomicReference<OpenRouterRerankReport> report = new AtomicReference<>();
        ScoringModel model = openRouter
                .scoringModel()
                .modelName(question.model())
                .budget(money.budget())
                .costListener(money.listener(bill))
                .listener(report::set)
                .build();
        return rank(question, model, bill, report);
    }

    @PostMapping("/api/rerank/chat")
    ResponseEntity<?> byChatModel(@RequestBody Question question) {
        Bill bill = money.bill();
        AtomicReference<OpenRouterRerankReport> report = new AtomicReference<>();
        ScoringModel model = openRouter
                .llmScoringModel()
                .modelName(RequestFields.required(question.model(), "model"))
                .budget(money.budget())
                .costListener(money.listener(bill))
                .listener(report::set)
                .build();
        return rank(question, model, bill, report);
    }

    /** One decision per passage: the probability that it answers the question. */
    @PostMapping("/api/rerank/decision")
    ResponseEntity<?> byDecisionModel(@RequestBody Question question) {
        Bill bill = money.bill();
        DecisionModel decisions = openRouter
                .decisionModel()
                .modelName(question.model())
                .budget(money.budget())
                .costListener(money.listener(bill))
                .build();
        return rank(
                question,
                DecisionScoringModel.builder().decisionModel(decisions).build(),
                bill,
                new AtomicReference<>());
    }

    private static ResponseEntity<?> rank(
            Question question, ScoringModel model, Bill bill, AtomicReference<OpenRouterRerankReport> listened) {
        RequestFields.required(question.query(), "query");
        if (RequestFields.required(question.passages(), "passages").isEmpty()) {
            throw new IllegalArgumentException("There are no passages");
        }
        if (question.passages().size() > MAX_PASSAGES) {
            throw new IllegalArgumentException("At most " + MAX_PASSAGES + " passages");
        }
        List<TextSegment> passages =
                question.passages().stream().map(TextSegment::from).toList();
        long start = System.nanoTime();
        List<Double> scores;
        try {
            scores = model.scoreAll(passages, question.query()).content();
        } catch (LangChain4jException e) {
            return ResponseEntity.status(HttpStatus.BAD_GATEWAY).body(Failure.of(e, bill.charge()));
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        OpenRouterRerankReport report = listened.get();
        return ResponseEntity.ok(new Ranking(
                scores,
                report == null ? null : report.model(),
                report == null ? null : Integer.valueOf(report.calls()),
                bill.charge(),
                millis));
    }
}
