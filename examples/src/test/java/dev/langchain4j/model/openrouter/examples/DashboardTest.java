package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterMeters;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard asks for series that Prometheus gets from the meters of real calls. */
@ExtendWith(OpenRouterServerExtension.class)
class DashboardTest {

    private static final Pattern SERIES = Pattern.compile("openrouter_\\w+");

    /** A condition on calls, such as {outcome="ok"} or {error!="none"}, in JSON with a backslash before each quote. */
    private static final Pattern CONDITION =
            Pattern.compile("openrouter_calls_seconds_count\\{(\\w+)(!?=)\\\\?\"(\\w+)");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void every_series_comes_from_a_meter(OpenRouterServer server) throws Exception {
        try (OpenRouter openRouter = metered(server)) {
            server.answer(Answer.text("Aye").usage(12, 3, "0.00006"));
            openRouter.chat("Ahoy");
        }
        Set<String> series = registry.getMeters().stream()
                .flatMap(meter -> Set.of("_count", "_sum").stream().map(end -> prometheus(meter) + end))
                .collect(Collectors.toSet());
        JsonNode dashboard = new ObjectMapper()
                .readTree(Pages.text(Pages.ROOT.resolve("docs/observability/grafana-dashboard.json")));

        var asked = new TreeSet<String>();
        dashboard
                .findValuesAsText("expr")
                .forEach(query -> SERIES.matcher(query).results().forEach(name -> asked.add(name.group())));

        assertThat(asked).hasSizeGreaterThanOrEqualTo(4);
        assertThat(series).containsAll(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/observability.md", "docs/observability/grafana-dashboard.json"})
    void a_call_that_broke_off_at_an_unknown_cost_is_a_failure(String page, OpenRouterServer server) throws Exception {
        try (OpenRouter openRouter = metered(server)) {
            server.answer(Answer.cut(Answer.text("Aye")));
            assertThatThrownBy(() -> openRouter.chat("Ahoy")).isInstanceOf(LangChain4jException.class);
        }
        Timer calls = registry.get("openrouter.calls").tag("outcome", "unknown").timer();

        MatchResult failed = CONDITION
                .matcher(Pages.text(Pages.ROOT.resolve(page)))
                .results()
                .findFirst()
                .orElseThrow();

        boolean equal = failed.group(3).equals(calls.getId().getTag(failed.group(1)));
        assertThat(equal).isEqualTo(failed.group(2).equals("="));
    }

    private OpenRouter metered(OpenRouterServer server) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .costListener(new OpenRouterCostListener(new OpenRouterMeters(registry)))
                .build();
    }

    /** As Micrometer's registry for Prometheus names it. */
    private static String prometheus(Meter meter) {
        String name = meter.getId().getName().replace('.', '_');
        if (meter.getId().getType() == Meter.Type.TIMER) {
            return name + "_seconds";
        }
        String unit = meter.getId().getBaseUnit();
        return unit == null || name.endsWith("_" + unit) ? name : name + "_" + unit;
    }
}
