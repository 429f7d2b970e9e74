package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openrouter.OpenRouterCacheControl.Ttl;
import dev.langchain4j.model.openrouter.internal.api.media.MediaKind;
import dev.langchain4j.model.openrouter.internal.chat.ChatMessageAttributes;
import dev.langchain4j.model.openrouter.support.OpenApiFile;
import dev.langchain4j.model.openrouter.support.Payloads;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenRouter's own OpenAPI file is the referee of our requests. It leaves objects open: here they are closed, so that a
 * misspelt field fails.
 */
class OpenApiContractTest {

    private static final String BASE = "https://openrouter.ai/openapi";
    private static final String CHAT_REQUEST = "/components/schemas/ChatRequest";

    /** What the documentation has and the file has not, by the place in the file where it belongs. */
    private static final Map<String, List<String>> NEWER_OR_DOCUMENTED_ONLY = Map.of(
            CHAT_REQUEST + "/properties",
            List.of("verbosity", "max_tool_calls", "audio", "preset", "speed", "web_search_options", "x_search_filter"),
            CHAT_REQUEST + "/properties/reasoning/properties",
            List.of("max_tokens", "exclude", "enabled", "mode", "context"),
            "/components/schemas/ChatAssistantMessage/properties",
            List.of("annotations"),
            "/components/schemas/ChatSystemMessage/properties",
            List.of("configuration_update"),
            "/components/schemas/ChatContentVideoInput/properties",
            List.of("processing"),
            "/components/schemas/ChatFunctionTool/anyOf/0/properties",
            List.of("eager_input_streaming", "defer_loading"));

    /** What the file has and we have no setter for: it does nothing any more. */
    private static final Set<String> WITHOUT_SETTER = Set.of("route", "stream_options");

    /** Fields of images, speech and transcriptions that came after the file. */
    private static final Set<String> LATER_FIELDS_OF_MEDIA = Set.of("session_id", "trace", "user");

    private static JsonNode file;
    private static SchemaRegistry registry;
    private static Schema chatRequest;

