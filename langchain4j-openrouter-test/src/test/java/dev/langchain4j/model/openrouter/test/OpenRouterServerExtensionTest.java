package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
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
        ExtensionContext testClass = context("class", null);
        ExtensionContext first = context("first", testClass);
        ExtensionContext second = context("second", testClass);
        extension.beforeAll(testClass);
        OpenRouterServer server = extension.server();
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
        extension.afterEach(second);
        extension.afterAll(testClass);
    }

    @Test
    void gives_no_server_that_may_be_of_another_class() {
        var shared = new OpenRouterServerExtension();
        ExtensionContext one = context("one", null);
        ExtensionContext other = context("other", null);
        shared.beforeAll(one);
        OpenRouterServer ofOne = shared.server();
        shared.beforeAll(other);

        assertThatThrownBy(shared::server)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("parameter");

        shared.afterAll(other);
        assertThat(shared.server()).isSameAs(ofOne);
        shared.afterAll(one);
    }

    @Test
    void gives_tests_at_the_same_time_a_server_each_if_the_field_is_not_static() {
        ExtensionContext testClass = context("class", null);
        ExtensionContext first = context("first", testClass);
        ExtensionContext second = context("second", testClass);
        var ofFirst = new OpenRouterServerExtension();
        var ofSecond = new OpenRouterServerExtension();
        ofFirst.beforeEach(first);
        ofSecond.beforeEach(second);

        assertThat(ofFirst.server()).isNotSameAs(ofSecond.server());

        ofFirst.afterEach(first);
        ofSecond.afterEach(second);
    }

    private static ExtensionContext context(String id, @Nullable ExtensionContext parent) {
        Map<Object, Object> values = new ConcurrentHashMap<>();
        ExtensionContext.Store store = fake(ExtensionContext.Store.class, (method, arguments) -> switch (method) {
            case "get" ->
                values.containsKey(arguments[0]) || parent == null
                        ? values.get(arguments[0])
                        : parent.getStore(Namespace.GLOBAL).get(arguments[0]);
            case "put" -> values.put(arguments[0], arguments[1]);
            case "remove" -> values.remove(arguments[0]);
            default -> throw new UnsupportedOperationException(method);
        });
        return fake(ExtensionContext.class, (method, arguments) -> switch (method) {
            case "getUniqueId" -> id;
            case "getStore" -> store;
            case "getParent" -> Optional.ofNullable(parent);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static <T> T fake(Class<T> type, BiFunction<String, Object[], @Nullable Object> behaviour) {
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
