package dev.langchain4j.model.openrouter.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBatchChatModel;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.service.AiServices;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tenant whose budget is used up is refused; another one is not. */
@ExtendWith(OpenRouterServerExtension.class)
class TenantSnippetsTest {

    @Test
    void a_tenant_that_has_spent_its_budget_does_not_stop_the_others(OpenRouterServer server) {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perTag("tenant", new BigDecimal("0.0005")) // one long answer, not two
                .build();
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .budget(budget)
                .build()) {
            ChatModel model = openRouter.chatModel().modelName("gpt-4o-mini").build();
            server.answer("Aye ".repeat(400)); // most of the 500 tokens
            server.answer("Aye");

            TenantSnippets.answer(model, "acme", "Ahoy");

            assertThatThrownBy(() -> TenantSnippets.answer(model, "acme", "Ahoy"))
                    .isInstanceOf(OpenRouterBudgetExceededException.class);
            assertThat(TenantSnippets.answer(model, "globex", "Ahoy")).isEqualTo("Aye");
        }
    }

    @Test
    void a_limit_of_a_tag_has_no_period(OpenRouterServer server) {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perDay(new BigDecimal("20"))
                .perTag("tenant", new BigDecimal("0.50"))
                .build();
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .budget(budget)
                .build()) {
            ChatModel model = openRouter.chatModel().modelName("gpt-4o-mini").build();
            server.answer(Answer.text("Aye").usage(10, 2, "0.50"), Answer.text("Aye"), Answer.text("Aye"));
            TenantSnippets.answer(model, "acme 2026-11", "Ahoy");

            assertThat(budget.spentByTag("tenant", "acme 2026-11")).isEqualByComparingTo("0.50");
            assertThatThrownBy(() -> TenantSnippets.answer(model, "acme 2026-11", "Ahoy"))
                    .isInstanceOf(OpenRouterBudgetExceededException.class);
            TenantSnippets.answer(model, "acme 2026-12", "Ahoy");
            budget.endTag("tenant", "acme 2026-11");
            TenantSnippets.answer(model, "acme 2026-11", "Ahoy");
        }
    }

    @Test
    void every_call_of_an_ai_service_has_the_tags_of_its_caller_and_of_its_model(OpenRouterServer server) {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .build()) {
            AiServiceSnippets.Support support = AiServices.builder(AiServiceSnippets.Support.class)
                    .chatModel(openRouter
                            .chatModel()
                            .modelName("gpt-4o-mini")
                            .metadata(Map.of("team", "support"))
                            .build())
                    .tools(new Clock())
                    .build();
            server.answer(Answer.toolCall("time", "{}"), Answer.text("Noon."));

            assertThat(AiServiceSnippets.answer(support, "acme", "What time is it?"))
                    .isEqualTo("Noon.");

            assertThat(server.requests("/chat/completions")).hasSize(2).allSatisfy(request -> {
                assertThat(request.body().at("/metadata/team").asText()).isEqualTo("support");
                assertThat(request.body().at("/metadata/tenant").asText()).isEqualTo("acme");
            });
        }
    }

    static final class Clock {

        @Tool
        public String time() {
            return "12:00";
        }
    }

    @Test
    void a_tenant_has_the_limit_of_its_plan(OpenRouterServer server) {
        OpenRouterBudget plans = TenantSnippets.plans();
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .budget(plans)
                .build()) {
            server.answer(Answer.text("Aye").usage(10, 2, "0.0999"));
            server.answer(Answer.text("Aye").usage(10, 2, "0.0999"));

            TenantSnippets.modelOf(openRouter, "acme", "free").chat("Ahoy");
            TenantSnippets.modelOf(openRouter, "globex", "gold").chat("Ahoy");

            assertThatThrownBy(() ->
                            TenantSnippets.modelOf(openRouter, "acme", "free").chat("Ahoy"))
                    .isInstanceOf(OpenRouterBudgetExceededException.class)
                    .hasMessageContaining("free acme");
            TenantSnippets.modelOf(openRouter, "globex", "gold").chat("Ahoy");
        }
    }

    @Test
    void only_chats_and_their_batches_have_tags(OpenRouterServer server) {
        OpenRouterBudget shared =
                OpenRouterBudget.builder().perTag("tenant", new BigDecimal("1")).build();
        OpenRouterBudget ofTenant =
                OpenRouterBudget.builder().perDay(new BigDecimal("1")).build();
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .budget(shared)
                .build()) {
            OpenRouterBatchChatModel batches =
                    openRouter.batchChatModel().modelName("gpt-4o-mini").build();

            batches.awaitResults(
                    batches.submit(new BatchRequest<>(List.of(of("acme"), of("globex"))))
                            .batchId(),
                    Duration.ofMinutes(1));
            BigDecimal ofNobody = shared.spent();

            assertThat(ofNobody).isPositive();
            assertThat(shared.spentByTag("tenant", "acme")).isZero();

            openRouter
                    .llmScoringModel()
                    .chatModel(TenantSnippets.modelOf(openRouter, "acme", "gold"))
                    .build()
                    .score("Ahoy", "Who calls?");

            assertThat(shared.spentByTag("tenant", "acme")).isPositive();
            ofNobody = shared.spent();

            TenantSnippets.Search search = TenantSnippets.Search.of(openRouter, ofTenant);
            search.embedder().embed("Ahoy");
            search.reranker().score("Ahoy", "Who calls?");

            assertThat(ofTenant.spent()).isPositive();
            assertThat(shared.spent()).isEqualByComparingTo(ofNobody);
        }
    }

    private static ChatRequest of(String tenant) {
        return ChatRequest.builder()
                .messages(UserMessage.from("Ahoy"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .maxOutputTokens(500)
                        .metadata(Map.of("tenant", tenant))
                        .build())
                .build();
    }

    @Test
    void a_call_without_the_tag_counts_for_no_tenant(OpenRouterServer server) {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perTag("tenant", new BigDecimal("0.0001")) // less than one answer may cost
                .build();
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .budget(budget)
                .build()) {
            ChatModel model = openRouter
                    .chatModel()
                    .modelName("gpt-4o-mini")
                    .maxOutputTokens(500)
                    .build();
            server.answer("Aye");

            assertThat(model.chat("Ahoy")).isEqualTo("Aye");
            assertThatThrownBy(() -> TenantSnippets.answer(model, "acme", "Ahoy"))
                    .isInstanceOf(OpenRouterBudgetExceededException.class);
        }
    }
}
