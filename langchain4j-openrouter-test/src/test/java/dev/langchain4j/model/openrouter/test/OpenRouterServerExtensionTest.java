package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenRouterServerExtensionTest {

    @RegisterExtension
    static final OpenRouterServerExtension OPEN_ROUTER = new OpenRouterServerExtension();

    private static OpenRouterServer serverOfTheClass;

    @BeforeAll
    static void of_the_class(OpenRouterServer server) {
        serverOfTheClass = server;
    }

    @BeforeEach
    void prepare(OpenRouterServer server) {
        server.when(Match.userSays("prepared")).answer("yes");
    }

    @Test
    void gives_all_tests_of_a_class_one_server(OpenRouterServer server) {
        assertThat(server).isSameAs(serverOfTheClass).isSameAs(OPEN_ROUTER.server());
    }

    @RepeatedTest(2)
    void resets_it_before_each_test(OpenRouterServer server) throws Exception {
        assertThat(server.requests()).isEmpty();

        assertThat(new Client(server).chatText(Client.says("Hi"))).startsWith("You said");
        server.answer("left over");
    }

    @Test
    void keeps_what_was_prepared_for_each_test(OpenRouterServer server) throws Exception {
        assertThat(new Client(server).chatText(Client.says("prepared?"))).isEqualTo("yes");
    }

    @Test
    void explains_that_it_has_no_server_yet() {
        assertThatThrownBy(() -> new OpenRouterServerExtension().server())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@RegisterExtension");
    }

    @Test
    void refuses_a_second_test_at_the_same_time() throws Exception {
        var extension = new OpenRouterServerExtension();
        try (OpenRouterServer server = OpenRouterServer.start()) {
            ExtensionContext.Store ofTheClass = store(server);
            ExtensionContext first = context("first", ofTheClass);
            ExtensionContext second = context("second", ofTheClass);
            extension.beforeEach(first);
            server.answer("kept");

            assertThatThrownBy(() -> extension.beforeEach(second))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("SAME_THREAD");
            extension.afterEach(second);
            assertThat(new Client(server).chatText(Client.says("Hi"))).isEqualTo("kept");

            extension.afterEach(first);
            extension.beforeEach(second);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void gives_no_server_that_may_be_of_another_class() {
        var shared = new OpenRouterServerExtension();
        try (OpenRouterServer one = OpenRouterServer.start();
                OpenRouterServer other = OpenRouterServer.start()) {
            shared.beforeAll(running("one", one));
            ExtensionContext second = running("other", other);
            shared.beforeAll(second);

            assertThatThrownBy(shared::server)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("parameter");

            shared.afterAll(second);
            assertThat(shared.server()).isSameAs(one);
        }
    }

    /** A test in a class of its own, which has a server. */
    private static ExtensionContext running(String test, OpenRouterServer server) {
        return context(test, store(server));
    }

    private static ExtensionContext context(String test, ExtensionContext.Store store) {
        return fake(ExtensionContext.class, (method, arguments) -> switch (method) {
            case "getUniqueId" -> test;
            case "getStore" -> store;
            default -> Optional.empty();
        });
    }

    private static ExtensionContext.Store store(OpenRouterServer server) {
        Map<Object, Object> values = new ConcurrentHashMap<>(Map.of("plain", server));
        return fake(
                ExtensionContext.Store.class,
                (method, arguments) -> method.equals("get")
                        ? values.get(arguments[0])
                        : values.computeIfAbsent(arguments[0], key -> new AtomicReference<String>()));
    }

    private static <T> T fake(Class<T> type, BiFunction<String, Object[], Object> behaviour) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> behaviour.apply(method.getName(), arguments)));
    }

    @Nested
    class InANestedClass {

        @Test
        void gives_the_server_of_the_outer_class(OpenRouterServer server) {
            assertThat(server).isSameAs(serverOfTheClass);
        }
    }
}
