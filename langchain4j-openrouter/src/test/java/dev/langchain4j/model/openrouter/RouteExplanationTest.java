package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class RouteExplanationTest {

    private static final String DEEPINFRA = "deepinfra/fp8";
    private static final String GOOGLE = "google-vertex/us-east5";
    private static final String TOGETHER = "together";
    private static final String MOONSHOT = "moonshotai";

    private final OpenRouterServer server;
    private final OpenRouterModelCatalog catalog;

    RouteExplanationTest(OpenRouterServer server) {
        this.server = server;
        this.catalog =
                OpenRouterModelCatalog.builder().baseUrl(server.baseUrl()).build();
    }

    @BeforeEach
    void four_endpoints_serve_the_model() {
        server.addModel("acme/open");
        server.when(Match.path("/models/acme/open/endpoints"))
                .answer(Answer.payload(Payloads.text("catalog/endpoints.json")));
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                excluded(provider -> provider.only("deepinfra", "Together"), "provider.only", GOOGLE, MOONSHOT),
                excluded(provider -> provider.only("moonshot-ai"), "provider.only", DEEPINFRA, GOOGLE, TOGETHER),
                excluded(provider -> provider.ignore("google-vertex"), "provider.ignore", GOOGLE),
                excluded(
                        provider -> provider.order("together").allowFallbacks(false),
                        "provider.order",
                        DEEPINFRA,
                        GOOGLE,
                        MOONSHOT),
                excluded(provider -> provider.order("together"), "nothing"),
                excluded(provider -> provider.quantizations("fp8", "bf16"), "provider.quantizations", GOOGLE, MOONSHOT),
                excluded(
                        provider -> provider.maxPromptPrice(new BigDecimal("1.5")),
                        "provider.max_price.prompt",
                        GOOGLE),
                excluded(
                        provider -> provider.maxCompletionPrice(new BigDecimal("2")),
                        "provider.max_price.completion",
                        GOOGLE));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_preference_excludes(OpenRouterProviderPreferences preferences, Map<String, List<String>> expected) {
        assertThat(excluded(OpenRouterChatRequestParameters.builder()
                        .provider(preferences)
                        .build()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cheap", "NaN", "", "1e-999999999"})
    void a_limit_that_is_no_number_excludes_nothing(String limit) {
        assertThat(excluded(OpenRouterChatRequestParameters.builder()
                        .provider(OpenRouterProviderPreferences.of(Map.of("max_price", Map.of("prompt", limit))))
                        .build()))
                .isEmpty();
    }

    @Test
    void tools_exclude_endpoints_that_do_not_know_them() {
        assertThat(excluded(OpenRouterChatRequestParameters.builder()
                        .toolSpecifications(
                                ToolSpecification.builder().name("look").build())
                        .build()))
                .isEqualTo(Map.of(TOGETHER, List.of("parameter tools")));
    }

    @Test
    void a_tool_choice_excludes_endpoints_that_report_no_support_for_it() {
        var look = ToolSpecification.builder().name("look").build();
        var byName = OpenRouterChatRequestParameters.builder()
                .toolSpecifications(look)
                .toolChoiceName("look")
                .build();

        assertThat(excluded(byName))
                .isEqualTo(Map.of(DEEPINFRA, List.of("tool choice function"), TOGETHER, List.of("parameter tools")));
        assertThat(excluded(OpenRouterChatRequestParameters.builder()
                        .toolSpecifications(look)
                        .toolChoice(ToolChoice.REQUIRED)
                        .build()))
                .isEqualTo(Map.of(TOGETHER, List.of("parameter tools")));
    }

    @Test
    void a_request_that_no_endpoint_can_serve_is_refused_with_the_reasons() {
        OpenRouterChatModel model = modelBuilder()
                .provider(OpenRouterProviderPreferences.builder()
                        .only("together", "deepinfra")
                        .build())
                .build();
        ChatRequest forced = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .toolSpecifications(
                                ToolSpecification.builder().name("look").build())
                        .toolChoiceName("look")
                        .build())
                .build();

        assertThatThrownBy(() -> catalog.check(model, forced))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll(
                        "acme/open at deepinfra/fp8 is excluded by tool choice function",
                        "acme/open at together is excluded by parameter tools");
        catalog.check(
                model, ChatRequest.builder().messages(UserMessage.from("hi")).build());
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @Test
    void other_parameters_exclude_only_where_they_are_required() {
        var seed = OpenRouterChatRequestParameters.builder().seed(7).temperature(0.5);
        assertThat(excluded(seed.build())).isEmpty();

        assertThat(excluded(seed.provider(OpenRouterProviderPreferences.builder()
                                .requireParameters(true)
                                .build())
                        .build()))
                .isEqualTo(Map.of(TOGETHER, List.of("parameter seed")));
    }

    @Test
    void long_answers_exclude_endpoints_that_cannot_give_them() {
        assertThat(excluded(OpenRouterChatRequestParameters.builder()
                        .maxOutputTokens(10_000)
                        .build()))
                .isEqualTo(Map.of(GOOGLE, List.of("parameter max_tokens")));
    }

    @Test
    void content_that_the_model_does_not_take_excludes_them_all() {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from(
                        TextContent.from("What is this?"), ImageContent.from("https://example.com/cat.png")))
                .modelName("acme/open")
                .build();

        assertThat(catalog.explain(request))
                .hasSize(4)
                .allSatisfy(route -> assertThat(route.excludedBy()).containsExactly("modality image"));
    }

    @Test
    void zero_data_retention_excludes_those_who_keep_data() {
        var zdr = OpenRouterProviderPreferences.builder().zdr(true).build();

        assertThat(catalog.explain(request("openai/gpt-4o", zdr))).allMatch(OpenRouterRoute::isOpen);
        assertThat(catalog.explain(request("openai/gpt-oss-20b:free", zdr)))
                .extracting(OpenRouterRoute::excludedBy)
                .containsExactly(List.of("provider.zdr"));
    }

    @Test
    void an_alias_keeps_no_data_where_its_model_keeps_none() {
        server.addModel("~acme/open-latest");
        server.when(Match.path("/models/~acme/open-latest/endpoints"))
                .answer(Answer.payload(Payloads.text("catalog/endpoints.json")));
        onlyTogetherKeepsNoData();
        var zdr = OpenRouterProviderPreferences.builder().zdr(true).build();

        assertThat(catalog.explain(request("~acme/open-latest", zdr)))
                .filteredOn(OpenRouterRoute::isOpen)
                .extracting(route -> route.endpoint().tag())
                .containsExactly(TOGETHER);
    }

    @Test
    void what_an_endpoint_does_not_report_excludes_it_from_nothing() {
        server.when(Match.path("/models")).answer(Answer.payload("{\"data\":[{\"id\":\"acme/new\",\"pricing\":{}}]}"));
        server.when(Match.path("/models/acme/new/endpoints"))
                .answer(Answer.payload(
                        "{\"data\":{\"endpoints\":[{\"tag\":\"acme\",\"supported_parameters\":null}]}}"));
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from(
                        TextContent.from("What is this?"), ImageContent.from("https://example.com/cat.png")))
                .modelName("acme/new")
                .toolSpecifications(ToolSpecification.builder().name("look").build())
                .build();

        assertThat(catalog.explain(request)).singleElement().matches(OpenRouterRoute::isOpen);
    }

    @Test
    void fallback_models_are_explained_too() {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .modelName("acme/open")
                        .fallbackModels("gpt-4o:nitro")
                        .build())
                .build();

        assertThat(catalog.explain(request))
                .extracting(OpenRouterRoute::modelId)
                .containsExactly("acme/open", "acme/open", "acme/open", "acme/open", "openai/gpt-4o:nitro");
    }

    @Test
    void what_the_model_adds_counts() {
        OpenRouterChatModel model = modelBuilder()
                .provider(
                        OpenRouterProviderPreferences.builder().only("together").build())
                .build();

        List<OpenRouterRoute> routes = catalog.explain(
                model, ChatRequest.builder().messages(UserMessage.from("hi")).build());

        assertThat(openTags(routes)).containsExactly(TOGETHER);
    }

    @Test
    void the_data_policy_of_the_model_counts() {
        OpenRouterChatModel model = modelBuilder()
                .dataPolicy(
                        OpenRouterDataPolicy.builder().zeroDataRetention(true).build())
                .build();
        onlyTogetherKeepsNoData();

        List<OpenRouterRoute> routes = catalog.explain(
                model, ChatRequest.builder().messages(UserMessage.from("hi")).build());

        assertThat(openTags(routes)).containsExactly(TOGETHER);
    }

    @Test
    void the_data_policy_of_the_model_counts_through_a_wrapper_and_beside_preferences_of_the_request() {
        OpenRouterChatModel model = modelBuilder()
                .dataPolicy(
                        OpenRouterDataPolicy.builder().zeroDataRetention(true).build())
                .build();
        ChatModel wrapper = new ChatModel() {
            @Override
            public ChatRequestParameters defaultRequestParameters() {
                return model.defaultRequestParameters();
            }
        };
        onlyTogetherKeepsNoData();

        List<OpenRouterRoute> routes = catalog.explain(
                wrapper,
                ChatRequest.builder()
                        .messages(UserMessage.from("hi"))
                        .parameters(OpenRouterChatRequestParameters.builder()
                                .provider(OpenRouterProviderPreferences.builder()
                                        .allowFallbacks(true)
                                        .build())
                                .build())
                        .build());

        assertThat(openTags(routes)).containsExactly(TOGETHER);
    }

    @Test
    void a_request_without_a_model_cannot_be_explained() {
        assertThatThrownBy(() -> catalog.explain(
                        ChatRequest.builder().messages(UserMessage.from("hi")).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("modelName");
    }

    private OpenRouterChatModel.Builder modelBuilder() {
        return OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("acme/open");
    }

    private void onlyTogetherKeepsNoData() {
        server.when(Match.path("/endpoints/zdr"))
                .answer(Answer.payload("{\"data\":[{\"model_id\":\"acme/open\",\"tag\":\"together\"}]}"));
    }

    private static List<String> openTags(List<OpenRouterRoute> routes) {
        return routes.stream()
                .filter(OpenRouterRoute::isOpen)
                .map(route -> route.endpoint().tag())
                .toList();
    }

    private Map<String, List<String>> excluded(OpenRouterChatRequestParameters parameters) {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(parameters.toBuilder().modelName("acme/open").build())
                .build();
        return catalog.explain(request).stream()
                .filter(route -> !route.isOpen())
                .collect(Collectors.toMap(route -> route.endpoint().tag(), OpenRouterRoute::excludedBy));
    }

    private static ChatRequest request(String model, OpenRouterProviderPreferences preferences) {
        return ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .modelName(model)
                        .provider(preferences)
                        .build())
                .build();
    }

    private static Arguments excluded(
            Consumer<OpenRouterProviderPreferences.Builder> preferences, String reason, String... tags) {
        var builder = OpenRouterProviderPreferences.builder();
        preferences.accept(builder);
        return Arguments.of(
                builder.build(), Stream.of(tags).collect(Collectors.toMap(tag -> tag, tag -> List.of(reason))));
    }
}
