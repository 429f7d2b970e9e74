package dev.langchain4j.openrouter.spring.test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;

class StandInFactoryTest {

    /** What asks for a stand-in. */
    @OpenRouterTest
    public interface Asking {}

    @Test
    void a_missing_stand_in_is_named_with_its_dependency() {
        var classPath = new FilteredClassLoader(OpenRouterServer.class);
        Class<?> testClass = Proxy.newProxyInstance(
                        classPath, new Class<?>[] {Asking.class}, (self, method, args) -> null)
                .getClass(); // a class of that class path

        assertThatIllegalStateException()
                .isThrownBy(() -> new StandInFactory().createContextCustomizer(testClass, List.of()))
                .withMessageContaining(
                        "add the dependency dev.langchain4j:langchain4j-openrouter-test with scope test");
    }
}
