package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.ApiException.Billing;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLine;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionReader;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswerReader;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.RedactedError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the answers in the lines of a batch's results, with the checks of live answers. */
public final class BatchLineAnswers {

    private BatchLineAnswers() {}

    /**
     * The answer of a line for chat completions.
     *
     * @throws ApiException if it is a failure
     */
    public static ChatAnswer chat(BatchLine line) {
        ChatCompletion completion = read(line, ChatCompletionReader::read);
        Optional<ApiError> failure = completion.failure();
        if (failure.isPresent()) {
            throw ApiException.ofPart(
                    redacted(failure.get(), line), completion.id(), null, completion, Billing.UNKNOWN);
        }
        byte[] body = body(line);
        return new ChatAnswer(completion, ResponseHead.NONE, () -> new String(body, StandardCharsets.UTF_8));
    }

    /**
     * The answer of a line for embeddings.
     *
     * @throws ApiException if it is a failure, or has not one vector per input of the request
     */
    public static EmbeddingsAnswer embeddings(BatchLine line, EmbeddingsRequest request) {
        EmbeddingsAnswer answer = read(line, EmbeddingsAnswerReader::read);
        Optional<ApiError> failure = answer.failure(request);
        if (failure.isPresent()) {
            throw new ApiException(redacted(failure.get(), line), answer.id(), null, answer.usage(), Billing.UNKNOWN);
        }
        return answer;
    }

    private static ApiError redacted(ApiError error, BatchLine line) {
        return RedactedError.of(error, line.secrets());
    }

    private static <T> T read(BatchLine line, Failures.BodyParser<T> parser) {
        byte[] body = body(line);
        try {
            return parser.read(body, body.length);
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            throw new ApiException(
                    ApiError.unexplained("the body of the line's response is not one complete JSON value"),
                    null,
                    null,
                    null,
                    Billing.UNKNOWN);
        }
    }

    private static byte[] body(BatchLine line) {
        return line.body() == null ? new byte[0] : line.body();
    }
}
