package dev.langchain4j.model.openrouter.internal.api.error;

import dev.langchain4j.model.openrouter.internal.api.json.JsonValueWriter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises errors by their messages: in recorded traffic no failed chat has {@code availability} or
 * {@code error_type}, so only status and message remain.
 */
public final class ErrorWords {

    /** With or without quotes; in the group of the given name. */
    private static final String ID = "[\"'`]?(?<%s>[^\\s\"'`]+)[\"'`]?";

    private static final String NOT_VALID = "(?:^|\\s)" + ID.formatted("invalid")
            + "\\s++(?:is|are) not (?:a )?valid (?:\\w+ )?model (?:ID|slug|name)s?\\b(?! for)";

    /** The form of embeddings. Only an id has quotes, a digit, a slash or a colon: other things of a model can be missing. */
    private static final String NOT_FOUND = "\\bmodel (?=[\"'`]|[^\\s\"'`]*[\\d/:])" + ID.formatted("unknown")
            + " (?:does not exist|(?:was |is )?not found)\\b";

    private static final Pattern NO_SUCH_MODEL = Pattern.compile(NOT_VALID + "|" + NOT_FOUND, Pattern.CASE_INSENSITIVE);

    /** Some words of the same sentence. */
    private static final String WITHIN_THE_SENTENCE = "(?:(?!\\.\\s).){0,120}?";

    /** The id that nobody serves, without the end of the sentence. It has a slash: {@code this model} is none. */
    private static final Pattern NOT_SERVED = Pattern.compile(
            "^no endpoints? (?:found|available) for [\"'`]?([^\\s\"'`/]+/[^\\s\"'`]*[^\\s\"'`.,;:!])",
            Pattern.CASE_INSENSITIVE);

