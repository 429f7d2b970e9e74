package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.model.openrouter.OpenRouter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A task whose calls are answered by a test. */
final class FakeTask implements BulkTask, BulkTask.Caller {

    private final int documentsPerRequest;
    private final transient Function<List<Document>, @Nullable CompletableFuture<List<Outcome>>> answer;
    final transient List<List<String>> requests = new ArrayList<>();

    /** @param answer to a request */
    FakeTask(int documentsPerRequest, Function<List<Document>, @Nullable CompletableFuture<List<Outcome>>> answer) {
        this.documentsPerRequest = documentsPerRequest;
        this.answer = answer;
    }

    static FakeTask answering() {
        return new FakeTask(1, documents -> CompletableFuture.completedFuture(answers(documents)));
    }

    static FakeTask silent() {
        return new FakeTask(1, documents -> new CompletableFuture<>());
    }

    static List<Outcome> answers(List<Document> documents) {
        return documents.stream()
                .map(document -> new Outcome(
                        State.ANSWERED, "<" + document.text() + ">", new BigDecimal("0.001"), 3, 2, "m", "gen-1", null))
                .toList();
    }

    @Override
    public CompletableFuture<List<Outcome>> call(List<Document> documents) {
        requests.add(documents.stream().map(Document::key).toList());
        return answer.apply(documents);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String definition() {
        return "";
    }

    @Override
    public int documentsPerRequest() {
        return documentsPerRequest;
    }

    @Override
    public Caller open(OpenRouter openRouter) {
        return this;
    }

    @Override
    public String model() {
        return "m";
    }
}
