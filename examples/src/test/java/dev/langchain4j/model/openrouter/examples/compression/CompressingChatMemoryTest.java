package dev.langchain4j.model.openrouter.examples.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.examples.compression.CompressingChatMemory.Listener;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.service.AiServices;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class CompressingChatMemoryTest {

    private static final SystemMessage SYSTEM = SystemMessage.from("You are brief.");
    private static final String LONG = "We talked about this and that for quite some time, and came to no end with it.";

    private final OpenRouterServer server;
    private final OpenRouterChatModel model;
    private final CompressingChatMemory memory;
    private final List<Compressed> summaries = new ArrayList<>();
    private final List<Integer> forgotten = new ArrayList<>();
    private final List<LangChain4jException> failures = new ArrayList<>();

    CompressingChatMemoryTest(OpenRouterServer server) {
        this.server = server;
        this.model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("gpt-4o-mini")
                .maxRetries(0)
                .build();
        this.memory = new CompressingChatMemory("ada", new CompressionService(model), 500, new Listener() {
            @Override
            public void onCompressed(Compressed summary) {
                summaries.add(summary);
            }

            @Override
            public void onForgotten(int characters) {
                forgotten.add(characters);
            }

            @Override
            public void onFailure(LangChain4jException failure) {
                failures.add(failure);
            }
        });
    }

    @Test
    void is_an_ordinary_memory_as_long_as_there_is_room() {
        memory.add(SYSTEM, UserMessage.from("Hello"), AiMessage.from("Hi"));

        assertThat(memory.messages()).containsExactly(SYSTEM, UserMessage.from("Hello"), AiMessage.from("Hi"));
        assertThat(memory.id()).isEqualTo("ada");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void shortens_the_older_half_and_keeps_the_newer_to_the_letter() {
        server.when(body -> true).answer("Ada talked about order 4711 for quite some time.");
        memory.add(SYSTEM, UserMessage.from("I am Ada, my order is 4711. " + LONG), AiMessage.from(LONG));
        memory.add(
                UserMessage.from("Go on. " + LONG), AiMessage.from(LONG), UserMessage.from(LONG), AiMessage.from(LONG));

        assertThat(memory.messages())
                .containsExactly(
                        SYSTEM,
                        UserMessage.from("[Our conversation before this, shortened]\n"
                                + "Ada talked about order 4711 for quite some time."),
                        UserMessage.from(LONG),
                        AiMessage.from(LONG));
        assertThat(summaries)
                .singleElement()
                .satisfies(summary -> assertThat(summary.lost()).isEmpty());
        assertThat(server.lastChatRequest().at("/messages/1/content").asText())
                .contains("user: I am Ada, my order is 4711.")
                .contains("assistant: " + LONG);
    }

    @Test
    void makes_room_once_and_not_again() {
        server.when(body -> true).answer("We talked for quite some time.");
        fill();
        memory.messages();
        int requests = server.requests().size();

        memory.messages();

        assertThat(server.requests()).hasSize(requests);
    }

    @Test
    void shortens_the_summary_when_it_is_old_in_turn() {
        server.when(body -> true).answer("We talked about 4711 for quite some time.");
        memory.add(UserMessage.from("My order is 4711."));
        fill();
        memory.messages();
        fill();
        memory.messages();

        assertThat(server.lastChatRequest().at("/messages/1/content").asText())
                .contains("We talked about 4711 for quite some time.");
        assertThat(texts(memory.messages())).contains("4711");
    }

    @Test
    void keeps_the_question_that_is_being_answered_and_the_newest_call_with_its_results() {
        server.when(body -> true).answer("We talked for quite some time.");
        fill();
        UserMessage question = UserMessage.from("What is in the shop and in the depot? " + LONG);
        memory.add(question);
        for (String step : List.of("one", "two", "three")) {
            memory.add(AiMessage.from(call("a" + step), call("b" + step)));
            memory.add(result("a" + step), result("b" + step));
        }

        List<ChatMessage> messages = memory.messages();

        assertThat(messages).contains(question);
        assertThat(messages.subList(messages.size() - 3, messages.size()))
                .containsExactly(AiMessage.from(call("athree"), call("bthree")), result("athree"), result("bthree"));
        assertThat(messages.stream().filter(ToolExecutionResultMessage.class::isInstance))
                .hasSize(2
                        * (int) messages.stream()
                                .filter(message ->
                                        message instanceof AiMessage answer && answer.hasToolExecutionRequests())
                                .count());
    }

    @Test
    void holds_more_when_question_and_answer_alone_are_too_much() {
        UserMessage question = UserMessage.from(LONG.repeat(10));
        memory.add(SYSTEM, question);

        assertThat(memory.messages()).containsExactly(SYSTEM, question);
    }

    @Test
    void leaves_the_oldest_out_when_the_model_cannot_be_asked_and_has_not_forgotten_it() {
        server.answer(Answer.error(502, "Provider returned error"))
                .answer("My order is 4711, and we talked for quite some time.");
        memory.add(UserMessage.from("My order is 4711."));
        fill();

        assertThat(texts(memory.messages())).hasSizeLessThanOrEqualTo(500).doesNotContain("4711");
        assertThat(failures).singleElement().isInstanceOf(InternalServerException.class);

        assertThat(texts(memory.messages())).hasSizeLessThanOrEqualTo(500).contains("4711");
        assertThat(forgotten).isEmpty();
    }

    @Test
    void forgets_the_oldest_when_even_the_summary_is_too_long() {
        server.when(body -> true).answer("I'm sorry, but I cannot assist with that request.");
        memory.add(UserMessage.from("My order is 4711."));
        fill();

        assertThat(texts(memory.messages())).hasSizeLessThanOrEqualTo(500).doesNotContain("4711");

        assertThat(forgotten).hasSize(1);
    }

    @Test
    void never_outgrows_its_limit_whatever_the_model_says() {
        var random = new Random(4711);
        for (int i = 0; i < 60; i++) {
            server.answer(
                    switch (i % 4) {
                        case 0 -> Answer.text(LONG.repeat(20));
                        case 1 -> Answer.text("I'm sorry, but I cannot assist with that request.");
                        case 2 -> Answer.error(500, "Internal Server Error");
                        default -> Answer.unscripted();
                    });
            memory.add(SYSTEM, UserMessage.from(i + " " + "word ".repeat(random.nextInt(60))));
            memory.add(AiMessage.from("Number " + i + " it is, Ada" + i + "."));

            assertThat(texts(memory.messages())).hasSizeLessThanOrEqualTo(500).contains("Number " + i);
        }
        assertThat(forgotten).isNotEmpty();
        assertThat(failures).isNotEmpty();
    }

    @Test
    void says_in_the_summary_that_there_was_an_image() {
        server.when(body -> true).answer("We looked at an [image] for some time.");
        memory.add(UserMessage.from(TextContent.from("Look:"), ImageContent.from("https://example.org/a.png")));
        fill();
        memory.messages();

        assertThat(server.requests().get(0).body().at("/messages/1/content").asText())
                .contains("user: Look: [image]");
    }

    @Test
    void has_one_system_message_and_none_when_it_is_cleared() {
        memory.add(SYSTEM, UserMessage.from("Hello"), SystemMessage.from("You are kind."));
        assertThat(memory.messages()).containsExactly(SystemMessage.from("You are kind."), UserMessage.from("Hello"));

        memory.clear();

        assertThat(memory.messages()).isEmpty();
    }

    interface Echo {
        String ask(String question);
    }

    @Test
    void serves_an_ai_service() {
        Echo echo = AiServices.builder(Echo.class)
                .chatModel(model)
                .chatMemory(memory)
                .build();
        for (int i = 0; i < 8; i++) {
            echo.ask("Question " + i + ". " + LONG);
        }

        assertThat(server.lastChatRequest().path("messages").findValuesAsText("content"))
                .last()
                .asString()
                .contains("Question 7");
        assertThat(texts(memory.messages())).hasSizeLessThanOrEqualTo(500);
    }

    private void fill() {
        for (int i = 0; i < 4; i++) {
            memory.add(UserMessage.from(LONG), AiMessage.from(LONG));
        }
    }

    private static ToolExecutionRequest call(String id) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name("stock")
                .arguments("{}")
                .build();
    }

    private static ToolExecutionResultMessage result(String id) {
        return ToolExecutionResultMessage.from(id, "stock", "We have some of it, " + id + ".");
    }

    private static String texts(List<ChatMessage> messages) {
        return Transcript.of(messages);
    }
}
