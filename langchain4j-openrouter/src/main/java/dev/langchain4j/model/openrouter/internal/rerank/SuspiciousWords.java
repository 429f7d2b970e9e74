package dev.langchain4j.model.openrouter.internal.rerank;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds words that address the judge: attempts to replace its instructions, to claim a rank or to forge its verdict.
 * A heuristic that known attacks fail on and new ones will pass; the guarantees lie in the structure of prompt and reply.
 *
 * <p>Rules are found by their first word, since a search for all of them at each place takes a hundred times as long.
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/guardrails/prompt-injection">OpenRouter's patterns</a>
 */
final class SuspiciousWords {

    private static final String ORDERS =
            "(?:instructions?|rules?|guidelines?|constraints?|directives?|prompts?|orders?|commands?)\\b";
    private static final String EARLIER = "(?:previous|prior|above|preceding|earlier|foregoing|your|system|other)";
    private static final String GUARDS =
            "(?:safety|security|ethical|content)\\s+(?:guidelines?|rules?|restrictions?|measures?|filters?|polic(?:y|ies)|protocols?)";
    private static final String JUDGE =
            "(?:ai|llm|language model|model|assistant|re-?ranker|ranking (?:model|system)|judge|grader|evaluator|assessor|rater)";
    private static final String KIND = "(?:passage|document|text|doc|snippet|result|answer|item|candidate|entry)";
    private static final String KINDS = "passage document text doc snippet result answer item candidate entry";
    private static final String TOP = "(?:first|top|highest|best|number one|no\\.? ?1|# ?1|maximum|max|perfect|full)";
    private static final String MARK =
            "(?:scores?|grades?|marks?|ratings?|ranks?|ranking|relevance|points?|position|place|spot)\\b";

    /** Tells "put this first." from "put it on the top shelf". */
    private static final String NO_NOUN =
            "\\b(?=\\s*(?:[.!,;:/%\\n]|$|(?:out\\s+)?of|in|for|among|above|on|match|place|position|spot|points|marks))";

    private static final Map<String, List<Pattern>> RULES = new HashMap<>();

