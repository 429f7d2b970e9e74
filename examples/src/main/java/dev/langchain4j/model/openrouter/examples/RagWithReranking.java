package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterProgress;
import dev.langchain4j.model.openrouter.OpenRouterRerankReport;
import dev.langchain4j.model.openrouter.examples.scripts.RagScript;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A question to a rule book, answered three times: from the nearest vectors, and from the best of the 20 nearest by two
 * rerankers. The rule with the answer also covers six other subjects, so its vector is not among the nearest.
 */
final class RagWithReranking {

    static final String QUESTION = "Can I take my bicycle on the night bus?";

    private static final String CHAT_MODEL = "openai/gpt-4o-mini";
    private static final String RERANK_MODEL = "cohere/rerank-v3.5";
    private static final int RANKS_SHOWN = 5;

    /** The instructions for the model; the passages come with the question. */
    interface RuleBook {

        @SystemMessage(
                "Answer in one or two sentences, from the numbered passages alone. Cite those that you use, as [1].")
        Result<String> ask(String question);
    }

    private final OpenRouter openRouter;
    private final Screen screen;
    private final EmbeddingModel encoder = new AllMiniLmL6V2QuantizedEmbeddingModel();
    private final EmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
    private int steps;

    private RagWithReranking(OpenRouter openRouter, Screen screen) {
        this.openRouter = openRouter;
        this.screen = screen;
    }

    static void run(Connection connection, Screen screen) {
        connection.script(RagScript::answers);
        screen.title(
                "A rule book that answers: retrieve, rerank, cite",
                connection.isLive()
                        ? "Live: your key, real models, less than a cent."
                        : "Offline: the vectors are real, a stand-in on this machine plays OpenRouter. It ranks by shared"
                                + " words and answers from a script.");
        RagWithReranking example = new RagWithReranking(connection.openRouter(), screen);
        example.ingest();
        example.nearestVectors();
        List<Content> byCrossEncoder = example.crossEncoder();
        List<Content> byChatModel = example.chatModel();
        example.compare(byCrossEncoder, byChatModel);
        screen.line();
    }

    private void begin(String title, String code) {
        screen.step(++steps, title, code);
    }

    private void ingest() {
        begin("Ingest: every rule becomes a vector", "store.add(encoder.embed(rule).content(), rule);");
        List<TextSegment> rules = rules();
        try (OpenRouterProgress progress = screen.progress("rules", rules.size())) {
            for (TextSegment rule : rules) {
                store.add(encoder.embed(rule).content(), rule);
                progress.add(1);
            }
        }
        screen.row("rules", String.valueOf(rules.size()));
        screen.row("encoder", "all-minilm-l6-v2, quantised, on this machine");
        screen.row("question", QUESTION);
    }

    private void nearestVectors() {
        begin("An answer from the 3 nearest vectors", "nearest(3)");
        answer(DefaultRetrievalAugmentor.builder()
                .contentRetriever(nearest(3))
                .contentInjector(RagWithReranking::numbered)
                .build());
    }

    private List<Content> crossEncoder() {
        begin(
                "20 vectors, the best 3 by a cross-encoder",
                "openRouter.scoringModel().modelName(RERANK_MODEL) // " + RERANK_MODEL);
        return answer(reranked(openRouter
                .scoringModel()
                .modelName(RERANK_MODEL)
                .listener(this::show)
                .build()));
    }

    private List<Content> chatModel() {
        begin(
                "20 vectors, the best 3 by a chat model",
                "openRouter.llmScoringModel().modelName(CHAT_MODEL) // " + CHAT_MODEL);
        return answer(reranked(openRouter
                .llmScoringModel()
                .modelName(CHAT_MODEL)
                .listener(this::show)
                .build()));
    }

    private ContentRetriever nearest(int maxResults) {
        return EmbeddingStoreContentRetriever.builder()
                .embeddingModel(encoder)
                .embeddingStore(store)
                .maxResults(maxResults)
                .build();
    }

