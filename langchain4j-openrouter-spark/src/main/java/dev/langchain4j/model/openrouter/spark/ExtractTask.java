package dev.langchain4j.model.openrouter.spark;

import static org.apache.spark.sql.functions.col;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.Json;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A record for each document, read by a chat model: one request a document. */
record ExtractTask(Class<?> type, String instruction, OpenRouterSpark.Setup<OpenRouterChatModel.Builder> setup)
        implements BulkTask {

    @Override
    public String name() {
        return "extract";
    }

    @Override
    public String definition() {
        return type.getSimpleName() + "\n" + instruction + "\n" + Json.toJson(JsonSchemaElementUtils.toMap(schema()));
    }

    private JsonSchemaElement schema() {
        JsonSchemaElement schema = JsonSchemaElementUtils.jsonSchemaElementFrom(type);
        // the schema of a type that contains itself refers to definitions, which only the other method adds
        return schema instanceof JsonObjectSchema
                        && JsonSchemaElementUtils.jsonObjectOrReferenceSchemaFrom(
                                        type, null, false, new LinkedHashMap<>(), true)
                                instanceof JsonObjectSchema whole
                        && !whole.definitions().isEmpty()
                ? whole
                : schema;
    }

    @Override
    public int documentsPerRequest() {
        return 1;
    }

    @Override
    public Caller open(OpenRouter openRouter) {
        OpenRouterChatModel.Builder builder = openRouter.chatModel();
        setup.accept(builder);
        JsonSchemaElement schema = schema();
        OpenRouterChatModel model = builder.responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name(type.getSimpleName())
                                .rootElement(schema)
                                .build())
                        .build())
                .build();
        return new Caller() {
            @Override
            public String model() {
                return String.valueOf(model.defaultRequestParameters().modelName());
            }

            @Override
            public CompletableFuture<List<Outcome>> call(List<Document> documents) {
                ChatRequest request = ChatRequest.builder()
                        .messages(UserMessage.from(
                                instruction + "\n\n" + documents.get(0).text()))
                        .build();
                return OpenCalls.outcomes(model.chatAsync(request), response -> List.of(outcome(response, schema)));
            }
        };
    }

    private Outcome outcome(ChatResponse response, JsonSchemaElement schema) {
        var metadata = (OpenRouterChatResponseMetadata) response.metadata();
        String refusal = metadata.refusal();
        String json = refusal == null ? json(response.aiMessage().text(), schema) : null;
        State state = refusal != null ? State.REFUSED : json == null ? State.FAILED : State.ANSWERED;
        return Outcome.of(
                state,
                json,
                (OpenRouterTokenUsage) response.tokenUsage(),
                response.modelName(),
                metadata.generationId(),
                switch (state) {
                    case REFUSED -> "the model refused";
                    case FAILED -> "the answer is not a " + type.getSimpleName();
                    default -> null;
                });
    }

    /** The JSON in the text, if it is a record of the type; models without schemas may write around it. */
    private @Nullable String json(@Nullable String text, JsonSchemaElement schema) {
        if (text == null) {
            return null;
        }
        int from = text.indexOf('{');
        int to = text.lastIndexOf('}');
        if (from < 0 || to < from) {
            return null;
        }
        String json = text.substring(from, to + 1);
        try {
            return Json.fromJson(json, type) == null ? null : SchemaValues.fitted(schema, json);
        } catch (RuntimeException notOne) {
            return null;
        }
    }

    @Override
    public Dataset<Row> shape(Dataset<Row> results) {
        ReadableComponents.check(type);
        DataType fields = SchemaTypes.of(schema());
        if (!(fields instanceof StructType || fields instanceof ArrayType)) {
            throw new IllegalArgumentException("type must be a record or a class with fields, but "
                    + type.getSimpleName() + " has none: make it the component of a record");
        }
        return results.withColumn("value", SchemaTypes.read(col("value"), fields));
    }
}
