package dev.langchain4j.model.openrouter.benchmarks.rerank;

import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.FieldsInput;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.decision.response.YesNoAnswer;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;

/** A simulated judge as a decision model, asked by a {@code DecisionScoringModel}. Counts four characters per token. */
record JudgingDecisionModel(SimulatedJudge judge) implements DecisionModel {

    /** Before the passage in {@code DecisionScoringModel.DEFAULT_QUESTION_TEMPLATE}. */
    private static final String LEAD = "\nDocument: ";

    private static final int TOKENS_OF_AN_ANSWER = 8;

    @Override
    public DecisionResponse doDecide(DecisionRequest request) {
        String query = (String) ((FieldsInput) request.input()).fields().get("query");
        List<String> questions = List.copyOf(request.questions().keySet());
        List<String> passages = questions.stream()
                .map(question -> request.questions().get(question).text())
                .map(text -> text.substring(text.indexOf(LEAD) + LEAD.length()))
                .toList();
        double[] probabilities = judge.probabilities(query, passages);
        DecisionResponse.Builder response = DecisionResponse.builder();
        int characters = query.length();
        for (int i = 0; i < probabilities.length; i++) {
            response.answer(questions.get(i), YesNoAnswer.from(probabilities[i]));
            characters += request.questions().get(questions.get(i)).text().length();
        }
        return response.tokenUsage(new TokenUsage((characters + 3) / 4, TOKENS_OF_AN_ANSWER * probabilities.length))
                .build();
    }
}
