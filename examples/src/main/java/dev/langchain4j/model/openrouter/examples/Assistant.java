package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.examples.scripts.AssistantScript;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * An AI service with a memory: a model by its alias, a memory of {@code OPENROUTER_MAX_CONTEXT_MESSAGES} messages,
 * streamed answers, the cost of each turn. {@link StreamingConsole} does the same without an AI service: it shows the
 * thinking and can be cancelled.
 *
 * <p>Gets its questions from {@link Questions#ofThisRun}.
 */
final class Assistant {

    private static final String MODEL = "gpt-4o-mini";

    // region service
    interface Guide {

        @SystemMessage("You are a travel guide. Answer in one or two sentences.")
        @UserMessage("{{it}}") // otherwise braces in a question would be a template
        TokenStream answer(String message);
    }
    // endregion

    private final Screen screen;
    private final OpenRouterCostTotals spent = new OpenRouterCostTotals();
    private final int window;
    private final ChatMemory memory;
    private final Guide guide;

    Assistant(OpenRouter openRouter, Screen screen) {
        this.screen = screen;
        // region assistant
        OpenRouterStreamingChatModel model = openRouter
                .streamingChatModel()
                .modelName(MODEL) // an alias: openai/gpt-4o-mini
                .listeners(new OpenRouterCostListener(spent))
                .build();
        window = model.defaultRequestParameters().maxContextMessages(); // OPENROUTER_MAX_CONTEXT_MESSAGES
        memory = MessageWindowChatMemory.withMaxMessages(1 + window); // and the system message
        guide = AiServices.builder(Guide.class)
                .streamingChatModel(model)
                .chatMemory(memory)
                .build();
        // endregion
    }

    static void run(Connection connection, Screen screen) {
        connection.script(AssistantScript::answers);
        screen.title(
                "A travel guide that remembers, on " + MODEL,
                connection.isLive()
                        ? "Live: your key, a real model."
                        : "Offline: a stand-in plays the guide, and knows no more than the messages that it is sent. Forgetful"
                                + " with OPENROUTER_MAX_CONTEXT_MESSAGES=2.");
        new Assistant(connection.openRouter(), screen).talk(Questions.ofThisRun(AssistantScript.QUESTIONS));
    }

    void talk(Questions questions) {
        screen.line();
        for (String message = questions.next(screen);
                message != null && !message.isBlank();
                message = questions.next(screen)) {
            ask(message);
            screen.line();
        }
    }

    // region turn
    private void ask(String message) {
        screen.label("guide");
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        guide.answer(message)
                .onPartialResponse(screen::text)
                .onCompleteResponse(answer::complete)
                .onError(answer::completeExceptionally)
                .start();
        try {
            ChatResponse response = answer.join();
            screen.line();
            screen.row(
                    "cost",
                    Screen.dollars(response.tokenUsage()) + ", so far "
                            + Screen.dollars(spent.total().cost()));
            screen.row("memory", memory.messages().size() - 1 + " of " + window + " messages");
        } catch (CompletionException e) {
            screen.line();
            failed(e.getCause());
        }
    }
    // endregion

    /** A busy model may answer the next question; a refused key or a wrong URL will not. */
    private void failed(Throwable error) {
        if (error instanceof AuthenticationException || error instanceof UnresolvedModelServerException) {
            throw (LangChain4jException) error;
        }
        screen.bad("failed", error.getClass().getSimpleName() + ": " + error.getMessage());
    }
}
