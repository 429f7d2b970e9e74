package dev.langchain4j.model.openrouter.internal.api.rerank;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.error.ReportedError;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswer.Result;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageReader;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the answer to a rerank request. Echoed documents are skipped; values of an unexpected kind count as not
 * reported. One reader reads one answer.
 */
public final class RerankAnswerReader {

    /** Finite, with room for those that must differ from it. */
    private static final double HIGHEST = 1e300;

    private final ReportedError error = new ReportedError();

    private RerankAnswerReader() {}

    /**
     * Reads a whole body, in the first {@code length} bytes.
     *
     * @throws IOException if the body is not JSON or ends too early
     */
    public static RerankAnswer read(byte[] body, int length) throws IOException {
        try (JsonParser json = Json.answerParser(body, 0, length)) {
            return new RerankAnswerReader().read(json);
        }
    }

    private RerankAnswer read(JsonParser json) throws IOException {
        String id = null;
        String model = null;
        String provider = null;
        List<Result> results = List.of();
        Usage usage = null;
        JsonValues.begin(json);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "id" -> id = JsonValues.name(json);
                case "model" -> model = JsonValues.name(json);
                case "provider" -> provider = JsonValues.name(json);
                case "results" -> results = results(json);
                case "usage" -> usage = UsageReader.read(json, usage);
                default -> error.readOrSkip(name, json);
            }
        }
        JsonValues.ensureEnd(json);
        return new RerankAnswer(id, model, provider, results, usage, error.get(), null);
    }

    private List<Result> results(JsonParser json) throws IOException {
        List<Result> results = new ArrayList<>();
        if (!JsonValues.isArray(json)) {
            return results;
        }
        while (JsonValues.nextObject(json)) {
            results.add(result(json));
        }
        return results;
    }

    private Result result(JsonParser json) throws IOException {
        Integer index = null;
        double score = Double.NaN;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "index" -> index = JsonValues.place(json);
                case "relevance_score" -> score = score(json);
                case "error" -> error.readError(json);
                default -> json.skipChildren();
            }
        }
        return new Result(index, score);
    }

    private static double score(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            return finite(json.getDoubleValue());
        }
        BigDecimal number = JsonValues.decimal(json);
        return number == null ? Double.NaN : finite(number.doubleValue());
    }

    private static double finite(double number) {
        return Math.abs(number) <= HIGHEST ? number + 0.0 : Double.NaN; // + 0.0: core orders -0.0 below 0.0
    }
}