    private RetrievalAugmentor reranked(ScoringModel reranker) {
        return DefaultRetrievalAugmentor.builder()
                .contentRetriever(nearest(20))
                .contentAggregator(ReRankingContentAggregator.builder()
                        .scoringModel(reranker)
                        .maxResults(3)
                        .build())
                .contentInjector(RagWithReranking::numbered)
                .build();
    }

    // region numbered
    /** Puts the passages before the question, with the numbers and sources that an answer can cite. */
    static ChatMessage numbered(List<Content> passages, ChatMessage question) {
        String numbered = IntStream.range(0, passages.size())
                .mapToObj(i -> {
                    TextSegment passage = passages.get(i).textSegment();
                    return "[" + (i + 1) + "] " + passage.metadata().getString("source") + ": " + passage.text();
                })
                .collect(Collectors.joining("\n\n"));
        return UserMessage.from(numbered + "\n\nQuestion: " + ((UserMessage) question).singleText());
    }
    // endregion

    /** Asks, and returns the passages that the model got, the best first. */
    private List<Content> answer(RetrievalAugmentor augmentor) {
        RuleBook ruleBook = AiServices.builder(RuleBook.class)
                .chatModel(openRouter.chatModel().modelName(CHAT_MODEL).build())
                .retrievalAugmentor(augmentor)
                .build();
        Result<String> result = ruleBook.ask(QUESTION);
        screen.good("answer", result.content());
        for (int i = 0; i < result.sources().size(); i++) {
            screen.row("[" + (i + 1) + "]", source(result.sources().get(i)));
        }
        screen.row("cost", Screen.dollars(result.tokenUsage()) + ", the answer");
        return result.sources();
    }

    private void show(OpenRouterRerankReport report) {
        screen.row("reranked", report.documents() + " passages; calls: " + report.calls());
        screen.row("cost", Screen.dollars(report.usage()) + ", the reranking");
    }

    private void compare(List<Content> byCrossEncoder, List<Content> byChatModel) {
        begin("The ranking before and after", "nearest(20).retrieve(Query.from(QUESTION))");
        List<Content> byVectors = nearest(20).retrieve(Query.from(QUESTION));
        screen.table(
                List.of("", "vectors", RERANK_MODEL, CHAT_MODEL),
                IntStream.range(0, RANKS_SHOWN)
                        .mapToObj(i -> List.of(
                                String.valueOf(i + 1),
                                cell(byVectors, i, ContentMetadata.SCORE),
                                cell(byCrossEncoder, i, ContentMetadata.RERANKED_SCORE),
                                cell(byChatModel, i, ContentMetadata.RERANKED_SCORE)))
                        .toList());
        screen.line();
        List<String> before = byVectors.stream().map(RagWithReranking::source).toList();
        Stream.of(byCrossEncoder, byChatModel)
                .map(ranking -> source(ranking.get(0)))
                .distinct()
                .forEach(best -> screen.good("now first", best + "; it was number " + (before.indexOf(best) + 1)));
    }

    private static String cell(List<Content> ranking, int index, ContentMetadata score) {
        if (index >= ranking.size()) {
            return "";
        }
        Content passage = ranking.get(index);
        return String.format(Locale.ROOT, "%.2f %s", passage.metadata().get(score), source(passage));
    }

    private static String source(Content passage) {
        return String.valueOf(passage.textSegment().metadata().getString("source"));
    }

    /** The passages of the rule book, each with its heading as the source. */
    static List<TextSegment> rules() {
        var rules = new ArrayList<TextSegment>();
        for (String rule : Shipped.text("rules-of-carriage.txt").split("(?m)^# ")) {
            if (!rule.isBlank()) {
                String[] parts = rule.split("\\R", 2);
                rules.add(
                        TextSegment.from(parts[1].strip().replaceAll("\\s+", " "), Metadata.from("source", parts[0])));
            }
        }
        return rules;
    }
}
