package dev.langchain4j.model.openrouter.examples.assistant;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** "A chat for our customers: it streams, looks orders up with a tool, and may spend at most $0.05 a day." */
final class SupportChat implements AutoCloseable {

    interface Support {

        @SystemMessage("You help the customers of a bicycle shop. Look orders up; do not guess.")
        @UserMessage("{{it}}")
        TokenStream answer(String question);
    }

    static final class Orders {

        private final Function<String, String> states;

        private Orders(Function<String, String> states) {
            this.states = states;
        }

        @Tool("The state of an order")
        String orderState(@P("number of the order") String number) {
            return states.apply(number);
        }
    }

    private final OpenRouter openRouter;
    private final Support support;

    SupportChat(Map<String, String> environment, Function<String, String> states) {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().perDay(new BigDecimal("0.05")).build();
        openRouter = OpenRouter.builder()
                .apiKey(environment.get("OPENROUTER_API_KEY"))
                .baseUrl(environment.get("OPENROUTER_BASE_URL"))
                .budget(budget)
                .build();
        StreamingChatModel model = openRouter
                .streamingChatModel()
                .modelName("gpt-4o-mini")
                .maxOutputTokens(500)
                .build();
        support = AiServices.builder(Support.class)
                .streamingChatModel(model)
                .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                .tools(new Orders(states))
                .maxToolCallingRoundTrips(5)
                .build();
    }

    /** Hands the text on as it arrives, and returns what the answer has cost. */
    BigDecimal answer(String question, Consumer<String> onText) {
        CompletableFuture<BigDecimal> cost = new CompletableFuture<>();
        support.answer(question)
                .onPartialResponse(onText)
                .onCompleteResponse(response -> cost.complete(OpenRouterTokenUsage.of(response)
                        .map(OpenRouterTokenUsage::cost)
                        .orElse(BigDecimal.ZERO)))
                .onError(cost::completeExceptionally)
                .start();
        try {
            return cost.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof OpenRouterBudgetExceededException) {
                onText.accept("We have answered enough for today.");
                return BigDecimal.ZERO;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        openRouter.close();
    }
}
