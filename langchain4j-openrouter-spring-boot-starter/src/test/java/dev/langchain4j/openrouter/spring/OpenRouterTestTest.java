package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.openrouter.spring.test.OpenRouterTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The stand-in belongs to the context, and every test finds it as new. */
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini")
@OpenRouterTest
class OpenRouterTestTest {

    @Autowired
    OpenRouterServer openRouter;

    @Autowired
    Librarian librarian;

    @RepeatedTest(2)
    void a_test_sees_its_own_requests_and_answers_only() {
        openRouter.answer("On shelf 3.").answer("left over");

        assertThat(librarian.answer("Where is Walden?")).isEqualTo("On shelf 3.");
        assertThat(openRouter.requests("/chat/completions")).hasSize(1);
    }

    @Nested
    class Inside {

        @Test
        void a_nested_class_has_the_same_one(@Autowired OpenRouterServer server) {
            assertThat(server).isSameAs(openRouter);
            assertThat(server.requests()).isEmpty();
        }
    }
}
