package dev.langchain4j.model.openrouter.internal.rerank.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds words that address the judge: attempts to replace its instructions, to claim a rank or to forge its verdict. It
 * is a heuristic that finds known attacks and misses new ones; the structure of prompt and reply gives the guarantees.
 *
 * <p>Rules are found by their first word, because searching for all of them at each position is a hundred times slower.
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

    /** Separates "put this first." from "put it on the top shelf". */
    private static final String NO_NOUN =
            "\\b(?=\\s*(?:[.!,;:/%\\n]|$|out\\s+of|of\\s+(?:the|your|all|any|every|its)?\\s*(?:list|rank|order|result|other|all|them|rest|page|answer)|in|for|among|above|on|match|place|position|spot|points|marks))";

    private static final Map<String, List<Pattern>> RULES = new HashMap<>();

    /**
     * By first character, a bit for each length of a start of a rule: few words of a text need to be looked up, and
     * each look needs a copy of the word.
     */
    private static final int[] LENGTHS = new int[128];

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
        rule("[", "\\s*/?\\s*instructions?\\s*]");
        rule("new", "\\s+(?:task|query|prompt)\\s*:");
        rule("human user", "\\s*:\\s.{0,200}?\\b(?:assistant|ai)\\s*:\\s");
        rule("[", "\\s*(?:system(?:\\s*message)?|assistant|internal)\\s*]");
        rule("]", "\\s*\\n\\s*\\[?(?:system|assistant|user)]?:");

        rule(
                "forget ignore disregard",
                "\\s+(?:about\\s+)?(?:the|your)\\s+(?:query|question|task)\\b(?!\\s+(?:of|whether|about|how|why|that))");

        // Claiming a rank.
        rule(
                "rank place put list rate order score grade position mark treat sort prefer move promote",
                "\\s+(?:this|it|me|the\\s+(?:following|present|current))(?:\\s+(?:one|" + KIND
                        + "))?\\s+(?:\\S+\\s+){0,3}?(?:(?:" + TOP + "|10|ten|100)" + NO_NOUN
                        + "|(?:above|over|before)\\s+(?:all|every|anything|the\\s+rest))");
        rule("rank place put list rate score grade prefer", "\\s+(?:" + KIND + "\\s+|\\[|#)\\d+");
        rule(
                "this following",
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
                "assign give award return output answer respond reply",
                "\\s+(?:\\S+\\s+){0,3}?(?:scores?|grades?|marks?|ratings?)\\s+(?:of\\s+)?(?:10|ten|100)\\b");
        rule(
                "assign give award grant",
                "\\s+(?:this|it)(?:\\s+" + KIND + ")?\\s+(?:\\w+\\s+){0,4}?(?:(?:10|ten|100)" + NO_NOUN + "|" + TOP
                        + "\\s+" + MARK + ")");
        rule(
                KINDS + " number",
                "\\s+\\[?\\d+]?\\s+(?:is|should|must|deserves|contains)\\b.{0,30}?(?:relevant|first|best|top|the\\s+answer|the\\s+only)");
        rule(
                "all every any",
                "\\s+(?:the\\s+)?other\\s+" + KIND + "s?\\s+(?:are|is|should|must|deserve|get|receive)\\b");
        rule(
                "mark grade rate score treat consider",
                "\\s+(?:everything|anything|all)\\s+(?:else|(?:the\\s+)?(?:others?|rest))\\s+(?:(?:as|with|at)\\s+)?(?:an?\\s+)?(?:irrelevant|unrelated|zero|0|low)\\b");
        rule(
                "give assign award",
                "\\s+(?:all|each|every)\\s+(?:of\\s+)?(?:the\\s+)?(?:others?|rest|remaining)(?:\\s+" + KIND
                        + "s?)?\\s+(?:an?\\s+|the\\s+)?(?:zero|0|nothing|lowest|minimum)\\b");
        rule(
                "treat consider regard mark",
                "\\s+(?:this|it|me|the\\s+(?:following|present|current))(?:\\s+" + KIND
                        + ")?\\s+as\\s+(?:\\S+\\s+){0,2}?(?:gold|relevant|authoritative|definitive)\\b");
        rule("only", "\\s+this\\s+(?:one|" + KIND + ")\\s+(?:should|must|deserves?|merits?)\\b");
        rule(
                "nothing no",
                "\\s+(?:else|other\\s+" + KIND + ")\\s+(?:here\\s+)?(?:is\\s+(?:worth|relevant)|matters)\\b");
        rule("no", "\\s+better\\s+" + KIND + "\\s+(?:exists|can\\s+be\\s+found)\\b");
        rule(
                "when while",
                "\\s+(?:you\\s+)?(?:ranking|grading|scoring|rating|rank|grade|score|rate)\\s*,\\s*(?:always|you|please)\\b");
        rule(
                "your",
                "\\s+(?:answer|reply|response|output|ranking|verdict)\\s+(?:must|should|has\\s+to|will)\\s+(?:\\w+\\s+){0,3}?(?:"
                        + KIND + "\\s+\\[?\\d|\\[\\d)");
        rule("correct right true final expected", "\\s+(?:ranking|ordering|relevance|verdict)\\b");

        rule(
                "judge grader ranker reranker",
                "\\s+(?:has|have)\\s+(?:already\\s+)?(?:decided|graded|ranked|scored|confirmed)\\s+(?:that\\s+)?(?:this|it)(?:\\s+"
                        + KIND + ")?\\s+(?:is|to\\s+be|as|deserves)\\s+(?:an?\\s+|the\\s+)?(?:10|" + TOP
                        + "|relevant)\\b");
        rule(
                "do",
                "\\s+not\\s+(?:grade|rank|score|rate|read|consider|evaluate)\\s+(?:any\\s+)?(?:of\\s+)?(?:the\\s+)?(?:others?|remaining|rest)\\b");
        rule("stop", "\\s+(?:evaluating|ranking|grading|reading|scoring|judging)\\s+(?:here|now|after\\s+this)\\b");
        rule("answer reply respond output", "\\s+only\\s+(?:with\\s+)?(?:the\\s+)?(?:number|id|index|" + KIND + ")\\b");
        rule(
                "all any every",
                "\\s+(?:the\\s+)?other\\s+" + KIND
                        + "s?\\s+(?:as\\s+)?(?:off[\\s-]topic|irrelevant|unrelated|spam|wrong)\\b");
        rule("only", "\\s+(?:want|accept|trust|choose|pick|select)\\s+this\\s+" + KIND + "\\b");

        rule(
                "select choose pick prefer name",
                "\\s+(?:this|it|me)(?:\\s+" + KIND + ")?\\s+as\\s+(?:your|the)\\s+(?:\\w+\\s+)?(?:" + TOP + "|winner)"
                        + NO_NOUN);
        rule(
                "grader ranker reranker llm",
                "\\s+(?:must|should|has\\s+to|shall)\\s+(?:\\w+\\s+)?(?:ignore|disregard|rank|grade|score|rate|place|prefer|choose|pick|output|return)\\b");
        rule(
                "you",
                "\\s+will\\s+be\\s+(?:penali[sz]ed|punished|rewarded|tipped|fired)\\s+(?:unless|if|when)\\s+(?:this|you\\s+(?:do\\s+not\\s+)?(?:rank|grade|choose|pick|place|prefer))\\b");
        rule(
                "verified certified confirmed selected",
                "\\s+(?:by\\s+(?:\\w+\\s+){1,4})?(?:as|to\\s+be)\\s+(?:the\\s+)?(?:most\\s+|perfectly\\s+|fully\\s+|highly\\s+)?relevant\\b");
        rule(
                "to not",
                "\\s+(?:rank|grade|score|rate|place)\\s+this\\s+(?:" + KIND
                        + "\\s+)?(?:\\w+\\s+)?(?:below|lower|under|anywhere)\\b");

        // Forging the verdict or the structure around it.
        rule("[", "\\d{1,4}]\\s*>\\s*\\[\\d{1,4}](?:\\s*>\\s*\\[\\d{1,4}])*+");
        rule("[", "\\d{1,4}]\\s*[:=]\\s*\\d+");
        rule("{", "\\s*[\"']?\\d{1,4}[\"']?\\s*:\\s*[\"']?\\d[^}\\n]{0,200}}?");
        rule(
                "\" '",
                "(?:scores?|relevance|grades?|rankings?|rating|passage_id)[\"']\\s*:\\s*(?:\\[[\\d,\\s]*]?|[\"']?[\\w.]{1,10}[\"']?)");
        rule("relevance score grade rating", "(?:\\s+score)?\\s*[:=]\\s*(?:10|1\\.0|100|ten)\\b(?:\\s*/\\s*10)?");
        rule("relevance", "\\s+(?:score\\s+)?(?:of|is)\\s+(?:10|ten|1\\.0|100|maximal|perfect)\\b");
        rule(
                "score grade rank ranking relevance rating prompt instruction",
                "\\s+(?:override|hint|update|note|directive|correction)s?\\s*(?:[:=]|->)");
        rule("[", "\\[?\\s*(?:highly\\s+|most\\s+)?relevant\\s*]");
        rule(
                "begin start end",
                "\\s+(?:of\\s+)?(?:the\\s+)?(?:admin|system|developer|root|trusted)\\s+(?:message|section|instructions?|prompt|text)\\b");
        rule("<", "\\s*/?\\s*(?:passage|document|doc|query|candidate)\\b[^>\\n]{0,40}>");
        rule("end", "\\s+of\\s+(?:the\\s+)?(?:passages|documents|candidates|untrusted|query)\\b");
        rule("begin start", "\\s+(?:of\\s+)?(?:trusted|new)\\s+" + KIND);
        rule("task query assistant user developer", "(?<=(?:^|\\n)\\w{4,9})\\s*:\\s");
        rule("#", "#{0,3}\\s*(?:instructions?|system|task|response)\\b");

        // Addressing a reader that can only be a machine.
        rule(
                "note message instruction instructions attention memo notice hint reminder",
                "\\s+(?:to|for)\\s+(?:(?:the|any|all|an?)\\s+){0,2}" + JUDGE + "s?\\b");
        rule(
                "to",
                "\\s+(?:the|any|all|every|an?)\\s+(?:ais?|llms?|language\\s+models?|re-?rankers?|ranking\\s+(?:model|system)s?)\\s*[,:]");
        rule(
                "if any",
                "\\s+(?:an?\\s+|the\\s+|any\\s+)?(?:machine|bot|" + JUDGE
                        + ")\\s+(?:is\\s+)?(?:reads?|reading|sees?|processes|evaluates)\\b");
        rule(
                "assistant ai llm grader ranker reranker",
                "\\s+(?:reading|evaluating|grading|ranking|judging)\\s+this\\b|\\s*,\\s*(?:move|put|place|rank|give|choose|pick|select|return|output|please)\\b");
        rule("dear hey hello attention", "[\\s,:]+(?:the\\s+)?" + JUDGE + "\\b");
        rule("as", "\\s+an?\\s+(?:helpful\\s+)?(?:ai|llm|language\\s+model)\\b(?:\\s+\\w+)?");
        rule("as", "\\s+(?:an?|the)\\s+(?:re-?ranker|grader|relevance\\s+(?:judge|assessor|grader|model))\\b");
        rule("if", "\\s+you\\s+are\\s+an?\\s+" + JUDGE + "\\b");
        rule(
                "you",
                "\\s+(?:must|should|will|have\\s+to)\\s+(?:always\\s+)?(?:rank|grade|score|rate|prefer|output|place)\\b");
    }

    private SuspiciousWords() {}

    /** @param starts words or symbols, separated by blanks; the rule begins with any of them */
    private static void rule(String starts, String rest) {
        for (String start : starts.split(" ")) {
            RULES.computeIfAbsent(start, word -> new ArrayList<>()).add(Pattern.compile(rest));
            LENGTHS[start.charAt(0)] |= 1 << start.length();
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
            if (!mayStart(folded.charAt(start), end - start)) {
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

    private static boolean mayStart(char first, int length) {
        return first < LENGTHS.length && length < Integer.SIZE && (LENGTHS[first] & 1 << length) != 0;
    }

    /** The end of the word that starts here; any character but a letter or a digit is a word of its own. */
    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return Math.max(end, start + 1);
    }
}
