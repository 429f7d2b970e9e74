package dev.langchain4j.model.openrouter.benchmarks;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionReader;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatRequestWriter;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessages;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswerReader;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The readers and writers of the wire alone, without a socket: a change to one of them shows here first. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireBenchmark {

    private final byte[] answer = CannedAnswer.body(Scenario.UNARY);
    private final byte[] largeAnswer = CannedAnswer.body(Scenario.LARGE_ANSWER);
    private final byte[] vectors = CannedAnswer.body(Scenario.EMBED);
    private final byte[] numbers = CannedAnswer.body(Scenario.EMBED_AS_FLOATS);
    private final ChatCompletionRequest conversation = conversation();

    @Benchmark
    public ChatCompletion readAnswer() throws IOException {
        return ChatCompletionReader.read(answer, answer.length);
    }

    @Benchmark
    public ChatCompletion readLargeAnswer() throws IOException {
        return ChatCompletionReader.read(largeAnswer, largeAnswer.length);
    }

    @Benchmark
    public EmbeddingsAnswer readVectorsOfBase64() throws IOException {
        return EmbeddingsAnswerReader.read(vectors, vectors.length);
    }

    @Benchmark
    public EmbeddingsAnswer readVectorsOfNumbers() throws IOException {
        return EmbeddingsAnswerReader.read(numbers, numbers.length);
    }

    @Benchmark
    public void writeConversation() throws IOException {
        try (JsonGenerator json = Json.generator(OutputStream.nullOutputStream())) {
            ChatRequestWriter.write(conversation, json);
        }
    }

    private static ChatCompletionRequest conversation() {
        RequestMessage message = new RequestMessage.User(
                null, List.of(new ContentPart.Text("the river runs \"through\" the town.\n".repeat(5))));
        return new ChatCompletionRequest(
                Workload.MODEL,
                RequestMessages.of(Collections.nCopies(200, message)),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                false);
    }
}
