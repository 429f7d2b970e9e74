package dev.langchain4j.model.openrouter.live;

import static dev.langchain4j.model.openrouter.live.Smoke.ifPossible;
import static dev.langchain4j.model.openrouter.live.Smoke.of;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterKeyInfo;
import dev.langchain4j.model.openrouter.OpenRouterModelInfo;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.service.AiServices;
import java.util.ArrayList;
import java.util.List;

/** A small call of every operation that the library has, the cheapest way. */
final class Smokes {

    private static final String CHAT = "POST /chat/completions";
    private static final String MODELS = "GET /models";

    static final List<Smoke> ALL = List.of(
            of("the catalog", MODELS, Smokes::catalog),
            of(
                    "models of the key",
                    "GET /models/user",
                    live -> count(live.openRouter().modelCatalog().modelsOfKey(), "models")),
            of(
                    "endpoints of a model",
                    "GET /models/{author}/{slug}/endpoints",
                    live -> count(
                            live.openRouter()
                                    .modelCatalog()
                                    .endpoints(live.models().cheap()),
                            "endpoints")),
            of(
                    "endpoints without retention",
                    "GET /endpoints/zdr",
                    live -> count(live.openRouter().modelCatalog().zeroDataRetentionEndpoints(), "endpoints")),
            of(
                    "any other operation",
                    "GET /providers",
                    live -> count(
                            (List<?>) live.openRouter().fetch("/providers").get("data"), "providers")),
            of("the key", "GET /key", Smokes::key),
            of("credits", "GET /credits", Smokes::credits),
            of("a plain chat", CHAT, live -> live.freeFirst(request -> chat(live, CallStyle.PLAIN, request))),
            of("an asynchronous chat", CHAT, live -> live.freeFirst(request -> chat(live, CallStyle.ASYNC, request))),
            of("a streamed chat", CHAT, live -> live.freeFirst(request -> chat(live, CallStyle.STREAMED, request))),
            of("a published chat", CHAT, live -> live.freeFirst(request -> chat(live, CallStyle.PUBLISHED, request))),
            of("a tool, called and answered", CHAT, Smokes::tools),
            of("a record by a schema", CHAT, Smokes::schema),
            of("the record of an answer", "GET /generation", Smokes::generation),
            of("embeddings", "POST /embeddings", Smokes::embeddings),
            of("embeddings, asynchronously", "POST /embeddings", Smokes::embeddingsAsync),
            of("scores of a rerank model", "POST /rerank", Smokes::rerank),
            of("scores of a chat model", CHAT, Smokes::judge),
            ifPossible("a decision", "POST /api/alpha/decisions", LiveDecisions::smoke),
            ifPossible("a batch is submitted", "POST /batches, GET /batches/{id}", LiveBatches::submit),
            ifPossible("an earlier batch is read", "GET /batches, GET /batches/{id}/results", LiveBatches::earlier),
            ifPossible("speech", "POST /audio/speech", LiveMedia::speech),
            ifPossible("a transcription", "POST /audio/transcriptions", LiveMedia::transcription),
            ifPossible("an image", "POST /images", LiveMedia::image));

    private Smokes() {}

    private static Finding count(List<?> found, String what) {
        return found.isEmpty() ? new Finding(Verdict.FAILED, "no " + what) : Finding.ok(found.size() + " " + what);
    }

    private static Finding catalog(Live live) {
        List<OpenRouterModelInfo> models = live.openRouter().modelCatalog().refresh();
        long free = models.stream().filter(OpenRouterModelInfo::isFree).count();
        return Finding.ok(models.size() + " models, " + free + " of them free");
    }

    private static Finding key(Live live) {
        OpenRouterKeyInfo key = live.openRouter().key();
        return Finding.ok((key.limit() == null ? "no limit" : "a limit") + ", "
                + (Boolean.TRUE.equals(key.freeTier()) ? "free tier" : "paid tier"));
    }

    /** An ordinary key is refused, and has to be. */
    private static Finding credits(Live live) {
        try {
            live.openRouter().credits();
            return Finding.ok("answered");
        } catch (AuthenticationException refused) {
            return Finding.ok("refused, as this is no management key");
        }
    }

    private static Finding chat(Live live, CallStyle style, ChatRequest request) {
        return answered(style.chat(live, request));
    }

    /** An answer has text, tokens and a cost. */
    private static Finding answered(ChatResponse response) {
        String text = response.aiMessage().text();
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.of(response).orElse(null);
        if (text == null || text.isBlank()) {
            return new Finding(Verdict.FAILED, "no text");
        }
        if (usage == null || usage.cost() == null) {
            return new Finding(Verdict.FAILED, "no cost");
        }
        return Finding.ok(response.modelName() + ", " + usage.totalTokenCount() + " tokens, $"
                + usage.cost().stripTrailingZeros().toPlainString());
    }

