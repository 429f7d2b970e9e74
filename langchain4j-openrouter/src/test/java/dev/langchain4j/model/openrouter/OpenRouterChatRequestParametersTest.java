package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters.Builder;
import dev.langchain4j.model.openrouter.support.WireRequests;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpenRouterChatRequestParametersTest {

    /** One row for each constant of {@link ChatParameter}: what the next parameter needs, too. */
    static Stream<Case<?>> parameters() {
        return Stream.of(
                new Case<>(
                        ChatParameter.SEED, Builder::seed, OpenRouterChatRequestParameters::seed, 7, 8, "{\"seed\":7}"),
                new Case<>(
                        ChatParameter.USER,
                        Builder::user,
                        OpenRouterChatRequestParameters::user,
                        "u-1",
                        "u-2",
                        "{\"user\":\"u-1\"}"),
                new Case<>(
                        ChatParameter.PARALLEL_TOOL_CALLS,
                        Builder::parallelToolCalls,
                        OpenRouterChatRequestParameters::parallelToolCalls,
                        false,
                        true,
                        "{\"parallel_tool_calls\":false}"),
                new Case<>(
                        ChatParameter.PROVIDER,
                        Builder::provider,
                        OpenRouterChatRequestParameters::provider,
                        OpenRouterProviderPreferences.builder()
                                .order("anthropic")
                                .build(),
                        OpenRouterProviderPreferences.builder().order("openai").build(),
                        "{\"provider\":{\"order\":[\"anthropic\"]}}"),
                new Case<>(
                        ChatParameter.MIN_P,
                        Builder::minP,
                        OpenRouterChatRequestParameters::minP,
                        0.1,
                        0.2,
                        "{\"min_p\":0.1}"),
                new Case<>(
                        ChatParameter.TOP_A,
                        Builder::topA,
                        OpenRouterChatRequestParameters::topA,
                        0.1,
                        0.2,
                        "{\"top_a\":0.1}"),
                new Case<>(
                        ChatParameter.REPETITION_PENALTY,
                        Builder::repetitionPenalty,
                        OpenRouterChatRequestParameters::repetitionPenalty,
                        1.1,
                        1.2,
                        "{\"repetition_penalty\":1.1}"),
                new Case<Map<String, Integer>>(
                        ChatParameter.LOGIT_BIAS,
                        Builder::logitBias,
                        OpenRouterChatRequestParameters::logitBias,
                        Map.of("50256", -100),
                        Map.of("50256", 5),
                        "{\"logit_bias\":{\"50256\":-100}}"),
                new Case<>(
                        ChatParameter.LOGPROBS,
                        Builder::logprobs,
                        OpenRouterChatRequestParameters::logprobs,
                        true,
                        false,
                        "{\"logprobs\":true}"),
                new Case<>(
                        ChatParameter.TOP_LOGPROBS,
                        Builder::topLogprobs,
                        OpenRouterChatRequestParameters::topLogprobs,
                        3,
                        4,
                        "{\"top_logprobs\":3,\"logprobs\":true}"),
                new Case<List<String>>(
                        ChatParameter.FALLBACK_MODELS,
                        Builder::fallbackModels,
                        OpenRouterChatRequestParameters::fallbackModels,
                        List.of("openai/gpt-5.2"),
                        List.of("a/b"),
                        "{\"models\":[\"openai/gpt-5.2\"]}"),
                new Case<>(
                        ChatParameter.REASONING,
                        Builder::reasoning,
                        OpenRouterChatRequestParameters::reasoning,
                        OpenRouterReasoning.effort("high"),
                        OpenRouterReasoning.maxTokens(5),
                        "{\"reasoning\":{\"effort\":\"high\"}}"),
                new Case<>(
                        ChatParameter.VERBOSITY,
                        Builder::verbosity,
                        OpenRouterChatRequestParameters::verbosity,
                        "low",
                        "high",
                        "{\"verbosity\":\"low\"}"),
                new Case<List<OpenRouterPlugin>>(
                        ChatParameter.PLUGINS,
                        Builder::plugins,
                        OpenRouterChatRequestParameters::plugins,
                        List.of(OpenRouterPlugin.moderation()),
                        List.of(OpenRouterPlugin.responseHealing()),
                        "{\"plugins\":[{\"id\":\"moderation\"}]}"),
                new Case<List<OpenRouterServerTool>>(
                        ChatParameter.SERVER_TOOLS,
                        Builder::serverTools,
                        OpenRouterChatRequestParameters::serverTools,
                        List.of(OpenRouterServerTool.datetime()),
                        List.of(OpenRouterServerTool.files()),
                        "{\"tools\":[{\"type\":\"openrouter:datetime\"}]}"),
                new Case<>(
                        ChatParameter.TOOL_CHOICE_NAME,
                        Builder::toolChoiceName,
                        OpenRouterChatRequestParameters::toolChoiceName,
                        "openrouter:datetime",
                        "look_up",
                        "{\"tool_choice\":{\"type\":\"openrouter:datetime\"}}"),
                new Case<List<OpenRouterStopCondition>>(
                        ChatParameter.STOP_SERVER_TOOLS_WHEN,
                        Builder::stopServerToolsWhen,
                        OpenRouterChatRequestParameters::stopServerToolsWhen,
                        List.of(OpenRouterStopCondition.stepCount(5)),
                        List.of(OpenRouterStopCondition.toolCall("x")),
                        "{\"stop_server_tools_when\":[{\"step_count\":5,\"type\":\"step_count_is\"}]}"),
                new Case<>(
                        ChatParameter.MAX_TOOL_CALLS,
                        Builder::maxToolCalls,
                        OpenRouterChatRequestParameters::maxToolCalls,
                        3,
                        4,
                        "{\"max_tool_calls\":3}"),
                new Case<>(
                        ChatParameter.WEB_SEARCH_OPTIONS,
                        Builder::webSearchOptions,
                        OpenRouterChatRequestParameters::webSearchOptions,
                        OpenRouterWebSearchOptions.searchContextSize("low"),
                        OpenRouterWebSearchOptions.searchContextSize("high"),
                        "{\"web_search_options\":{\"search_context_size\":\"low\"}}"),
                new Case<>(
                        ChatParameter.X_SEARCH_FILTER,
                        Builder::xSearchFilter,
                        OpenRouterChatRequestParameters::xSearchFilter,
                        OpenRouterXSearchFilter.builder()
                                .allowedHandles("OpenRouterAI")
                                .fromDate(LocalDate.of(2026, 1, 1))
                                .toDate(LocalDate.of(2026, 2, 1))
                                .imageUnderstanding(true)
                                .videoUnderstanding(false)
                                .build(),
                        OpenRouterXSearchFilter.builder()
                                .excludedHandles("spam")
                                .build(),
                        "{\"x_search_filter\":{\"allowed_x_handles\":[\"OpenRouterAI\"],"
                                + "\"enable_image_understanding\":true,\"enable_video_understanding\":false,"
                                + "\"from_date\":\"2026-01-01\",\"to_date\":\"2026-02-01\"}}"),
                new Case<List<String>>(
                        ChatParameter.MODALITIES,
                        Builder::modalities,
                        OpenRouterChatRequestParameters::modalities,
                        List.of("text", "image"),
                        List.of("text"),
                        "{\"modalities\":[\"text\",\"image\"]}"),
                new Case<Map<String, Object>>(
                        ChatParameter.IMAGE_CONFIG,
                        Builder::imageConfig,
                        OpenRouterChatRequestParameters::imageConfig,
                        Map.of("aspect_ratio", "16:9"),
                        Map.of("aspect_ratio", "1:1"),
                        "{\"image_config\":{\"aspect_ratio\":\"16:9\"}}"),
                new Case<>(
                        ChatParameter.AUDIO_OUTPUT,
                        Builder::audioOutput,
                        OpenRouterChatRequestParameters::audioOutput,
                        OpenRouterAudioOutput.of("alloy", "pcm16"),
                        OpenRouterAudioOutput.of("alloy", "mp3"),
                        "{\"audio\":{\"format\":\"pcm16\",\"voice\":\"alloy\"},\"modalities\":[\"text\",\"audio\"]}"),
                new Case<>(
                        ChatParameter.PREDICTION,
                        Builder::prediction,
                        OpenRouterChatRequestParameters::prediction,
                        "int i = 1;",
                        "other words",
                        "{\"prediction\":{\"content\":\"int i = 1;\",\"type\":\"content\"}}"),
                new Case<>(
                        ChatParameter.PRESET,
                        Builder::preset,
                        OpenRouterChatRequestParameters::preset,
                        "terse",
                        "long",
                        "{\"preset\":\"terse\"}"),
                new Case<>(
                        ChatParameter.SERVICE_TIER,
                        Builder::serviceTier,
                        OpenRouterChatRequestParameters::serviceTier,
                        "flex",
                        "priority",
                        "{\"service_tier\":\"flex\"}"),
                new Case<>(
                        ChatParameter.SPEED,
                        Builder::speed,
                        OpenRouterChatRequestParameters::speed,
                        "fast",
                        "slow",
                        "{\"speed\":\"fast\"}"),
                new Case<>(
                        ChatParameter.SESSION_ID,
                        Builder::sessionId,
                        OpenRouterChatRequestParameters::sessionId,
                        "conv-42",
                        "conv-43",
                        "{\"session_id\":\"conv-42\"}"),
                new Case<Map<String, String>>(
                        ChatParameter.METADATA,
                        Builder::metadata,
                        OpenRouterChatRequestParameters::metadata,
                        Map.of("tenant", "a"),
                        Map.of("tenant", "b"),
                        "{\"metadata\":{\"tenant\":\"a\"}}"),
                new Case<Map<String, Object>>(
                        ChatParameter.TRACE,
                        Builder::trace,
                        OpenRouterChatRequestParameters::trace,
                        Map.of("trace_id", "t-1"),
                        Map.of("trace_id", "t-2"),
                        "{\"trace\":{\"trace_id\":\"t-1\"}}"),
                new Case<>(
                        ChatParameter.CACHE_CONTROL,
                        Builder::cacheControl,
                        OpenRouterChatRequestParameters::cacheControl,
                        OpenRouterCacheControl.automatic(OpenRouterCacheControl.Ttl.ONE_HOUR),
                        OpenRouterCacheControl.automatic(),
                        "{\"cache_control\":{\"ttl\":\"1h\",\"type\":\"ephemeral\"}}"),
                new Case<>(
                        ChatParameter.PROMPT_CACHE_KEY,
                        Builder::promptCacheKey,
                        OpenRouterChatRequestParameters::promptCacheKey,
                        "k-1",
                        "k-2",
                        "{\"prompt_cache_key\":\"k-1\"}"),
                new Case<>(
                        ChatParameter.PROMPT_CACHE_OPTIONS,
                        Builder::promptCacheOptions,
                        OpenRouterChatRequestParameters::promptCacheOptions,
                        OpenRouterPromptCacheOptions.explicit("30m"),
                        OpenRouterPromptCacheOptions.explicit(),
                        "{\"prompt_cache_options\":{\"mode\":\"explicit\",\"ttl\":\"30m\"}}"),
                new Case<>(
                        ChatParameter.ECHO_UPSTREAM_BODY,
                        Builder::echoUpstreamBody,
                        OpenRouterChatRequestParameters::echoUpstreamBody,
                        true,
                        false,
                        "{\"debug\":{\"echo_upstream_body\":true}}"),
                new Case<>(
                        ChatParameter.RESPONSE_CACHE,
                        Builder::responseCache,
                        OpenRouterChatRequestParameters::responseCache,
                        OpenRouterResponseCache.on(),
                        OpenRouterResponseCache.off(),
                        "{}"),
                new Case<>(
                        ChatParameter.ROUTER_METADATA,
                        Builder::routerMetadata,
                        OpenRouterChatRequestParameters::routerMetadata,
                        true,
                        false,
                        "{}"),
                new Case<List<String>>(
                        ChatParameter.ANTHROPIC_BETA,
                        Builder::anthropicBeta,
                        OpenRouterChatRequestParameters::anthropicBeta,
                        List.of("a-1"),
                        List.of("b-2"),
                        "{}"),
                new Case<>(
                        ChatParameter.PROVIDER_API_KEYS,
                        Builder::providerApiKeys,
                        OpenRouterChatRequestParameters::providerApiKeys,
                        Map.of("openai", "sk-1"),
                        Map.of("openai", "sk-2"),
                        "{}"),
                new Case<>(
                        ChatParameter.OUTPUT_FORMAT,
                        Builder::outputFormat,
                        OpenRouterChatRequestParameters::outputFormat,
                        OpenRouterOutputFormat.grammar("root ::= \"yes\""),
                        OpenRouterOutputFormat.python(),
                        "{\"response_format\":{\"grammar\":\"root ::= \\\"yes\\\"\",\"type\":\"grammar\"}}"),
                new Case<>(
                        ChatParameter.STRUCTURED_OUTPUT_FALLBACK,
                        Builder::structuredOutputFallback,
                        OpenRouterChatRequestParameters::structuredOutputFallback,
                        OpenRouterStructuredOutput.JSON_OBJECT,
                        OpenRouterStructuredOutput.INSTRUCTIONS,
                        "{}"),
                new Case<>(
                        ChatParameter.EMPTY_ANSWER,
                        Builder::emptyAnswer,
                        OpenRouterChatRequestParameters::emptyAnswer,
                        OpenRouterEmptyAnswer.THROW,
                        OpenRouterEmptyAnswer.RETURN,
                        "{}"),
                new Case<>(
                        ChatParameter.RETRY_WITHIN_CREDITS,
                        Builder::retryWithinCredits,
                        OpenRouterChatRequestParameters::retryWithinCredits,
                        true,
                        false,
                        "{}"),
                new Case<Map<String, Object>>(
                        ChatParameter.CUSTOM_PARAMETERS,
                        Builder::customParameters,
                        OpenRouterChatRequestParameters::customParameters,
                        Map.of("guidance", 0.1),
                        Map.of("guidance", 0.2),
                        "{\"guidance\":0.1}"),
                new Case<>(
                        ChatParameter.CUSTOM_HEADERS,
                        Builder::customHeaders,
                        OpenRouterChatRequestParameters::customHeaders,
                        Map.of("X-Trace", "a"),
                        Map.of("X-Trace", "b"),
                        "{}"),
                new Case<>(
                        ChatParameter.STRICT_JSON_SCHEMA,
                        Builder::strictJsonSchema,
                        OpenRouterChatRequestParameters::strictJsonSchema,
                        true,
                        false,
                        "{}"),
                new Case<>(
                        ChatParameter.STRICT_TOOLS,
                        Builder::strictTools,
                        OpenRouterChatRequestParameters::strictTools,
                        true,
                        false,
                        "{}"),
                new Case<>(
                        ChatParameter.RETURN_THINKING,
                        Builder::returnThinking,
                        OpenRouterChatRequestParameters::returnThinking,
                        true,
                        false,
                        "{}"),
                new Case<>(
                        ChatParameter.SEND_THINKING,
                        Builder::sendThinking,
                        OpenRouterChatRequestParameters::sendThinking,
                        true,
                        false,
                        "{}"),
                new Case<>(
                        ChatParameter.SEND_IMAGES,
                        Builder::sendImages,
                        OpenRouterChatRequestParameters::sendImages,
                        true,
                        false,
                        "{}"),
                new Case<>(
                        ChatParameter.SYSTEM_MESSAGE_ROLE,
                        Builder::systemMessageRole,
                        OpenRouterChatRequestParameters::systemMessageRole,
                        "developer",
                        "system",
                        "{}"),
                new Case<>(
                        ChatParameter.VIDEO_PROCESSING,
                        Builder::videoProcessing,
                        OpenRouterChatRequestParameters::videoProcessing,
                        "agentic",
                        "static",
                        "{}"),
                new Case<>(
                        ChatParameter.MAX_CONTEXT_TOKENS,
                        Builder::maxContextTokens,
                        OpenRouterChatRequestParameters::maxContextTokens,
                        8000,
                        4000,
                        "{}"),
                new Case<>(
                        ChatParameter.FIT_CONTEXT,
                        Builder::fitContext,
                        OpenRouterChatRequestParameters::fitContext,
                        true,
                        false,
                        "{}"),
                new Case<>(
                        ChatParameter.MAX_CONTEXT_MESSAGES,
                        Builder::maxContextMessages,
                        OpenRouterChatRequestParameters::maxContextMessages,
                        5,
                        6,
                        "{}"));
    }

    record Case<T>(
            ChatParameter parameter,
            BiFunction<Builder, T, Builder> setter,
            Function<OpenRouterChatRequestParameters, T> getter,
            T value,
            T other,
            String json) {

        OpenRouterChatRequestParameters with(T given) {
            return setter.apply(OpenRouterChatRequestParameters.builder(), given)
                    .build();
        }

        @Override
        public String toString() {
            return parameter.setter();
        }
    }

    @Test
    void every_parameter_has_a_case_here() {
        assertThat(parameters().map(Case::parameter)).hasSameElementsAs(EnumSet.allOf(ChatParameter.class));
    }

    @Test
    void every_parameter_has_one_getter_and_one_setter_of_its_name_for_all_builders() {
        Set<String> names = EnumSet.allOf(ChatParameter.class).stream()
                .map(ChatParameter::setter)
                .collect(Collectors.toSet());

        assertThat(publicMethods(OpenRouterChatRequestParameters.class, 0))
                .filteredOn(name -> !Set.of("hashCode", "toString", "toBuilder").contains(name))
                .hasSameElementsAs(names);
        assertThat(Stream.of(
                                publicMethods(OpenRouterChatParameterSetters.class, 1),
                                publicMethods(OpenRouterChatHandlingSetters.class, 1),
                                publicMethods(Builder.class, 1).filter(name -> !name.equals("overrideWith")))
                        .flatMap(methods -> methods))
                .hasSameElementsAs(names);
        assertThat(publicMethods(Builder.class, 1)).containsExactlyInAnyOrder("overrideWith", "customHeaders");
        assertThat(publicMethods(ChatBuilder.class, 1)).doesNotContainAnyElementsOf(names);
    }

    private static Stream<String> publicMethods(Class<?> type, int parameters) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isBridge()
                        && method.getParameterCount() == parameters
                        && method.getDeclaringClass() == type
                        && !method.getName().equals("equals")
                        && !method.getName().equals("build")
                        && !method.isSynthetic())
                .map(Method::getName);
    }

    @ParameterizedTest
    @MethodSource("parameters")
    <T> void is_read_back_as_set(Case<T> parameter) {
        assertThat(parameter.getter.apply(parameter.with(parameter.value))).isEqualTo(parameter.value);
    }

    @ParameterizedTest
    @MethodSource("parameters")
    <T> void null_means_not_set(Case<T> parameter) {
        assertThat(parameter.with(null)).isEqualTo(OpenRouterChatRequestParameters.EMPTY);
        assertThat(parameter
                        .setter
                        .apply(parameter.with(parameter.value).toBuilder(), null)
                        .build())
                .isEqualTo(OpenRouterChatRequestParameters.EMPTY);
    }

    @ParameterizedTest
    @MethodSource("parameters")
    <T> void overrides_and_is_overridden(Case<T> parameter) {
        var value = parameter.with(parameter.value);
        var other = parameter.with(parameter.other);

        assertThat(value.overrideWith(other)).isEqualTo(other);
        assertThat(value.defaultedBy(other)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("parameters")
    <T> void survives_parameters_that_do_not_have_it(Case<T> parameter) {
        var value = parameter.with(parameter.value);
        // these two override one parameter each: see below
        ChatRequestParameters plain =
                common().toolChoice(null).responseFormat((ResponseFormat) null).build();
        var expected = parameter
                .setter
                .apply(OpenRouterChatRequestParameters.builder(), parameter.value)
                .overrideWith(plain)
                .build();

        assertThat(value.overrideWith(plain)).isEqualTo(expected);
        assertThat(value.defaultedBy(plain)).isEqualTo(expected);
        assertThat(plain.overrideWith(value)).isEqualTo(expected);
        assertThat(plain.defaultedBy(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("parameters")
    <T> void is_seen_on_the_wire_if_it_belongs_there(Case<T> parameter) {
        var request = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(parameter.with(parameter.value))
                .build();

        assertThat(((ObjectNode) RequestPayload.treeOf(request))
                        .without(List.of("model", "messages"))
                        .toString())
                .isEqualTo(parameter.json);
    }

    @ParameterizedTest
    @MethodSource("parameters")
    <T> void counts_in_equals_hash_code_and_to_string(Case<T> parameter) {
        var value = parameter.with(parameter.value);

        assertThat(value).isEqualTo(parameter.with(parameter.value)).hasSameHashCodeAs(parameter.with(parameter.value));
        assertThat(value)
                .isNotEqualTo(parameter.with(parameter.other))
                .isNotEqualTo(OpenRouterChatRequestParameters.EMPTY);
        assertThat(value.toString()).contains(parameter.parameter.setter());
    }

    /** The request's JSON without what every request has. */
    private static String json(Map<String, Object> extensions) {
        var request = WireRequests.of(List.of(), extensions);
        return RequestPayload.written(request).replaceFirst("\"messages\":\\[],?", "");
    }

    @Test
    void every_common_parameter_is_kept_when_merging_either_way() {
        ChatRequestParameters plain = common().build();
        var merged = OpenRouterChatRequestParameters.EMPTY.overrideWith(plain);

        assertThat(merged.modelName()).isEqualTo("openai/gpt-4o");
        assertThat(merged.temperature()).isEqualTo(0.2);
        assertThat(merged.topP()).isEqualTo(0.9);
        assertThat(merged.topK()).isEqualTo(40);
        assertThat(merged.frequencyPenalty()).isEqualTo(0.5);
        assertThat(merged.presencePenalty()).isEqualTo(-0.5);
        assertThat(merged.maxOutputTokens()).isEqualTo(100);
        assertThat(merged.stopSequences()).containsExactly("END");
        assertThat(merged.toolSpecifications()).hasSize(1);
        assertThat(merged.toolChoice()).isEqualTo(ToolChoice.REQUIRED);
        assertThat(merged.responseFormat()).isEqualTo(ResponseFormat.JSON);
        assertThat(OpenRouterChatRequestParameters.EMPTY.defaultedBy(plain)).isEqualTo(merged);
    }

    private static DefaultChatRequestParameters.Builder<?> common() {
        return ChatRequestParameters.builder()
                .modelName("openai/gpt-4o")
                .temperature(0.2)
                .topP(0.9)
                .topK(40)
                .frequencyPenalty(0.5)
                .presencePenalty(-0.5)
                .maxOutputTokens(100)
                .stopSequences("END")
                .toolSpecifications(ToolSpecification.builder().name("look_up").build())
                .toolChoice(ToolChoice.REQUIRED)
                .responseFormat(ResponseFormat.JSON);
    }

    @Test
    void a_request_that_brings_user_keeps_the_models_provider() {
        var model = OpenRouterChatRequestParameters.builder()
                .provider(OpenRouterProviderPreferences.of(Map.of("sort", "price")))
                .build();
        var request = OpenRouterChatRequestParameters.builder().user("u").build();

        var merged = model.overrideWith(request);

        assertThat(merged.user()).isEqualTo("u");
        assertThat(merged.provider()).isEqualTo(OpenRouterProviderPreferences.of(Map.of("sort", "price")));
    }

    @Test
    void merges_with_another_providers_parameters() {
        var openAi = OpenAiChatRequestParameters.builder()
                .temperature(0.3)
                .user("theirs")
                .build();

        var merged =
                OpenRouterChatRequestParameters.builder().user("ours").build().overrideWith(openAi);

        assertThat(merged.temperature()).isEqualTo(0.3);
        assertThat(merged.user()).isEqualTo("theirs");
    }

    @Test
    void an_ai_service_overrides_single_values_and_keeps_the_rest() {
        var request = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .seed(1)
                        .temperature(0.9)
                        .build())
                .temperature(0.1)
                .build();

        assertThat(request.parameters())
                .isEqualTo(OpenRouterChatRequestParameters.builder()
                        .seed(1)
                        .temperature(0.1)
                        .build());
    }

    @Test
    void custom_parameters_merge_name_by_name() {
        var model = OpenRouterChatRequestParameters.builder()
                .customParameters(Map.of("guidance", 0.1, "raw_mode", 0.2))
                .build();
        var request = OpenRouterChatRequestParameters.builder()
                .customParameters(Map.of("raw_mode", 0.3, "safe_prompt", "low"))
                .build();

        assertThat(model.overrideWith(request).customParameters())
                .isEqualTo(Map.of("guidance", 0.1, "raw_mode", 0.3, "safe_prompt", "low"));
    }

    @Test
    void custom_headers_merge_name_by_name_whatever_their_case() {
        var model = OpenRouterChatRequestParameters.builder()
                .customHeaders(Map.of("X-Tenant", "a", "X-Trace", "1"))
                .build();
        var request = OpenRouterChatRequestParameters.builder()
                .customHeaders(Map.of("x-trace", "2"))
                .build();

        assertThat(model.overrideWith(request).customHeaders()).isEqualTo(Map.of("X-Tenant", "a", "x-trace", "2"));
    }

    @Test
    void the_order_of_setting_does_not_change_the_order_on_the_wire() {
        var one = OpenRouterChatRequestParameters.builder()
                .customParameters(Map.of("b", 1))
                .user("u")
                .seed(1)
                .build()
                .overrideWith(OpenRouterChatRequestParameters.builder()
                        .customParameters(Map.of("a", 2))
                        .build());
        var other = OpenRouterChatRequestParameters.builder()
                .seed(1)
                .customParameters(Map.of("a", 2, "b", 1))
                .user("u")
                .build();

        assertThat(one.extensions().keySet()).containsExactly("seed", "user", "a", "b");
        assertThat(other.extensions().keySet()).containsExactly("seed", "user", "a", "b");
    }

    @Test
    void values_are_copied_to_any_depth() {
        var list = new ArrayList<Object>(List.of("a"));
        var trace = new HashMap<String, Object>(Map.of("tags", list));
        var parameters = OpenRouterChatRequestParameters.builder().trace(trace).build();

        list.add("b");
        trace.clear();

        assertThat(parameters.trace()).isEqualTo(Map.of("tags", List.of("a")));
        assertThatThrownBy(() -> parameters.trace().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<?>) parameters.trace().get("tags")).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void provider_preferences_merge_field_by_field() {
        var model = OpenRouterChatRequestParameters.builder()
                .provider(OpenRouterProviderPreferences.builder()
                        .zdr(true)
                        .sort("price")
                        .build())
                .build();
        var request = OpenRouterChatRequestParameters.builder()
                .provider(
                        OpenRouterProviderPreferences.builder().sort("latency").build())
                .build();

        assertThat(model.overrideWith(request).provider())
                .isEqualTo(OpenRouterProviderPreferences.builder()
                        .zdr(true)
                        .sort("latency")
                        .build());
    }

    @Test
    void a_price_of_a_request_lifts_no_other_limit_of_the_model() {
        var model = OpenRouterProviderPreferences.builder()
                .maxPromptPrice(new BigDecimal("1"))
                .maxCompletionPrice(new BigDecimal("4"))
                .preferredMaxLatency(1.0)
                .sort("price", "none")
                .build();
        var request = OpenRouterProviderPreferences.builder()
                .maxCompletionPrice(new BigDecimal("2"))
                .preferredMaxLatency(90, 3)
                .sort("latency")
                .build();

        assertThat(model.overrideWith(request))
                .isEqualTo(OpenRouterProviderPreferences.builder()
                        .maxPromptPrice(new BigDecimal("1"))
                        .maxCompletionPrice(new BigDecimal("2"))
                        .preferredMaxLatency(50, 1)
                        .preferredMaxLatency(90, 3)
                        .sort("latency")
                        .build());
    }

    @Test
    void a_blank_preference_is_refused_by_the_name_of_its_setter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterProviderPreferences.builder().dataCollection(" "))
                .withMessage("provider.dataCollection must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterProviderPreferences.builder().only("azure", " "))
                .withMessage("provider.only must not be blank");
    }

    static Stream<Arguments> toolsAndPlugins() {
        var tool = OpenRouterServerTool.fusion();
        return Stream.of(
                outOfRange(
                        "webSearch.maxResults",
                        () -> OpenRouterServerTool.webSearch().maxResults(26)),
                outOfRange(
                        "webSearch.maxTotalResults",
                        () -> OpenRouterServerTool.webSearch().maxTotalResults(0)),
                outOfRange(
                        "webSearch.maxCharacters",
                        () -> OpenRouterServerTool.webSearch().maxCharacters(100_001)),
                outOfRange("searchModels.maxResults", () -> OpenRouterServerTool.searchModels(21)),
                outOfRange("fusion.analysisModels", () -> tool.analysisModels()),
                outOfRange("fusion.maxToolCalls", () -> tool.maxToolCalls(17)),
                outOfRange("fusion.tools", () -> tool.tools(new OpenRouterServerTool[9])),
                outOfRange("fusion.maxCompletionTokens", () -> tool.maxCompletionTokens(0)),
                outOfRange("fusion.temperature", () -> tool.temperature(2.1)),
                outOfRange("advisor.name", () -> OpenRouterServerTool.advisor().name("Ärztin")),
                outOfRange(
                        "advisor.maxCompletionTokens",
                        () -> OpenRouterServerTool.advisor().maxCompletionTokens(0)),
                outOfRange(
                        "advisor.temperature",
                        () -> OpenRouterServerTool.advisor().temperature(-0.1)),
                outOfRange(
                        "subagent.name", () -> OpenRouterServerTool.subagent().name("")),
                outOfRange(
                        "subagent.maxToolCalls",
                        () -> OpenRouterServerTool.subagent().maxToolCalls(26)),
                outOfRange(
                        "subagent.maxCompletionTokens",
                        () -> OpenRouterServerTool.subagent().maxCompletionTokens(0)),
                outOfRange(
                        "subagent.temperature",
                        () -> OpenRouterServerTool.subagent().temperature(Double.NaN)),
                outOfRange("web.maxResults", () -> OpenRouterPlugin.web().maxResults(0)),
                outOfRange(
                        "paretoRouter.minCodingScore",
                        () -> OpenRouterPlugin.paretoRouter().minCodingScore(1.1)),
                outOfRange(
                        "paretoRouter.maxPrice",
                        () -> OpenRouterPlugin.paretoRouter().maxPrice(BigDecimal.ONE.negate())),
                outOfRange(
                        "fusion.analysisModels", () -> OpenRouterPlugin.fusion().analysisModels(new String[9])),
                outOfRange(
                        "fusion.maxToolCalls", () -> OpenRouterPlugin.fusion().maxToolCalls(0)),
                outOfRange("fusion.tools", () -> OpenRouterPlugin.fusion().tools(new OpenRouterServerTool[9])));
    }

    private static Arguments outOfRange(String setter, ThrowingCallable call) {
        return Arguments.of(setter, call);
    }

    @ParameterizedTest
    @MethodSource("toolsAndPlugins")
    void an_option_of_a_tool_or_plugin_is_within_its_range(String setter, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageStartingWith(setter + " ");
    }

    @Test
    void tools_of_a_tool_or_plugin_can_be_left_to_openrouter_but_none_can_be_null() {
        OpenRouterServerTool[] unset = null;

        assertThat(OpenRouterServerTool.fusion().tools(unset)).isEqualTo(OpenRouterServerTool.fusion());
        assertThat(OpenRouterServerTool.subagent().tools(unset)).isEqualTo(OpenRouterServerTool.subagent());
        assertThat(OpenRouterPlugin.fusion().tools(unset)).isEqualTo(OpenRouterPlugin.fusion());
        assertThatThrownBy(() -> OpenRouterServerTool.subagent().tools(OpenRouterServerTool.webSearch(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tools must not contain null");
    }

    @Test
    void a_search_filter_that_would_be_dropped_in_silence_is_refused() {
        String[] handles = IntStream.rangeClosed(1, 21).mapToObj(i -> "h" + i).toArray(String[]::new);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterXSearchFilter.builder().allowedHandles(handles))
                .withMessage("xSearchFilter.allowedHandles takes at most 20 handles, but is given 21");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterXSearchFilter.builder()
                        .fromDate(LocalDate.of(2026, 2, 1))
                        .toDate(LocalDate.of(2026, 1, 1))
                        .build())
                .withMessage("xSearchFilter.fromDate must not be after toDate 2026-01-01, but is 2026-02-01");
    }

    @Test
    void an_output_format_wins_over_a_response_format() {
        var request = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .responseFormat(ResponseFormat.JSON)
                        .outputFormat(OpenRouterOutputFormat.python())
                        .build())
                .build();

        assertThat(RequestPayload.treeOf(request).path("response_format").toString())
                .isEqualTo("{\"type\":\"python\"}");
    }

    @Test
    void the_tool_choice_of_a_request_overrides_the_name_of_the_model() {
        var model =
                OpenRouterChatRequestParameters.builder().toolChoiceName("wipe").build();
        var request =
                ChatRequestParameters.builder().toolChoice(ToolChoice.NONE).build();

        assertThat(model.overrideWith(request).toolChoiceName()).isNull();
        assertThat(OpenRouterChatRequestParameters.EMPTY
                        .overrideWith(request)
                        .defaultedBy(model)
                        .toolChoiceName())
                .isNull();
    }

    @Test
    void the_response_format_of_a_request_overrides_the_output_format_of_the_model() {
        var model = OpenRouterChatRequestParameters.builder()
                .outputFormat(OpenRouterOutputFormat.python())
                .build();
        var request = ChatRequestParameters.builder()
                .responseFormat(ResponseFormat.JSON)
                .build();

        assertThat(model.overrideWith(request).outputFormat()).isNull();
    }

    @Test
    void what_overrides_in_one_place_survives_a_copy() {
        var both = OpenRouterChatRequestParameters.builder()
                .toolChoice(ToolChoice.AUTO)
                .toolChoiceName("wipe")
                .responseFormat(ResponseFormat.JSON)
                .outputFormat(OpenRouterOutputFormat.python())
                .build();

        assertThat(OpenRouterChatRequestParameters.EMPTY.overrideWith(
                        both.toBuilder().build()))
                .isEqualTo(both);
    }

    @Test
    void maps_merge_name_by_name() {
        var model = OpenRouterChatRequestParameters.builder()
                .metadata(Map.of("tenant", "a", "step", "1"))
                .build();
        var request = OpenRouterChatRequestParameters.builder()
                .metadata(Map.of("step", "2"))
                .build();

        assertThat(model.overrideWith(request).metadata()).isEqualTo(Map.of("tenant", "a", "step", "2"));
    }

    @Test
    void no_log_probabilities_are_asked_for_against_the_callers_word() {
        var parameters = OpenRouterChatRequestParameters.builder()
                .logprobs(false)
                .topLogprobs(2)
                .build();

        assertThat(parameters.extensions()).containsEntry("logprobs", false);
    }

    @Test
    void a_prediction_is_not_shown_in_text() {
        assertThat(OpenRouterChatRequestParameters.builder()
                        .prediction("s3cret source")
                        .build()
                        .toString())
                .contains("prediction=(13 characters)");
    }

    @Test
    void texts_for_a_model_are_not_shown_wherever_they_are_inside() {
        var helper = OpenRouterServerTool.subagent()
                .instructions("s3cret")
                .tools(OpenRouterServerTool.advisor().name("expert").instructions("s3cret"));
        var parameters = OpenRouterChatRequestParameters.builder()
                .serverTools(helper)
                .plugins(OpenRouterPlugin.web().searchPrompt("s3cret").maxResults(3))
                .outputFormat(OpenRouterOutputFormat.grammar("s3cret"))
                .build();

        assertThat(parameters.toString())
                .contains("instructions=(6 characters)", "name=expert", "max_results=3", "grammar=(6 characters)")
                .doesNotContain("s3cret");
        assertThat(helper.toMap().toString()).contains("s3cret");
    }

    @Test
    void a_custom_parameter_that_is_null_is_not_set_but_a_null_inside_one_is_json_null() {
        var nulls = new HashMap<String, Object>();
        nulls.put("guidance", null);
        nulls.put("raw_mode", Collections.singletonMap("parent", null));

        assertThat(OpenRouterChatRequestParameters.builder()
                        .customParameters(nulls)
                        .build()
                        .customParameters())
                .isEqualTo(Map.of("raw_mode", Collections.singletonMap("parent", null)));
    }

    static Stream<Map.Entry<String, String>> ownedNames() {
        return Map.ofEntries(
                Map.entry("seed", "seed"),
                Map.entry("parallel_tool_calls", "parallelToolCalls"),
                Map.entry("provider", "provider"),
                Map.entry("models", "fallbackModels"),
                Map.entry("audio", "audioOutput"),
                Map.entry("debug", "echoUpstreamBody"),
                Map.entry("reasoning_effort", "reasoning"),
                Map.entry("model", "modelName"),
                Map.entry("messages", "ChatRequest.messages"),
                Map.entry("n", "one request per answer"),
                Map.entry("max_tokens", "maxOutputTokens"),
                Map.entry("max_completion_tokens", "maxOutputTokens"),
                Map.entry("top_p", "topP"),
                Map.entry("tools", "toolSpecifications"),
                Map.entry("response_format", "responseFormat"),
                Map.entry("stream", "OpenRouterStreamingChatModel"))
                .entrySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("ownedNames")
    void custom_parameters_refuse_a_name_that_has_a_setter_and_name_it(Map.Entry<String, String> owned) {
        var builder = OpenRouterChatRequestParameters.builder().customParameters(Map.of(owned.getKey(), 1));

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessage(
                        "customParameters must not contain '%s': use %s instead", owned.getKey(), owned.getValue());
    }

    @Test
    void custom_parameters_refuse_what_json_has_not_and_say_where() {
        var object = OpenRouterChatRequestParameters.builder()
                .customParameters(Map.of("raw_mode", List.of(Map.of("at", Thread.State.NEW))));
        var number = OpenRouterChatRequestParameters.builder().customParameters(Map.of("guidance", Double.NaN));

        assertThatIllegalArgumentException()
                .isThrownBy(object::build)
                .withMessageContaining("customParameters.raw_mode[0].at")
                .withMessageContaining("java.lang.Thread$State");
        assertThatIllegalArgumentException()
                .isThrownBy(number::build)
                .withMessageContaining("customParameters.guidance")
                .withMessageContaining("NaN");
    }

    @Test
    void every_kind_of_json_number_is_taken() {
        var numbers = List.<Object>of(
                1, 2L, (short) 3, (byte) 4, 0.5, 0.25f, new BigDecimal("1E-9"), new BigDecimal("2").toBigInteger());

        var parameters = OpenRouterChatRequestParameters.builder()
                .customParameters(Map.of("numbers", numbers))
                .build();

        assertThat(json(parameters.extensions())).isEqualTo("{\"numbers\":[1,2,3,4,0.5,0.25,1E-9,2]}");
    }

    record Refusal(String setter, Function<Builder, Builder> setting) {
        @Override
        public String toString() {
            return setter;
        }
    }

    static Stream<Refusal> refusals() {
        return Stream.of(
                new Refusal("temperature", builder -> builder.temperature(-0.1)),
                new Refusal("temperature", builder -> builder.temperature(2.1)),
                new Refusal("temperature", builder -> builder.temperature(Double.NaN)),
                new Refusal("topP", builder -> builder.topP(0.0)),
                new Refusal("topP", builder -> builder.topP(1.1)),
                new Refusal("topK", builder -> builder.topK(-1)),
                new Refusal("frequencyPenalty", builder -> builder.frequencyPenalty(2.1)),
                new Refusal("presencePenalty", builder -> builder.presencePenalty(-2.1)),
                new Refusal("maxOutputTokens", builder -> builder.maxOutputTokens(0)),
                new Refusal("stopSequences", builder -> builder.stopSequences("1", "2", "3", "4", "5")),
                new Refusal("stopSequences", builder -> builder.stopSequences("")),
                new Refusal("user", builder -> builder.user(" ")),
                new Refusal("minP", builder -> builder.minP(1.1)),
                new Refusal("topA", builder -> builder.topA(-0.1)),
                new Refusal("repetitionPenalty", builder -> builder.repetitionPenalty(0.0)),
                new Refusal("logitBias", builder -> builder.logitBias(Map.of("1", 101))),
                new Refusal("topLogprobs", builder -> builder.topLogprobs(21)),
                new Refusal("maxToolCalls", builder -> builder.maxToolCalls(31)),
                new Refusal("sessionId", builder -> builder.sessionId("s".repeat(257))),
                new Refusal("fallbackModels", builder -> builder.fallbackModels(" ")),
                new Refusal("modalities", builder -> builder.modalities("")),
                new Refusal("metadata", builder -> builder.metadata(Map.of("a[0]", "b"))),
                new Refusal("metadata", builder -> builder.metadata(Map.of("a", "b".repeat(513)))),
                new Refusal("metadata", builder -> builder.metadata(numbered(17))),
                new Refusal("systemMessageRole", builder -> builder.systemMessageRole("assistant")),
                new Refusal("videoProcessing", builder -> builder.videoProcessing(" ")),
                new Refusal("maxContextMessages", builder -> builder.maxContextMessages(0)),
                new Refusal("maxContextTokens", builder -> builder.maxContextTokens(0)),
                new Refusal("customHeaders", builder -> builder.customHeaders(Map.of("X Y", "v"))),
                new Refusal("customHeaders", builder -> builder.customHeaders(Map.of("", "v"))),
                new Refusal("customHeaders", builder -> builder.customHeaders(Map.of("X-Y", "a\r\nX-Z: b"))));
    }

    private static Map<String, String> numbered(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void build_refuses_a_bad_value_and_names_the_setter(Refusal refusal) {
        var builder = refusal.setting.apply(OpenRouterChatRequestParameters.builder());

        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageStartingWith(refusal.setter);
    }

    @Test
    void the_ends_of_the_ranges_are_good_values() {
        var builder = OpenRouterChatRequestParameters.builder().stopSequences("1", "2", "3", "4");

        assertThat(builder.temperature(0.0)
                        .topP(1.0)
                        .topK(0)
                        .frequencyPenalty(-2.0)
                        .maxOutputTokens(1)
                        .build())
                .isNotNull();
        assertThat(builder.temperature(2.0)
                        .topP(1e-9)
                        .presencePenalty(2.0)
                        .maxContextMessages(1)
                        .build())
                .isNotNull();
    }

    @Test
    void merging_refuses_a_bad_value_of_plain_parameters() {
        ChatRequestParameters plain =
                ChatRequestParameters.builder().temperature(3.0).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterChatRequestParameters.EMPTY.overrideWith(plain))
                .withMessageStartingWith("temperature");
    }

    @Test
    void to_string_and_errors_do_not_show_the_values_of_headers() {
        var builder = OpenRouterChatRequestParameters.builder().customHeaders(Map.of("X-Provider-Keys", "s3cret"));

        assertThat(builder.build().toString()).contains("X-Provider-Keys").doesNotContain("s3cret");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> builder.customHeaders(Map.of("X-Key", "s3cret\n")).build())
                .withMessageNotContainingAny("s3cret");
    }

    @Test
    void common_parameters_count_in_equals() {
        var cold = OpenRouterChatRequestParameters.builder().temperature(0.5).build();

        assertThat(cold).isNotEqualTo(OpenRouterChatRequestParameters.EMPTY);
        assertThat(cold.toString()).contains("temperature=0.5");
    }
}
