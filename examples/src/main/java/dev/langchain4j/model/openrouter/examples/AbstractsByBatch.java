package dev.langchain4j.model.openrouter.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.batch.BatchItemResult;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBatchChatModel;
import dev.langchain4j.model.openrouter.OpenRouterBatchResponse;
import dev.langchain4j.model.openrouter.OpenRouterProgress;
import dev.langchain4j.model.openrouter.examples.scripts.BatchScript;
import dev.langchain4j.service.output.JsonSchemas;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads 300 abstracts into records by one batch, with a progress bar, and the bill beside the live price. */
final class AbstractsByBatch {

    static final String MODEL = "openai/gpt-4o-mini";

    private static final int RECORDS_SHOWN = 5;

    // region record
    record Study(String topic, String method, int samples, int year) {}
    // endregion

    private final OpenRouter openRouter;
    private final Screen screen;
    private int steps;

    private AbstractsByBatch(OpenRouter openRouter, Screen screen) {
        this.openRouter = openRouter;
        this.screen = screen;
    }

    static void run(Connection connection, Screen screen) {
        connection.script(server -> BatchScript.answers(server, Abstracts::method));
        screen.title(
                "300 abstracts become records, for half the price",
                connection.isLive()
                        ? "Live: your key, a real batch, about a cent. It takes some minutes, or longer."
                        : "Offline: a stand-in on this machine plays OpenRouter; its batches are over at the third look.");
        AbstractsByBatch example = new AbstractsByBatch(connection.openRouter(), screen);
        OpenRouterBatchChatModel model = example.model();
        List<String> abstracts = Abstracts.all();
        String id = example.submit(model, abstracts);
        OpenRouterBatchResponse<ChatResponse> batch = example.await(model, id, abstracts.size());
        screen.row("status", String.valueOf(batch.status()));
        example.show(batch);
        example.bill(batch);
        screen.line();
    }

    private void begin(String title, String code) {
        screen.step(++steps, title, code);
    }

    // region model
    private OpenRouterBatchChatModel model() {
        return openRouter
                .batchChatModel()
                .modelName(MODEL)
                .maxOutputTokens(150)
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchemas.jsonSchemaFrom(Study.class).orElseThrow())
                        .build())
                .build();
    }
    // endregion

    private String submit(OpenRouterBatchChatModel model, List<String> abstracts) {
        begin("Submit", "model.submit(new BatchRequest<>(requests))");
        // region submit
        List<ChatRequest> requests = abstracts.stream()
                .map(text -> ChatRequest.builder()
                        .messages(UserMessage.from("Read the study in this abstract:\n\n" + text))
                        .build())
                .toList();
        String id = model.submit(new BatchRequest<>(requests)).batchId();
        // endregion
        screen.row("requests", String.valueOf(requests.size()));
        screen.row("batch", id + ", which any process with the key can read for 30 days");
        return id;
    }

    private OpenRouterBatchResponse<ChatResponse> await(OpenRouterBatchChatModel model, String id, int requests) {
        begin("Wait", "model.awaitResults(id, Duration.ofHours(24), batch -> show(progress, batch))");
        try (OpenRouterProgress progress = screen.progress("abstracts", requests)) {
            return model.awaitResults(id, Duration.ofHours(24), batch -> show(progress, batch));
        }
    }

    // region progress
    private static void show(OpenRouterProgress progress, OpenRouterBatchResponse<?> batch) {
        int answered = batch.completedCount() == null ? 0 : batch.completedCount();
        int failed = batch.failedCount() == null ? 0 : batch.failedCount();
        progress.done(answered + failed);
        if (batch.tokenUsage() != null && batch.tokenUsage().cost() != null) {
            progress.cost(batch.tokenUsage().cost());
        }
    }
    // endregion

    private void show(OpenRouterBatchResponse<ChatResponse> batch) {
        begin("Read: an answer or a failure for each abstract, in their order", "batch.results()");
        List<List<String>> rows = new ArrayList<>();
        int records = 0;
        for (int i = 0; i < batch.results().size(); i++) {
            BatchItemResult<ChatResponse> result = batch.results().get(i);
            if (!result.isSuccess()) {
                screen.bad("number " + i, result.error().message());
                continue;
            }
            Study study = study(result.response());
            records++;
            if (rows.size() < RECORDS_SHOWN) {
                rows.add(List.of(
                        String.valueOf(i),
                        study.method(),
                        String.valueOf(study.samples()),
                        String.valueOf(study.year()),
                        study.topic()));
            }
        }
        screen.good("records", String.valueOf(records));
        screen.line();
        screen.table(List.of("", "method", "samples", "until", "topic"), rows);
    }

    private static Study study(ChatResponse answer) {
        try {
            return new ObjectMapper().readValue(answer.aiMessage().text(), Study.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not a study: " + answer.aiMessage().text(), e);
        }
    }

    private void bill(OpenRouterBatchResponse<ChatResponse> batch) {
        begin("The bill", "model.pricing().cost(batch.tokenUsage())");
        BigDecimal live = openRouter
                .modelCatalog()
                .find(MODEL)
                .flatMap(model -> model.pricing().cost(batch.tokenUsage()))
                .orElseThrow();
        screen.row("tokens", batch.tokenUsage().totalTokenCount() + ", for all of them together");
        screen.row("live", Screen.dollars(live.stripTrailingZeros()) + ", the same tokens at the price of live calls");
        screen.good(
                "batch", Screen.dollars(batch.tokenUsage().cost().stripTrailingZeros()) + ", what OpenRouter charged");
    }
}
