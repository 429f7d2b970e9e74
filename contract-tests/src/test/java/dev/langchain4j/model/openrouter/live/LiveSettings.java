package dev.langchain4j.model.openrouter.live;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the person at the keyboard decides.
 *
 * @param key null or blank: the check only says what it would do
 * @param baseUrl null for OpenRouter's own
 * @param limit what the whole check may cost, in US dollars
 * @param models chat models for LangChain4j's tests; empty: cheap ones of the catalog
 * @param retries of each call
 * @param contractTests whether LangChain4j's tests run
 * @param untilOnRecord how long after its answer a generation may come on record
 * @param report where the report goes
 */
record LiveSettings(
        @Nullable String key,
        @Nullable String baseUrl,
        BigDecimal limit,
        List<String> models,
        int retries,
        boolean contractTests,
        Duration untilOnRecord,
        Path report) {

    private static final String LIMIT = "0.10";

    static LiveSettings of(Map<String, String> environment, Properties properties) {
        return new LiveSettings(
                environment.get("OPENROUTER_API_KEY"),
                environment.get("OPENROUTER_BASE_URL"),
                limit(properties.getProperty("live.limit", LIMIT)),
                names(properties.getProperty("live.models", "")),
                whole(properties, "live.retries", "2"),
                !"false".equals(properties.getProperty("live.contract-tests")),
                Duration.ofSeconds(whole(properties, "live.until-on-record", "30")),
                Path.of(properties.getProperty("live.report", "target/live-report.md")));
    }

    boolean hasKey() {
        return key != null && !key.isBlank();
    }

    private static BigDecimal limit(String text) {
        try {
            BigDecimal limit = new BigDecimal(text);
            if (limit.signum() > 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // the same mistake as a negative one
        }
        throw new IllegalArgumentException("live.limit must be US dollars above 0, but is '" + text + "'");
    }

    private static int whole(Properties properties, String name, String otherwise) {
        return Integer.parseInt(properties.getProperty(name, otherwise));
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
