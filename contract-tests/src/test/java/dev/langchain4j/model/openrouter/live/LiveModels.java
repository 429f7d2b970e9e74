package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.model.openrouter.OpenRouterModelInfo;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The models that the check asks: known cheap ones, as far as the catalog has them, else the cheapest that can. */
final class LiveModels {

    static final String FREE = "openrouter/free";

    /** None of OpenAI first: its small models count thirty times the tokens of an image. */
    private static final List<String> CHEAP = List.of(
            "google/gemini-2.5-flash-lite",
            "mistralai/mistral-small-2603",
            "google/gemini-2.5-flash",
            "meta-llama/llama-4-scout");

    private static final String OPENAI = "openai/gpt-4o-mini";

    private final List<OpenRouterModelInfo> catalog;
    private final List<String> chat;

    LiveModels(List<OpenRouterModelInfo> catalog, List<String> wanted) {
        this.catalog = catalog;
        this.chat = wanted.isEmpty() ? two() : wanted;
    }

    /** For LangChain4j's tests: tools, schemas and images. */
    List<String> chat() {
        return chat;
    }

    String cheap() {
        return chat.get(0);
    }

    /** For tests that change the model. */
    String other() {
        return openAi().orElse(chat.get(chat.size() - 1));
    }

    /** Of OpenAI itself, whose validator is the strictest. */
    Optional<String> openAi() {
        return has(OPENAI) ? Optional.of(OPENAI) : cheapest(model -> model.id().startsWith("openai/") && writes(model));
    }

    Optional<String> textOnly() {
        return cheapest(model -> writes(model) && !model.accepts("image"));
    }

    /** For one of the other endpoints; {@code preferred} if it is still there. */
    Optional<String> producing(String modality, String preferred) {
        return has(preferred)
                ? Optional.of(preferred)
                : cheapest(model -> model.outputModalities().equals(List.of(modality)));
    }

    /** A model with a batch entry. */
    Optional<String> batch() {
        return has(OPENAI + ":batch")
                ? Optional.of(OPENAI)
                : cheapest(model -> has(model.id() + ":batch") && model.produces("text"));
    }

    Optional<OpenRouterModelInfo> find(String id) {
        return catalog.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    boolean has(String id) {
        return find(id).isPresent();
    }

    private List<String> two() {
        List<String> two =
                new ArrayList<>(CHEAP.stream().filter(this::has).limit(2).toList());
        while (two.size() < 2) {
            Optional<String> next =
                    cheapest(model -> writes(model) && model.accepts("image") && !two.contains(model.id()));
            if (next.isEmpty()) {
                break;
            }
            two.add(next.get());
        }
        if (two.isEmpty()) {
            throw new IllegalStateException(
                    "The catalog has no cheap model with tools, schemas and images: set live.models");
        }
        return two;
    }

    private static boolean writes(OpenRouterModelInfo model) {
        return model.outputModalities().equals(List.of("text"))
                && model.supports("tools")
                && model.supports("structured_outputs");
    }

    private Optional<String> cheapest(Predicate<OpenRouterModelInfo> condition) {
        return catalog.stream()
                .filter(model -> !model.pricing().variable()
                        && !model.isFree()
                        && model.id().indexOf(':') < 0)
                .filter(condition)
                .min(Comparator.comparing(LiveModels::price).thenComparing(OpenRouterModelInfo::id))
                .map(OpenRouterModelInfo::id);
    }

    private static BigDecimal price(OpenRouterModelInfo model) {
        BigDecimal prompt = model.pricing().prompt();
        BigDecimal completion = model.pricing().completion();
        return (prompt == null ? BigDecimal.ONE : prompt).add(completion == null ? BigDecimal.ONE : completion);
    }
}
