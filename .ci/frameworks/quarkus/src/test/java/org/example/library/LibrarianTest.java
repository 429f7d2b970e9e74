package org.example.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The test that docs/quarkus.md shows. */
// region test
@QuarkusTest
@QuarkusTestResource(StandIn.class)
class LibrarianTest {

    OpenRouterServer server;

    @Inject
    LibrarianResource librarian;

    @Test
    void finds_a_book() {
        server.answer("On shelf 3.");

        assertEquals("On shelf 3.", librarian.answer("Where is Walden?"));
    }
}
// endregion
