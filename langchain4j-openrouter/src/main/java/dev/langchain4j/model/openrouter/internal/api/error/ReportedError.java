package dev.langchain4j.model.openrouter.internal.api.error;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the error of an answer and what stands beside it, while the answer's members are read, in any order. */
public final class ReportedError {

    private @Nullable Object error;
    private @Nullable String type;
    private @Nullable String account;
    private @Nullable Map<String, Object> routing;

    /** Reads a member at the parser's place if it belongs to an error, else skips it. */
    public void readOrSkip(String name, JsonParser json) throws IOException {
        switch (name) {
            case "error" -> readError(json);
            case "error_type" -> type = JsonValues.label(json);
            case ApiError.ACCOUNT -> account = JsonValues.label(json);
            case ApiError.ROUTING -> routing = JsonValues.object(json);
            default -> json.skipChildren();
        }
    }

    /** Reads an {@code error} of the answer, or of an element of it. The last one counts. */
    public void readError(JsonParser json) throws IOException {
        error = JsonValues.valueOr(error, json);
    }

    /** Null if there is none. */
    public @Nullable ApiError get() {
        return error == null
                ? null
                : ApiErrorReader.ofMember(error, type).ofAccount(account).routed(routing);
    }
}
