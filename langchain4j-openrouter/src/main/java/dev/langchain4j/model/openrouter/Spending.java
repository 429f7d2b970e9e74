package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.ChatCompletionRequest;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model's side of its budget, if it has one: what each of its calls could cost, and whom it is charged to. */
final class Spending {

    private final @Nullable OpenRouterBudget budget;
    private final @Nullable OpenRouterModelCatalog catalog;

    private Spending(@Nullable OpenRouterBudget budget, @Nullable OpenRouterModelCatalog catalog) {
        this.budget = budget;
        this.catalog = catalog;
    }

    static Spending of(@Nullable OpenRouterBudget budget, ConnectionSettings connection) {
        return new Spending(budget, budget == null ? null : connection.catalog());
    }

    /**
     * To be settled or released when the call has ended.
     *
     * @throws OpenRouterBudgetExceededException if the call could exceed the budget
     * @throws dev.langchain4j.exception.InvalidRequestException if nobody can say what it could cost
     */
    OpenRouterBudget.Reservation reserve(ChatCompletionRequest request) {
        if (budget == null || catalog == null) {
            return OpenRouterBudget.Reservation.NONE;
        }
        BigDecimal worstCase = new WorstCase(request, budget.bytesPerToken(), catalog::find).cost();
        Map<String, Object> extensions = request.extensions();
        return budget.reserve(
                worstCase,
                (String) extensions.get(Parameter.SESSION_ID.wireName()),
                extensions.get(Parameter.METADATA.wireName()) instanceof Map<?, ?> tags ? tags : Map.of());
    }
}