    @BeforeAll
    static void read_the_file() {
        file = OpenApiFile.read();
        NEWER_OR_DOCUMENTED_ONLY.forEach(
                (place, names) -> names.forEach(name -> ((ObjectNode) file.at(place)).putObject(name)));
        close(file.at("/components/schemas"));
        registry = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(BASE, file.toString())));
        chatRequest = schema(CHAT_REQUEST);
    }

    private static Schema schema(String place) {
        return registry.getSchema(SchemaLocation.of(BASE + "#" + place));
    }

    private static void close(JsonNode node) {
        // not those without properties of their own: they are parts of compositions
        if (node instanceof ObjectNode object
                && object.path("properties") instanceof ObjectNode properties
                && !properties.isEmpty()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(OpenApiContractTest::close);
    }

    @Test
    void a_request_with_every_parameter_is_what_the_file_describes() {
        var parameters = everything().build();
        assertThat(Arrays.stream(ChatParameter.values()).filter(parameter -> parameter.wireName() != null))
                .allSatisfy(parameter -> assertThat(parameters.extensions()).containsKey(parameter.wireName()));

        assertValid(request(parameters));
    }

    @Test
    void a_schema_and_a_named_tool_are_what_the_file_describes() {
        assertValid(request(OpenRouterChatRequestParameters.builder()
                .toolSpecifications(NOW)
                .toolChoiceName("now")
                .strictJsonSchema(true)
                .strictTools(true)
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("animal")
                                .rootElement(JsonObjectSchema.builder()
                                        .description("An animal")
                                        .addStringProperty("name")
                                        .build())
                                .build())
                        .build())
                .build()));
        assertValid(request(OpenRouterChatRequestParameters.builder()
                .serverTools(OpenRouterServerTool.webSearch())
                .toolChoiceName("openrouter:web_search")
                .build()));
    }

    @Test
    void every_form_of_provider_preferences_is_what_the_file_describes() {
        for (var provider : List.of(
                OpenRouterProviderPreferences.builder()
                        .sort("price", "none")
                        .preferredMinThroughput(50, 20)
                        .preferredMinThroughput(99, 5)
                        .preferredMaxLatency(90, 2)
                        .build(),
                OpenRouterProviderPreferences.builder()
                        .preferredMinThroughput(20.0)
                        .preferredMaxLatency(1.5)
                        .build())) {
            assertValid(request(
                    OpenRouterChatRequestParameters.builder().provider(provider).build()));
        }
    }

    @Test
    void every_kind_of_message_is_what_the_file_describes() {
        var request = ChatRequest.builder()
                .messages(
                        OpenRouterMessages.named("rules", SystemMessage.from("s")),
                        OpenRouterMessages.named("rules", OpenRouterMessages.developer("d")),
                        OpenRouterMessages.withReasoningEffort(
                                "low",
                                UserMessage.from(
                                        "ann",
                                        TextContent.from("t"),
                                        ImageContent.from("aGk=", "image/png"),
                                        AudioContent.from(Audio.builder()
                                                .base64Data("aGk=")
                                                .mimeType("audio/wav")
                                                .build()),
                                        VideoContent.from("aGk=", "video/mp4"),
                                        PdfFileContent.from("aGk=", "application/pdf"),
                                        OpenRouterFiles.stored("or_file_1"))),
                        AiMessage.builder()
                                .text("a")
                                .toolExecutionRequests(List.of(ToolExecutionRequest.builder()
                                        .id("c-1")
                                        .name("now")
                                        .arguments("{}")
                                        .build()))
                                .attributes(Map.of(
                                        ChatMessageAttributes.NAME,
                                        "bob",
                                        "cache_control",
                                        "1h",
                                        ChatMessageAttributes.ANNOTATIONS,
                                        List.of(Map.of("type", "file", "file", Map.of("hash", "h"))),
                                        AiMessage.GENERATED_IMAGES_KEY,
                                        List.of(Image.builder()
                                                .mimeType("image/png")
                                                .base64Data("aGk=")
                                                .build())))
                                .build(),
                        ToolExecutionResultMessage.from("c-1", "now", "noon"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .toolSpecifications(NOW)
                        .sendImages(true)
                        .videoProcessing("agentic")
                        .cacheControl(OpenRouterCacheControl.builder()
                                .tools(Ttl.ONE_HOUR)
                                .systemMessages(Ttl.ONE_HOUR)
                                .lastMessage(Ttl.FIVE_MINUTES)
                                .build())
                        .build())
                .build();

        assertValid(request);
    }

    /** The tests of the models compare what they send with these files. */
    @ParameterizedTest
    @CsvSource({
        "ImageGenerationRequest, images/request.json",
        "ImageGenerationRequest, images/edit.json",
        "SpeechRequest, speech/request.json",
        "STTRequest, transcriptions/request.json"
    })
    void every_request_for_images_and_audio_is_what_the_file_describes(String name, String payload) {
        assertThat(schema("/components/schemas/" + name).validate(Payloads.text(payload), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ImageGenerationRequest, IMAGE", "SpeechRequest, SPEECH", "STTRequest, TRANSCRIPTION"})
    void every_field_of_images_and_audio_has_a_setter_or_is_part_of_a_call(String name, MediaKind kind) {
        Set<String> described = new TreeSet<>(LATER_FIELDS_OF_MEDIA);
        described.addAll(file.at("/components/schemas/" + name + "/properties").propertyNames());
        assertThat(described).hasSameElementsAs(kind.fields());
    }

    @Test
    void every_form_of_output_is_what_the_file_describes() {
        for (var format :
                List.of(OpenRouterOutputFormat.grammar("root ::= \"yes\""), OpenRouterOutputFormat.python())) {
            assertValid(request(OpenRouterChatRequestParameters.builder()
                    .outputFormat(format)
                    .build()));
        }
    }

    @Test
    void a_misspelt_field_is_seen_wherever_it_is() {
        assertThat(errors(request(OpenRouterChatRequestParameters.builder()
                        .customParameters(Map.of("verbositi", "low"))
                        .build())))
                .contains("verbositi");
        assertThat(errors(request(OpenRouterChatRequestParameters.builder()
                        .plugins(OpenRouterPlugin.of("web", Map.of("max_result", 3)))
                        .build())))
                .contains("max_result");
        assertThat(errors(request(OpenRouterChatRequestParameters.builder()
                        .reasoning(OpenRouterReasoning.of(Map.of("efort", "low")))
                        .build())))
                .contains("efort");
    }

    @Test
    void every_field_of_the_file_has_a_setter_or_a_reason_not_to() {
        var unknown = new TreeSet<String>();
        file.at(CHAT_REQUEST + "/properties").propertyNames().forEach(name -> {
            if (ChatParameter.setterFor(name) == null) {
                unknown.add(name);
            }
        });

        assertThat(unknown).hasSameElementsAs(WITHOUT_SETTER);
    }

    private static final ToolSpecification NOW = ToolSpecification.builder()
            .name("now")
            .description("The time")
            .addMetadata("defer_loading", true)
            .addMetadata("eager_input_streaming", true)
            .parameters(JsonObjectSchema.builder().addStringProperty("zone").build())
            .build();

    private static OpenRouterChatRequestParameters.Builder everything() {
        return OpenRouterChatRequestParameters.builder()
                .temperature(0.2)
                .topP(0.9)
                .topK(40)
                .frequencyPenalty(0.5)
                .presencePenalty(-0.5)
                .maxOutputTokens(4000)
                .stopSequences("END", "STOP")
                .toolSpecifications(NOW)
                .toolChoice(ToolChoice.REQUIRED)
                .responseFormat(ResponseFormat.JSON)
                .seed(7)
                .user("user-1")
                .parallelToolCalls(false)
                .provider(provider())
                .minP(0.1)
                .topA(0.1)
                .repetitionPenalty(1.1)
                .logitBias(Map.of("50256", -100))
                .logprobs(true)
                .topLogprobs(3)
                .fallbackModels("openai/gpt-5.2")
                .reasoning(OpenRouterReasoning.builder()
                        .effort("high")
                        .exclude(true)
                        .enabled(true)
                        .summary("auto")
                        .mode("standard")
                        .context("auto")
                        .build())
                .verbosity("low")
                .plugins(plugins())
                .serverTools(serverTools())
                .stopServerToolsWhen(
                        OpenRouterStopCondition.stepCount(5),
                        OpenRouterStopCondition.toolCall("now"),
                        OpenRouterStopCondition.tokensUsed(20000),
                        OpenRouterStopCondition.cost(new BigDecimal("0.5")),
                        OpenRouterStopCondition.finishReason("length"))
                .maxToolCalls(5)
                .webSearchOptions(OpenRouterWebSearchOptions.searchContextSize("low"))
                .xSearchFilter(OpenRouterXSearchFilter.builder()
                        .allowedHandles("OpenRouterAI")
                        .build())
                .modalities("text", "image", "audio")
                .imageConfig(Map.of("aspect_ratio", "16:9", "quality", 3))
                .audioOutput(OpenRouterAudioOutput.of("alloy", "pcm16"))
                .prediction("int i = 1;")
                .preset("terse")
                .serviceTier("flex")
                .speed("fast")
                .sessionId("conv-42")
                .metadata(Map.of("tenant", "a"))
                .trace(Map.of("trace_id", "t-1", "generation_name", "answer", "shift", "night"))
                .cacheControl(OpenRouterCacheControl.automatic(Ttl.ONE_HOUR))
                .promptCacheKey("k-1")
                .promptCacheOptions(OpenRouterPromptCacheOptions.explicit("30m"))
                .echoUpstreamBody(true);
    }

    private static OpenRouterProviderPreferences provider() {
        return OpenRouterProviderPreferences.builder()
                .order("anthropic", "amazon-bedrock")
                .only("anthropic")
                .ignore("azure")
                .allowFallbacks(true)
                .requireParameters(true)
                .dataCollection("deny")
                .zdr(true)
                .enforceDistillableText(true)
                .quantizations("fp8", "bf16")
                .sort("throughput")
                .maxPromptPrice(new BigDecimal("5"))
                .maxCompletionPrice(new BigDecimal("0.5"))
                .maxImagePrice(BigDecimal.ONE)
                .maxAudioPrice(BigDecimal.ONE)
                .maxRequestPrice(BigDecimal.ZERO)
                .build();
    }

    private static List<OpenRouterPlugin> plugins() {
        return List.of(
                OpenRouterPlugin.web()
                        .engine("exa")
                        .mode("fast")
                        .maxResults(3)
                        .maxUses(2)
                        .searchPrompt("p")
                        .includeDomains("a.com")
                        .excludeDomains("b.com")
                        .userLocation("Paris", null, "FR", "Europe/Paris")
                        .enabled(true),
                OpenRouterPlugin.webFetch()
                        .maxUses(1)
                        .maxContentTokens(100)
                        .allowedDomains("a.com")
                        .blockedDomains("b.com"),
                OpenRouterPlugin.fileParser("cloudflare-ai"),
                OpenRouterPlugin.responseHealing(),
                OpenRouterPlugin.contextCompression().enabled(false),
                OpenRouterPlugin.moderation(),
                OpenRouterPlugin.autoRouter()
                        .allowedModels("anthropic/*")
                        .excludedModels("openai/*")
                        .costTier("low")
                        .pinModel(true),
                OpenRouterPlugin.autoBetaRouter().costTier("low"),
                OpenRouterPlugin.paretoRouter()
                        .minCodingScore(0.5)
                        .maxPrice(BigDecimal.ONE)
                        .priceSource("prompt"),
                OpenRouterPlugin.fusion()
                        .preset("general-fast")
                        .analysisModels("a/b")
                        .model("c/d")
                        .maxToolCalls(2)
                        .tools(OpenRouterServerTool.datetime()));
    }

    private static List<OpenRouterServerTool> serverTools() {
        return List.of(
                OpenRouterServerTool.webSearch()
                        .engine("exa")
                        .mode("fast")
                        .maxResults(3)
                        .maxTotalResults(10)
                        .maxUses(2)
                        .maxCharacters(1000)
                        .searchContextSize("low")
                        .allowedDomains("a.com")
                        .excludedDomains("b.com")
                        .userLocation("Paris", null, "FR", "Europe/Paris"),
                OpenRouterServerTool.webFetch()
                        .engine("exa")
                        .maxUses(1)
                        .maxContentTokens(100)
                        .allowedDomains("a.com")
                        .blockedDomains("b.com"),
                OpenRouterServerTool.datetime(ZoneId.of("Europe/Paris")),
                OpenRouterServerTool.imageGeneration(Map.of("model", "openai/gpt-5-image", "quality", "high")),
                OpenRouterServerTool.files(),
                OpenRouterServerTool.searchModels(3),
                OpenRouterServerTool.fusion()
                        .analysisModels("a/b")
                        .model("c/d")
                        .tools(OpenRouterServerTool.datetime())
                        .maxToolCalls(2)
                        .maxCompletionTokens(100)
                        .reasoning(OpenRouterReasoning.effort("low"))
                        .temperature(0.5)
                        .cacheControl(Ttl.ONE_HOUR),
                OpenRouterServerTool.advisor()
                        .name("one")
                        .model("a/b")
                        .instructions("i")
                        .forwardTranscript(true)
                        .maxCompletionTokens(100)
                        .reasoning(OpenRouterReasoning.maxTokens(50))
                        .temperature(0.5),
                OpenRouterServerTool.subagent()
                        .name("two")
                        .model("a/b")
                        .instructions("i")
                        .tools(OpenRouterServerTool.webSearch().maxResults(1))
                        .maxToolCalls(3)
                        .maxCompletionTokens(100)
                        .reasoning(OpenRouterReasoning.effort("low"))
                        .temperature(0.5));
    }

    private static ChatRequest request(OpenRouterChatRequestParameters parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(parameters)
                .build();
    }

    private static void assertValid(ChatRequest request) {
        assertThat(errors(request)).isEmpty();
    }

    private static String errors(ChatRequest request) {
        String body = RequestPayload.of(request);
        return String.join(
                "\n",
                chatRequest.validate(body, InputFormat.JSON).stream()
                        .map(Object::toString)
                        .toList());
    }
}
