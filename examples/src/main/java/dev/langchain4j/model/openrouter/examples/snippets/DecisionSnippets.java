package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.ScaleQuestion;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterDecisionRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterDecisionResponseMetadata;
import dev.langchain4j.model.scoring.DecisionScoringModel;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.router.DecisionModelQueryRouter;
import dev.langchain4j.rag.query.router.QueryRouter;
import java.math.BigDecimal;
import java.util.Map;

class DecisionSnippets {

    Map<String, Double> decision(OpenRouter openRouter, String ticket) {
        // region decision
        DecisionModel model =
                openRouter.decisionModel().modelName("typesafe/jev-1.13").build();

        DecisionResponse response = model.decide(DecisionRequest.builder()
                .inputFields(Map.of("ticket", ticket, "plan", "pro"))
                .question(
                        "urgent",
                        YesNoQuestion.builder()
                                .text("Is it urgent?")
                                .yesWhen("a service is down")
                                .noWhen("it can wait")
                                .build())
                .question(
                        "team",
                        ChoiceQuestion.builder()
                                .text("Which team?")
                                .option("billing", "invoices and payments")
                                .option("tech", "faults")
                                .build())
                .question(
                        "anger",
                        ScaleQuestion.builder()
                                .text("How angry is the customer?")
                                .level("calm")
                                .level("annoyed")
                                .level("furious")
                                .build())
                .build());

        boolean urgent = response.yesNo("urgent").isYes(0.8); // your own threshold
        String team = response.choice("team").value();
        double anger = response.scale("anger").mean(); // 0 is calm, 2 is furious
        // endregion
        return Map.of(team, urgent ? anger : 0);
    }

    BigDecimal request(DecisionModel model, String mail) {
        // region decision-request
        DecisionResponse response = model.decide(DecisionRequest.builder()
                .input(mail)
                .question("spam", YesNoQuestion.from("Is it spam?"))
                .parameters(OpenRouterDecisionRequestParameters.builder()
                        .sessionId("session-1")
                        .user("user-17")
                        .build())
                .build());
        OpenRouterDecisionResponseMetadata metadata =
                OpenRouterDecisionResponseMetadata.of(response).orElseThrow();
        BigDecimal cost = metadata.tokenUsage().cost();
        String generation = metadata.generationId();
        // endregion
        return generation == null ? BigDecimal.ZERO : cost;
    }

    DecisionResponse image(OpenRouter openRouter, String base64) {
        // region decision-image
        DecisionModel model = openRouter
                .decisionModel()
                .modelName("openai/gpt-6-luna-decisions")
                .build();

        DecisionResponse response = model.decide(DecisionRequest.builder()
                .inputContents(TextContent.from("What the visitor saw:"), ImageContent.from(base64, "image/png"))
                .question("broken", YesNoQuestion.from("Is the page broken?"))
                .build());
        // endregion
        return response;
    }

    QueryRouter queryRouter(DecisionModel model, ContentRetriever laws, ContentRetriever recipes) {
        // region decision-query-router
        QueryRouter router = DecisionModelQueryRouter.builder()
                .decisionModel(model)
                .retrieverToDescription(Map.of(laws, "laws and court decisions", recipes, "recipes"))
                .fallbackStrategy(DecisionModelQueryRouter.FallbackStrategy.ROUTE_TO_ALL)
                .build();
        // endregion
        return router;
    }

    ScoringModel reranker(DecisionModel model) {
        // region decision-reranker
        ScoringModel reranker = DecisionScoringModel.builder()
                .decisionModel(model)
                .maxSegmentsPerRequest(20)
                .build();
        // endregion
        return reranker;
    }
}
