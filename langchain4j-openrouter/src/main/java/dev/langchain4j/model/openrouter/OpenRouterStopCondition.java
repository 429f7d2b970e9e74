package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.math.BigDecimal;
import java.util.Map;

/**
 * When the server tools of a request stop. The first condition that holds ends them; the model then has one more turn,
 * without tools.
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/server-tools/overview">Server tools</a>
 */
public final class OpenRouterStopCondition extends WireObject {

    private OpenRouterStopCondition(Map<String, ?> members) {
        super(members);
    }

    /** After this number of steps. */
    public static OpenRouterStopCondition stepCount(int steps) {
        SetterChecks.atLeast("stepCount", steps, 1);
        return of("step_count_is", "step_count", steps);
    }

    /** After a call of this tool. */
    public static OpenRouterStopCondition toolCall(String toolName) {
        ensureNotNull(toolName, "toolName");
        return of("has_tool_call", "tool_name", toolName);
    }

    /** After this number of tokens, input and output together. */
    public static OpenRouterStopCondition tokensUsed(int tokens) {
        SetterChecks.atLeast("tokensUsed", tokens, 1);
        return of("max_tokens_used", "max_tokens", tokens);
    }

    /** After this cost, in USD. */
    public static OpenRouterStopCondition cost(BigDecimal usd) {
        ensureNotNull(usd, "usd");
        if (usd.signum() <= 0) {
            throw new IllegalArgumentException("cost must be greater than 0, but is " + usd);
        }
        return of("max_cost", "max_cost_in_dollars", usd);
    }

    /** After a step that ended for this reason, for example {@code length}. */
    public static OpenRouterStopCondition finishReason(String reason) {
        ensureNotNull(reason, "reason");
        return of("finish_reason_is", "reason", reason);
    }

    /** In OpenRouter's own field names, for conditions without a factory here. */
    public static OpenRouterStopCondition of(Map<String, ?> fields) {
        return new OpenRouterStopCondition(fields);
    }

    private static OpenRouterStopCondition of(String type, String name, Object value) {
        return new OpenRouterStopCondition(Map.of("type", type, name, value));
    }
}
