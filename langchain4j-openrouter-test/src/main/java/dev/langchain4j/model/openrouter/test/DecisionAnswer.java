package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer of a decision model: the answers on the wire that you add, unchecked, and no others.
 *
 * <pre>{@code
 * server.answer(Answer.yesNo(0.2, 0.9));        // two questions, in the order of the request
 * server.answer(Answer.decision().yesNo("urgent", 0.93).choice("team", "tech", Map.of("tech", 0.95, "billing", 0.05)));
 * server.answer(Answer.decision().yesNo("urgent", 1.5));                         // no probability
 * server.answer(Answer.decision().json("urgent", "{\"type\":\"refusal\"}"));
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/models?output_modalities=decisions">Decision models</a>
 */
public final class DecisionAnswer extends BilledAnswer<DecisionAnswer> {

    private final Map<String, JsonNode> answers = new LinkedHashMap<>();
    private double[] yesNo = {};

    DecisionAnswer() {}

    /** Answers the yes/no questions in the order of the request with these probabilities of yes. */
    DecisionAnswer yesNo(double... probabilities) {
        this.yesNo = probabilities.clone();
        return this;
    }

    /** The answer to a yes/no question; nothing is checked, and NaN is sent as text. */
    public DecisionAnswer yesNo(String question, double probability) {
        return answer(question, Json.object().put("type", "noul").put("noul", probability));
    }

    /** The answer to a choice, without probabilities. */
    public DecisionAnswer choice(String question, String option) {
        return answer(question, Json.object().put("type", "choice").put("choice", option));
    }

    /** The answer to a choice, with its probabilities in their order. */
    public DecisionAnswer choice(String question, String option, Map<String, Double> probabilities) {
        choice(question, option);
        ObjectNode sent = last(question).putObject("probabilities");
        probabilities.forEach(sent::put);
        return this;
    }

    /**
     * The answer to a scale.
     *
     * @param mean the mean of the levels, the lowest of which is 0
     * @param probabilities of the levels, lowest first; none: not sent
     */
    public DecisionAnswer scale(String question, double mean, double... probabilities) {
        answer(question, Json.object().put("type", "score").put("score", mean));
        if (probabilities.length > 0) {
            ObjectNode sent = last(question).putObject("probabilities");
            for (int level = 0; level < probabilities.length; level++) {
                sent.put(Integer.toString(level), probabilities[level]);
            }
        }
        return this;
    }

    /** The model's confidence in the answer to a choice or a scale that was added before. */
    public DecisionAnswer confidence(String question, double confidence) {
        last(question).put("confidence", confidence);
        return this;
    }

    /** Any answer, as JSON. */
    public DecisionAnswer json(String question, String answer) {
        return answer(question, Json.parse(answer));
    }

    /**
     * Tokens and price. Unset: four characters a token, the model's price.
     *
     * @param cost US dollars, such as {@code "0.00002"}
     */
    public DecisionAnswer usage(int inputTokens, int outputTokens, String cost) {
        return usage(usage(inputTokens, outputTokens, Usage.cost(cost)));
    }

    DecisionAnswer answer(String question, JsonNode answer) {
        answers.put(question, answer);
        return this;
    }

    private ObjectNode last(String question) {
        if (answers.get(question) instanceof ObjectNode answer) {
            return answer;
        }
        throw new IllegalArgumentException("There is no answer to '" + question + "' yet");
    }

    static ObjectNode usage(int inputTokens, int outputTokens, BigDecimal cost) {
        return Json.object()
                .put("input_tokens", inputTokens)
                .put("output_tokens", outputTokens)
                .put("cost", cost);
    }

    @Override
    DecisionAnswer self() {
        return this;
    }

    @Override
    boolean fits(Endpoint endpoint) {
        return endpoint instanceof DecisionsEndpoint;
    }

    @Override
    void addContent(ObjectNode body, Call call) {
        ObjectNode sent = body.putObject("answers");
        List<String> asked = DecisionsEndpoint.ids(call.body().path("questions"));
        for (int i = 0; i < yesNo.length && i < asked.size(); i++) {
            sent.putObject(asked.get(i)).put("type", "noul").put("noul", yesNo[i]);
        }
        answers.forEach(sent::set);
    }

    @Override
    ObjectNode plausibleUsage(Call call, String model) {
        return DecisionsEndpoint.usage(call, model);
    }

    @Override
    void addTokensAsInChats(ObjectNode usage) {
        usage.put("prompt_tokens", usage.path("input_tokens").asInt());
        usage.put("completion_tokens", usage.path("output_tokens").asInt());
    }
}
