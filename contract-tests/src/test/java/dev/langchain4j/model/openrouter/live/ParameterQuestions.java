package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouterCacheControl;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterEndpointInfo;
import dev.langchain4j.model.openrouter.OpenRouterMessages;
import dev.langchain4j.model.openrouter.OpenRouterProviderPreferences;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a chat request may say. */
final class ParameterQuestions {

    private static final OpenRouterProviderPreferences REQUIRE =
            OpenRouterProviderPreferences.builder().requireParameters(true).build();

    static final List<Question> ALL = List.of(
            new Question(
                    "OpenAI's models accept a schema with `strict: false` and a property that may be absent",
                    "ChatRequestMapper",
                    "a record of an OpenAI model by such a schema",
                    live -> openAi(live, parameters -> {
                        parameters.responseFormat(Requests.person());
                        return parameters.strictJsonSchema(false);
                    })),
            new Question(
                    "OpenAI's models accept tools with `strict: false`",
                    "ChatRequestMapper",
                    "a chat of an OpenAI model with such a tool",
                    live -> openAi(live, parameters -> {
                        parameters.toolSpecifications(Smokes.weather());
                        return parameters.strictTools(false);
                    })),
            new Question(
                    "`max_tokens` fits `require_parameters`, whatever name the provider has for it",
                    "ChatRequestWriter",
                    "a chat with both",
                    live -> served(live, live.models().cheap(), parameters -> parameters.provider(REQUIRE))),
            new Question(
                    "`require_parameters` compares names: a field that no provider knows excludes all",
                    "OpenRouterProviderPreferences",
                    "a chat with it and a made-up field",
                    live -> Refusal.of(() -> chat(
                                    live,
                                    live.models().cheap(),
                                    parameters -> parameters
                                            .provider(REQUIRE)
                                            .customParameters(Map.of("langchain4j_made_up_field", true))))
                            .isOneOf(404)),
            new Question(
                    "without `require_parameters` a field that no provider knows is ignored",
                    "OpenRouterChatParameterSetters",
                    "a chat with a made-up field",
                    live -> served(
                            live,
                            live.models().cheap(),
                            parameters -> parameters.customParameters(Map.of("langchain4j_made_up_field", true)))),
            new Question(
                    "an empty text of the user is sent as it is: it is answered, or refused with 400",
                    "ChatContentMapper",
                    "a chat with an empty text",
                    ParameterQuestions::emptyText),
            new Question(
                    "`provider.only` takes the tag of an endpoint, and that provider answers",
                    "CatalogRoutes",
                    "a chat with the tag of the first endpoint",
                    ParameterQuestions::onlyTag),
            new Question(
                    "a mark for the prompt cache does not hurt where the provider has none",
                    "ChatMessageAttributes",
                    "a chat with a marked message",
                    ParameterQuestions::marked),
            new Question(
                    "OpenRouter says how it routed a request, if a header asks for it",
                    "OpenRouterRouterMetadata",
                    "a chat with `routerMetadata`",
                    live -> {
                        ChatResponse response =
                                chat(live, live.models().cheap(), parameters -> parameters.routerMetadata(true));
                        boolean said = ((OpenRouterChatResponseMetadata) response.metadata()).routerMetadata() != null;
                        return Finding.asAssumed(said, said ? "it does" : "it does not");
                    }),
            new Question(
                    "with `zdr` and `data_collection: deny` a cheap model still has a provider",
                    "OpenRouterDataPolicy",
                    "a chat with both",
                    live -> served(
                            live,
                            live.models().cheap(),
                            parameters -> parameters.provider(OpenRouterProviderPreferences.builder()
                                    .zdr(true)
                                    .dataCollection("deny")
                                    .build()))));

    private ParameterQuestions() {}

    private static ChatResponse chat(
            Live live, String model, UnaryOperator<OpenRouterChatRequestParameters.Builder> parameters) {
        return CallStyle.PLAIN.chat(live, Requests.word(model, parameters));
    }

    private static Finding openAi(Live live, UnaryOperator<OpenRouterChatRequestParameters.Builder> parameters) {
        return live.models()
                .openAi()
                .map(model -> served(live, model, parameters))
                .orElse(Finding.unknown("the catalog has no cheap model of OpenAI"));
    }

    private static Finding served(
            Live live, String model, UnaryOperator<OpenRouterChatRequestParameters.Builder> parameters) {
        return Refusal.of(() -> chat(live, model, parameters)).asAssumed(refusal -> refusal.failure() == null);
    }

    private static Finding emptyText(Live live) {
        ChatRequest empty = Requests.said(live.models().cheap(), UserMessage.from(""), parameters -> parameters);
        return Refusal.of(() -> CallStyle.PLAIN.chat(live, empty))
                .asAssumed(refusal -> refusal.failure() == null || refusal.is(InvalidRequestException.class));
    }

    private static Finding marked(Live live) {
        UserMessage message =
                OpenRouterMessages.cached(OpenRouterCacheControl.Ttl.FIVE_MINUTES, UserMessage.from(Prompts.WORD));
        ChatRequest request = Requests.said(live.models().cheap(), message, parameters -> parameters);
        return Refusal.of(() -> CallStyle.PLAIN.chat(live, request)).asAssumed(refusal -> refusal.failure() == null);
    }

    private static Finding onlyTag(Live live) {
        List<OpenRouterEndpointInfo> endpoints =
                live.openRouter().modelCatalog().endpoints(live.models().cheap());
        OpenRouterEndpointInfo first = endpoints.stream()
                .filter(endpoint -> endpoint.tag() != null && endpoint.providerName() != null)
                .findFirst()
                .orElse(null);
        if (first == null) {
            return Finding.unknown("no endpoint has a tag");
        }
        ChatResponse response = chat(
                live,
                live.models().cheap(),
                parameters -> parameters.provider(OpenRouterProviderPreferences.builder()
                        .only(first.tag())
                        .build()));
        String provider = ((OpenRouterChatResponseMetadata) response.metadata()).provider();
        return Finding.asAssumed(
                first.providerName().equals(provider),
                "asked for " + first.providerName() + ", answered by " + provider);
    }
}
