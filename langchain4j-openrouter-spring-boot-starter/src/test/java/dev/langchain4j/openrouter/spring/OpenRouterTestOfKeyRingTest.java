package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.openrouter.spring.test.OpenRouterTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The test of an application whose own keys and base URLs would refuse the stand-in. */
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini",
            "langchain4j.openrouter.key-ring.keys.main=sk-or-v1-main",
            "langchain4j.openrouter.key-ring.keys.[the.reserve]=sk-or-v1-reserve",
            "langchain4j.openrouter.data-policy.allowed-base-urls[0]=https://eu.openrouter.ai/api/v1",
            "langchain4j.openrouter.data-policy.allowed-base-urls[1]=https://us.openrouter.ai/api/v1"
        })
@OpenRouterTest
class OpenRouterTestOfKeyRingTest {

    @Autowired
    Librarian librarian;

    @Test
    void the_stand_in_takes_the_place_of_keys_and_base_urls() {
        assertThat(librarian.answer("Where is Walden?")).isNotBlank();
    }
}
