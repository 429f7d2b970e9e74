package dev.langchain4j.model.openrouter.tck;

import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atLeastOnce;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.mockito.InOrder;

/** LangChain4j's contract for streaming chat models; every feature that it knows is claimed. */
class OpenRouterStreamingChatModelIT extends AbstractStreamingChatModelIT {

    @AutoClose
    private static final Target TARGET = Target.open();

    private final StreamingChatModel model = builder().build();

    private static OpenRouterStreamingChatModel.Builder builder() {
        return TARGET.streamingChatModel(Target.model());
    }

    /** Also after a cancelled stream, which the server would never end. */
    @AfterEach
    void no_stream_is_left_open() {
        await().atMost(Duration.ofSeconds(10)).until(() -> TARGET.openStreams() == 0);
    }

    /** One only: the test of cancellation waits for thirty seconds with each model. */
    @Override
    protected List<StreamingChatModel> models() {
        return Target.models(
                List.of(model), name -> TARGET.streamingChatModel(name).build());
    }

    @Override
    protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
        return TARGET.streamingChatModel(parameters).build();
    }

    @Override
    public StreamingChatModel createModelWith(ChatModelListener listener) {
        return builder().listeners(listener).build();
    }

    @Override
    protected String customModelName() {
        return Target.otherModel();
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return OpenRouterChatRequestParameters.builder()
                .maxOutputTokens(maxOutputTokens)
                .build();
    }

    @Override
    protected String catImageUrl() {
        return Picture.CAT.url();
    }

    @Override
    protected String diceImageUrl() {
        return Picture.DICE.url();
    }

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder io, String id) {
        verifyToolCall(handler, io, 0, id, "getWeather", "{\"city\":\"Munich\"}");
    }

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder io, String id1, String id2) {
        verifyToolCall(handler, io, 0, id1, "getWeather", "{\"city\":\"Munich\"}");
        verifyToolCall(handler, io, 1, id2, "getTime", "{\"country\":\"France\"}");
    }

    private static void verifyToolCall(
            StreamingChatResponseHandler handler, InOrder io, int index, String id, String name, String arguments) {
        io.verify(handler, atLeastOnce())
                .onPartialToolCall(
                        argThat(call -> call.index() == index && call.id().equals(id)), any());
        io.verify(handler).onCompleteToolCall(eq(complete(index, id, name, arguments)));
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
        return OpenRouterChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(StreamingChatModel model) {
        return OpenRouterTokenUsage.class;
    }
}
