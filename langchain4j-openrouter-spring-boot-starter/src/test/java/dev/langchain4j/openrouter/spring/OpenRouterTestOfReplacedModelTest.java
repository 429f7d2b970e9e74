package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.openrouter.spring.test.OpenRouterTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.convention.TestBean;

/** A test replaces a model by its qualifier, with {@code @TestBean} as with {@code @MockitoBean}. */
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "langchain4j.openrouter.chat-model.model-name=gpt-4o",
            "langchain4j.openrouter.chat-models.fast.model-name=gpt-4o-mini"
        })
@OpenRouterTest
class OpenRouterTestOfReplacedModelTest {

    @Configuration
    @EnableAutoConfiguration
    @Import({Translator.class, Librarian.class})
    static class Office {}

    @TestBean
    @Qualifier("fast")
    ChatModel fast;

    @Autowired
    Translator translator;

    @Autowired
    Librarian librarian;

    static ChatModel fast() {
        return new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from("Bonjour"))
                        .build();
            }
        };
    }

    @Test
    void the_model_with_the_qualifier_is_replaced_and_no_other() {
        assertThat(translator.toFrench("Hello")).isEqualTo("Bonjour");
        assertThat(librarian.answer("Hello")).isNotEqualTo("Bonjour");
    }
}
