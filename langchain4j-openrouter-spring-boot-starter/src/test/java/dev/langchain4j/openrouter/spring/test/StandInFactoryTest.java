package dev.langchain4j.openrouter.spring.test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;

class StandInFactoryTest {

    @Test
    void a_missing_stand_in_is_named_with_its_dependency() {
        assertThatIllegalStateException()
                .isThrownBy(() -> StandInFactory.requireStandIn(new FilteredClassLoader(OpenRouterServer.class)))
                .withMessageContaining(
                        "add the dependency dev.langchain4j:langchain4j-openrouter-test with scope test");
    }
}
