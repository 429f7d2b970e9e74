package dev.langchain4j.model.openrouter.internal.api.error;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError.Availability;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads an error from any envelope: OpenRouter's own with and without routing data, those of its other endpoints, that
 * of a choice, plain texts, validation reports. Never throws: an unreadable error must not hide the status.
 */
public final class ApiErrorReader {

    private static final BigDecimal MAX_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(365).toSeconds());

    private ApiErrorReader() {}

    /** The {@code error} member of an answer, a choice or a chunk; null if it is absent or null. */
    public static @Nullable ApiError ofMember(@Nullable Object error) {
        return error == null ? null : ofEnvelope(200, Map.of("error", error));
    }

    /** The {@code error} member with an {@code error_type} beside it. */
    public static ApiError ofMember(Object error, @Nullable String type) {
        return ofEnvelope(200, type == null ? Map.of("error", error) : Map.of("error", error, "error_type", type));
    }

    /** The {@code error} among the members of an answer, with what stands beside it; null if there is none. */
    public static @Nullable ApiError among(Map<String, Object> members) {
        return members.get("error") == null ? null : ofEnvelope(200, members);
    }

    /** The error with what stands beside it in its envelope. */
    static ApiError withCompanions(ApiError error, Map<String, Object> envelope) {
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

    /** @param httpStatus of the response, used if the envelope has no status itself */
    static ApiError ofEnvelope(int httpStatus, Map<String, Object> envelope) {
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
    static @Nullable Object errorOf(Map<?, ?> envelope) {
        Object own = envelope.get("error");
        if (saysSomething(own)) {
            return own;
        }
        if (envelope.get("response") instanceof Map<?, ?> response) {
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
    static Map<String, Object> members(@Nullable Object value) {
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
