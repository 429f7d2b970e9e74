package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/alpha/decisions}, which is not below the base URL: refuses what OpenRouter refuses and decides the
 * rest by common words. S and Q are the sets of words of the state and of a text, in lower case; their similarity is
 *
 * <pre>|S and Q| / min(|S|, |Q|)</pre>
 *
 * The probability of yes is the similarity of the question, or with criteria the share of the yes criterion. An option
 * and a level of a scale have the share of their own similarity.
 */
final class DecisionsEndpoint extends PostEndpoint {

    private static final FieldRules RULES = ProviderRules.rules();

    static final String PATH = "/api/alpha/decisions";

    private static final Set<String> FIELDS =
            Set.of("model", "state", "questions", "provider", "session_id", "trace", "user", "assets");
    private static final Set<String> TYPES = Set.of("noul", "choice", "score", "box");
    private static final int TOKENS_PER_IMAGE = 85;
    private static final int TOKENS_PER_PROBABILITY = 8;
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    DecisionsEndpoint() {
        super(PATH, RULES);
    }

    @Override
    Reply answer(Call call, JsonNode body) {
        String unknown = call.backend().isLenient() ? null : unknownField(body);
        String problem = unknown == null ? problem(body) : unknown;
        if (problem != null) {
            return refuse(call, 400, problem);
        }
        String asked = body.path("model").asText();
        String model = call.backend().catalog().resolve(asked);
        if (model == null) {
            return refuse(call, call.unknownModel(404, asked));
        }
        if (!call.backend().catalog().produces(model, "decisions")) {
            return refuse(call, 400, asked + " is not a decision model");
        }
        return decide(body).content(call, this);
    }

    private static @Nullable String unknownField(JsonNode body) {
        for (String field : ids(body)) {
            if (!FIELDS.contains(field)) {
                return "Unrecognized key: \"" + field + "\"";
            }
        }
        return null;
    }

    /** The first violation of the schema; null if there is none. */
    private static @Nullable String problem(JsonNode body) {
        JsonNode state = body.path("state");
        if (!body.path("model").isTextual()) {
            return "model: Invalid input: expected string, received undefined";
        }
        if (!state.isTextual() && !state.isContainerNode()) {
            return "state: Invalid input: expected string, object or array";
        }
        JsonNode questions = body.path("questions");
        if (!questions.isObject() || questions.isEmpty()) {
            return "questions: Invalid input: expected record with at least one question";
        }
        for (Map.Entry<String, JsonNode> question : questions.properties()) {
            String problem = questionProblem(question.getValue());
            if (problem != null) {
                return "questions." + question.getKey() + "." + problem;
            }
        }
        return null;
    }

    private static @Nullable String questionProblem(JsonNode question) {
        String type = question.path("type").asText();
        JsonNode criteria = question.path("criteria");
        if (!TYPES.contains(type)) {
            return "type: Invalid discriminator value. Expected 'noul' | 'choice' | 'score' | 'box'";
        }
        if (!question.path("instructions").isTextual()
                && !question.path("instructions").isContainerNode()) {
            return "instructions: Invalid input: expected string, received undefined";
        }
        return switch (type) {
            case "noul" ->
                criteria.isMissingNode() || criteria.size() == 2 && criteria.has("true") && criteria.has("false")
                        ? null
                        : "criteria: expected both true and false";
            case "choice" ->
                criteria.isObject() && criteria.size() >= 2 ? null : "criteria: expected at least 2 options";
            case "score" -> criteria.isArray() && criteria.size() >= 2 ? null : "criteria: expected at least 2 levels";
            default -> null;
        };
    }

    private static DecisionAnswer decide(JsonNode body) {
        Set<String> state = words(body.path("state"));
        DecisionAnswer answer = new DecisionAnswer();
        for (Map.Entry<String, JsonNode> question : body.path("questions").properties()) {
            answer.answer(question.getKey(), decide(state, question.getValue()));
        }
        return answer;
    }

    private static ObjectNode decide(Set<String> state, JsonNode question) {
        JsonNode criteria = question.path("criteria");
        ObjectNode answer = Json.object().put("type", question.path("type").asText());
        return switch (question.path("type").asText()) {
            case "noul" -> answer.put("noul", yes(state, question));
            case "choice" -> choose(answer, ids(criteria), shares(state, options(criteria)));
            case "score" -> weigh(answer, criteria, shares(state, list(criteria)));
            default -> {
                answer.putObject("box")
                        .put("top", 0.25)
                        .put("bottom", 0.75)
                        .put("left", 0.25)
                        .put("right", 0.75);
                yield answer.put("confidence", 0.5);
            }
        };
    }

