package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterException;
import dev.langchain4j.model.openrouter.OpenRouterInsufficientCreditsException;
import dev.langchain4j.model.openrouter.OpenRouterModelAliases;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.openrouter.examples.scripts.TourScript;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Shows the library in nine steps: six successes, and three failures that must be handled. */
final class Tour {

    private static final String MODEL = "gpt-4o-mini";

    private final OpenRouter openRouter;
    private final Screen screen;
    private int steps;

    private Tour(OpenRouter openRouter, Screen screen) {
        this.openRouter = openRouter;
        this.screen = screen;
    }

    static void run(Connection connection, Screen screen) {
        connection.script(TourScript::answers);
        screen.title(
                "LangChain4j on OpenRouter: a tour in nine steps",
                connection.isLive()
                        ? "Live: your key, real models, less than a cent. Steps 7 to 9 need failures, so a stand-in on this"
                                + " machine answers them."
                        : "Offline: a stand-in on this machine plays OpenRouter. Set OPENROUTER_API_KEY to ask the real"
                                + " one.");
        Tour tour = new Tour(connection.openRouter(), screen);
        tour.step(tour::chat);
        tour.step(tour::alias);
        tour.step(tour::tokensAndCost);
        tour.step(tour::tools);
        tour.step(tour::structuredAnswer);
        tour.step(tour::reranking);
        try (OpenRouterServer server = OpenRouterServer.start();
                OpenRouter failing = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey(server.apiKey())
                        .build()) {
            tour.rateLimit(server, failing);
            tour.errorExplained(server, failing);
            tour.brokenStream(server, failing);
        }
        screen.title("That was it. What next?");
        screen.row("a chat", "./mvnw -q compile exec:java -Dexample=StreamingConsole");
        screen.row("your code", "docs/quick-start.md");
        screen.line();
    }

