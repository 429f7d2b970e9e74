package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterEmptyAnswer;
import dev.langchain4j.model.openrouter.OpenRouterIncompleteAnswerException;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.rag.query.transformer.CompressingQueryTransformer;
import dev.langchain4j.rag.query.transformer.ExpandingQueryTransformer;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What LangChain4j's AI services and query transformers do with tools that run and answers that are empty. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class AiServiceLimitsTest {

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    AiServiceLimitsTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    interface Clerk {
        TokenStream ask(String question);
    }

    static class Till {

        final CompletableFuture<String> paid = new CompletableFuture<>();
        private final Runnable whilePaying;

        Till(Runnable whilePaying) {
            this.whilePaying = whilePaying;
        }

        @Tool
        String pay(@P("amount") String amount) {
            whilePaying.run();
            paid.complete(amount);
            return "paid";
        }
    }

    @Test
    void a_tool_that_runs_concurrently_has_run_when_the_rest_of_the_answer_fails() {
        Till till = new Till(() -> {});
        Till patient = new Till(() -> {});

        assertThatThrownBy(cutOffAfterACall(clerk(till).executeToolsConcurrently())::join)
                .hasCauseInstanceOf(InternalServerException.class);
        assertThat(till.paid.join()).isEqualTo("1");

        assertThatThrownBy(cutOffAfterACall(clerk(patient))::join).hasCauseInstanceOf(InternalServerException.class);
        assertThat(patient.paid).isNotDone();
    }

    private CompletableFuture<ChatResponse> cutOffAfterACall(AiServices<Clerk> clerk) {
        server.answer(Answer.stream()
                .toolCall("call-1", "pay", "{\"amount\":\"1\"}")
                .toolCall("call-2", "pay", "{\"amount\":")
                .cut());
        return answer(clerk.build().ask("Pay 1 and 2.").onPartialResponse(part -> {}));
    }

    @Test
    void a_cancel_while_a_tool_runs_ends_nothing_and_an_exception_of_its_callback_does() {
        AtomicReference<StreamingHandle> handle = new AtomicReference<>();
        Till till = new Till(() -> handle.get().cancel());
        Clerk clerk = clerk(till).build();

        server.answer(Answer.toolCall("pay", "{\"amount\":\"1\"}"), Answer.text("It is paid."));
        CompletableFuture<ChatResponse> cancelled = answer(clerk.ask("Pay 1.")
                .onPartialResponse(part -> {})
                .onPartialToolCallWithContext((call, context) -> handle.set(context.streamingHandle())));
        assertThat(cancelled.join().aiMessage().text()).isEqualTo("It is paid.");
        assertThat(server.requests("/chat/completions")).hasSize(2);

        server.answer(Answer.toolCall("pay", "{\"amount\":\"1\"}"));
        CompletableFuture<ChatResponse> stopped =
                answer(clerk.ask("Pay 1.").onPartialResponse(part -> {}).onToolExecuted(execution -> {
                    throw new IllegalStateException("Stopped");
                }));
        assertThatThrownBy(stopped::join).hasRootCauseMessage("Stopped");
        assertThat(server.requests("/chat/completions")).hasSize(3);
    }

    private AiServices<Clerk> clerk(Till till) {
        return AiServices.builder(Clerk.class)
                .streamingChatModel(
                        openRouter.streamingChatModel().maxRetries(0).build())
                .tools(till);
    }

    private static CompletableFuture<ChatResponse> answer(TokenStream stream) {
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        stream.onCompleteResponse(answer::complete)
                .onError(answer::completeExceptionally)
                .start();
        return answer;
    }

    @Test
    void an_empty_answer_breaks_a_query_transformer_unless_it_throws() {
        var silent = openRouter.chatModel().build();
        var telling =
                openRouter.chatModel().emptyAnswer(OpenRouterEmptyAnswer.THROW).build();
        Query query = Query.from(
                "And in Ghent?",
                Metadata.from(
                        UserMessage.from("And in Ghent?"),
                        null,
                        List.of(UserMessage.from("Which river runs through Paris?"), AiMessage.from("The Seine."))));
        server.when(body -> true).answer(Answer.text(""));

        assertThatThrownBy(() -> new ExpandingQueryTransformer(silent).transform(query))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new CompressingQueryTransformer(silent).transform(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text cannot be null or blank");
        assertThatThrownBy(() -> new ExpandingQueryTransformer(telling).transform(query))
                .isInstanceOf(OpenRouterIncompleteAnswerException.class);
        assertThatThrownBy(() -> new CompressingQueryTransformer(telling).transform(query))
                .isInstanceOf(OpenRouterIncompleteAnswerException.class);
    }
}
