package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

// region by-hand
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini")
class LibrarianByHandTest {

    @RegisterExtension
    static final OpenRouterServerExtension OPENROUTER = new OpenRouterServerExtension();

    @DynamicPropertySource
    static void standIn(DynamicPropertyRegistry properties) {
        properties.add(
                "langchain4j.openrouter.base-url", () -> OPENROUTER.server().baseUrl());
        properties.add(
                "langchain4j.openrouter.api-key", () -> OPENROUTER.server().apiKey());
    }

    @Autowired
    Librarian librarian;

    @Test
    void finds_a_book() {
        OPENROUTER.server().answer("On shelf 3.");

        assertThat(librarian.answer("Where is Walden?")).isEqualTo("On shelf 3.");
    }
}
// endregion