    /** With a key, a step may meet a busy model or an empty account: it says so, and the tour continues. */
    private void step(Runnable step) {
        try {
            step.run();
        } catch (AuthenticationException | UnresolvedModelServerException e) {
            throw e; // no later step would succeed
        } catch (LangChain4jException e) {
            screen.bad("failed", e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private void begin(String title, String code) {
        screen.step(++steps, title, code);
    }

    private void chat() {
        begin("A chat with the default model", "String answer = openRouter.chat(question);");
        String question = "Which river runs through Paris? One sentence.";
        screen.row("question", question);
        String answer = openRouter.chat(question);
        screen.good("answer", answer);
    }

    private void alias() {
        begin("A short name for a model", "openRouter.chatModel().modelName(\"gpt-4o-mini:nitro\").build()");
        ChatModel model = openRouter.chatModel().modelName("gpt-4o-mini:nitro").build();
        ChatResponse response = model.chat(UserMessage.from("Tell me a palindrome. One sentence."));
        screen.row("you write", "gpt-4o-mini:nitro");
        screen.row("is sent", OpenRouterModelAliases.defaults().resolve("gpt-4o-mini:nitro"));
        screen.row("answered", response.modelName());
        screen.good("answer", response.aiMessage().text());
    }

    private void tokensAndCost() {
        begin("Tokens, cost and provider", "OpenRouterChatResponseMetadata.of(response)");
        ChatModel model = openRouter.chatModel().modelName(MODEL).build();
        ChatResponse response = model.chat(UserMessage.from("Tell me another palindrome. One sentence."));
        var metadata = OpenRouterChatResponseMetadata.of(response).orElseThrow();
        OpenRouterTokenUsage usage = metadata.tokenUsage();
        screen.row("tokens", usage.inputTokenCount() + " in, " + usage.outputTokenCount() + " out");
        screen.good("cost", Screen.dollars(usage));
        screen.row("provider", String.valueOf(metadata.provider()));
        screen.row("generation", String.valueOf(metadata.generationId()));
    }

    /** A tool: plain Java, called when the model asks for it. */
    static final class Warehouse {

        private static final Map<String, Integer> BICYCLES = Map.of("Utrecht", 12, "Ghent", 5);

        @Tool("How many bicycles are in stock in a city")
        int inStock(String city) {
            return BICYCLES.getOrDefault(city, 0);
        }
    }

    interface Dispatcher {
        Result<String> ask(String question);
    }

    private void tools() {
        begin(
                "Tools: the model calls your Java",
                "AiServices.builder(Dispatcher.class).chatModel(model).tools(new Warehouse())");
        ChatModel model = openRouter.chatModel().modelName(MODEL).build();
        Dispatcher dispatcher = AiServices.builder(Dispatcher.class)
                .chatModel(model)
                .tools(new Warehouse())
                .build();
        String question = "Eight people want bicycles. Can Utrecht or Ghent serve them?";
        screen.row("question", question);
        Result<String> result = dispatcher.ask(question);
        result.toolExecutions()
                .forEach(call -> screen.row(
                        "your Java", call.request().name() + call.request().arguments() + " returns " + call.result()));
        screen.good("answer", result.content());
        screen.row("cost", Screen.dollars(result.tokenUsage()) + ", both calls of the model");
    }

    record Address(String street, String city) {}

    record Item(String name, int quantity) {}

    record Order(String customer, Address delivery, List<Item> items) {}

    interface OrderReader {
        Order read(String mail);
    }

    private void structuredAnswer() {
        begin("A structured answer: text in, a record out", "Order order = reader.read(mail);");
        ChatModel model = openRouter
                .chatModel()
                .modelName(MODEL)
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .build();
        OrderReader reader = AiServices.create(OrderReader.class, model);
        String mail = "Dear bicycle shop, two touring bicycles and three bells to 12 St James's Square, London, please."
                + " Yours, Ada Lovelace";
        screen.row("mail", mail);
        Order order = reader.read(mail);
        screen.good("customer", order.customer());
        screen.good(
                "delivery", order.delivery().street() + ", " + order.delivery().city());
        order.items().forEach(item -> screen.good("item", item.quantity() + " x " + item.name()));
    }

    private void reranking() {
        begin("Reranking: what a search found, best first", "scoringModel.scoreAll(found, question)");
        ScoringModel scoringModel =
                openRouter.scoringModel().modelName("cohere/rerank-v3.5").build();
        String question = "Can I take a bicycle on a night bus?";
        List<TextSegment> found = Stream.of(
                        "The last bus to the harbour leaves at night, at 23:40.",
                        "Dogs travel free of charge with a muzzle.",
                        "A night bus has a rack: take a bicycle along, three can be hung on it.")
                .map(TextSegment::from)
                .toList();
        screen.row("question", question);
        Response<List<Double>> scores = scoringModel.scoreAll(found, question);
        IntStream.range(0, found.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> scores.content().get(i))
                        .reversed())
                .forEach(i -> screen.good(
                        String.format(Locale.ROOT, "%.2f", scores.content().get(i)),
                        found.get(i).text()));
        screen.row("cost", Screen.dollars(scores.tokenUsage()));
    }

    private void rateLimit(OpenRouterServer server, OpenRouter failing) {
        begin("A rate limit, handled", "model.chat(\"Are you there?\")");
        TourScript.busyThenFree(server);
        ChatModel model = failing.chatModel().modelName(MODEL).build();
        long start = System.nanoTime();
        String answer = model.chat("Are you there?");
        long millis = (System.nanoTime() - start) / 1_000_000;
        screen.bad("server", "429 Rate limit exceeded: 20 requests per minute (Retry-After: 1)");
        screen.row("waited", "as long as the server asked, " + millis + " ms");
        screen.row("requests", server.requests().size() + ", for one call of chat");
        screen.good("answer", answer);
    }

    private void errorExplained(OpenRouterServer server, OpenRouter failing) {
        begin("An error, explained", "catch (OpenRouterInsufficientCreditsException e)");
        TourScript.tooExpensive(server);
        ChatModel model = failing.chatModel().modelName(MODEL).build();
        try {
            model.chat("Write a long story.");
        } catch (OpenRouterInsufficientCreditsException e) {
            screen.bad("class", e.getClass().getSimpleName());
            screen.bad("message", String.valueOf(e.getMessage()));
            screen.row("so set", "maxOutputTokens(" + e.affordableTokens() + ")");
            ChatModel cheaper = failing.chatModel()
                    .modelName(MODEL)
                    .maxOutputTokens(e.affordableTokens())
                    .build();
            screen.good("answer", cheaper.chat("Write a long story."));
        }
        try {
            failing.chatModel().modelName("gpt-4").build();
        } catch (IllegalArgumentException e) {
            screen.bad("a typo", String.valueOf(e.getMessage()));
        }
    }

    private void brokenStream(OpenRouterServer server, OpenRouter failing) {
        begin("A stream that breaks is not an answer", "public void onError(Throwable error)");
        TourScript.breaksInTheMiddle(server);
        StreamingChatModel model = failing.streamingChatModel().modelName(MODEL).build();
        var answer = new CompletableFuture<ChatResponse>();
        screen.label("tokens");
        model.chat("What shall I do with the money?", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                screen.text(text);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        try {
            screen.bad("an answer", answer.join().aiMessage().text());
        } catch (CompletionException e) {
            screen.line();
            screen.bad("class", e.getCause().getClass().getSimpleName());
            screen.bad("message", String.valueOf(e.getCause().getMessage()));
            OpenRouterException.in(e)
                    .map(OpenRouterException::partialResponse)
                    .ifPresent(partial ->
                            screen.row("kept apart", "\"" + partial.aiMessage().text() + "\""));
        }
    }
}
