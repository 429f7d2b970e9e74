package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.openrouter.support.FreshJvm;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The wire types of chat are read and written by hand: nothing is bound by reflection, neither at first nor later. */
@ExtendWith(OpenRouterServerExtension.class)
class HotPathTest {

    private final OpenRouterServer server;

    HotPathTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void a_call_and_a_stream_with_tools_load_no_data_binding_and_no_reflection() {
        server.when(Match.streaming())
                .answer(Answer.stream()
                        .text("Seine")
                        .toolCall("call_1", "weather", "{\"town\":", "\"Paris\"}")
                        .finish("tool_calls")
                        .done());
        server.when(Match.streaming().negate()).answer(Answer.text("Seine"));

        String loaded =
                FreshJvm.run(List.of("-Xlog:class+load"), CallAndStream.class, server.baseUrl(), server.apiKey());

        assertThat(loaded)
                .contains(
                        "dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionReader ",
                        "answers: Seine Seine");
        assertThat(loaded.lines()
                        .filter(line ->
                                line.contains(" com.fasterxml.jackson.databind.") || line.contains(" io.micrometer.")))
                .isEmpty();
        // what a first call loads without need, and a program that starts waits for
        assertThat(loaded.lines()
                        .filter(line -> line.contains(" kotlin.reflect.")
                                || line.contains(" java.time.format.DateTimeParseContext ")))
                .isEmpty();
    }

    /** Asks once in either way. */
    static final class CallAndStream {

        private CallAndStream() {}

        public static void main(String[] args) {
            try (OpenRouter openRouter = OpenRouter.builder()
                    .baseUrl(args[0])
                    .apiKey(args[1])
                    .modelName("openai/gpt-4o")
                    .build()) {
                ChatRequest request = ChatRequest.builder()
                        .messages(UserMessage.from("Which river runs through Paris?"))
                        .toolSpecifications(ToolSpecification.builder()
                                .name("weather")
                                .parameters(JsonObjectSchema.builder()
                                        .addStringProperty("town")
                                        .build())
                                .build())
                        .build();
                HandlerRecorder streamed = new HandlerRecorder();
                openRouter.streamingChatModel().build().chat(request, streamed);
                System.out.println("answers: "
                        + openRouter
                                .chatModel()
                                .build()
                                .chat(request)
                                .aiMessage()
                                .text() + " "
                        + streamed.awaitAnswer().aiMessage().text());
            }
        }
    }
}
