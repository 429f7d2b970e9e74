package dev.langchain4j.model.openrouter.internal.api.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion.Choice;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageReader;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a plain answer or a chunk of a stream, forward and without a tree. Unknown members are skipped, values of an
 * unexpected kind count as not reported; only text that is not JSON fails.
 *
 * <p>One reader reads the answers or chunks of one call, one after the other, on one thread at a time.
 */
public final class ChatCompletionReader {

    private final OneChoice answer = new OneChoice();
    private ChatCompletion last = ChatCompletion.NOTHING;
    private boolean hasDeltas; // that told something, in any chunk so far

    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String provider;
    private @Nullable Long created;
    private @Nullable String serviceTier;
    private @Nullable String systemFingerprint;
    private @Nullable Choice choice;
    private @Nullable Usage usage;
    private @Nullable ApiError error;
    private @Nullable Object reportedError;
    private @Nullable String errorType;
    private @Nullable String account;
    private @Nullable Map<String, Object> openrouterMetadata;
    private @Nullable ChatCompletion nested;
    private @Nullable Map<String, Object> complaint;
    private boolean hasChoices;

    /**
     * Reads a whole body, in the first {@code length} bytes.
     *
     * @throws IOException if the body is empty, is not JSON, ends too early or continues after the answer
     */
    public static ChatCompletion read(byte[] body, int length) throws IOException {
        try (JsonParser json = Json.answerParser(body, 0, length)) {
            JsonToken start = json.nextToken();
            if (start == null) {
                throw new IOException("empty body");
            }
            return new ChatCompletionReader().read(json, start);
        }
    }

    /**
     * Reads the one value of the parser. A value that is not an object, or no value, gives an answer without a choice.
     *
     * @throws IOException if the text is not JSON, ends too early or continues after the value
     */
    public ChatCompletion read(JsonParser json) throws IOException {
        hasChoices = false;
        return read(json, json.nextToken());
    }

    private ChatCompletion read(JsonParser json, @Nullable JsonToken start) throws IOException {
        if (start == JsonToken.START_OBJECT) {
            last = readObject(json);
        } else if (start == JsonToken.START_ARRAY) {
            last = readErrors(json);
        } else {
            json.skipChildren();
            last = ChatCompletion.NOTHING;
        }
        if (start != null) {
            JsonValues.ensureEnd(json);
        }
        return last;
    }

    /** Whether the last value was an answer or a chunk, even an empty one, and not something else. */
    public boolean wasPartOfAnswer() {
        return hasChoices || !last.equals(ChatCompletion.NOTHING);
    }

    /** Some upstreams send a list of errors; a list has no other meaning. */
    private ChatCompletion readErrors(JsonParser json) throws IOException {
        ChatCompletion found = ChatCompletion.NOTHING;
        while (JsonValues.nextObject(json)) {
            ChatCompletion element = readObject(json);
            found = found.error() == null && element.error() != null ? element : found;
        }
        return found;
    }

