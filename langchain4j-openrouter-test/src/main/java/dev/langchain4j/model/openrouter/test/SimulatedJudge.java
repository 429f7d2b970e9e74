package dev.langchain4j.model.openrouter.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToIntBiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Answers the prompts of {@code OpenRouterLlmScoringModel} like a model with known faults: it knows the true label of
 * every passage and sees it with seeded noise. Asked for an order, or for grades best first, it orders by what it sees,
 * more finely than grades can say. Equal prompts get equal answers.
 *
 * <pre>{@code
 * SimulatedJudge judge = new SimulatedJudge((query, passage) -> passage.contains("Paris") ? 3 : 0, Noise.IDEAL, 1);
 * server.when(SimulatedJudge.prompts()).answer(judge.asAnswer());
 * }</pre>
 *
 * Immutable and thread-safe, if the labels are.
 */
public final class SimulatedJudge {

    /**
     * Standard deviations, as shares of the whole scale.
     *
     * @param perPassage fixed error of a passage
     * @param perCall random error of each passage in each call
     * @param positionBias advantage of the first position in the prompt over the last
     * @param drift error common to all passages of a call
     */
    public record Noise(double perPassage, double perCall, double positionBias, double drift) {

        /** Sees the labels exactly. */
        public static final Noise IDEAL = new Noise(0, 0, 0, 0);

        /** Like a good small model. */
        public static final Noise TYPICAL = new Noise(.22, .20, .20, .10);

        /** Like a weak model. */
        public static final Noise NOISY = new Noise(.30, .30, .30, .15);
    }

    /**
     * The content of a prompt.
     *
     * @param query the query
     * @param passages in the order of the prompt
     * @param ranking whether the prompt asks for an order instead of grades
     * @param bestFirst whether the prompt asks for grades in an order
     */
    public record Question(String query, List<String> passages, boolean ranking, boolean bestFirst) {}

    private static final Pattern TASK = Pattern.compile("\nTask (\\w+): ([^\n]*)\\z");
    private static final Pattern SCALE = Pattern.compile(" from 0 to (\\d{1,9}) ");
    private static final double HIGHEST_LABEL = 3;
    private static final int USUAL_HIGHEST_GRADE = 10;

    private final ToIntBiFunction<String, String> labels;
    private final Noise noise;
    private final long seed;

    /**
     * A judge.
     *
     * @param labels true label, 0 to 3, of a query and a passage as in the prompt
     * @param noise how exactly the judge sees them
     * @param seed of the noise
     */
    public SimulatedJudge(ToIntBiFunction<String, String> labels, Noise noise, long seed) {
        this.labels = labels;
        this.noise = noise;
        this.seed = seed;
    }

    /** Chat requests whose last user message is a reranking prompt. */
    public static Match prompts() {
        return Match.body(body -> beginsLikePrompt(Conversation.lastUserText(body)));
    }

    /** So that a prompt with text outside the markers is one, too: its test must fail. */
    private static boolean beginsLikePrompt(String userText) {
        Matcher task = TASK.matcher(userText);
        return task.find() && userText.startsWith("<<<" + task.group(1) + " query>>>");
    }

    /** Whether {@link #read} reads it. */
    static boolean isPrompt(String userText) {
        try {
            read(userText);
            return true;
        } catch (IllegalArgumentException noPrompt) {
            return false;
        }
    }

    /** The judge's answers to all questions, for {@link OpenRouterServer.Rule#answer(Answer, Answer...)}. */
    public Answer asAnswer() {
        return Answer.computed(request -> Answer.text(answer(Conversation.lastUserText(request.json()))));
    }

