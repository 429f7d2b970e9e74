package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.openrouter.OpenRouterDecisionResponseMetadata;
import java.util.Optional;

/** Decisions: OpenRouter's youngest endpoint, still called alpha. */
final class LiveDecisions {

    private static final String URGENT = "urgent";
    private static final String TEAM = "team";

    private LiveDecisions() {}

    static Optional<String> model(Live live) {
        return live.models().producing("decisions", "typesafe/jev-1.13");
    }

    static Finding smoke(Live live) {
        Optional<String> model = model(live);
        return model.isEmpty()
                ? Smokes.absent("decision model")
                : decide(live, model.get()).answers().size() == 2
                        ? Finding.ok("2 answers to 2 questions")
                        : new Finding(Verdict.FAILED, "not as many answers as questions");
    }

    private static DecisionResponse decide(Live live, String model) {
        return live.openRouter()
                .decisionModel()
                .modelName(model)
                .build()
                .decide(DecisionRequest.builder()
                        .input(Prompts.TICKET)
                        .question(URGENT, YesNoQuestion.from(Prompts.URGENT))
                        .question(
                                TEAM,
                                ChoiceQuestion.builder()
                                        .text(Prompts.TEAM)
                                        .option("billing", "invoices and payments")
                                        .option("tech", "faults")
                                        .build())
                        .build());
    }

    /** Sums that are rounded, the build that answered, an id, a cost. */
    static Finding asDescribed(Live live) {
        Optional<String> model = model(live);
        if (model.isEmpty()) {
            return Finding.unknown("the catalog has no decision model");
        }
        DecisionResponse response = decide(live, model.get());
        var metadata = OpenRouterDecisionResponseMetadata.of(response).orElseThrow();
        double yes = response.yesNo(URGENT).probability();
        double sum = response.choice(TEAM).probabilities().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        boolean priced = metadata.tokenUsage() != null && metadata.tokenUsage().cost() != null;
        boolean probable = yes >= 0 && yes <= 1 && (sum == 0 || Math.abs(sum - 1) < 0.05);
        return Finding.asAssumed(
                probable && priced && metadata.generationId() != null,
                "probabilities " + (sum == 0 ? "not reported" : "that sum to about " + Math.round(sum * 100) / 100.0)
                        + (priced ? ", a cost" : ", no cost")
                        + (metadata.generationId() == null ? ", no id" : ", an id")
                        + (model.get().equals(response.modelName()) ? ", the model's own name" : ", a dated build"));
    }

    /** A chat model where decision models are. */
    static Finding chatModelDecides(Live live) {
        return Refusal.of(() -> decide(live, live.models().cheap())).isOneOf(400, 404);
    }

    /** A decision model where chat models are. */
    static Finding decisionModelChats(Live live) {
        Optional<String> model = model(live);
        return model.isEmpty()
                ? Finding.unknown("the catalog has no decision model")
                : Refusal.of(() -> CallStyle.PLAIN.chat(live, Live.request(model.get(), Live.SHORT)))
                        .isOneOf(400);
    }
}
