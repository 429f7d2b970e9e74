package dev.langchain4j.model.openrouter.internal.rerank.simulation;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Ways in which models write an order. */
public enum MalformedRanking {
    AS_ASKED(true),
    BARE_ARRAY(true),
    FENCED(true),
    PROSE_BEFORE(true),
    THOUGHT_BEFORE(true),
    STRINGS(true),
    OBJECTS(true),
    OTHER_NAME(true),
    ARROWS(true),
    NUMBERED_BRACKETS(true),
    STRANGERS(true),
    REPEATED(true),
    TRUNCATED(false),
    DROPPED(false),
    TWO_OPINIONS(false),
    COUNTED_FROM_ZERO(false),
    BARE_LINES(false),
    REFUSAL(false),
    EMPTY(false);

    private final boolean lossless;

    MalformedRanking(boolean lossless) {
        this.lossless = lossless;
    }

    /** Whether the whole order can be read from it. */
    public boolean isLossless() {
        return lossless;
    }

    /** @param order passage numbers from 1, the best first; at least two */
    public String write(List<Integer> order, Random random) {
        String plain = object(order);
        return switch (this) {
            case AS_ASKED -> plain;
            case BARE_ARRAY -> order.toString();
            case FENCED -> "```json\n" + plain + "\n```";
            case PROSE_BEFORE -> "Here are the top 3 of 20 passages (2024 data, see [1]): " + plain;
            case THOUGHT_BEFORE -> "<think>" + object(reversed(order)) + "</think>" + plain;
            case STRINGS -> order.stream().map(i -> "\"" + i + "\"").collect(joining(",", "{\"ranking\":[", "]}"));
            case OBJECTS -> order.stream().map(i -> "{\"id\":" + i + "}").collect(joining(",", "[", "]"));
            case OTHER_NAME -> plain.replace("ranking", "order");
            case ARROWS -> order.stream().map(i -> "[" + i + "]").collect(joining(" > "));
            case NUMBERED_BRACKETS ->
                IntStream.range(0, order.size())
                        .mapToObj(i -> (i + 1) + ". [" + order.get(i) + "]")
                        .collect(joining("\n"));
            case STRANGERS -> plain.replace("]", ",999,1000]");
            case REPEATED -> plain.replace("]", "," + order.get(0) + "]");
            case TRUNCATED -> plain.substring(0, random.nextInt(plain.length()));
            case DROPPED -> object(order.subList(0, order.size() / 2));
            case TWO_OPINIONS -> plain + "\nor\n" + object(reversed(order));
            case COUNTED_FROM_ZERO -> object(order.stream().map(i -> i - 1).toList());
            case BARE_LINES -> order.stream().map(String::valueOf).collect(joining("\n"));
            case REFUSAL -> "I'm sorry, but I can't order these 20 passages.";
            case EMPTY -> "";
        };
    }

    private static String object(List<Integer> order) {
        return order.stream().map(String::valueOf).collect(joining(",", "{\"ranking\":[", "]}"));
    }

    private static List<Integer> reversed(List<Integer> order) {
        List<Integer> reversed = new ArrayList<>(order);
        Collections.reverse(reversed);
        return reversed;
    }
}
