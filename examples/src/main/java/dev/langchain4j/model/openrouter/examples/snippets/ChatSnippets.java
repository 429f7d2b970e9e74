package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.TokenWindowChatMemory;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterTokenCountEstimator;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import java.util.List;
import java.util.Map;

class ChatSnippets {

    private final OpenRouter openRouter = OpenRouter.fromEnvironment();
    private final ChatModel model = openRouter.chatModel().build();

    ChatModel standalone() {
        // region standalone
        ChatModel model = OpenRouterChatModel.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .modelName("anthropic/claude-sonnet-4.6")
                .temperature(0.2)
                .maxOutputTokens(1_000)
                .build();
        // endregion
        return model;
    }

    ChatMemory memory() {
        // region token-memory
        ChatMemory memory = TokenWindowChatMemory.withMaxTokens(
                100_000, new OpenRouterTokenCountEstimator("anthropic/claude-sonnet-5"));
        // endregion
        return memory;
    }

    void messages() {
        // region messages
        ChatResponse response =
                model.chat(SystemMessage.from("You are brief."), UserMessage.from("Which river runs through Paris?"));

        String answer = response.aiMessage().text();
        var metadata = OpenRouterChatResponseMetadata.of(response).orElseThrow();
        System.out.println(metadata.modelName() + " by " + metadata.provider() + ", " + metadata.finishReason());
        System.out.println(metadata.tokenUsage().totalTokenCount() + " tokens, $"
                + metadata.tokenUsage().cost());
        // endregion
        System.out.println(answer);
    }

    void perRequest() {
        // region per-request
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("Name a colour."))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .modelName("claude-3-haiku")
                        .temperature(1.0)
                        .user("customer-4711")
                        .build())
                .build();
        ChatResponse response = model.chat(request);
        // endregion
        System.out.println(response);
    }

    // region ai-service
    static class Weather {
        @Tool("Temperature in a city, in degrees Celsius")
        double temperature(String city) {
            return city.equals("Oslo") ? -3.5 : 21;
        }
    }

    interface Assistant {
        Result<String> chat(String question);
    }

    static void askAssistant(ChatModel model) {
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(model)
                .tools(new Weather())
                .build();
        Result<String> result = assistant.chat("Do I need a coat in Oslo?");
        System.out.println(result.content());
        System.out.println("$" + ((OpenRouterTokenUsage) result.tokenUsage()).cost()); // of all calls together
    }
    // endregion

    void lowLevelTools() {
        // region low-level-tools
        List<ToolSpecification> tools = ToolSpecifications.toolSpecificationsFrom(new Weather());
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("Do I need a coat in Oslo?"))
                .toolSpecifications(tools)
                .build();
        model.chat(request).aiMessage().toolExecutionRequests().forEach(System.out::println);
        // endregion
    }

    // region structured
    record Address(String street, String city) {}

    record Person(String name, int age, Address address) {}

    interface PersonReader {
        Person read(String text);
    }

    static Person readPerson(OpenRouter openRouter, String text) {
        ChatModel model = openRouter
                .chatModel()
                .modelName("gpt-4o-mini")
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .strictJsonSchema(true)
                .build();
        return AiServices.create(PersonReader.class, model).read(text);
    }
    // endregion

    void jsonMode() {
        // region json-mode
        ChatModel model = openRouter
                .chatModel()
                .modelName("gpt-4o-mini")
                .responseFormat(ResponseFormat.JSON)
                .build();
        // endregion
        System.out.println(model);
    }

    void files(String base64Jpeg) {
        // region files
        UserMessage message = UserMessage.from(
                TextContent.from("What do the picture and the paper have in common?"),
                ImageContent.from(base64Jpeg, "image/jpeg", ImageContent.DetailLevel.HIGH),
                PdfFileContent.from("https://example.org/paper.pdf"));
        ChatResponse response = model.chat(message);
        // endregion
        System.out.println(response);
    }

    void custom() {
        // region custom
        ChatModel model = OpenRouterChatModel.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .modelName("gpt-4o-mini")
                .customParameters(Map.of("a_field_of_tomorrow", Map.of("level", 3)))
                .customHeaders(Map.of("X-Request-Source", "nightly-report"))
                .build();
        // endregion
        System.out.println(model);
    }

    void logging() {
        // region logging
        OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .logRequests(true)
                .logResponses(true)
                .build();
        // endregion
        openRouter.close();
    }
}
