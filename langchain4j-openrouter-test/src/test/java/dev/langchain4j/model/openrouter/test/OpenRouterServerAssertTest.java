package dev.langchain4j.model.openrouter.test;

import static dev.langchain4j.model.openrouter.test.OpenRouterServerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterServerAssertTest {

    private OpenRouterServer server;
    private Client client;

    @BeforeEach
    void client(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertThatFailureOf(Runnable assertion) {
        return assertThatThrownBy(assertion::run).isInstanceOf(AssertionError.class);
    }

    @Test
    void passes_when_all_is_as_expected() throws Exception {
        assertThat(server).hasReceivedNothing();

        client.chat(
                "{\"model\":\"openai/gpt-4o\",\"temperature\":0.20,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(server)
                .hasReceivedRequests(1)
                .received("POST", "/chat/completions")
                .receivedChat("{\"messages\":[{\"content\":\"Hi\"}],\"temperature\":0.2}")
                .lastChatIsExactly(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"model\":\"openai/gpt-4o\",\"temperature\":0.2}")
                .receivedHeader("content-type", "application/json")
                .receivedNoHeader("X-Title");
    }

    @Test
    void finds_the_expected_one_among_several() throws Exception {
        client.chat(Client.says("One"));
        client.chat(Client.says("Two"));

        assertThat(server).receivedChat("{\"messages\":[{\"content\":\"One\"}]}");
    }

    @Test
    void shows_where_a_chat_request_differs() throws Exception {
        client.chat(Client.says("Hello"));

        assertThatFailureOf(() -> assertThat(server).receivedChat("""
                                {"model": "openai/gpt-4o", "temperature": 0.2, "messages": [{"role": "user", "content": "Hi"}, {"role": "tool"}]}
                                """))
                .hasMessageContainingAll(
                        "None of 1 chat requests contains what was expected",
                        "temperature: expected 0.2 but was missing",
                        "messages[0].content: expected \"Hi\" but was \"Hello\"",
                        "messages[1]: expected {\"role\":\"tool\"} but was missing")
                .hasMessageNotContaining("model: ");
    }

    @Test
    void compares_with_the_most_similar_chat_request() throws Exception {
        client.chat(Client.says("What is the weather in Oslo?"));
        client.chat(Client.says("Something else entirely"));

        assertThatFailureOf(() -> assertThat(server)
                        .receivedChat("{\"messages\":[{\"content\":\"What is the weather in Rome?\"}]}"))
                .hasMessageContainingAll(
                        "None of 2 chat requests",
                        "The most similar one, number 1,",
                        "\"What is the weather in Oslo?\"");
    }

    @Test
    void shows_what_was_not_expected() throws Exception {
        client.chat(Client.says("Hi"));

        assertThatFailureOf(() -> assertThat(server).lastChatIsExactly("{\"messages\":[]}"))
                .hasMessageContainingAll(
                        "model: unexpected \"openai/gpt-4o\"",
                        "messages[0]: unexpected {\"role\":\"user\",\"content\":\"Hi\"}");
    }

    @Test
    void says_which_requests_came_instead() throws Exception {
        client.get("/key");

        assertThatFailureOf(() -> assertThat(server).received("GET", "/models"))
                .hasMessageContaining("Expected a request GET /models but received [GET /key]");
        assertThatFailureOf(() -> assertThat(server).hasReceivedRequests(2))
                .hasMessageContaining("Expected 2 requests but received 1: [GET /key]");
        assertThatFailureOf(() -> assertThat(server).receivedChat("{}"))
                .hasMessageContaining("Expected a chat request but received [GET /key]");
    }

    @Test
    void shows_the_header_that_was_sent() throws Exception {
        client.send(
                client.chatRequest(Client.says("Hi")).header("X-Title", "mine").build());

        assertThatFailureOf(() -> assertThat(server).receivedHeader("X-Title", "other"))
                .hasMessageContaining(
                        "Expected header X-Title of POST /chat/completions to be \"other\" but it was \"mine\"");
        assertThatFailureOf(() -> assertThat(server).receivedHeader("X-Absent", "other"))
                .hasMessageContaining("it was not sent");
        assertThatFailureOf(() -> assertThat(server).receivedNoHeader("X-Title"))
                .hasMessageContaining("it was \"mine\"");
    }

    @Test
    void shows_no_key() throws Exception {
        client.send(client.chatRequest(Client.says("Hi"))
                .setHeader("Authorization", "Bearer sk-or-v1-of-the-developer")
                .build());

        assertThatFailureOf(() -> assertThat(server).receivedHeader("Authorization", "Bearer " + server.apiKey()))
                .hasMessageContaining("Authorization")
                .hasMessageNotContaining("of-the-developer");
        assertThatFailureOf(() -> assertThat(server).receivedNoHeader("authorization"))
                .hasMessageContaining("Expected no header")
                .hasMessageNotContaining("of-the-developer");
    }

    @Test
    void misses_requests_and_servers() {
        assertThatFailureOf(() -> assertThat(server).receivedHeader("a", "b")).hasMessageContaining("received none");
        assertThatFailureOf(() -> assertThat(null).hasReceivedNothing());
    }
}
