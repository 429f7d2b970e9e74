package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterModelInfo;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares models by price: the free ones, the cost of one conversation on ten others, and the cheapest suitable one.
 */
final class ModelPicker {

    /** Change them: an id or an alias each. */
    static final List<String> CANDIDATES = List.of(
            "openai/gpt-5.6-sol",
            "openai/gpt-5.4-mini",
            "openai/gpt-4o-mini",
            "anthropic/claude-sonnet-5",
            "anthropic/claude-haiku-4.5",
            "google/gemini-3.1-pro-preview",
            "google/gemini-3.7-flash",
            "deepseek/deepseek-v4-flash-0731",
            "moonshotai/kimi-k3",
            "qwen/qwen3-32b");

    static final List<ChatMessage> CONVERSATION = List.of(
            SystemMessage.from(
                    "You advise customers of a bicycle shop. Be brief, and name a price when you recommend"
                            + " something. The shop sells city bicycles from $400, touring bicycles from $900, and repairs both."),
            UserMessage.from(
                    "I ride ten kilometres to work, in all weathers, and I carry a laptop. What should I buy?"),
            AiMessage.from(
                    "A city bicycle with hub gears, mudguards and a rack, $650: it needs little care in the rain."
                            + " Add a waterproof pannier for the laptop, $90."),
            UserMessage.from("And for a tour along the Danube in summer, two weeks with a tent?"),
            AiMessage.from("Then rather a touring bicycle, $1,100: a steel frame, racks at both ends, gears for hills."
                    + " It is as good on the way to work, so that one bicycle will do."),
            UserMessage.from("Which tyres would you put on it, and what does that cost?"));

    private static final int ANSWER_TOKENS = 300;

    private final OpenRouter openRouter;
    private final OpenRouterModelCatalog catalog;
    private final Screen screen;
    private int steps;

    private ModelPicker(OpenRouter openRouter, Screen screen) {
        this.openRouter = openRouter;
        this.catalog = openRouter.modelCatalog();
        this.screen = screen;
    }

    static void run(Connection connection, Screen screen) {
        connection.script(server -> server.answer(
                "Wide ones with a puncture guard, 47 mm: $45 each, fitted for $20. They roll well on gravel paths."));
        screen.title(
                "Models by price",
                connection.isLive()
                        ? "Live: today's models and prices. The last step asks one question, for less than a cent."
                        : "Offline: the stand-in's models and prices. Set OPENROUTER_API_KEY for the real ones.");
        ModelPicker picker = new ModelPicker(connection.openRouter(), screen);
        picker.free();
        picker.compare();
        picker.ask(picker.pick());
    }

    private void begin(String title, String code) {
        screen.step(++steps, title, code);
    }

    private void free() {
        begin("The free models, 20 calls a minute", "catalog.freeModels()");
        List<OpenRouterModelInfo> free = new ArrayList<>(catalog.freeModels());
        free.removeIf(model -> !model.produces("text")); // decision models, for example
        free.sort(Comparator.comparing(ModelPicker::context).reversed());
        screen.table(
                List.of("model", "context", "tools", "images", "reasoning", "ends"),
                free.stream()
                        .map(model -> List.of(
                                model.id(),
                                String.format(Locale.ROOT, "%,d", context(model)),
                                yes(model.supports("tools")),
                                yes(model.accepts("image")),
                                yes(model.supportsReasoning()),
                                model.expiration() == null
                                        ? ""
                                        : model.expiration().toString()))
                        .toList());
    }

