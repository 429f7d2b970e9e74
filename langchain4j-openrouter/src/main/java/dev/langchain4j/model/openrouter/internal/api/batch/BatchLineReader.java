package dev.langchain4j.model.openrouter.internal.api.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.api.error.RedactedError;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.http.Secrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of results. The body of a response stays as bytes: the reader of its endpoint reads it, as it reads a
 * live answer.
 *
 * @param source the bytes of the parser
 * @param secrets are removed from errors
 */
record BatchLineReader(byte[] source, Secrets secrets) {

    /** Null if the value is not an array. */
    @Nullable
    List<BatchLine> lines(JsonParser json) throws IOException {
        if (!JsonValues.isArray(json)) {
            return null;
        }
        List<BatchLine> lines = new ArrayList<>();
        while (JsonValues.nextObject(json)) {
            lines.add(line(json));
        }
        return lines;
    }

    private BatchLine line(JsonParser json) throws IOException {
        String id = null;
        String customId = null;
        Response response = Response.NONE;
        Object error = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "id" -> id = JsonValues.label(json);
                case "custom_id" -> customId = JsonValues.label(json);
                case "error" -> error = JsonValues.valueOr(error, json);
                case "response" -> response = response(json, response);
                default -> json.skipChildren();
            }
        }
        error = error == null ? response.error() : error;
        return new BatchLine(id, customId, response.status(), response.body(), error(error), members(error), secrets);
    }

    /** What an endpoint answered to a line. */
    private record Response(
            @Nullable Integer status,
            byte @Nullable [] body,
            @Nullable Object error) {

        static final Response NONE = new Response(null, null, null);
    }

    /** @param before what was read of another member of this name */
    private Response response(JsonParser json, Response before) throws IOException {
        if (!JsonValues.isObject(json)) {
            return before;
        }
        Integer status = before.status();
        byte[] body = before.body();
        Object error = before.error();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "status_code" -> status = JsonValues.integer(json);
                case "body" -> body = bytes(json);
                case "error" -> error = JsonValues.valueOr(error, json);
                default -> json.skipChildren();
            }
        }
        return new Response(status, body, error);
    }

    /** @param before an error that was read earlier, which counts if this one is null */
    @Nullable
    ApiError error(JsonParser json, @Nullable ApiError before) throws IOException {
        ApiError own = error(JsonValues.value(json));
        return own == null ? before : own;
    }

    private @Nullable ApiError error(@Nullable Object member) {
        ApiError error = ApiErrorReader.ofMember(member);
        return error == null ? null : RedactedError.of(error, secrets);
    }

    /** The value as it was sent; null for null. */
    private byte @Nullable [] bytes(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        int start = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        json.finishToken();
        return Arrays.copyOfRange(source, start, (int) json.currentLocation().getByteOffset());
    }

    private Map<String, Object> members(@Nullable Object error) {
        return error instanceof Map<?, ?> map ? secrets.removedFromMembers(map) : Map.of();
    }
}