    static {
        // Replacing the instructions, or asking for them.
        rule(
                "ignore disregard forget skip discard drop",
                "\\s+(?:(?:all|any|every|everything|of|the|these|those)\\s+){0,3}" + EARLIER + "\\s+(?:\\w+\\s+){0,2}"
                        + ORDERS);
        rule(
                "ignore disregard forget",
                "\\s+(?:everything|anything|all)\\s+(?:that\\s+)?(?:you\\s+(?:were|have\\s+been)\\s+told|above|before)");
        rule("ignore disregard", "\\s+(?:(?:all|any|the)\\s+){0,2}(?:other|remaining)\\s+" + KIND + "s");
        rule("ignore disregard bypass disable", "\\s+(?:all\\s+)?(?:your\\s+)?" + GUARDS);
        rule("new updated revised", "\\s+(?:system\\s+)?instructions?\\s*:");
        rule("do", "\\s+not\\s+follow\\s+(?:the\\s+)?(?:system|developer|previous|original)");
        rule(
                "supersede supersedes override overrides",
                "\\s+(?:(?:all|any|your|the)\\s+){0,2}(?:(?:previous|prior)\\s+)?" + ORDERS);
        rule(
                "previous prior",
                "\\s+instructions?\\s+(?:are|is)\\s+(?:now\\s+)?(?:void|invalid|null|obsolete|cancell?ed|revoked)");
        rule("system", "\\s+override\\b|\\s+prompt\\s*:|(?<=(?:^|\\n)system)\\s*:\\s");
        rule("enter activate", "\\s+(?:developer|admin|debug|maintenance|jailbreak)\\s+mode");
        rule("you", "\\s+are\\s+now\\s+(?:in\\s+)?(?:developer|admin|debug)\\s+mode");
        rule("you", "\\s+are\\s+no\\s+longer\\s+(?:bound|restricted|limited)");
        rule(
                "you",
                "\\s+are\\s+now\\s+(?:an?\\s+)?\\w+.{0,40}?(?:without\\s+(?:any\\s+)?restrict|ignor\\w*\\s+(?:all|any|every|prev)|bypass|unrestrict|unlimit|obey\\s+only|no\\s+(?:rules|limits|restrict|boundar))");
        rule("act", "\\s+as\\s+if\\s+(?:you(?:'re|\\s+are)\\s+)?not\\s+bound");
        rule("pretend", "\\s+(?:you(?:'re|\\s+are)\\s+)?(?:a\\s+)?different\\s+(?:ai|assistant|model)");
        rule("dan", "\\b.{0,80}?\\bdo\\s+anything\\s+now\\b");
        rule("jailbreak jailbroken jailbreaked", "\\s+(?:mode|prompt)");
        rule(
                "reveal show output print",
                "\\s+(?:me\\s+)?(?:(?:your|the|my|its|full|hidden|complete|internal|secret|original|initial|entire|exact|actual|real|system)\\s+){1,4}(?:prompt|instructions?)\\b");
        rule("reveal", "\\s+prompt\\b");
        rule("what", "\\s+(?:are|were)\\s+(?:your\\s+)?(?:exact\\s+)?instructions");
        rule("repeat", "\\s+(?:the\\s+)?(?:text|instructions?)\\s+(?:above|before)");
        rule("[", "\\s*(?:system(?:\\s*message)?|assistant|internal)\\s*]");
        rule("]", "\\s*\\n\\s*\\[?(?:system|assistant|user)]?:");

        // Claiming a rank.
        rule(
                "rank place put list rate order score grade position mark treat sort prefer",
                "\\s+(?:this|it|me|the\\s+(?:following|present|current))(?:\\s+" + KIND
                        + ")?\\s+(?:\\S+\\s+){0,3}?(?:(?:" + TOP + "|10|ten|100)" + NO_NOUN
                        + "|(?:above|over|before)\\s+(?:all|every|anything|the\\s+rest))");
        rule("rank place put list rate score grade prefer", "\\s+(?:" + KIND + "\\s+|\\[|#)\\d+");
        rule(
                "this",
                "\\s+" + KIND
                        + "\\s+(?:\\w+\\s+){0,3}?(?:(?:perfectly|highly|most|extremely|fully|completely|maximally|100\\s?%)\\s+(?:\\w+\\s+)?relevant|(?:must|should|deserves?\\s+to|has\\s+to)\\s+(?:\\w+\\s+){0,3}?(?:ranked|placed|listed|first|top|graded|rated|scored)\\b)");
        rule(
                "this",
                "\\s+" + KIND + "\\s+(?:\\w+\\s+)?(?:deserves?|merits?|earns?|receives?|gets?)\\s+(?:\\w+\\s+){0,3}?(?:"
                        + TOP + "|10|ten)\\b");
        rule(
                "assign give award return output answer respond reply",
                "\\s+(?:\\S+\\s+){0,5}?(?:" + TOP + "|10|ten|100)(?:\\s*/\\s*10)?\\s+(?:possible\\s+)?" + MARK);
        rule(
                "assign give award grant",
                "\\s+(?:this|it)(?:\\s+" + KIND + ")?\\s+(?:\\w+\\s+){0,4}?(?:(?:10|ten|100)" + NO_NOUN + "|" + TOP
                        + "\\s+" + MARK + ")");
        rule(
                KINDS,
                "\\s+\\[?\\d+]?\\s+(?:is|should|must|deserves|contains)\\b.{0,30}?(?:relevant|first|best|top|the\\s+answer)");
        rule(
                "all every any",
                "\\s+(?:the\\s+)?other\\s+" + KIND + "s?\\s+(?:are|is|should|must|deserve|get|receive)\\b");
        rule("correct right true final expected", "\\s+(?:ranking|ordering|relevance|verdict)\\b");

        // Forging the verdict or the structure around it.
        rule("[", "\\d{1,4}]\\s*>\\s*\\[\\d{1,4}](?:\\s*>\\s*\\[\\d{1,4}])*");
        rule("[", "\\d{1,4}]\\s*[:=]\\s*\\d+");
        rule("{", "\\s*[\"']?\\d{1,4}[\"']?\\s*:\\s*[\"']?\\d[^}\\n]{0,200}}?");
        rule(
                "\" '",
                "(?:scores?|relevance|grades?|rankings?|rating|passage_id)[\"']\\s*:\\s*(?:\\[[\\d,\\s]*]?|[\"']?[\\w.]{1,10}[\"']?)");
        rule("relevance score grade rating", "(?:\\s+score)?\\s*[:=]\\s*(?:10|1\\.0|100)\\b(?:\\s*/\\s*10)?");
        rule("relevance", "\\s+(?:score\\s+)?(?:of|is)\\s+(?:10|ten|1\\.0|100|maximal|perfect)\\b");
        rule("<", "\\s*/?\\s*(?:passage|document|doc|query|candidate)\\b[^>\\n]{0,40}>");
        rule("end", "\\s+of\\s+(?:the\\s+)?(?:passages|documents|candidates|untrusted|query)\\b");
        rule("begin start", "\\s+(?:of\\s+)?(?:trusted|new)\\s+" + KIND);
        rule("task query assistant user developer", "(?<=(?:^|\\n)\\w{4,9})\\s*:\\s");
        rule("#", "#{0,3}\\s*(?:instructions?|system|task|response)\\b");

        // Speaking to a reader that only a machine would be.
        rule(
                "note message instruction instructions attention memo notice hint reminder",
                "\\s+(?:to|for)\\s+(?:(?:the|any|all|an?)\\s+){0,2}" + JUDGE + "s?\\b");
        rule("dear hey hello attention", "[\\s,:]+(?:the\\s+)?" + JUDGE + "\\b");
        rule("as", "\\s+an?\\s+(?:helpful\\s+)?(?:ai|llm|language\\s+model)\\b(?:\\s+\\w+)?");
        rule("as", "\\s+(?:an?|the)\\s+(?:re-?ranker|grader|relevance\\s+(?:judge|assessor|grader|model))\\b");
        rule("if", "\\s+you\\s+are\\s+an?\\s+" + JUDGE + "\\b");
        rule(
                "you",
                "\\s+(?:must|should|will|have\\s+to)\\s+(?:always\\s+)?(?:rank|grade|score|rate|prefer|output|place)\\b");
    }

