package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.openrouter.internal.cost.CostAccount;
import dev.langchain4j.model.openrouter.internal.cost.CostBalance;
import dev.langchain4j.model.openrouter.internal.cost.CostStore;
import dev.langchain4j.model.openrouter.internal.cost.Dollars;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The call could cost more than the rest of an {@link OpenRouterBudget}. Nothing was sent. While other calls are open,
 * a later attempt can succeed, because unused reservations become free.
 */
public class OpenRouterBudgetExceededException extends NonRetriableException {

    /** A chat on behalf of {@link OpenRouterLlmScoringModel}. */
    private static final String JUDGE = "llm_rerank";

    private final transient CostStore.Shortage shortage;
    private final transient int models;
    private final BigDecimal worstCase;
    private final BigDecimal limit;
    private final BigDecimal spent;
    private final BigDecimal reserved;
    private final BigDecimal unsettled;

    /**
     * @param operation as in {@link OpenRouterCostRecord}
     * @param models that the cost is the sum of: the requested one and its {@code fallbackModels}
     */
    OpenRouterBudgetExceededException(String operation, CostStore.Shortage shortage, BigDecimal worstCase, int models) {
        super(message(operation, shortage, worstCase, models));
        CostBalance balance = shortage.balance().tidy();
        this.shortage = shortage;
        this.models = models;
        this.worstCase = Dollars.tidy(worstCase);
        this.limit = limit(shortage.account());
        this.spent = balance.spent();
        this.reserved = balance.reserved();
        this.unsettled = balance.unsettled();
    }

    /**
     * This refusal with other advice: the user of a chat model that judges passages cannot set what a chat's user can.
     */
    OpenRouterBudgetExceededException ofJudge() {
        var refused = new OpenRouterBudgetExceededException(JUDGE, shortage, worstCase, models);
        refused.setStackTrace(getStackTrace());
        return refused;
    }

    private static String message(String operation, CostStore.Shortage shortage, BigDecimal worstCase, int models) {
        CostAccount account = shortage.account();
        CostBalance balance = shortage.balance();
        return "This call could cost $" + Dollars.text(worstCase)
                + (models > 1 ? " (the sum of " + models + " models, with fallbackModels)" : "")
                + ", more than is left " + account.scope() + ": limit $" + Dollars.text(limit(account)) + ", spent $"
                + Dollars.text(balance.spent()) + ", reserved $" + Dollars.text(balance.reserved()) + ", unsettled $"
                + Dollars.text(balance.unsettled()) + ". " + advice(operation)
                + (models > 1 ? "name fewer fallbackModels, " : "") + "or raise OpenRouterBudget.Builder."
                + account.setter() + ".";
    }

    private static BigDecimal limit(CostAccount account) {
        return account.limit() == null ? BigDecimal.ZERO : account.limit();
    }

    /** What the caller of this operation can change. */
    private static String advice(String operation) {
        return switch (operation) {
            case "chat" -> "Set a lower maxOutputTokens, shorten the prompt and its memory, ";
            case "batch_chat" -> "Set a lower maxOutputTokens, submit fewer or shorter requests in one batch, ";
            case "embeddings" -> "Embed fewer or shorter texts at once, ";
            case "batch_embeddings" -> "Submit fewer or shorter texts in one batch, ";
            case JUDGE -> "Lower batchSize, lower maxPassageChars, ";
            case "rerank" -> "Rerank fewer documents, lower maxDocumentChars, ";
            case "decisions" -> "Shorten the input, ask fewer questions, ";
            case "image" -> "Set a lower maxCost, ask for fewer images, ";
            case "speech" -> "Set a lower maxCost, shorten the text, ";
            case "transcription" -> "Set a lower maxCost, send a shorter recording, ";
            default -> "Shorten the request, ";
        };
    }

    /** Like {@link #find}; in Kotlin {@code in} is a keyword. */
    public static Optional<OpenRouterBudgetExceededException> in(@Nullable Throwable throwable) {
        return find(throwable);
    }

    /** The one in a throwable's chain of causes, the throwable itself included. */
    public static Optional<OpenRouterBudgetExceededException> find(@Nullable Throwable throwable) {
        return ExceptionMapper.find(OpenRouterBudgetExceededException.class, throwable);
    }

    /** The maximum cost of the call, in US dollars. */
    public BigDecimal worstCase() {
        return worstCase;
    }

    /** The limit that it would exceed, in US dollars. */
    public BigDecimal limit() {
        return limit;
    }

    /** The spent part of the limit, in US dollars. */
    public BigDecimal spent() {
        return spent;
    }

    /** The reserved part of the limit, for open calls, in US dollars. */
    public BigDecimal reserved() {
        return reserved;
    }

    /** The part of the limit that unknown costs count, in US dollars. */
    public BigDecimal unsettled() {
        return unsettled;
    }
}
