package dev.langchain4j.model.openrouter.internal.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads only the ids out of {@code GET /models}, which is several megabytes of JSON. */
final class ModelIdsReader {

    private ModelIdsReader() {}

    static List<String> read(byte[] body, int length) throws IOException {
        List<String> ids = new ArrayList<>();
        try (JsonParser json = Json.parser(body, 0, length)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (json.nextToken() == JsonToken.START_ARRAY && name.equals("data")) {
                    readModels(json, ids);
                } else {
                    json.skipChildren();
                }
            }
        }
        return ids;
    }

    private static void readModels(JsonParser json, List<String> ids) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("id")) {
                    ids.add(json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
    }
}
