package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Registered in nested classes only, each has a server of its own. */
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
}
