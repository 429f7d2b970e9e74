package dev.langchain4j.model.openrouter.internal.api.error;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError.Availability;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an error from any envelope: OpenRouter's own with and without routing data, those of its other endpoints, that
 * of a choice, plain texts, validation reports, pages of a proxy, an empty body. Never throws: an unreadable error must
 * not hide the status.
 */
public final class ApiErrorReader {

    private static final BigDecimal MAX_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(365).toSeconds());

    /** How an envelope begins, to recognise one whose connection was lost. */
    private static final Pattern ENVELOPE = Pattern.compile("\\s*\\{\\s*\"error\"\\s*:");

    private static final int BEGINNING = 64;

    /** What the content of an answer looks like in a body that cannot be read. */
    private static final Pattern ANSWER = Pattern.compile("\"(?:(?:choices|data|results)\"\\s*:\\s*\\[\\s*\\{"
            + "|answers\"\\s*:\\s*\\{\\s*\""
            + "|(?<!text\"\\s{0,9},\\s{0,9}\")text\"\\s*:\\s*\"[^\"])"); // of a transcript, not of a request's part

    private ApiErrorReader() {}

    /** @param httpStatus of the response, used if the body has no status itself */
    public static ApiError read(int httpStatus, byte[] body) {
        Map<?, ?> envelope = envelope(body);
        if (envelope != null) {
            return ofEnvelope(httpStatus, members(envelope));
        }
        // a page, a text, or JSON cut off: its text is still the best explanation, unless it is of an answer
        String text = new String(body, 0, Math.min(body.length, 64 * 1024), StandardCharsets.UTF_8);
        return ofEnvelope(httpStatus, Map.of("error", ANSWER.matcher(text).find() ? "" : text));
    }

    /**
     * Whether the body is an object with an {@code error} or a {@code message}, as every error of OpenRouter's API is,
     * or the beginning of one with an {@code error}. Every other body comes from a proxy or from a web server at
     * another address.
     */
    public static boolean isEnvelope(byte[] body) {
        Map<?, ?> envelope = envelope(body);
        if (envelope == null) {
            String beginning = new String(body, 0, Math.min(body.length, BEGINNING), StandardCharsets.UTF_8);
            return ENVELOPE.matcher(beginning).lookingAt();
        }
        return errorOf(envelope) != null
                || envelope.get("response") instanceof Map<?, ?>
                || envelope.get("message") instanceof String;
    }

    /**
     * Whether the body of a failure has vectors, images, documents, decisions or a transcript, or was an answer that
     * cannot be read.
     */
    public static boolean mayHaveContent(byte[] body, int length) {
        Map<?, ?> envelope = envelope(length == body.length ? body : Arrays.copyOf(body, length));
        if (envelope == null) {
            return ANSWER.matcher(new String(body, 0, length, StandardCharsets.UTF_8))
                    .find();
        }
        return envelope.get("data") instanceof List<?> data && !data.isEmpty()
                || envelope.get("results") instanceof List<?> results && !results.isEmpty()
                || envelope.get("answers") instanceof Map<?, ?> answers && !answers.isEmpty()
                // alone, or beside the words of a proxy, it may be an explanation
                || envelope.get("text") instanceof String text
                        && !text.isBlank()
                        && envelope.get("error") instanceof Map;
    }

    /** Whether an event was an object, and cannot be read. */
    public static boolean isDamagedObject(byte[] event) {
        return event.length > 0 && event[0] == '{' && envelope(event) == null;
    }

    /** The object of the body, or the first one of a list, which some upstreams send; null if there is none. */
    private static @Nullable Map<?, ?> envelope(byte[] body) {
        try (JsonParser json = Json.parser(body)) {
            json.nextToken();
            Object value = JsonValues.value(json);
            Object first = value instanceof List<?> list && !list.isEmpty() ? list.get(0) : value;
            return first instanceof Map<?, ?> envelope ? envelope : null;
        } catch (IOException | RuntimeException notJson) {
            return null;
        }
    }

    /** The {@code error} member of an answer, a choice or a chunk; null if it is absent or null. */
    public static @Nullable ApiError ofMember(@Nullable Object error) {
        return error == null ? null : ofEnvelope(200, Map.of("error", error));
    }

    /** The same, with an {@code error_type} beside it. */
    public static ApiError ofMember(Object error, @Nullable String type) {
        return ofEnvelope(200, type == null ? Map.of("error", error) : Map.of("error", error, "error_type", type));
    }

    /** The {@code error} among the members of an answer, with what stands beside it; null if there is none. */
    public static @Nullable ApiError among(Map<String, Object> members) {
        return members.get("error") == null ? null : ofEnvelope(200, members);
    }

    /** An error that was read from a body, or from an element of it, with what stands beside it in the body. */
    public static ApiError withCompanions(ApiError error, byte[] body) {
        Map<String, Object> members = members(envelope(body));
        ApiError ofBody = among(members);
        return ofBody == null ? withCompanions(error, members) : ofBody;
    }

    private static ApiError withCompanions(ApiError error, Map<String, Object> envelope) {
        Map<String, Object> routing = members(envelope.get(ApiError.ROUTING));
        return error.ofAccount(text(envelope.get(ApiError.ACCOUNT))).routed(routing.isEmpty() ? null : routing);
    }

    /**
     * The error of {@link #ofMember} at the parser's place.
     *
     * @param before an error that was read earlier, which counts if this one is null
     */
    public static @Nullable ApiError member(JsonParser json, @Nullable ApiError before) throws IOException {
        ApiError own = ofMember(JsonValues.value(json));
        return own == null ? before : own;
    }

    /**
     * The error of an answer that has no content and no {@code error}; null if these members of it report none, such
     * as the notice of a queue.
     */
    public static @Nullable ApiError withoutEnvelope(Map<String, Object> members) {
        boolean reportsAnError = "error".equals(members.get("object"))
                || "error".equals(members.get("type"))
                || Boolean.FALSE.equals(members.get("success"))
                || saysSomething(members.get("errors"))
                || saysSomething(members.get("detail"))
                || members.get("message") instanceof String message
                        && !message.isBlank()
                        && !(members.get("status") instanceof String);
        return reportsAnError ? withCompanions(ofEnvelope(200, Map.of("error", members)), members) : null;
    }

    /** An empty list of errors is a report of success. */
    private static boolean saysSomething(@Nullable Object value) {
        return value != null
                && !(value instanceof String text && text.isBlank())
                && !(value instanceof Collection<?> list && list.isEmpty())
                && !(value instanceof Map<?, ?> map && map.isEmpty());
    }

    /**
     * The error of a success that has no content: without {@code error}, or in a list; null if it reports none.
     *
     * @param isEvent whether this is an event of a stream, which can have the id of its chunk
     */
    public static @Nullable ApiError inSuccess(byte[] body, boolean isEvent) {
        Map<?, ?> envelope = envelope(body);
        if (envelope == null || !isEvent && envelope.containsKey("id") || hasContent(envelope.get("data"))) {
            return null;
        }
        return envelope.get("error") != null ? ofEnvelope(200, members(envelope)) : withoutEnvelope(members(envelope));
    }

    private static boolean hasContent(@Nullable Object data) {
        return data instanceof List<?> list ? !list.isEmpty() : data != null;
    }

    private static ApiError ofEnvelope(int httpStatus, Map<String, Object> envelope) {
        Object member = errorOf(envelope);
        Map<String, Object> error = member instanceof Map<?, ?> map ? members(map) : Map.of();
        Map<String, Object> metadata = metadata(error, envelope);
        Availability availability = availability(members(error.get("availability")));
        String code = text(error.get("code"));
        List<String> types = texts(Arrays.asList(
                error.get("error_type"), metadata.get("error_type"), envelope.get("error_type"), error.get("type")));
        int status = status(httpStatus, error, availability, types, code);
        String upstream = ErrorText.in(metadata.get("raw"));
        String message = firstOf(
                ErrorText.in(error.get("message")),
                ErrorText.in(member),
                ErrorText.in(envelope),
                upstream,
                types.isEmpty() ? code : types.get(0));
        String words = message == null ? "HTTP " + status + " without an explanation" : ErrorText.presentable(message);
        return new ApiError(
                status,
                code,
                types,
                words,
                firstOf(text(metadata.get("provider_name")), text(error.get("provider_name"))),
                upstream,
                availability,
                metadata,
                ErrorWords.kindOf(status, words, metadata.get("raw")));
    }

    /** The error of an answer, of the response in an event of the Responses API, or of a choice; null for none. */
    private static @Nullable Object errorOf(Map<?, ?> envelope) {
        Object own = envelope.get("error");
        if (saysSomething(own)) {
            return own;
        }
        if (own == null && envelope.get("response") instanceof Map<?, ?> response) {
            return response.get("error");
        }
        return envelope.get("choices") instanceof List<?> choices
                ? choices.stream()
                        .map(choice -> members(choice).get("error"))
                        .filter(ApiErrorReader::saysSomething)
                        .findFirst()
                        .orElse(own)
                : own;
    }

    private static int status(
            int httpStatus,
            Map<String, Object> error,
            @Nullable Availability availability,
            List<String> types,
            @Nullable String code) {
        for (String member : List.of("code", "http_status", "status")) {
            Integer status = integer(error.get(member));
            if (status != null && status >= 400 && status <= 599) {
                return status;
            }
        }
        if (httpStatus < 200 || httpStatus >= 300) {
            return httpStatus;
        }
        // the failure came in an answer whose status reports success
        List<@Nullable String> kinds = new ArrayList<>(types);
        kinds.add(0, availability == null ? null : availability.code());
        kinds.add(code);
        return ErrorStatus.of(kinds);
    }

    private static @Nullable Availability availability(Map<String, Object> availability) {
        String code = text(availability.get("code"));
        if (code == null) {
            return null;
        }
        Map<String, Object> constraint = members(availability.get("constraint"));
        return new Availability(
                code,
                flag(availability.get("retryable")),
                seconds(availability.get("retry_after")),
                texts(availability.get("requested_models")),
                texts(availability.get("affected_providers")),
                texts(availability.get("excluded_by")),
                texts(availability.get("fallback_models")),
                text(constraint.get("field")),
                text(constraint.get("detail")),
                text(availability.get("docs_url")));
    }

    /**
     * The metadata of an error with what stands beside it: the field that was refused, the routing report, which
     * explains the failure, and the account.
     */
    private static Map<String, Object> metadata(Map<String, Object> error, Map<String, Object> envelope) {
        Map<String, Object> metadata = new LinkedHashMap<>(members(error.get("metadata")));
        addCompanion("param", error, metadata);
        addCompanion(ApiError.ROUTING, envelope, metadata);
        addCompanion(ApiError.ACCOUNT, envelope, metadata);
        return metadata;
    }

    private static void addCompanion(String name, Map<String, Object> beside, Map<String, Object> metadata) {
        Object companion = beside.get(name);
        if (companion instanceof Map<?, ?> || companion instanceof String) {
            metadata.putIfAbsent(name, companion);
        }
    }

    @SuppressWarnings("unchecked") // every map here was read from JSON
    private static Map<String, Object> members(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** A text, number or boolean; null if it is blank or structured. */
    private static @Nullable String text(@Nullable Object value) {
        if (value == null || value instanceof Map<?, ?> || value instanceof List<?>) {
            return null;
        }
        String text = value.toString().strip();
        return text.isEmpty() ? null : ErrorText.presentable(text);
    }

    private static List<String> texts(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .map(ApiErrorReader::text)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static @Nullable Integer integer(@Nullable Object value) {
        BigDecimal number = JsonValues.decimal(text(value));
        return number == null || number.precision() - number.scale() > 9 ? null : (Integer) number.intValue();
    }

    private static @Nullable Boolean flag(@Nullable Object value) {
        String text = text(value);
        return "true".equals(text) ? Boolean.TRUE : "false".equals(text) ? Boolean.FALSE : null;
    }

    private static @Nullable Duration seconds(@Nullable Object value) {
        BigDecimal seconds = JsonValues.decimal(text(value));
        if (seconds == null || seconds.signum() < 0) {
            return null;
        }
        return Duration.ofMillis(seconds.min(MAX_SECONDS).movePointRight(3).longValue());
    }

    private static @Nullable String firstOf(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}
