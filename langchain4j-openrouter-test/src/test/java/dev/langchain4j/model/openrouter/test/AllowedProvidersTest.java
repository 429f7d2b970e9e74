package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The preferences of a request can leave no provider for its model. */
@ExtendWith(OpenRouterServerExtension.class)
class AllowedProvidersTest {

    private final OpenRouterServer server;
    private final Client client;

    AllowedProvidersTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            anthropic/claude-sonnet-4.6      | {"only": ["openai"]}                                   | 404
            ~anthropic/claude-sonnet-latest  | {"only": ["OpenAI/priority", "cohere"]}                | 404
            anthropic/claude-sonnet-4.6:nitro | {"order": ["openai"], "allow_fallbacks": false}        | 404
            anthropic/claude-sonnet-4.6      | {"only": ["anthropic"], "ignore": ["anthropic"]}       | 404
            anthropic/claude-sonnet-4.6      | {"only": ["openai", "anthropic"]}                      | 200
            anthropic/claude-sonnet-4.6      | {"only": ["amazon-bedrock"]}                           | 200
            anthropic/claude-sonnet-4.6      | {"order": ["openai"]}                                  | 200
            anthropic/claude-sonnet-4.6      | {"ignore": ["anthropic"]}                              | 200
            anthropic/claude-sonnet-4.6      | {"only": []}                                           | 200
            openrouter/auto                  | {"only": ["anthropic"]}                                | 200
            acme/unknown                     | {"only": ["openai"]}                                   | 400
            """)
    void a_model_whose_providers_are_all_excluded_has_none(String model, String preferences, int status)
            throws Exception {
        String request = """
                {"model": "%s", "messages": [{"role": "user", "content": "Hi"}], "provider": %s}
                """.formatted(model, preferences);

        assertThat(client.chat(request).statusCode()).isEqualTo(status);

        server.lenient();
        assertThat(client.chat(request).statusCode()).isEqualTo(status == 400 ? 400 : 200);
    }

    @Test
    void a_model_of_an_invented_author_may_be_anywhere() throws Exception {
        server.addModel("acme/open");

        assertThat(client.chat("""
                {"model": "acme/open", "messages": [{"role": "user", "content": "Hi"}], "provider": {"only": ["openai"]}}
                """).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /embeddings | {"model": "openai/text-embedding-3-small", "input": "Hi", "provider": {"only": ["cohere"]}}
            /rerank     | {"model": "cohere/rerank-v3.5", "query": "q", "documents": ["d"], "provider": {"only": ["openai"]}}
            /batches    | {"endpoint": "/v1/embeddings", "model": "openai/text-embedding-3-small", "provider": {"only": ["cohere"]}, "requests": [{"custom_id": "0", "body": {"input": "Hi"}}]}
            """)
    void an_endpoint_without_a_provider_says_which_there_are(String path, String request) throws Exception {
        JsonNode refused = Json.parse(client.post(path, request).body());

        assertThat(refused.at("/error/code").asInt()).isEqualTo(404);
        assertThat(refused.at("/error/message").asText())
                .isEqualTo("No allowed providers are available for the selected model.");
        assertThat(refused.at("/error/metadata/available_providers/0").asText()).isIn("openai", "cohere");
        assertThat(refused.at("/error/metadata/requested_providers").size()).isOne();
    }
}