    /** Without {@link #NOT_SERVED}. */
    private static final Pattern PREFERENCE = Pattern.compile(
            "\\bno (?:endpoints?|models?|(?:allowed )?providers?)\\b" + WITHIN_THE_SENTENCE
                    + "\\b(?:that (?:can )?(?:supports?|handle|meet|satisfy)|supporting|match(?:ing)? your"
                    + "|match your request and|for the selected model)\\b"
                    + "|\\bno endpoints? (?:found|available) (?:that|which|matching|with|within|under|below|in)\\b"
                    + "|^all providers have been ignored\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SUPPORT = Pattern.compile(
            "\\b(?:that (?:can )?(?:supports?|handle)|supporting) (?:the )?(?:provided |requested )?(.{1,200}?)(?:\\.(?:\\s|$)|$)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern MATCHING =
            Pattern.compile("\\bmatch(?:ing)? your (.{1,200}?)(?:\\s*[(:]|\\.(?:\\s|$)|$)", Pattern.CASE_INSENSITIVE);

    private static final String LIMITED_THING =
            "(?:key|workspace|guardrail|member|organi[sz]ation|user|spend(?:ing)?|credit|daily|weekly|monthly|total)\\b";
    private static final String LIMIT_WORD = "\\b(?<!rate )(?:limit|budget|cap)\\b";
    private static final String USED_UP = "\\b(?:exceed(?:s|ed)?|reached|hit|used up|exhausted|r[au]n out of)\\b";

    private static final Pattern LIMIT = Pattern.compile(
            "\\b(" + LIMITED_THING + ".{0,60}?" + LIMIT_WORD + ".{0,60}?" + USED_UP + "(?:\\s*\\([^)]{1,80}\\))?" + "|"
                    + USED_UP + ".{0,30}?\\b" + LIMITED_THING + ".{0,30}?" + LIMIT_WORD + "|\\bbudget .{0,20}?"
                    + USED_UP
                    + ")",
            Pattern.CASE_INSENSITIVE);

    /**
     * Ids of models and addresses, whose words say nothing about the content; not words with a slash between them. The
     * last plus keeps Java from recursion, whose stack an address with many slashes would overflow.
     */
    private static final Pattern NAME = Pattern.compile(
            "(?<![\\w.:~@-])(?=[^\\s\"']{0,80}(?:[\\d-]|://|\\.\\w))[\\w.:~@-]++(?:\\\\?/[\\w.:~@#?=&%+-]*+)++");

    private static final Pattern REFUSES_CONTENT = Pattern.compile(
            "usage (?:guidelines?|polic)|content[_ -]?(?:polic|filter|guidelines?|management)|(?<!-)safety"
                    + "|(?<![\\w-])(?:content|child)-safety(?!-)|polic(?:y|ies)(?:Violation)?\\b"
                    + "|(?<!-)moderation|inappropriate|harmful|prohibited[_ ]content|datainspectionfailed",
            Pattern.CASE_INSENSITIVE);

    /** Says that the content is refused, in OpenRouter's own message, which also speaks of the policies of accounts. */
    private static final Pattern FLAGS_CONTENT = Pattern.compile(
            "\\bflagged\\b|requires moderation|usage (?:guidelines?|polic)|content[_ -]?(?:polic|filter|guidelines?)"
                    + "|prompt injection|safety system",
            Pattern.CASE_INSENSITIVE);

    /** Policies about access, not about content, and accounts that are shut out. */
    private static final Pattern REFUSES_CALLER = Pattern.compile(
            "(?:identity|resource|session|role)-based policy|service control polic|access polic|iam polic|\\biam\\b"
                    + "|data (?:retention )?polic|privacy polic"
                    + "|\\b(?:account|organi[sz]ation|user|key|team|access) (?:has been|have been|was|is) "
                    + "(?:flagged|suspended|banned|blocked|disabled|deactivated|terminated|revoked)",
            Pattern.CASE_INSENSITIVE);

    /** What is before and behind a text that is a value in JSON; backslashes if that JSON is itself in a text of JSON. */
    private static final String BEFORE_VALUE = "\"\\s*+:\\s*+\\\\*+\"";

    private static final String BEHIND_VALUE = "\\\\*+\"";

    /** A refusal with a status other than 403: codes, which are values in JSON, and phrases without another meaning. */
    private static final Pattern REFUSES_CONTENT_PLAINLY = Pattern.compile(
            BEFORE_VALUE + "(?:content_policy_violation|content_filter|moderation_blocked|data_inspection_failed"
                    + "|PROHIBITED_CONTENT|DataInspectionFailed|ResponsibleAIPolicyViolation)" + BEHIND_VALUE
                    + "|content management policy|content filtering policy|new_sensitive"
                    + "|violat(?:es?|ing) (?:our |the )?(?:usage|content|safety)"
                    + "|safety system",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_SUCH_PATH = Pattern.compile(
            "(?:(?:the )?(?:requested )?(?:resource|route|path|page|url|endpoint) )?(?:was )?not found"
                    + "(?: on th(?:is|e) server\\b.*)?[.!]?"
                    + "|no route matched\\b.*|(?:unknown request url:|invalid url \\(|cannot (?:get|post) /).*",
            Pattern.CASE_INSENSITIVE);

    /**
     * The input, in the words of OpenRouter, OpenAI and xAI; OpenAI, Anthropic, SGLang and llama.cpp; Anthropic and
     * Bedrock; Gemini; Groq; Moonshot. An answer that may get too long ({@code max_tokens}) is another thing.
     */
    private static final Pattern TOO_LONG = Pattern.compile(
            "\\bmax(?:imum)? (?:context (?:length|window|size)|prompt length)\\b"
                    + "|\\b(?:exceed(?:s|ed)?|longer than) (?:[\\w']+ ){0,3}context (?:length|window|size|limit)\\b"
                    + "|\\b(?:prompt|input) is too long\\b"
                    + "|\\binput token count\\b.{0,40}\\b(?:exceeds|supports)\\b"
                    + "|\\breduce the length of the (?:messages|prompt|input)\\b"
                    + "|\\bexceeded model token limit\\b",
            Pattern.CASE_INSENSITIVE);

    private static final String ENDPOINT = "\\b(?<endpoint>chat/completions|embeddings|rerank|decisions|images"
            + "|audio/speech|audio/transcriptions)\\b";

    /** OpenRouter does not document the form of the detail. */
    private static final Pattern ENDPOINT_OF_DETAIL =
            Pattern.compile("(?:.*\\buse\\b)?.*?" + ENDPOINT, Pattern.CASE_INSENSITIVE);

    /** "X is an embedding model and cannot be used with the chat/completions endpoint. Use the /embeddings endpoint". */
    private static final Pattern OF_ANOTHER_ENDPOINT = Pattern.compile(
            "\\bis an? [\\w -]{1,30} model and cannot be used with the \\S{1,40} endpoint\\b"
                    + "(?:\\W{1,3}use the [\\w/]{0,12}/" + ENDPOINT + ")?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern MANY = Pattern.compile(
            "batch|\\binputs?\\b|\\btexts?\\b|\\bitems?\\b|\\barray\\b|\\bdocuments?\\b|\\binstances?\\b|\\brequests?\\b"
                    + "|\\bcontents?\\b|\\btokens?\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LIMITED = Pattern.compile(
            "\\bmax|limit|at most|exceed|too (?:many|long|large)|larger than|more than|less than|up to|no more",
            Pattern.CASE_INSENSITIVE);

    private ErrorWords() {}

    /** @param raw the upstream's own answer, in any quoted form; null if there is none */
    static ErrorKind kindOf(int status, String message, @Nullable Object raw) {
        if ((status == 400 || status == 404) && NO_SUCH_MODEL.matcher(message).find()) {
            return ErrorKind.NO_SUCH_MODEL;
        }
        if (status == 404 && PREFERENCE.matcher(message).find()) {
            return ErrorKind.PREFERENCE_EXCLUDES_ALL;
        }
        if ((status == 403 || status == 402) && LIMIT.matcher(message).find()) {
            return ErrorKind.SPENDING_LIMIT;
        }
        boolean refused = raw != null && refusesContent(status, REFUSES_CONTENT, json(raw))
                || refusesContent(status, FLAGS_CONTENT, message);
        return refused ? ErrorKind.CONTENT_REFUSED : ErrorKind.AS_REPORTED;
    }

    /** @param refusal what refuses the content with status 403 */
    private static boolean refusesContent(int status, Pattern refusal, String words) {
        return switch (status) {
            case 403 -> refuses(refusal, words);
            case 400, 422 -> refuses(REFUSES_CONTENT_PLAINLY, words);
            default -> false;
        };
    }

    private static boolean refuses(Pattern content, String words) {
        String withoutNames = NAME.matcher(words).replaceAll("");
        return content.matcher(withoutNames).find()
                && !REFUSES_CALLER.matcher(words).find();
    }

    /** Codes are told from words by their quotes. */
    private static String json(Object raw) {
        return raw instanceof String text
                ? text
                : JsonValueWriter.toJson(Map.of("raw", raw)).getValue();
    }

    /** Whether an upstream refuses a request because it is too large: too many inputs, or inputs too long. */
    public static boolean isAboutSize(ApiError error) {
        if (error.status() != 400 && error.status() != 413 && error.status() != 422) {
            return false;
        }
        String words = error.message() + " " + error.upstreamMessage();
        return error.status() == 413
                || MANY.matcher(words).find() && LIMITED.matcher(words).find();
    }

    /** Whether the message says only that nothing was found: a wrong URL is as likely as a wrong model. */
    public static boolean isOnlyNotFound(ApiError error) {
        return error.status() == 404
                && error.availability() == null
                && error.knownType() != ErrorType.IMAGE_NOT_FOUND
                && NO_SUCH_PATH.matcher(error.message().strip()).matches();
    }

    /** The id that is unknown, or that nobody serves; null if the message does not name it. */
    public static @Nullable String missingModel(String message) {
        Matcher unknown = NO_SUCH_MODEL.matcher(message);
        if (unknown.find()) {
            return unknown.group("invalid") == null ? unknown.group("unknown") : unknown.group("invalid");
        }
        Matcher notServed = NOT_SERVED.matcher(message);
        return notServed.find() ? notServed.group(1) : null;
    }

    /**
     * The preference that excludes all endpoints, for example {@code tool use}; null if the message does not name it.
     */
    public static @Nullable String preference(String message) {
        for (Pattern pattern : new Pattern[] {SUPPORT, MATCHING}) {
            Matcher preference = pattern.matcher(message);
            if (preference.find()) {
                return preference.group(1).strip();
            }
        }
        return message.regionMatches(true, 0, "No allowed providers", 0, 20) ? "the providers that are allowed" : null;
    }

    /** Whether the preference is about the use of the data, not about the request's features. */
    public static boolean isAboutData(String message) {
        return MATCHING.matcher(message).find();
    }

    /** Whether the input, or the input and the longest answer together, do not fit into the model's context. */
    public static boolean isTooLong(ApiError error) {
        String words = error.message() + " " + error.upstreamMessage();
        return error.knownType() == ErrorType.CONTEXT_LENGTH_EXCEEDED
                || (error.status() == 400 || error.status() == 413)
                        && TOO_LONG.matcher(words).find();
    }

    /** Whether the model exists, but does not serve the endpoint that was called. */
    public static boolean isOfAnotherEndpoint(ApiError error) {
        return error.knownAvailability() == AvailabilityCode.WRONG_ENDPOINT
                || OF_ANOTHER_ENDPOINT.matcher(error.message()).find();
    }

    /** The endpoint that serves such a model, for example {@code rerank}; null if the error names none with a class. */
    public static @Nullable String endpointOfModel(ApiError error) {
        String named = endpoint(OF_ANOTHER_ENDPOINT.matcher(error.message()));
        boolean detailed = error.knownAvailability() == AvailabilityCode.WRONG_ENDPOINT
                && error.availability().constraintDetail() != null;
        return named == null && detailed
                ? endpoint(ENDPOINT_OF_DETAIL.matcher(error.availability().constraintDetail()))
                : named;
    }

    private static @Nullable String endpoint(Matcher words) {
        String named = words.find() ? words.group("endpoint") : null;
        return named == null ? null : named.toLowerCase(Locale.ROOT);
    }

    /** The limit that is used up, as OpenRouter names it; null if the message does not name it. */
    public static @Nullable String limit(String message) {
        Matcher limit = LIMIT.matcher(message);
        return limit.find() ? limit.group(1).strip() : null;
    }
}
