package dev.langchain4j.model.openrouter.internal.rerank.reply;

import dev.langchain4j.model.openrouter.internal.rerank.reply.LenientJson.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The order in a reply.
 *
 * @param order numbers of the passages in the call, from 1, each at most once, the best first
 */
public record RankingReply(List<Integer> order, ReplyStatus status) {

    /** Possessive, because otherwise a chain of a thousand links would overflow the stack. */
    private static final Pattern CHAIN =
            Pattern.compile("\\[\\d{1,4}](?:\\s*(?:>|→|->|,|;|\\n)\\s*(?:\\d{1,4}[.)]\\s*)?\\[\\d{1,4}])++");

    /** The end of the text between a passage and an order that may be the rest of its own, in a form that is not read. */
    private static final Pattern UNREAD_LINK =
            Pattern.compile("][^\\[\\]\\n]{0,100}(?:[<>=~→≈≥≻,;]|\\n(?!1[.)])\\d{1,4}[.)]) ?\\z");

    private static final int LONGEST_LINK = 108;

    private static final Pattern EMPHASIZED = Pattern.compile("[*_]{1,3}(\\[\\d{1,4}])[*_]{1,3}");

    private static final List<String> RANK = List.of("rank", "position", "place");

    private static final Pattern BRACKETED = Pattern.compile("\\[(\\d{1,4})]");

    public static RankingReply parse(String reply, int passages) {
        String stripped = reply.strip();
        LenientJson.Read plain = LenientJson.read(stripped, 0);
        boolean asAsked = plain.isAllOf(stripped)
                && plain.value() instanceof Fields fields
                && fields.all().size() == 1;
        String text = ReplyText.unquoted(Thoughts.removedFrom(reply));
        List<List<Integer>> orders = new ArrayList<>();
        List<LenientJson.Read> json = ReplyText.embeddedJson(text);
        int after = 0;
        for (LenientJson.Read read : json) {
            if (collectNamed(read.value(), orders, passages)) {
                after = read.end();
            }
        }
        for (LenientJson.Read read : json) {
            if (read.end() > after) {
                collect(read.value(), orders, 0);
            }
        }
        collectChains(text.substring(after), orders, passages); // an order after the ranking replaces or contradicts it
        return choose(orders, passages, asAsked);
    }

    /**
     * The orders with the name that was asked for: other numbers before and beside them, such as scores, are no orders.
     *
     * @return whether there are some
     */
    private static boolean collectNamed(@Nullable Object node, List<List<Integer>> orders, int passages) {
        int known = orders.size();
        if (node instanceof Fields fields) {
            for (LenientJson.Field field : fields.all()) {
                if (!field.name().equalsIgnoreCase("ranking")) {
                    collectNamed(field.value(), orders, passages);
                    continue;
                }
                collect(field.value(), orders, 0);
                if (field.value() instanceof String chain) {
                    collectChains(chain, orders, passages);
                }
            }
        }
        return orders.size() > known;
    }

    /** The chains; one that lacks passages only if it has lost none of them at its beginning. */
    private static void collectChains(String text, List<List<Integer>> orders, int passages) {
        String squeezed = EMPHASIZED.matcher(ReplyText.squeezed(text)).replaceAll("$1");
        List<Integer> all = IntStream.rangeClosed(1, passages).boxed().toList();
        Matcher chain = CHAIN.matcher(squeezed);
        while (chain.find()) {
            List<Integer> order = bracketed(chain.group());
            String before = squeezed.substring(Math.max(0, chain.start() - LONGEST_LINK), chain.start());
            if (Set.copyOf(order).containsAll(all)
                    || !UNREAD_LINK.matcher(before).find()) {
                orders.add(order);
            }
        }
    }

    /** Lists of passage numbers anywhere in the value; those of length one only count if there are no others. */
    private static void collect(@Nullable Object node, List<List<Integer>> orders, int depth) {
        if (node instanceof Fields fields) {
            fields.all().forEach(field -> collect(field.value(), orders, depth));
        } else if (node instanceof List<?> items) {
            List<Integer> numbers = new ArrayList<>();
            items.forEach(item -> add(ReplyText.passageNumber(item), numbers));
            if (!numbers.isEmpty() && !isRankedOtherwise(items) && !isGradedOtherwise(items)) {
                orders.add(numbers);
            }
        } else if (node instanceof String text && depth == 0) {
            collect(ReplyText.jsonIn(text), orders, depth + 1);
        }
    }

    /** Whether the passages have ranks, from 1, in another order than the list. */
    private static boolean isRankedOtherwise(List<?> items) {
        List<Integer> listed = IntStream.rangeClosed(1, items.size()).boxed().toList();
        List<Integer> ranks = new ArrayList<>();
        for (Object item : items) {
            add(item instanceof Fields fields ? ReplyText.passageNumber(ReplyText.first(fields, RANK)) : null, ranks);
        }
        return !ranks.equals(listed) && ranks.stream().sorted().toList().equals(listed);
    }

    /** Whether each passage has a grade, and a better one follows a worse one. */
    private static boolean isGradedOtherwise(List<?> items) {
        List<Double> grades = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof Fields fields
                    && ReplyText.first(fields, ReplyText.GRADE_NAMES) instanceof Double grade) {
                grades.add(grade);
            }
        }
        return grades.size() == items.size()
                && !grades.equals(
                        grades.stream().sorted(Comparator.reverseOrder()).toList());
    }

    /** The longest order; none if another one of the same length contradicts it, or if it counts from zero. */
    private static RankingReply choose(List<List<Integer>> orders, int passages, boolean asAsked) {
        List<Integer> longest = List.of();
        boolean contradicted = false;
        for (List<Integer> order : orders) {
            if (order.size() > longest.size()) {
                longest = order;
                contradicted = false;
            } else {
                contradicted |= order.size() == longest.size() && !order.equals(longest);
            }
        }
        if (contradicted || longest.contains(0) || (longest.size() == 1 && passages > 1)) {
            longest = List.of();
        }
        Set<Integer> known = new LinkedHashSet<>(longest);
        known.removeIf(number -> number < 1 || number > passages);
        boolean clean = asAsked && known.size() == longest.size();
        return new RankingReply(List.copyOf(known), ReplyStatus.of(known.size(), passages, clean));
    }

    private static List<Integer> bracketed(String chain) {
        List<Integer> numbers = new ArrayList<>();
        Matcher match = BRACKETED.matcher(chain);
        while (match.find()) {
            numbers.add(Integer.valueOf(match.group(1)));
        }
        return numbers;
    }

    private static void add(@Nullable Integer number, List<Integer> numbers) {
        if (number != null) {
            numbers.add(number);
        }
    }
}
