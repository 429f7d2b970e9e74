package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.BatchLineAnswers;
import dev.langchain4j.model.openrouter.internal.api.CallReceipt;
import dev.langchain4j.model.openrouter.internal.api.ChatAnswer;
import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLine;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLineName;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLineName.Wish;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchRules;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchSubmission;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatRequestWriter;
import dev.langchain4j.model.openrouter.internal.chat.ChatModelIds;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Batches of chat requests.
 *
 * @param chat the model's settings
 * @param ids an id for a name of a model
 */
record BatchChat(ChatBuilder.Settings chat, ChatRequestMapper requests, CatalogFacts catalog, UnaryOperator<String> ids)
        implements BatchKind<ChatRequest, ChatResponse> {

    private static final String OPERATION = "batch_chat";
    private static final String GOOGLE = "google";

    @Override
    public String endpoint() {
        return BatchSubmission.CHAT;
    }

    @Override
    public String model() {
        return "OpenRouterBatchChatModel";
    }

    @Override
    public CostAttribution attribution() {
        OpenRouterChatRequestParameters defaults = chat.parameters();
        return new CostAttribution(OPERATION, modelId(defaults), defaults.sessionId(), defaults.metadata());
    }

    private @Nullable String modelId(OpenRouterChatRequestParameters parameters) {
        return parameters.modelName() == null ? null : ids.apply(parameters.modelName());
    }

    @Override
    public BatchCalls.Plan plan(List<ChatRequest> asked) {
        BatchLimits.checkAll(asked);
        List<OpenRouterChatRequestParameters> parameters =
                asked.stream().map(this::merged).toList();
        String modelId =
                BatchLimits.oneModel(parameters.stream().map(this::modelId).toList());
        BatchLimits.checkVariant(modelId);
        Map<String, Object> provider = BatchLimits.provider(parameters.stream()
                .map(OpenRouterChatRequestParameters::provider)
                .toList());
        List<ChatCompletionRequest> wire = new ArrayList<>();
        List<BatchSubmission.Line> lines = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            ChatCompletionRequest request = wire(asked.get(i), parameters.get(i), modelId, i);
            wire.add(request);
            lines.add(line(asked.get(i), parameters.get(i), request, i));
        }
        checkFormats(modelId, wire);
        return new BatchCalls.Plan(
                modelId,
                provider,
                lines,
                attribution(modelId, parameters),
                estimator -> estimator.ofBatch(modelId, wire, CostEstimator::of));
    }

    private OpenRouterChatRequestParameters merged(ChatRequest request) {
        OpenRouterChatRequestParameters merged = chat.parameters().overrideWith(request.parameters());
        SetterChecks.check(merged);
        return merged;
    }

    private ChatCompletionRequest wire(
            ChatRequest asked, OpenRouterChatRequestParameters parameters, String modelId, int position) {
        if (!parameters.headers().isEmpty()) {
            throw unsupported("headers: " + parameters.headers().keySet(), position);
        }
        ChatRequest request = asked.toBuilder().parameters(parameters).build();
        ChatCompletionRequest wire = requests.toWire(
                request,
                new ChatModelIds(modelId, parameters.fallbackModels()),
                false,
                catalog.maxPromptTokens(parameters, BatchLimits.entries(modelId)));
        String problem = BatchRules.problem(wire, modelId);
        if (problem != null) {
            throw unsupported(problem, position);
        }
        return wire;
    }

    private static UnsupportedFeatureException unsupported(String what, int position) {
        return new UnsupportedFeatureException(
                "OpenRouter's batches do not support " + what + " (in request " + position + ")");
    }

    private static BatchSubmission.Line line(
            ChatRequest asked,
            OpenRouterChatRequestParameters parameters,
            ChatCompletionRequest request,
            int position) {
        var name = new BatchLineName(position, wishes(parameters, asked.messages()));
        ChatCompletionRequest line = request.inBatch(BatchLimits.PROVIDER);
        return new BatchSubmission.Line(name.toString(), json -> ChatRequestWriter.write(line, json));
    }

    private static Set<Wish> wishes(OpenRouterChatRequestParameters parameters, List<ChatMessage> messages) {
        ChatAnswerCheck check = ChatAnswerCheck.of(parameters, messages);
        Set<Wish> wishes = EnumSet.noneOf(Wish.class);
        if (check.json()) {
            wishes.add(Wish.JSON);
        }
        if (check.refusesEmpty()) {
            wishes.add(Wish.FULL);
        }
        if (Boolean.TRUE.equals(parameters.returnThinking())) {
            wishes.add(Wish.THINKING);
        }
        return wishes;
    }

    /** Google fails a batch whose lines differ in it. */
    private static void checkFormats(String modelId, List<ChatCompletionRequest> wire) {
        for (int i = 1; ModelIds.author(modelId).equals(GOOGLE) && i < wire.size(); i++) {
            if (!Objects.equals(wire.get(0).responseFormat(), wire.get(i).responseFormat())) {
                throw new InvalidRequestException("In a batch for a model of Google all requests must have the same"
                        + " responseFormat, but those of request 0 and request " + i + " differ");
            }
        }
    }

    private static CostAttribution attribution(String modelId, List<OpenRouterChatRequestParameters> all) {
        String session = all.get(0).sessionId();
        boolean same = all.stream().allMatch(one -> session != null && session.equals(one.sessionId()));
        return new CostAttribution(
                OPERATION,
                modelId,
                same ? session : null,
                BatchLimits.common(all.stream()
                        .map(OpenRouterChatRequestParameters::metadata)
                        .toList()));
    }

    @Override
    public Mapper<ChatResponse> mapper() {
        ChatAnswerCheck usual = ChatAnswerCheck.of(chat.parameters(), List.of());
        return line -> answer(line, usual);
    }

    private Answer<ChatResponse> answer(BatchLine line, ChatAnswerCheck usual) {
        BatchLineName named = BatchLineName.of(line.customId());
        BatchLineName name = named == null ? new BatchLineName(0, null) : named; // a line of another client
        ChatAnswer answer = BatchLineAnswers.chat(line);
        ChatResponse response = ChatResponseMapper.toChatResponse(
                answer.completion(),
                answer.head(),
                Boolean.FALSE.equals(chat.returnRawResponse()) ? null : answer.raw(),
                name.wants(Wish.THINKING, Boolean.TRUE.equals(chat.parameters().returnThinking())));
        OpenRouterIncompleteAnswerException failure = usual.of(name).failure(answer, response);
        return new Answer<>(response, CallReceipt.of(answer), failure == null ? null : BatchErrors.of(failure));
    }
}