    private void compare() {
        begin("What one conversation costs on ten others", "catalog.cost(model.id(), turn)");
        screen.row("turns", turns().size() + " questions, answers of " + ANSWER_TOKENS + " tokens at most");
        screen.line();
        List<OpenRouterModelInfo> models = new ArrayList<>();
        for (String candidate : CANDIDATES) {
            catalog.find(candidate)
                    .ifPresentOrElse(models::add, () -> screen.bad("gone", candidate + " is not in the catalog"));
        }
        models.sort(byCost());
        screen.table(
                List.of("model", "$/M in", "$/M out", "conversation", "10,000 of them"),
                models.stream()
                        .map(model -> List.of(
                                model.id(),
                                perMillion(model.pricing().prompt()),
                                perMillion(model.pricing().completion()),
                                cost(model).map(ModelPicker::dollars).orElse("unknown"),
                                cost(model)
                                        .map(cost -> String.format(Locale.ROOT, "$%,.2f", cost.movePointRight(4)))
                                        .orElse("unknown")))
                        .toList());
    }

    private Optional<OpenRouterModelInfo> pick() {
        begin(
                "The cheapest that calls tools, holds 200,000 tokens and costs at most $1 and $3 a million",
                "catalog.models(model -> model.holds(200_000) && model.costsAtMost(input, output))");
        BigDecimal input = BigDecimal.ONE;
        BigDecimal output = BigDecimal.valueOf(3);
        Optional<OpenRouterModelInfo> cheapest =
                catalog.models(model -> model.holds(200_000) && model.costsAtMost(input, output)).stream()
                        .filter(model -> model.produces("text") && model.supports("tools") && !model.isFree())
                        .min(byCost());
        cheapest.ifPresentOrElse(
                model -> screen.good("pick", model.id() + " (" + model.name() + ")"),
                () -> screen.bad("pick", "no model does all that"));
        return cheapest;
    }

    private void ask(Optional<OpenRouterModelInfo> pick) {
        if (pick.isEmpty()) {
            return;
        }
        String id = pick.get().id();
        ChatModel model = openRouter.chatModel().modelName(id).build();
        ChatRequest turn = turns().get(turns().size() - 1);
        ChatResponse response = model.chat(turn);
        var usage = OpenRouterTokenUsage.of(response).orElseThrow();
        screen.row("answer", String.valueOf(response.aiMessage().text()));
        screen.row(
                "estimated",
                catalog.cost(id, turn).map(ModelPicker::dollars).orElse("unknown") + ", with the longest answer");
        screen.good("cost", usage == null || usage.cost() == null ? "not reported" : dollars(usage.cost()));
        screen.line();
    }

    private Comparator<OpenRouterModelInfo> byCost() {
        return Comparator.comparing(
                model -> cost(model).orElse(null), Comparator.nullsLast(Comparator.<BigDecimal>naturalOrder()));
    }

    // region conversation-cost
    /** Every turn sends all earlier messages again. */
    private Optional<BigDecimal> cost(OpenRouterModelInfo model) {
        BigDecimal sum = BigDecimal.ZERO;
        for (ChatRequest turn : turns()) {
            Optional<BigDecimal> cost = catalog.cost(model.id(), turn);
            if (cost.isEmpty()) {
                return cost;
            }
            sum = sum.add(cost.get());
        }
        return Optional.of(sum);
    }
    // endregion

    /** One request for each question. */
    static List<ChatRequest> turns() {
        List<ChatRequest> turns = new ArrayList<>();
        for (int i = 0; i < CONVERSATION.size(); i++) {
            if (CONVERSATION.get(i) instanceof UserMessage) {
                turns.add(ChatRequest.builder()
                        .messages(CONVERSATION.subList(0, i + 1))
                        .maxOutputTokens(ANSWER_TOKENS)
                        .build());
            }
        }
        return turns;
    }

    private static int context(OpenRouterModelInfo model) {
        return model.contextLength() == null ? 0 : model.contextLength();
    }

    private static String yes(boolean holds) {
        return holds ? "yes" : "";
    }

    private static String perMillion(@Nullable BigDecimal price) {
        return price == null
                ? "unknown"
                : price.movePointRight(6).stripTrailingZeros().toPlainString();
    }

    private static String dollars(BigDecimal amount) {
        return "$" + amount.round(new MathContext(3)).stripTrailingZeros().toPlainString();
    }
}
