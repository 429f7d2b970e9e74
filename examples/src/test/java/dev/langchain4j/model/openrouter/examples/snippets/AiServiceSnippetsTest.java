package dev.langchain4j.model.openrouter.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the pages say about AI services under a budget. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class AiServiceSnippetsTest {

    private final OpenRouterServer server;
    private final AtomicInteger lookUps = new AtomicInteger();
    private OpenRouter openRouter;

    AiServiceSnippetsTest(OpenRouterServer server) {
        this.server = server;
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    class Orders {
        @Tool("Looks up an order")
        String order(String number) {
            return "order " + number + " is number " + lookUps.incrementAndGet();
        }
    }

    interface Streamed {
        TokenStream answer(String question);
    }

    @Test
    void every_customer_is_a_session() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().perSession(BigDecimal.ONE).build();
        var helpdesk = AiServiceSnippets.helpdesk(model(budget), new Orders());
        server.answer(
                Answer.text("Hello Ada").usage(9, 9, "0.09"),
                Answer.text("Hello Bob").usage(9, 9, "0.02"));

        assertThat(AiServiceSnippets.answer(helpdesk, "ada", "Hi")).isEqualTo("Hello Ada");
        assertThat(server.lastChatRequest().path("session_id").asText()).isEqualTo("ada");
        assertThat(server.lastChatRequest().path("tools")).hasSize(1);
        assertThat(AiServiceSnippets.answer(helpdesk, "bob", "Hi")).isEqualTo("Hello Bob");

        assertThat(budget.spentInSession("ada")).isEqualTo("0.09");
        assertThat(budget.spentInSession("bob")).isEqualTo("0.02");
    }

    @Test
    void a_turn_that_is_refused_between_two_calls_has_run_its_tools_and_leaves_the_memory() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().perSession(new BigDecimal("0.09")).build();
        var helpdesk = AiServiceSnippets.helpdesk(model(budget), new Orders());
        server.answer(Answer.toolCall("order", "{\"number\":\"7\"}").usage(9, 9, "0.0899"));

        assertThat(AiServiceSnippets.answer(helpdesk, "ada", "Where is order 7?"))
                .isEqualTo("That is all for today.");

        assertThat(lookUps).hasValue(1);
        assertThat(budget.spentInSession("ada")).isEqualTo("0.0899");
        assertThat(helpdesk.getChatMemory("ada").messages()).isEmpty();
    }

    @Test
    void a_question_that_is_refused_stays_in_the_memory_and_makes_the_next_one_cost_more() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(new BigDecimal("0.000001")).build();
        var helpdesk = AiServiceSnippets.helpdesk(model(budget), new Orders());

        BigDecimal first = refusal(() -> helpdesk.answer("ada", "How much is the fish?"));
        BigDecimal second = refusal(() -> helpdesk.answer("ada", "How much is the fish?"));

        assertThat(second).isGreaterThan(first);
        assertThat(helpdesk.getChatMemory("ada").messages()).hasSize(2);
    }

    @Test
    void a_refusal_ends_a_streamed_turn_with_on_error() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(new BigDecimal("0.09")).build();
        model(budget);
        Streamed streamed = AiServices.builder(Streamed.class)
                .streamingChatModel(openRouter.streamingChatModel().build())
                .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                .tools(new Orders())
                .build();
        server.answer(Answer.toolCall("order", "{\"number\":\"7\"}").usage(9, 9, "0.0899"));
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

        streamed.answer("Where is order 7?")
                .onPartialResponse(text -> {})
                .onCompleteResponse(answer::complete)
                .onError(answer::completeExceptionally)
                .start();

        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .satisfies(failure -> assertThat(OpenRouterBudgetExceededException.in(failure))
                        .isPresent());
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void a_dry_run_is_what_the_page_shows() throws IOException {
        model(OpenRouterBudget.builder().perDay(new BigDecimal("0.0001")).build());
        OpenRouterChatModel model = openRouter
                .chatModel()
                .modelName("anthropic/claude-haiku-4.5")
                .fallbackModels("openai/gpt-4o-mini")
                .maxOutputTokens(1000)
                .build();

        String shown = CostSnippets.dryRun(
                model,
                ChatRequest.builder()
                        .messages(UserMessage.from("How much is the fish?"))
                        .build());

        assertThat(shown.replaceAll("\\d{4}-\\d\\d-\\d\\d", "2026-08-01"))
                .isSubstringOf(Files.readString(Path.of("..", "docs", "cost-and-budgets.md")));
    }

    private static BigDecimal refusal(Runnable call) {
        try {
            call.run();
        } catch (OpenRouterBudgetExceededException e) {
            return e.worstCase();
        }
        throw new AssertionError("It was not refused");
    }

    private ChatModel model(OpenRouterBudget budget) {
        openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .budget(budget)
                .maxRetries(0)
                .build();
        return openRouter.chatModel().maxOutputTokens(100).build();
    }
}
