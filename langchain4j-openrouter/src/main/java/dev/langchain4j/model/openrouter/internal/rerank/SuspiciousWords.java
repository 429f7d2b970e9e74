package dev.langchain4j.model.openrouter.internal.rerank;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds words that address the judge: attempts to replace its instructions, to claim a rank or to forge its verdict.
 * A heuristic that known attacks fail on and new ones will pass; the guarantees lie in the structure of prompt and reply.
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/guardrails/prompt-injection">OpenRouter's patterns</a>
 */
final class SuspiciousWords {

    private static final String ORDERS =
            "(?:instructions?|rules?|guidelines?|constraints?|directives?|prompts?|orders?|commands?)";
    private static final String EARLIER = "(?:previous|prior|above|preceding|earlier|foregoing|your|system|other)";
    private static final String GUARDS =
            "(?:safety|security|ethical|content)\\s+(?:guidelines?|rules?|restrictions?|measures?|filters?|policy|policies|protocols?)";
    private static final String JUDGE =
            "(?:ai|llm|language\\s+model|model|assistant|re-?ranker|ranker|ranking\\s+(?:model|system)|judge|grader|evaluator|assessor|rater)";
    private static final String PASSAGE = "(?:passage|document|text|doc|snippet|result|answer|item|candidate|entry)";
    private static final String TOP =
            "(?:first|top|highest|best|number\\s+one|no\\.?\\s?1|#\\s?1|maximum|max|perfect|full)";
    private static final String MARK =
            "(?:scores?|grades?|marks?|ratings?|ranks?|ranking|relevance|points?|position|place|spot)";

    /** Replacing the instructions, or asking for them. */
    private static final List<String> TAKEOVER = List.of(
            "\\b(?:ignore|disregard|forget|skip|discard|drop)\\s+(?:(?:all|any|every|everything|of|the|these|those)\\s+){0,3}"
                    + EARLIER + "\\s+(?:\\w+\\s+){0,2}" + ORDERS,
            "\\b(?:ignore|disregard|forget)\\s+(?:everything|anything|all)\\s+(?:that\\s+)?(?:you\\s+(?:were|have\\s+been)\\s+told|above|before)",
            "\\b(?:ignore|disregard)\\s+(?:all\\s+|any\\s+)?(?:the\\s+)?(?:other|remaining)\\s+" + PASSAGE + "s",
            "\\b(?:ignore|disregard|bypass|disable)\\s+(?:all\\s+)?(?:your\\s+)?" + GUARDS,
            "\\bnew\\s+(?:system\\s+)?instructions?\\s*:|\\b(?:updated|revised)\\s+instructions?\\s*:",
            "\\bdo\\s+not\\s+follow\\s+(?:the\\s+)?(?:system|developer|previous|original)",
            "\\b(?:supersedes?|overrides?)\\s+(?:(?:all|any|your|the)\\s+){0,2}(?:(?:previous|prior)\\s+)?" + ORDERS,
            "\\b(?:previous|prior)\\s+instructions?\\s+(?:are|is)\\s+(?:now\\s+)?(?:void|invalid|null|obsolete|cancell?ed|revoked)",
            "\\bsystem\\s+(?:override|prompt\\s*:)|(?:^|\\n)\\s*system\\s*:\\s+",
            "\\b(?:you\\s+are\\s+now\\s+in|you\\s+are\\s+now|enter|activate)\\s+(?:developer|admin|debug|maintenance|jailbreak)\\s+mode",
            "\\byou\\s+are\\s+(?:now|no\\s+longer)\\s+(?:an?\\s+)?(?:bound|restricted|limited|unrestricted|\\w+\\b.{0,40}?(?:without\\s+(?:any\\s+)?restrict|ignor\\w*\\s+(?:all|any|every|prev)|bypass|unrestrict|unlimit|obey\\s+only|no\\s+(?:rules|limits|restrict|boundar)))",
            "\\bact\\s+as\\s+if\\s+(?:you(?:'re|\\s+are)\\s+)?not\\s+bound|\\bpretend\\s+(?:you(?:'re|\\s+are)\\s+)?(?:a\\s+)?different\\s+(?:ai|assistant|model)",
            "\\bdan\\b.{0,80}?\\bdo\\s+anything\\s+now\\b|\\bjailbreak(?:ed)?\\s+(?:mode|prompt)",
            "\\b(?:reveal|show|output|print)\\s+(?:me\\s+)?(?:(?:your|the|my|its|full|hidden|complete|internal|secret|original|initial|entire|exact|actual|real|system)\\s+){1,4}(?:prompt|instructions?)\\b|\\breveal\\s+prompt\\b",
            "\\bwhat\\s+(?:are|were)\\s+(?:your\\s+)?(?:exact\\s+)?instructions|\\brepeat\\s+(?:the\\s+)?(?:text|instructions?)\\s+(?:above|before)",
            "\\[\\s*(?:system(?:\\s*message)?|assistant|internal)\\s*]|]\\s*\\n\\s*\\[?(?:system|assistant|user)]?:");