    /**
     * Reads a prompt only by its markers.
     *
     * @throws IllegalArgumentException if the text is not a reranking prompt, or if anything stands outside the markers
     */
    public static Question read(String userText) {
        Matcher task = TASK.matcher(userText);
        if (!task.find()) {
            throw new IllegalArgumentException("No task at the end of the prompt");
        }
        String nonce = task.group(1);
        String query = null;
        List<String> passages = new ArrayList<>();
        int at = 0;
        int tail = task.start() + 1;
        while (at < tail) {
            String name = query == null ? "query" : String.valueOf(passages.size() + 1);
            String start = "<<<" + nonce + " " + name + ">>>\n";
            String end = "\n<<<end " + nonce + " " + name + ">>>\n";
            int close = userText.indexOf(end, at + start.length());
            if (!userText.startsWith(start, at) || close < 0) {
                throw new IllegalArgumentException("No passage " + name + " where it should begin, but other text");
            }
            String text = userText.substring(at + start.length(), close);
            if (query == null) {
                query = text;
            } else {
                passages.add(text);
            }
            at = close + end.length();
        }
        if (query == null || at > tail) {
            throw new IllegalArgumentException("Text outside the markers");
        }
        String asked = task.group(2);
        return new Question(query, passages, asked.contains("\"ranking\""), asked.contains("\"grades\""));
    }

    /** The reply, in exactly the requested form. */
    public String answer(String userText) {
        Question question = read(userText);
        double[] seen = see(question.query(), question.passages(), userText);
        if (question.ranking()) {
            return ranking(seen);
        }
        long highest = highestGrade(userText);
        return question.bestFirst() ? gradesBestFirst(seen, highest) : grades(seen, highest);
    }

    /**
     * How probable it is that each passage helps, as a decision model tells it: in two digits. It sees the passages as
     * a chat model sees those of one call.
     */
    public double[] probabilities(String query, List<String> passages) {
        double[] seen = see(query, passages, query + "\n" + String.join("\n", passages));
        return Arrays.stream(seen)
                .map(one -> Math.round(100 * Math.min(1, Math.max(0, one))) / 100.0)
                .toArray();
    }

    private double[] see(String query, List<String> passages, String seenWith) {
        var call = new Random(mix(seed, seenWith));
        double drift = noise.drift * call.nextGaussian();
        int n = passages.size();
        double[] seen = new double[n];
        for (int i = 0; i < n; i++) {
            String passage = passages.get(i);
            double own = new Random(mix(seed, query + "\n" + passage)).nextGaussian();
            double place = n == 1 ? .5 : i / (n - 1.0);
            seen[i] = labels.applyAsInt(query, passage) / HIGHEST_LABEL
                    + noise.perPassage * own
                    + noise.perCall * call.nextGaussian()
                    + noise.positionBias * (.5 - place)
                    + drift;
        }
        return seen;
    }

    private static long highestGrade(String userText) {
        Matcher task = TASK.matcher(userText);
        Matcher scale = SCALE.matcher(task.find() ? task.group(2) : "");
        return scale.find() ? Long.parseLong(scale.group(1)) : USUAL_HIGHEST_GRADE;
    }

    private static String grades(double[] seen, long highest) {
        return IntStream.range(0, seen.length)
                .mapToObj(i -> "\"" + (i + 1) + "\":" + grade(seen[i], highest))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String gradesBestFirst(double[] seen, long highest) {
        return order(seen)
                .map(i -> "[" + (i + 1) + "," + grade(seen[i], highest) + "]")
                .collect(Collectors.joining(",", "{\"grades\":[", "]}"));
    }

    private static String ranking(double[] seen) {
        return order(seen).map(i -> String.valueOf(i + 1)).collect(Collectors.joining(",", "{\"ranking\":[", "]}"));
    }

    private static Stream<Integer> order(double[] seen) {
        return IntStream.range(0, seen.length).boxed().sorted(Comparator.comparing(i -> -seen[i]));
    }

    private static long grade(double seen, long highest) {
        return Math.round(highest * Math.min(1, Math.max(0, seen)));
    }

    private static long mix(long seed, String text) {
        long hash = 1125899906842597L + seed;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash * 0x9E3779B97F4A7C15L ^ Objects.hash(seed, text);
    }
}
