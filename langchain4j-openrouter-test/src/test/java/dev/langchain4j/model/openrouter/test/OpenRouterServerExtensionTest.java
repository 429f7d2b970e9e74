package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
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

    @Nested
    class InANestedClass {

        @Test
        void gives_the_server_of_the_outer_class(OpenRouterServer server) {
            assertThat(server).isSameAs(serverOfTheClass);
        }
    }
}