    private static double yes(Set<String> state, JsonNode question) {
        JsonNode criteria = question.path("criteria");
        return criteria.isMissingNode()
                ? rounded(similarity(state, words(question.path("instructions"))))
                : shares(state, List.of(criteria.path("true"), criteria.path("false")))[0];
    }

    private static ObjectNode choose(ObjectNode answer, List<String> options, double[] shares) {
        int best = 0;
        ObjectNode probabilities = Json.object();
        for (int i = 0; i < shares.length; i++) {
            best = shares[i] > shares[best] ? i : best;
            probabilities.put(options.get(i), shares[i]);
        }
        answer.put("choice", options.get(best));
        answer.set("probabilities", probabilities);
        return answer.put("confidence", shares[best]);
    }

    private static ObjectNode weigh(ObjectNode answer, JsonNode levels, double[] shares) {
        double mean = 0;
        double sum = 0;
        ObjectNode legend = Json.object();
        ObjectNode probabilities = Json.object();
        for (int i = 0; i < shares.length; i++) {
            mean += i * shares[i];
            sum += shares[i];
            legend.set(Integer.toString(i), levels.path(i));
            probabilities.put(Integer.toString(i), shares[i]);
        }
        answer.put("score", rounded(mean / sum));
        answer.set("legend", legend);
        answer.set("probabilities", probabilities);
        return answer;
    }

    /** The name of an option beside its description. */
    private static List<JsonNode> options(JsonNode criteria) {
        List<JsonNode> options = new ArrayList<>();
        criteria.properties()
                .forEach(option -> options.add(Json.array().add(option.getKey()).add(option.getValue())));
        return options;
    }

    private static List<JsonNode> list(JsonNode levels) {
        List<JsonNode> list = new ArrayList<>();
        levels.forEach(list::add);
        return list;
    }

    /** Each similarity, and a little for those without a common word, as a share of all; two digits, as models send. */
    private static double[] shares(Set<String> state, List<JsonNode> texts) {
        double[] shares = new double[texts.size()];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = 0.02 + similarity(state, words(texts.get(i)));
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] = rounded(shares[i] / sum);
        }
        return shares;
    }

    private static double rounded(double number) {
        return BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_UP).doubleValue();
    }

    private static double similarity(Set<String> state, Set<String> text) {
        Set<String> shared = new HashSet<>(state);
        shared.retainAll(text);
        return shared.isEmpty() ? 0 : (double) shared.size() / Math.min(state.size(), text.size());
    }

    /** The words of every text in the value, without names of fields and images. */
    private static Set<String> words(JsonNode value) {
        Set<String> words = new HashSet<>();
        if (value.isContainerNode()) {
            if (!isImage(value)) {
                value.forEach(inner -> words.addAll(words(inner)));
            }
            return words;
        }
        words.addAll(List.of(NO_WORD.split(value.asText().toLowerCase(Locale.ROOT))));
        words.remove("");
        return words;
    }

    private static boolean isImage(JsonNode value) {
        return value.path("type").asText().equals("image_url");
    }

    static List<String> ids(JsonNode object) {
        List<String> ids = new ArrayList<>();
        object.fieldNames().forEachRemaining(ids::add);
        return ids;
    }

    static ObjectNode usage(Call call, String model) {
        int input = tokens(call.body().path("state"));
        int output = 0;
        for (JsonNode question : call.body().path("questions")) {
            input += Usage.tokens(Json.text(question));
            output += TOKENS_PER_PROBABILITY
                    * Math.max(1, question.path("criteria").size());
        }
        Catalog catalog = call.backend().catalog();
        BigDecimal cost = catalog.price(model, "prompt")
                .multiply(BigDecimal.valueOf(input))
                .add(catalog.price(model, "completion").multiply(BigDecimal.valueOf(output)));
        return DecisionAnswer.usage(input, output, cost.signum() == 0 ? BigDecimal.ZERO : cost.stripTrailingZeros());
    }

    /** Images count only at the top level of an array, as at OpenRouter; elsewhere they are text. */
    private static int tokens(JsonNode state) {
        if (!state.isArray()) {
            return Usage.tokens(Json.text(state));
        }
        int tokens = 0;
        for (JsonNode item : state) {
            tokens += isImage(item) ? TOKENS_PER_IMAGE : Usage.tokens(Json.text(item));
        }
        return tokens;
    }
}
