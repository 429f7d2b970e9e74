package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.request.ScaleQuestion;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.decision.response.ChoiceAnswer;
import dev.langchain4j.model.decision.response.DecisionAnswer;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.decision.response.RefusalAnswer;
import dev.langchain4j.model.decision.response.ScaleAnswer;
import dev.langchain4j.model.decision.response.YesNoAnswer;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionQuestion;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionQuestion.Scale.Level;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsAnswer;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsAnswer.Decision;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsRequest;
import dev.langchain4j.model.openrouter.internal.decision.DecisionInputMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps requests for decisions to the wire, and answers back.
 *
 * @param imageUrls whether images by URL are sent
 */
record DecisionMapper(boolean imageUrls, OpenRouterDataPolicy dataPolicy) {

    /** @throws UnsupportedFeatureException for a question or content that OpenRouter does not support */
    DecisionsRequest toWire(DecisionRequest request, OpenRouterDecisionRequestParameters parameters, String modelId) {
        Map<String, DecisionQuestion> questions = new LinkedHashMap<>();
        request.questions().forEach((id, question) -> questions.put(id, toWire(question)));
        return new DecisionsRequest(
                modelId,
                DecisionInputMapper.toWire(request.input(), imageUrls),
                questions,
                parameters.toWire(dataPolicy));
    }

    private static DecisionQuestion toWire(Question question) {
        if (question instanceof YesNoQuestion yesNo) {
            return new DecisionQuestion.YesNo(yesNo.text(), yesNo.yesWhen(), yesNo.noWhen());
        }
        if (question instanceof ChoiceQuestion choice) {
            return new DecisionQuestion.Choice(choice.text(), choice.options());
        }
        if (question instanceof ScaleQuestion scale) {
            return new DecisionQuestion.Scale(scale.text(), levels(scale));
        }
        throw new UnsupportedFeatureException(
                "Question of type " + question.getClass().getName() + " is not supported by OpenRouter");
    }

    private static List<Level> levels(ScaleQuestion scale) {
        List<Level> levels = new ArrayList<>();
        for (String label : scale.levels()) {
            int level = levels.size();
            List<String> descriptions = scale.levelDescriptions();
            levels.add(new Level(label, level < descriptions.size() ? descriptions.get(level) : null));
        }
        return levels;
    }

    DecisionResponse toResponse(DecisionsAnswer answer, String modelId) {
        Map<String, DecisionAnswer> answers = new LinkedHashMap<>();
        answer.answers().forEach((id, decision) -> answers.put(id, toAnswer(decision)));
        return DecisionResponse.builder()
                .answers(answers)
                .metadata(OpenRouterDecisionResponseMetadata.builder()
                        .modelName(answer.model() == null ? modelId : answer.model())
                        .tokenUsage(OpenRouterTokenUsage.reported(answer.usage()))
                        .generationId(answer.id())
                        .provider(answer.provider())
                        .rawResponse(answer.raw())
                        .build())
                .build();
    }

    private static DecisionAnswer toAnswer(Decision decision) {
        if (decision instanceof Decision.YesNo yesNo) {
            return YesNoAnswer.from(yesNo.probability());
        }
        if (decision instanceof Decision.Choice choice) {
            return ChoiceAnswer.builder()
                    .value(choice.option())
                    .probabilities(choice.probabilities())
                    .confidence(choice.confidence())
                    .build();
        }
        if (decision instanceof Decision.Scale scale) {
            return ScaleAnswer.builder()
                    .mean(scale.mean())
                    .probabilities(scale.probabilities())
                    .confidence(scale.confidence())
                    .build();
        }
        return RefusalAnswer.of();
    }
}
