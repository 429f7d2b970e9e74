package dev.langchain4j.model.openrouter.benchmarks.rerank;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.output.TokenUsage;

/** A simulated judge as a chat model. Counts four characters per token. */
record JudgingChatModel(SimulatedJudge judge) implements ChatModel {

    @Override
    public ChatResponse doChat(ChatRequest request) {
        String instructions = ((SystemMessage) request.messages().get(0)).text();
        String prompt = ((UserMessage) request.messages().get(1)).singleText();
        String reply = judge.answer(prompt);
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(reply))
                .tokenUsage(new TokenUsage(tokens(instructions) + tokens(prompt), tokens(reply)))
                .build();
    }

    private static int tokens(String text) {
        return (text.length() + 3) / 4;
    }
}
