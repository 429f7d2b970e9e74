package dev.langchain4j.model.openrouter.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The strong model answers what the cheap one is not sure of. */
@ExtendWith(OpenRouterServerExtension.class)
class OptionSnippetsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"content": [{"token": "Se", "logprob": -0.1}, {"token": "ine", "logprob": 0}]} | openai/gpt-4o-mini
            {"content": [{"token": "Se", "logprob": -2.5}, {"token": "ine", "logprob": 0}]} | openai/gpt-4o
            {"content": []}                                                                 | openai/gpt-4o
            {"content": null}                                                               | openai/gpt-4o
            null                                                                            | openai/gpt-4o
            """)
    void a_strong_model_answers_if_the_cheap_one_is_not_sure(
            String logprobs, String answeredBy, OpenRouterServer server) {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .build()) {
            ChatModel cheap = openRouter
                    .chatModel()
                    .modelName("gpt-4o-mini")
                    .logprobs(true)
                    .build();
            ChatModel strong = openRouter.chatModel().modelName("gpt-4o").build();
            server.answer(Answer.payload("""
                    {"id": "gen-1", "model": "openai/gpt-4o-mini", "choices": [{"finish_reason": "stop",
                     "message": {"role": "assistant", "content": "Seine"}, "logprobs": %s}]}
                    """.formatted(logprobs)));

            var answer = OptionSnippets.ask(
                    cheap,
                    strong,
                    ChatRequest.builder()
                            .messages(UserMessage.from("Which river runs through Paris?"))
                            .build());

            assertThat(answer.modelName()).isEqualTo(answeredBy);
        }
    }
}
