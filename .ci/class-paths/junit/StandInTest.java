package junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerAssert;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ways in which tests use the extension. */
class StandInTest {

    @Nested
    @ExtendWith(OpenRouterServerExtension.class)
    class AsParameter {

        @BeforeEach
        void script(OpenRouterServer server) {
            OpenRouterServerAssert.assertThat(server).hasReceivedRequests(0);
            server.answer("Hello");
        }

        @Test
        void answers(OpenRouterServer server) {
            assertThat(ask(server, null)).isEqualTo("Hello");
        }

        @Test
        void answers_after_a_reset(OpenRouterServer server) {
            assertThat(ask(server, null)).isEqualTo("Hello");
        }
    }

    @Nested
    class AsField {

        @RegisterExtension
        static final OpenRouterServerExtension OPENROUTER = OpenRouterServerExtension.tls();

        @Test
        void answers() {
            OpenRouterServer server = OPENROUTER.server();
            OkHttpClient trusting = new OkHttpClient.Builder()
                    .sslSocketFactory(server.sslContext().getSocketFactory(), server.trustManager())
                    .build();

            assertThat(ask(server, trusting)).isEqualTo("You said: \"Hi\"");
        }
    }

    private static String ask(OpenRouterServer server, OkHttpClient client) {
        OpenRouter.Builder builder = OpenRouter.builder().baseUrl(server.baseUrl()).apiKey(server.apiKey());
        if (client != null) {
            builder.okHttpClient(client);
        }
        try (OpenRouter openRouter = builder.modelName("openai/gpt-4o").build()) {
            return openRouter.chat("Hi");
        }
    }
}
