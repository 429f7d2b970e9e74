package dev.langchain4j.model.openrouter.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
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
