package dev.langchain4j.model.openrouter.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class CostSnippetsTest {

    private final OpenRouterServer server;
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    private final Tracer tracer = provider.get("test");
    private final OpenRouter openRouter;

    CostSnippetsTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .costListener(CostSnippets.spans(tracer))
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
        provider.close();
    }

    @Test
    void a_call_is_a_span_below_that_of_its_caller() {
        server.answer(Answer.text("Hi").usage(12, 3, "0.00006"));
        Span outer = tracer.spanBuilder("outer").startSpan();
        try (Scope scope = outer.makeCurrent()) {
            assertThat(scope).isNotNull();
            openRouter.chat("Hello");
        }

        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertThat(spans).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("chat openai/gpt-4o");
            assertThat(span.getParentSpanId()).isEqualTo(outer.getSpanContext().getSpanId());
            assertThat(span.getAttributes().get(AttributeKey.longKey("gen_ai.usage.input_tokens")))
                    .isEqualTo(12);
            assertThat(span.getAttributes().get(AttributeKey.doubleKey("openrouter.cost")))
                    .isEqualTo(0.00006);
            assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(span.getStartEpochNanos());
        });
    }

    @Test
    void a_failure_is_a_span_with_an_error() {
        server.answer(Answer.error(400, "no"));

        assertThatThrownBy(() -> openRouter.chat("Hello")).isInstanceOf(InvalidRequestException.class);

        assertThat(exporter.getFinishedSpanItems()).singleElement().satisfies(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
                    .isEqualTo("InvalidRequestException");
        });
    }
}