    private ChatCompletion readObject(JsonParser json) throws IOException {
        reset();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "id" -> id = repeated(json, last.id());
                case "model" -> model = repeated(json, last.model());
                case "provider" -> readProvider(json);
                case "created" -> created = JsonValues.time(json);
                case "service_tier" -> serviceTier = repeated(json, last.serviceTier());
                case "system_fingerprint" -> systemFingerprint = repeated(json, last.systemFingerprint());
                case "choices" -> readChoices(json);
                case "usage" -> usage = Usage.latest(usage, UsageReader.read(json));
                case "error" -> reportedError = JsonValues.valueOr(reportedError, json);
                case "response" -> readResponse(json);
                case "error_type" -> errorType = JsonValues.label(json);
                case "user_id" -> account = JsonValues.label(json);
                case "openrouter_metadata" -> openrouterMetadata = JsonValues.object(json);
                case "object" -> readObjectName(json);
                case "type", "message", "detail", "errors", "success", "status", "code" -> complain(name, json);
                default -> json.skipChildren();
            }
        }
        if (reportedError != null) {
            error = ApiErrorReader.ofMember(reportedError, errorType);
        } else if (choice == null && error == null && usage == null && complaint != null) {
            complaint.put("error_type", errorType);
            error = ApiErrorReader.withoutEnvelope(complaint);
        }
        if (error != null) {
            error = error.ofAccount(account);
        }
        if (nested != null && choice == null && error == null) {
            return nested;
        }
        return new ChatCompletion(
                id, model, provider, created, serviceTier, systemFingerprint, choice, usage, error, openrouterMetadata);
    }

    private void reset() {
        id = null;
        model = null;
        provider = null;
        created = null;
        serviceTier = null;
        systemFingerprint = null;
        choice = null;
        usage = null;
        error = null;
        reportedError = null;
        errorType = null;
        account = null;
        openrouterMetadata = null;
        nested = null;
        complaint = null;
    }

    /** In an event of the Responses API, such as {@code response.failed}: only its error is of interest. */
    private void readResponse(JsonParser json) throws IOException {
        Map<String, Object> response = JsonValues.object(json);
        if (reportedError == null && response != null) {
            reportedError = response.get("error");
        }
    }

    /** {@code chat.completion.chunk} in every chunk: only {@code error} is of interest. */
    private void readObjectName(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING && json.getTextLength() == "error".length()) {
            complain("object", json);
        } else {
            json.skipChildren();
        }
    }

    /** A member that no answer has: some servers report an error without the member {@code error}. */
    private void complain(String name, JsonParser json) throws IOException {
        complaint = complaint == null ? new LinkedHashMap<>() : complaint;
        complaint.put(name, JsonValues.value(json));
    }

    /** The provider's name; some answers arrived completely inside this member. */
    private void readProvider(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            provider = repeated(json, last.provider());
            return;
        }
        ChatCompletion inner = new ChatCompletionReader().readObject(json);
        if (inner.choice() != null || inner.error() != null) {
            nested = inner;
        }
    }

    /** Only the first answer, because one request asks for one; an error in another choice also fails it. */
    private void readChoices(JsonParser json) throws IOException {
        hasChoices = true;
        if (!JsonValues.isArray(json)) {
            return;
        }
        while (JsonValues.nextObject(json)) {
            Choice read = readChoice(json);
            Choice joined = choice == null ? read : choice.with(read);
            if (joined != null && answer.holds(read)) {
                choice = joined;
            } else {
                answer.reject(read);
                error = error == null ? read.error() : error;
            }
        }
    }

    private static @Nullable String finishReason(JsonParser json) throws IOException {
        String word = JsonValues.word(json);
        return FinishWord.of(word) == FinishWord.NONE ? null : word;
    }

    /** An object, or from some models only a number, which is kept as its {@code logprob}. */
    private static @Nullable Map<String, Object> logprobs(JsonParser json) throws IOException {
        if (!json.currentToken().isNumeric()) {
            return JsonValues.object(json);
        }
        BigDecimal logprob = JsonValues.decimal(json);
        return logprob == null ? null : Map.of("logprob", logprob);
    }

    /**
     * Prefers {@code delta} to {@code message}, because some gateways add the message so far to each delta; but not an
     * empty one, unless a delta has told something before.
     */
    private Choice readChoice(JsonParser json) throws IOException {
        Integer index = null;
        boolean hasRole = false;
        String finishReason = null;
        String nativeFinishReason = null;
        AnswerMessage message = null;
        AnswerMessage delta = null;
        Map<String, Object> logprobs = null;
        ApiError choiceError = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "index" -> index = JsonValues.integer(json);
                case "finish_reason" -> finishReason = finishReason(json);
                case "native_finish_reason" -> nativeFinishReason = JsonValues.word(json);
                case "message", "delta" -> {
                    var reader = new AnswerMessageReader();
                    AnswerMessage read = reader.read(json);
                    if (name.equals("delta")) {
                        delta = read == null ? delta : read;
                    } else {
                        message = read == null ? message : read;
                    }
                    hasRole |= reader.hasRole();
                    choiceError = reader.error() == null ? choiceError : reader.error();
                }
                case "logprobs" -> logprobs = logprobs(json);
                case "usage" -> usage = Usage.latest(UsageReader.read(json), usage);
                case "error" -> choiceError = ApiErrorReader.member(json, choiceError);
                default -> json.skipChildren();
            }
        }
        hasDeltas |= delta != null && !delta.addsNothing();
        boolean whole = delta == null || message != null && !hasDeltas;
        AnswerMessage told = whole ? message : delta;
        return new Choice(index, hasRole, finishReason, nativeFinishReason, told, whole, logprobs, choiceError);
    }

    /**
     * Null if blank. The chunks of a stream repeat these texts: the last String is reused instead of a copy per chunk.
     */
    private static @Nullable String repeated(JsonParser json, @Nullable String before) throws IOException {
        if (before == null
                || json.currentToken() != JsonToken.VALUE_STRING
                || json.getTextLength() != before.length()) {
            return JsonValues.name(json);
        }
        char[] characters = json.getTextCharacters();
        int offset = json.getTextOffset();
        for (int i = 0; i < before.length(); i++) {
            if (characters[offset + i] != before.charAt(i)) {
                return JsonValues.name(json);
            }
        }
        return before;
    }
}
