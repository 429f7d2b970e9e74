package dev.langchain4j.model.openrouter.benchmarks;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** OpenAI's own client with another base URL. */
final class OpenAiJavaClient implements Client {

    private final OpenAIClient client;
    private final ChatCompletionCreateParams request;
    private final @Nullable EmbeddingCreateParams texts;

    OpenAiJavaClient(Scenario scenario, String baseUrl) {
        OpenAIOkHttpClient.Builder builder =
                OpenAIOkHttpClient.builder().baseUrl(baseUrl).apiKey(Workload.KEY);
        if (scenario.virtualThreads) {
            ExecutorService threads = Threads.of(scenario);
            builder.dispatcherExecutorService(threads).streamHandlerExecutor(threads);
        }
        texts = scenario.kind == Scenario.Kind.EMBED
                ? EmbeddingCreateParams.builder()
                        .model(Workload.MODEL)
                        .inputOfArrayOfStrings(Workload.texts())
                        .build()
                : null;
        client = builder.build();
        request = params(Workload.chatRequest(scenario), scenario.kind.isStream());
    }

    @Override
    public Supplier<String> call() {
        if (texts != null) {
            CreateEmbeddingResponse response = client.embeddings().create(texts);
            // It decodes base64 only on demand.
            List<List<Float>> vectors = response.data().stream()
                    .map(embedding -> embedding.embedding())
                    .toList();
            return () -> Workload.wordsOfVectors(
                    vectors.stream().map(OpenAiJavaClient::toArray).toList());
        }
        ChatCompletion completion = client.chat().completions().create(request);
        return () -> words(completion);
    }

    @Override
    public CompletableFuture<Supplier<String>> callAsync() {
        return client.async().chat().completions().create(request).thenApply(completion -> () -> words(completion));
    }

    @Override
    public void stream(Listener listener) {
        client.async().chat().completions().createStreaming(request).subscribe(new Chunks(listener));
    }

    private static float[] toArray(List<Float> vector) {
        float[] floats = new float[vector.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = vector.get(i);
        }
        return floats;
    }

    private static String words(ChatCompletion completion) {
        ChatCompletionMessage message = completion.choices().get(0).message();
        String calls = message.toolCalls().orElse(List.of()).stream()
                .map(call -> call.asFunction())
                .map(call -> call.id() + " " + call.function().name() + " "
                        + call.function().arguments())
                .collect(Collectors.joining(";"));
        CompletionUsage usage = completion.usage().orElseThrow();
        return Workload.words(message.content().orElse(null), calls, usage.promptTokens(), usage.completionTokens());
    }

    private static ChatCompletionCreateParams params(ChatRequest request, boolean stream) {
        var params = ChatCompletionCreateParams.builder().model(Workload.MODEL);
        for (ChatMessage message : request.messages()) {
            if (message instanceof SystemMessage system) {
                params.addSystemMessage(system.text());
            } else if (message instanceof UserMessage user) {
                params.addUserMessage(user.singleText());
            } else if (message instanceof AiMessage answer) {
                params.addAssistantMessage(answer.text());
            }
        }
        for (ToolSpecification tool : request.toolSpecifications()) {
            var schema = FunctionParameters.builder();
            JsonSchemaElementUtils.toMap(tool.parameters())
                    .forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
            params.addTool(ChatCompletionFunctionTool.builder()
                    .function(FunctionDefinition.builder()
                            .name(tool.name())
                            .description(tool.description())
                            .parameters(schema.build())
                            .build())
                    .build());
        }
        if (stream) {
            params.streamOptions(
                    ChatCompletionStreamOptions.builder().includeUsage(true).build());
        }
        return params.build();
    }

    /** Joins the text, as the other clients do, though not into a whole answer. */
    private static final class Chunks implements AsyncStreamResponse.Handler<ChatCompletionChunk> {

        private final Listener listener;
        private final StringBuilder text = new StringBuilder();
        private @Nullable CompletionUsage usage;

        Chunks(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onNext(ChatCompletionChunk chunk) {
            usage = chunk.usage().orElse(usage);
            if (!chunk.choices().isEmpty()) {
                String more = chunk.choices().get(0).delta().content().orElse("");
                if (!more.isEmpty()) {
                    text.append(more);
                    listener.onText(more);
                }
            }
        }

        @Override
        public void onComplete(Optional<Throwable> failure) {
            if (failure.isPresent()) {
                listener.onFailure(failure.get());
                return;
            }
            CompletionUsage known = usage;
            if (known == null) {
                listener.onFailure(new IllegalStateException("no usage"));
                return;
            }
            listener.onEnd(() -> Workload.words(text.toString(), "", known.promptTokens(), known.completionTokens()));
        }
    }
}
