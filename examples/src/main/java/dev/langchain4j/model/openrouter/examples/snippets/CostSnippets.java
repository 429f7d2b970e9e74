package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals;
import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer;
import dev.langchain4j.model.openrouter.OpenRouterMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

class CostSnippets {

    String budget(String question) {
        // region budget
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perDay(new BigDecimal("20"))
                .perTag("tenant", new BigDecimal("0.50"))
                .build();
        OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .budget(budget)
                .build();
        ChatModel model = openRouter
                .chatModel()
                .modelName("gpt-4o-mini")
                .maxOutputTokens(1000)
                .metadata(Map.of("tenant", "acme"))
                .build();
        // endregion
        // region refused
        try {
            return model.chat(question);
        } catch (OpenRouterBudgetExceededException e) {
            return "Could cost $" + e.worstCase().toPlainString() + ", and $"
                    + e.spent().toPlainString() + " of $" + e.limit().toPlainString() + " are spent.";
        }
        // endregion
    }

    OpenRouterBudget warned(Consumer<String> operators) {
        // region warn-at
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perDay(new BigDecimal("20"))
                .warnAt(
                        0.8,
                        warning -> operators.accept("$" + warning.spent().toPlainString() + " of $"
                                + warning.limit().toPlainString() + " are spent " + warning.scope()))
                .build();
        // endregion
        return budget;
    }

    static String dryRun(OpenRouterChatModel model, ChatRequest request) {
        // region dry-run
        OpenRouterBudget.DryRun run = model.dryRun(request);
        StringBuilder text = new StringBuilder();
        run.prices()
                .forEach(price -> text.append(price.model() + ": " + price.inputTokens() + " tokens in at $"
                        + price.perInputToken().movePointRight(6).toPlainString() + " a million, at most "
                        + price.outputTokens() + " out at $"
                        + price.perOutputToken().movePointRight(6).toPlainString() + "\n"));
        text.append(
                "reserves $" + run.amount().toPlainString() + (run.fits() ? "" : ", does not fit " + run.refusedBy()));
        // endregion
        return text.toString();
    }

    BigDecimal ledger() {
        // region ledger
        OpenRouterCostTotals totals = new OpenRouterCostTotals();
        OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .costListener(new OpenRouterCostListener(totals, OpenRouterCostSink.csv(Path.of("costs.csv"))))
                .build();
        openRouter.chat("What does a question cost?");
        BigDecimal spent = totals.total().cost();
        // endregion
        return spent;
    }

    OpenRouter pacer() {
        // region pacer
        OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .modelName("google/gemma-4-31b-it:free")
                .freeModelPacer(OpenRouterFreeModelPacer.ofKey())
                .build();
        // endregion
        return openRouter;
    }

    OpenRouterCostListener meters(MeterRegistry registry) {
        // region meters
        OpenRouterCostListener listener = new OpenRouterCostListener(new OpenRouterMeters(registry));
        // endregion
        return listener;
    }

    // region spans
    static OpenRouterCostListener spans(Tracer tracer) {
        return new OpenRouterCostListener(call -> {
            Span span = tracer.spanBuilder(call.operation() + " " + call.model())
                    .setSpanKind(SpanKind.CLIENT)
                    .setStartTimestamp(call.time().minus(call.duration()))
                    .startSpan();
            call.spanAttributes().forEach((name, value) -> {
                if (value instanceof Long count) {
                    span.setAttribute(name, count);
                } else if (value instanceof Double amount) {
                    span.setAttribute(name, amount);
                } else {
                    span.setAttribute(name, String.valueOf(value));
                }
            });
            if (call.error() != null) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end(call.time());
        });
    }
    // endregion
}