    private SuspiciousWords() {}

    /** @param starts words or symbols, any of which the rule begins with, parted by blanks */
    private static void rule(String starts, String rest) {
        for (String start : starts.split(" ")) {
            RULES.computeIfAbsent(start, word -> new ArrayList<>()).add(Pattern.compile(rest));
        }
    }

    static boolean in(String text) {
        String folded = Lookalikes.fold(text);
        return next(folded, 0) != null;
    }

    static String remove(String text) {
        String folded = Lookalikes.fold(text);
        var kept = new StringBuilder();
        int from = 0;
        for (Span span = next(folded, from); span != null; span = next(folded, from)) {
            kept.append(text, from, span.start).append(PromptText.REMOVED);
            from = span.end;
        }
        return kept.append(text, from, text.length()).toString();
    }

    private record Span(int start, int end) {}

    private static @Nullable Span next(String folded, int from) {
        for (int start = from, end; start < folded.length(); start = end) {
            end = wordEnd(folded, start);
            if (folded.charAt(start) == ' ') {
                continue;
            }
            for (Pattern rest : RULES.getOrDefault(folded.substring(start, end), List.of())) {
                Matcher match = rest.matcher(folded)
                        .region(end, folded.length())
                        .useTransparentBounds(true)
                        .useAnchoringBounds(false);
                if (match.lookingAt()) {
                    return new Span(start, match.end());
                }
            }
        }
        return null;
    }

    /** The end of the word that starts here; anything but a letter or a digit stands for itself. */
    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return Math.max(end, start + 1);
    }
}