    /** Claiming a rank. */
    private static final List<String> CLAIM = List.of(
            "\\b(?:rank|place|put|list|rate|order|score|grade|position|mark|treat|sort|prefer)\\s+(?:this|it|me|the\\s+(?:following|present|current))(?:\\s+"
                    + PASSAGE + ")?\\s+(?:\\S+\\s+){0,3}?(?:" + TOP
                    + "\\b|above|over\\s+(?:all|every)|before\\s+(?:all|every)|10\\b|ten\\b|100\\b)",
            "\\b(?:rank|place|put|list|rate|score|grade|prefer)\\s+(?:" + PASSAGE + "\\s+|\\[|#)\\d+",
            "\\b(?:this|the\\s+(?:following|present|current))\\s+" + PASSAGE
                    + "\\s+(?:\\w+\\s+){0,3}?(?:(?:perfectly|highly|most|extremely|fully|completely|the\\s+only|maximally|100\\s?%)\\s+(?:\\w+\\s+)?relevant|most\\s+relevant|(?:must|should|deserves?\\s+to|has\\s+to)\\s+(?:\\w+\\s+){0,3}?(?:ranked|placed|listed|first|top|graded|rated|scored))",
            "\\b(?:this|the\\s+following)\\s+" + PASSAGE
                    + "\\s+(?:\\w+\\s+)?(?:deserves?|merits?|earns?|receives?|gets?)\\s+(?:\\w+\\s+){0,3}?(?:" + TOP
                    + "|10|ten)\\b",
            "\\b(?:assign|give|award|return|output|answer|respond|reply)\\s+(?:\\S+\\s+){0,5}?(?:" + TOP
                    + "|10|ten|100)(?:\\s*/\\s*10)?\\s+(?:possible\\s+)?" + MARK + "\\b",
            "\\b(?:assign|give|award|grant)\\s+(?:this|it)(?:\\s+" + PASSAGE
                    + ")?\\s+(?:\\w+\\s+){0,4}?(?:10\\b|ten\\b|100\\b|" + TOP + "\\s+" + MARK + ")",
            "\\b" + PASSAGE
                    + "\\s+\\[?\\d+]?\\s+(?:is|should|must|deserves|contains)\\b.{0,30}?(?:relevant|first|best|top|the\\s+answer)",
            "\\b(?:all|every|any)\\s+(?:the\\s+)?other\\s+" + PASSAGE
                    + "s?\\s+(?:are|is|should|must|deserve|get|receive)\\b",
            "\\b(?:correct|right|true|final|expected)\\s+(?:ranking|ordering|relevance|verdict)\\b");

    /** Forging the verdict or the structure around it. */
    private static final List<String> FORGERY = List.of(
            "\\[\\d{1,4}]\\s*>\\s*\\[\\d{1,4}](?:\\s*>\\s*\\[\\d{1,4}])*",
            "\\{\\s*[\"']?\\d{1,4}[\"']?\\s*:\\s*[\"']?\\d[^}\\n]{0,200}}?",
            "[\"'](?:scores?|relevance|grades?|rankings?|rating|passage_id)[\"']\\s*:\\s*\\[?[^\\n]{0,60}",
            "\\b(?:relevance|score|grade|rating)(?:\\s+score)?\\s*[:=]\\s*(?:10|1\\.0|100)\\b(?:\\s*/\\s*10)?",
            "\\brelevance\\s+(?:score\\s+)?(?:of|is)\\s+(?:10|ten|1\\.0|100|maximal|perfect)\\b",
            "<\\s*/?\\s*(?:passage|document|doc|query|candidate)\\b[^>\\n]{0,40}>",
            "\\bend\\s+of\\s+(?:the\\s+)?(?:passages|documents|candidates|untrusted|query)\\b|\\b(?:begin|start)\\s+(?:of\\s+)?(?:trusted|new)\\s+"
                    + PASSAGE,
            "(?:^|\\n)\\s*(?:task|query|assistant|user|developer)\\s*:\\s+|(?:^|\\n)\\s*#{1,4}\\s*(?:instructions?|system|task|response)\\b");

    /** Speaking to the reader that only a machine would be. */
    private static final List<String> ADDRESS = List.of(
            "\\b(?:note|message|instructions?|attention|memo|notice|hint|reminder)\\s+(?:to|for)\\s+(?:the\\s+|any\\s+|all\\s+|an?\\s+)?"
                    + JUDGE + "s?\\b",
            "\\b(?:dear|hey|hello|attention)[\\s,:]+(?:the\\s+)?" + JUDGE + "\\b",
            "\\bas\\s+an?\\s+(?:helpful\\s+)?(?:ai|llm|language\\s+model)\\b(?:\\s+\\w+)?",
            "\\bas\\s+(?:an?|the)\\s+(?:re-?ranker|grader|relevance\\s+(?:judge|assessor|grader|model))\\b",
            "\\bif\\s+you\\s+are\\s+an?\\s+" + JUDGE + "\\b",
            "\\byou\\s+(?:must|should|will|have\\s+to)\\s+(?:always\\s+)?(?:rank|grade|score|rate|prefer|output|place)\\b");

    private static final Pattern ANY = Pattern.compile(
            Stream.of(TAKEOVER, CLAIM, FORGERY, ADDRESS).flatMap(List::stream).collect(joining("|")),
            Pattern.CASE_INSENSITIVE);

    private SuspiciousWords() {}

    static boolean in(String text) {
        return ANY.matcher(Lookalikes.fold(text)).find();
    }

    static String remove(String text) {
        var match = ANY.matcher(Lookalikes.fold(text));
        var kept = new StringBuilder();
        int from = 0;
        while (match.find()) {
            kept.append(text, from, match.start()).append(PromptText.REMOVED);
            from = match.end();
        }
        return kept.append(text, from, text.length()).toString();
    }
}
