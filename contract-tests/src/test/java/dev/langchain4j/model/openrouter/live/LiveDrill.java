package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The check against the real OpenRouter: {@code OPENROUTER_API_KEY=... ./mvnw -Plive verify}. Not part of a build. With
 * {@code -Dlive.stand-in=true} it asks the stand-in.
 */
class LiveDrill {

    @Test
    void the_library_works_with_openrouter() throws IOException {
        if (Boolean.getBoolean("live.stand-in")) {
            try (OpenRouterServer server = StandIn.start()) {
                Map<String, String> environment = new HashMap<>(System.getenv());
                environment.put("OPENROUTER_BASE_URL", server.baseUrl());
                environment.put("OPENROUTER_API_KEY", server.apiKey());
                check(environment);
            }
        } else {
            check(System.getenv());
        }
    }

    private static void check(Map<String, String> environment) throws IOException {
        LiveSettings settings = LiveSettings.of(environment, System.getProperties());
        LiveResult result = LiveCheck.of(settings, System.out::println).run(LocalDate.now(ZoneOffset.UTC));
        if (!settings.hasKey()) {
            return;
        }
        if (result.stopped() == null) {
            summary(settings, result);
        }
        List<String> problems = result.problems();
        if (!problems.isEmpty()) {
            throw new Problems(problems);
        }
    }

    private static void summary(LiveSettings settings, LiveResult result) {
        long otherwise = result.questions().values().stream()
                .filter(finding -> finding.verdict() == Verdict.OTHERWISE)
                .count();
        System.out.println("Spent $" + result.spent().stripTrailingZeros().toPlainString() + ". " + otherwise + " of "
                + result.questions().size() + " assumptions are wrong. All is in " + settings.report());
    }

    /** Says what is wrong, without where in the check it was noticed. */
    private static final class Problems extends AssertionError {
        Problems(List<String> problems) {
            super(String.join("\n", problems), null);
            setStackTrace(new StackTraceElement[0]);
        }
    }
}
