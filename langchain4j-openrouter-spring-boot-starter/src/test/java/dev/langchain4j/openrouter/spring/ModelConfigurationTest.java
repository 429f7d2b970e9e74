package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ModelConfigurationTest {

    @Test
    void closes_the_connection_with_the_context() {
        var model = new AtomicReference<ChatModel>();
        new ApplicationContextRunner()
                .withUserConfiguration(ModelConfiguration.class)
                .withPropertyValues("openrouter.api-key=sk-or-v1-test")
                .run(context -> {
                    assertThat(context).hasSingleBean(ChatModel.class);
                    model.set(context.getBean(ChatModel.class));
                });

        assertThatThrownBy(() -> model.get().chat("Anybody there?"))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("closed");
    }
}
