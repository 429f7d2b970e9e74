package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.openrouter.spring.test.OpenRouterTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;

/** The test of an application whose connection is in a parent context. */
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini")
@ContextHierarchy({
    @ContextConfiguration(classes = OpenRouterTestOfHierarchyTest.Library.class),
    @ContextConfiguration(classes = OpenRouterTestOfHierarchyTest.ReadingRoom.class)
})
@OpenRouterTest
class OpenRouterTestOfHierarchyTest {

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(OpenRouterAutoConfiguration.class)
    static class Library {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(OpenRouterAutoConfiguration.class)
    @Import(Librarian.class)
    static class ReadingRoom {}

    @Autowired
    OpenRouterServer openRouter;

    @Autowired
    Librarian librarian;

    @Test
    void all_contexts_share_a_stand_in() {
        openRouter.answer("On shelf 3.");

        assertThat(librarian.answer("Where is Walden?")).isEqualTo("On shelf 3.");
    }
}
