package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Registered in nested classes only, in different ways. */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class ExtensionOfNestedClassesTest {

    private static OpenRouterServer first;

    @Nested
    @Order(1)
    @ExtendWith(OpenRouterServerExtension.class)
    class First {

        @Test
        void its_server_has_no_tls(OpenRouterServer server) {
            first = server;
            assertThat(server.baseUrl()).startsWith("http://");
        }
    }

    @Nested
    @Order(2)
    class Second {

        @RegisterExtension
        static final OpenRouterServerExtension TLS = OpenRouterServerExtension.tls();

        @Test
        void its_server_has_tls_and_the_first_is_closed() {
            assertThat(TLS.server().baseUrl()).startsWith("https://");
            assertThatThrownBy(() -> new Client(first).get("/models")).isInstanceOf(IOException.class);
        }
    }

    @Nested
    class WithTwoFields {

        @RegisterExtension
        static final OpenRouterServerExtension ONE = new OpenRouterServerExtension();

        @RegisterExtension
        static final OpenRouterServerExtension OTHER = new OpenRouterServerExtension();

        @Test
        void each_field_has_a_server_of_its_own() throws Exception {
            ONE.server().answer("one");

            assertThat(new Client(OTHER.server()).chatText(Client.says("Hi"))).startsWith("You said");
        }
    }

    @Nested
    class WithAFieldThatIsNotStatic {

        private static @Nullable OpenRouterServer before;

        @RegisterExtension
        final OpenRouterServerExtension openRouter = new OpenRouterServerExtension();

        @RepeatedTest(2)
        void each_test_has_a_server_of_its_own_that_is_closed_after_it(OpenRouterServer server) throws Exception {
            assertThat(server).isSameAs(openRouter.server());
            assertThat(new Client(server).get("/models").statusCode()).isEqualTo(200);
            if (before != null) {
                OpenRouterServer closed = before;
                assertThat(closed).isNotSameAs(server);
                assertThatThrownBy(() -> new Client(closed).get("/models")).isInstanceOf(IOException.class);
            }
            before = server;
        }
    }
}
