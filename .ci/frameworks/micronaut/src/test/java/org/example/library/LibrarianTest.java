package org.example.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The test that docs/micronaut.md shows. */
// region test
@MicronautTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibrarianTest implements TestPropertyProvider {

    private final OpenRouterServer server = OpenRouterServer.start();

    @Inject
    LibrarianController librarian;

    @Override
    public Map<String, String> getProperties() {
        return Map.of("openrouter.base-url", server.baseUrl(), "openrouter.api-key", server.apiKey());
    }

    @Test
    void finds_a_book() {
        server.answer("On shelf 3.");

        assertEquals("On shelf 3.", librarian.answer("Where is Walden?"));
    }

    @AfterAll
    void stop() {
        server.close();
    }
}
// endregion
