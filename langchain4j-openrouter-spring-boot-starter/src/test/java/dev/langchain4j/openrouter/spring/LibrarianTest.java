package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.openrouter.spring.test.OpenRouterTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

// region test
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini")
@OpenRouterTest
class LibrarianTest {

    @Autowired
    OpenRouterServer openRouter;

    @Autowired
    Librarian librarian;

    @Test
    void finds_a_book() {
        openRouter.answer("On shelf 3.");

        assertThat(librarian.answer("Where is Walden?")).isEqualTo("On shelf 3.");
    }
}
// endregion
