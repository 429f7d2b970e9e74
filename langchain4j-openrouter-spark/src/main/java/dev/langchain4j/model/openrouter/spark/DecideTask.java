package dev.langchain4j.model.openrouter.spark;

import static org.apache.spark.sql.functions.col;

import dev.langchain4j.internal.Json;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.response.ChoiceAnswer;
import dev.langchain4j.model.decision.response.DecisionAnswer;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.decision.response.RefusalAnswer;
import dev.langchain4j.model.decision.response.ScaleAnswer;
import dev.langchain4j.model.decision.response.YesNoAnswer;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterDecisionModel;
import dev.langchain4j.model.openrouter.OpenRouterDecisionResponseMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Answers to the same questions about each document, by a decision model: one request a document. */
record DecideTask(
        OpenRouterSpark.Setup<DecisionRequest.Builder> questions,
        OpenRouterSpark.Setup<OpenRouterDecisionModel.Builder> setup)
        implements BulkTask {

    private static final StructType ANSWER = DataTypes.createStructType(List.of(
            DataTypes.createStructField("answer", DataTypes.StringType, true),
            DataTypes.createStructField("probability", DataTypes.DoubleType, true),
            DataTypes.createStructField("mean", DataTypes.DoubleType, true),
            DataTypes.createStructField("refused", DataTypes.BooleanType, true)));

    @Override
    public String name() {
        return "decide";
    }

    @Override
    public String definition() {
        Map<String, Object> definition = new TreeMap<>();
        request("a document").questions().forEach((id, question) -> definition.put(id, definition(question)));
        return definition.toString();
    }

    /** Sorts the options, because the order of a map's entries may differ from process to process. */
    private static Object definition(Question question) {
        return question instanceof ChoiceQuestion choice
                ? choice.text() + new TreeMap<>(choice.options())
                : question.toString();
    }

    private DecisionRequest request(String text) {
        DecisionRequest.Builder builder = new DecisionRequest.Builder();
        questions.accept(builder);
        return builder.input(text).build();
    }

    @Override
    public int documentsPerRequest() {
        return 1;
    }

    @Override
    public Caller open(OpenRouter openRouter) {
        OpenRouterDecisionModel.Builder builder = openRouter.decisionModel();
        setup.accept(builder);
        OpenRouterDecisionModel model = builder.build();
        return new Caller() {
            @Override
            public String model() {
                return model.modelName();
            }

            @Override
            public CompletableFuture<List<Outcome>> call(List<Document> documents) {
                DecisionRequest request = request(documents.get(0).text());
                return OpenCalls.outcomes(model.decideAsync(request), response -> List.of(outcome(response)));
            }
        };
    }

    private static Outcome outcome(DecisionResponse response) {
        var metadata = (OpenRouterDecisionResponseMetadata) response.metadata();
        Map<String, Object> answers = new LinkedHashMap<>();
        response.answers().forEach((id, answer) -> answers.put(id, written(answer)));
        boolean refused = response.answers().values().stream().allMatch(RefusalAnswer.class::isInstance);
        return Outcome.of(
                refused ? State.REFUSED : State.ANSWERED,
                refused ? null : Json.toJson(answers),
                metadata.tokenUsage(),
                response.modelName(),
                metadata.generationId(),
                refused ? "the model refused all questions" : null);
    }

    private static Map<String, Object> written(DecisionAnswer answer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("refused", answer instanceof RefusalAnswer);
        if (answer instanceof YesNoAnswer yesNo) {
            fields.put("probability", yesNo.probability());
        } else if (answer instanceof ChoiceAnswer choice) {
            fields.put("answer", choice.value());
            if (choice.probabilities().containsKey(choice.value())) {
                fields.put("probability", choice.probabilityOf(choice.value()));
            }
        } else if (answer instanceof ScaleAnswer scale) {
            fields.put("mean", scale.mean());
        }
        return fields;
    }

    @Override
    public Dataset<Row> shape(Dataset<Row> results) {
        Set<String> ids = request("a document").questions().keySet();
        List<StructField> fields = ids.stream()
                .map(id -> DataTypes.createStructField(id, ANSWER, true))
                .toList();
        return results.withColumn("value", SchemaTypes.read(col("value"), DataTypes.createStructType(fields)));
    }
}