    static ToolSpecification weather() {
        return ToolSpecification.builder()
                .name("get_weather")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("city")
                        .required("city")
                        .build())
                .build();
    }

    private static Finding tools(Live live) {
        OpenRouterChatModel model = live.openRouter().chatModel().build();
        ChatRequest question = ChatRequest.builder()
                .messages(UserMessage.from(Prompts.WEATHER))
                .modelName(live.models().cheap())
                .maxOutputTokens(Live.SHORT)
                .toolSpecifications(weather())
                .build();
        AiMessage call = model.chat(question).aiMessage();
        if (call.toolExecutionRequests().isEmpty()) {
            return new Finding(Verdict.FAILED, "the tool was not called");
        }
        List<ChatMessage> conversation = new ArrayList<>(question.messages());
        conversation.add(call);
        call.toolExecutionRequests()
                .forEach(request -> conversation.add(ToolExecutionResultMessage.from(request, "sunny")));
        return answered(model.chat(question.toBuilder().messages(conversation).build()));
    }

    /** What the model has to fill in. */
    record Person(String name, int age) {}

    interface Reader {
        Person read(String text);
    }

    private static Finding schema(Live live) {
        OpenRouterChatModel model = live.openRouter()
                .chatModel()
                .modelName(live.models().cheap())
                .maxOutputTokens(Live.SHORT)
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .build();
        Person person = AiServices.create(Reader.class, model).read(Prompts.CITY);
        return person == null || person.name() == null
                ? new Finding(Verdict.FAILED, "no record")
                : Finding.ok("a record with all fields");
    }

    private static Finding generation(Live live) {
        ChatResponse response =
                CallStyle.PLAIN.chat(live, Live.request(live.models().cheap(), Live.SHORT));
        String id = ((OpenRouterChatResponseMetadata) response.metadata()).generationId();
        if (id == null) {
            return new Finding(Verdict.FAILED, "the answer has no id");
        }
        var record = live.openRouter().generation(id, live.settings().untilOnRecord());
        return record.totalCost() == null ? new Finding(Verdict.FAILED, "no cost on record") : Finding.ok("on record");
    }

    static String embeddingModel(Live live) {
        return live.models()
                .producing("embeddings", "openai/text-embedding-3-small")
                .orElseThrow(() -> new IllegalStateException("the catalog has no embedding model"));
    }

    private static Finding embeddings(Live live) {
        var vectors = live.openRouter()
                .embeddingModel()
                .modelName(embeddingModel(live))
                .build()
                .embedAll(List.of(TextSegment.from(Prompts.BUS), TextSegment.from(Prompts.DOG)));
        return vectors.content().size() == 2
                ? Finding.ok("2 vectors of " + vectors.content().get(0).dimension())
                : new Finding(Verdict.FAILED, vectors.content().size() + " vectors for 2 texts");
    }

    private static Finding embeddingsAsync(Live live) {
        var model = live.openRouter()
                .embeddingModel()
                .modelName(embeddingModel(live))
                .build();
        var response = live.await(model.embedAsync(EmbeddingRequest.builder()
                .inputs(EmbeddingInput.from(Prompts.BUS))
                .build()));
        return count(response.embeddings(), "vector");
    }

    private static Finding rerank(Live live) {
        String model = live.models()
                .producing("rerank", "cohere/rerank-v3.5")
                .orElseThrow(() -> new IllegalStateException("the catalog has no rerank model"));
        return ranked(live.openRouter()
                .scoringModel()
                .modelName(model)
                .build()
                .scoreAll(List.of(TextSegment.from(Prompts.DOG), TextSegment.from(Prompts.BUS)), Prompts.BICYCLE));
    }

    private static Finding judge(Live live) {
        return ranked(live.openRouter()
                .llmScoringModel()
                .modelName(live.models().cheap())
                .build()
                .scoreAll(List.of(TextSegment.from(Prompts.DOG), TextSegment.from(Prompts.BUS)), Prompts.BICYCLE));
    }

    private static Finding ranked(Response<List<Double>> scores) {
        List<Double> score = scores.content();
        return score.size() == 2 && score.get(1) > score.get(0)
                ? Finding.ok("the passage that answers is first")
                : new Finding(Verdict.FAILED, "the passage that answers is not first");
    }

    /** For what is not there, in an optional check. */
    static Finding absent(String what) {
        return Finding.skipped("the catalog has no " + what);
    }
}
