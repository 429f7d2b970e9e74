package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerAssert;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterDataPolicyTest {

    private static final OpenRouterDataPolicy STRICT = OpenRouterDataPolicy.builder()
            .denyDataCollection(true)
            .zeroDataRetention(true)
            .build();

    private final OpenRouterServer server;

    OpenRouterDataPolicyTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void is_sent_with_every_plain_request_beside_what_it_asks_for() {
        plain(STRICT)
                .chat(request(
                        OpenRouterProviderPreferences.builder().sort("price").build()));

        OpenRouterServerAssert.assertThat(server)
                .receivedChat("{\"provider\":{\"data_collection\":\"deny\",\"zdr\":true,\"sort\":\"price\"}}");
    }

    @Test
    void is_sent_with_every_streamed_request() {
        var handler = new HandlerRecorder();
        streaming(STRICT).chat(request(null), handler);
        handler.response();

        OpenRouterServerAssert.assertThat(server)
                .receivedChat("{\"provider\":{\"data_collection\":\"deny\",\"zdr\":true}}");
    }

    @Test
    void no_plain_request_can_loosen_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(STRICT)
                        .chat(request(OpenRouterProviderPreferences.builder()
                                .dataCollection("allow")
                                .build())))
                .withMessage("provider.data_collection must be deny, because dataPolicy has denyDataCollection,"
                        + " but the request says allow");
        OpenRouterServerAssert.assertThat(server).hasReceivedNothing();
    }

    @Test
    void no_streamed_request_can_loosen_it_by_the_open_door_either() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> streaming(STRICT)
                        .chat(request(OpenRouterProviderPreferences.of(Map.of("zdr", false))), new HandlerRecorder()))
                .withMessageContaining("zeroDataRetention");
        OpenRouterServerAssert.assertThat(server).hasReceivedNothing();
    }

    @Test
    void a_model_of_a_connection_can_only_tighten_it() {
        var denying = OpenRouterDataPolicy.builder().denyDataCollection(true).build();
        var retaining = OpenRouterDataPolicy.builder().zeroDataRetention(true).build();
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .dataPolicy(denying)
                .build()) {
            openRouter.chatModel().dataPolicy(null).build().chat("hi");
            OpenRouterServerAssert.assertThat(server).receivedChat("{\"provider\":{\"data_collection\":\"deny\"}}");

            openRouter.chatModel().dataPolicy(retaining).build().chat("hi");
            OpenRouterServerAssert.assertThat(server)
                    .receivedChat("{\"provider\":{\"data_collection\":\"deny\",\"zdr\":true}}");
        }
    }

    @Test
    void only_allowed_base_urls_are_used() {
        var european = OpenRouterDataPolicy.builder()
                .allowedBaseUrls(OpenRouterDataPolicy.EU)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(european))
                .withMessageStartingWith("baseUrl '" + server.baseUrl() + "' is not among the allowedBaseUrls");
        try (OpenRouter openRouter = OpenRouter.builder().dataPolicy(european).build()) {
            assertThat(openRouter.toString()).contains(OpenRouterDataPolicy.EU);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> openRouter
                            .chatModel()
                            .baseUrl(OpenRouterDataPolicy.US)
                            .build());
        }
    }

    @Test
    void an_allowed_base_url_may_end_with_a_slash() {
        var local = OpenRouterDataPolicy.builder()
                .allowedBaseUrls(server.baseUrl() + "/")
                .build();

        assertThat(plain(local).chat("hi")).isNotEmpty();
    }

    private OpenRouterChatModel plain(OpenRouterDataPolicy policy) {
        return OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .dataPolicy(policy)
                .build();
    }

    private OpenRouterStreamingChatModel streaming(OpenRouterDataPolicy policy) {
        return OpenRouterStreamingChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .dataPolicy(policy)
                .build();
    }

    private static ChatRequest request(OpenRouterProviderPreferences provider) {
        return ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .provider(provider)
                        .build())
                .build();
    }
}
