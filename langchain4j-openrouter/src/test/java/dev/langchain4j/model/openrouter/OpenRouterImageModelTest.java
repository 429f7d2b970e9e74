package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import dev.langchain4j.model.output.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterImageModelTest {

    private static final String MODEL = "bytedance-seed/seedream-4.5";
    private static final String PROMPT = "a red panda astronaut";
    private static final Image BY_URL =
            Image.builder().url("https://example.com/person.png").build();

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();

    OpenRouterImageModelTest(OpenRouterServer server) {
        this.server = server;
    }

    // Request

    @Test
    void sends_model_and_prompt_and_nothing_else() {
        model().build().generate(PROMPT);

        assertThat(server.requests("/images").get(0).bodyText())
                .isEqualTo("{\"model\":\"bytedance-seed/seedream-4.5\",\"prompt\":\"a red panda astronaut\"}");
    }

    @Test
    void sends_every_setting_under_its_wire_name() throws Exception {
        model().resolution("2K")
                .aspectRatio("16:9")
                .size("2K")
                .quality("high")
                .outputFormat("webp")
                .outputCompression(80)
                .background("transparent")
                .seed(7)
                .provider(OpenRouterProviderPreferences.builder()
                        .order("black-forest-labs")
                        .allowFallbacks(false)
                        .build())
                .providerOptions(Map.of("black-forest-labs", Map.of("steps", 40)))
                .build()
                .generate(PROMPT, 2);

        assertThat(lastRequestText()).isEqualTo(json("request").toString());
    }

    @ParameterizedTest
    @CsvSource({"2.35:1, max", "5:2, xhigh", "auto, auto"})
    void ratios_and_qualities_are_those_of_the_provider(String ratio, String quality) {
        model().aspectRatio(ratio).quality(quality).build().generate(PROMPT);

        assertThat(lastRequest().path("aspect_ratio").asText()).isEqualTo(ratio);
        assertThat(lastRequest().path("quality").asText()).isEqualTo(quality);
    }

    @Test
    void a_member_without_a_setter_goes_out_too() {
        model().customParameters(Map.of("style", "ink")).build().generate(PROMPT);

        assertThat(lastRequest().path("style").asText()).isEqualTo("ink");
    }

    @Test
    void an_edit_sends_the_images_in_their_order_by_url_or_as_data() throws Exception {
        JsonNode wanted = json("edit");

        model().build()
                .edit(
                        List.of(BY_URL, ofBase64(base64(wanted, 1), "image/jpeg"), ofBase64(base64(wanted, 2), null)),
                        "put the coat on");

        assertThat(lastRequestText()).isEqualTo(wanted.toString());
    }

    @Test
    void a_drawn_image_can_be_edited() {
        OpenRouterImageModel model = model().build();
        Image drawn = model.generate(PROMPT).content();

        model.edit(drawn, "now with a hat");

        assertThat(lastRequest().at("/input_references/0/image_url/url").asText())
                .isEqualTo("data:image/png;base64," + drawn.base64Data());
    }

    @Test
    void an_alias_stands_for_its_id() {
        model().modelAliases(OpenRouterModelAliases.defaults().with("seedream", MODEL))
                .modelName("seedream")
                .build()
                .generate(PROMPT);

        assertThat(lastRequest().path("model").asText()).isEqualTo(MODEL);
    }

    @Test
    void the_connection_makes_models_with_its_key_and_headers() {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .siteUrl("https://example.com")
                .build()) {
            openRouter.imageModel().modelName(MODEL).build().generate(PROMPT);
        }

        RecordedRequest request = server.requests("/images").get(0);
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + server.apiKey());
        assertThat(request.header("HTTP-Referer")).isEqualTo("https://example.com");
    }

    // Answer

    @Test
    void an_image_is_base64_with_type_usage_cost_and_generation() throws Exception {
        server.answer(Answer.payload(Payloads.text("images/answer.json")).header("X-Generation-Id", "gen-img-1"));

        Response<Image> response = model().build().generate(PROMPT);

        assertThat(response)
                .isEqualTo(Response.from(
                        ofBase64(json("answer").at("/data/0/b64_json").asText(), "image/png"),
                        OpenRouterTokenUsage.builder()
                                .inputTokenCount(12)
                                .outputTokenCount(4175)
                                .totalTokenCount(4187)
                                .imageOutputTokens(4175)
                                .cost(new BigDecimal("0.0400000000000000001"))
                                .upstreamCost(new BigDecimal("0.035"))
                                .byok(true)
                                .build(),
                        null,
                        Map.of(OpenRouterImageModel.GENERATION_ID, "gen-img-1")));
    }

    @Test
    void a_type_that_is_not_told_is_recognised_by_the_bytes() {
        server.answer(payload("types-not-told"));

        assertThat(model().build().generate(PROMPT, 8).content())
                .extracting(Image::mimeType)
                .containsExactly(
                        "image/png",
                        "image/jpeg",
                        "image/webp",
                        "image/gif",
                        "image/svg+xml",
                        "image/svg+xml",
                        null,
                        null);
    }

    @Test
    void an_image_that_comes_as_a_data_url_is_its_base64() {
        server.answer(
                Answer.payload(
                        "{\"data\":[{\"b64_json\":\"data:image/webp;base64,AAAA\"},{\"b64_json\":\"data:image/png;base64,\"}]}"));

        assertThat(model().build().generate(PROMPT, 1).content()).containsExactly(ofBase64("AAAA", "image/webp"));
    }

    @Test
    void several_images_come_together_and_their_cost_is_that_of_the_ledger() {
        Response<List<Image>> response = model().build().generate(PROMPT, 3);

        assertThat(response.content()).hasSize(3).doesNotHaveDuplicates();
        assertThat(((OpenRouterTokenUsage) response.tokenUsage()).cost())
                .isEqualByComparingTo(server.ledger().cost());
        assertThat(response.metadata())
                .containsEntry(
                        OpenRouterImageModel.GENERATION_ID,
                        server.ledger().charges().get(0).generationId());
    }

    @Test
    void an_image_that_was_not_asked_for_is_kept_beside_the_first() {
        server.answer(Answer.payload("""
                {"data":[{"b64_json":"iVBORw0KGgo=","media_type":"image/png"},{"b64_json":"UklGRg==","media_type":"image/webp"}]}"""));

        Response<Image> drawn = model().build().generate(PROMPT);

        assertThat(drawn.content()).isEqualTo(ofBase64("iVBORw0KGgo=", "image/png"));
        assertThat(drawn.metadata())
                .containsEntry(OpenRouterImageModel.OTHER_IMAGES, List.of(ofBase64("UklGRg==", "image/webp")));
    }

    @Test
    void a_usage_without_content_does_not_wipe_the_one_before() {
        server.answer(Answer.payload("{\"data\":[{\"b64_json\":\"aGk=\"}],\"usage\":{\"cost\":0.04},\"usage\":null}"));

        assertThat(((OpenRouterTokenUsage) model().build().generate("A cat").tokenUsage()).cost())
                .isEqualByComparingTo("0.04");
    }

    @Test
    void usage_and_generation_that_are_not_reported_are_not_made_up() {
        server.answer(payload("types-not-told"));

        Response<List<Image>> response = model().build().generate(PROMPT, 7);

        assertThat(response.tokenUsage()).isNull();
        assertThat(response.metadata()).isEmpty();
    }

    // Failure

    @ParameterizedTest
    @ValueSource(strings = {"one-of-three", "one-of-three-without-usage"})
    void fewer_images_than_asked_for_are_a_failure_that_keeps_them_and_pays_no_second_time(String name) {
        server.answer(payload(name), Answer.unscripted());

        assertThatThrownBy(() -> model().build().generate(PROMPT, 3))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("1 of the 3 images")
                .satisfies(failure -> assertThat(OpenRouterException.in(failure)
                                .orElseThrow()
                                .partialResponse()
                                .aiMessage()
                                .images())
                        .extracting(Image::mimeType)
                        .containsExactly("image/png"));
        assertThat(server.requests("/images")).hasSize(1);
    }

    @Test
    void what_the_images_of_a_failure_cost_is_kept() {
        server.answer(payload("one-of-three"));

        assertThatThrownBy(() -> model().build().generate(PROMPT, 3))
                .satisfies(failure -> assertThat(OpenRouterException.in(failure)
                                .orElseThrow()
                                .partialResponse()
                                .tokenUsage())
                        .isInstanceOfSatisfying(
                                OpenRouterTokenUsage.class,
                                usage -> assertThat(usage.cost()).isEqualByComparingTo("0.04")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data-empty", "data-missing"})
    void an_answer_without_an_image_is_a_failure_that_is_retried(String name) {
        server.answer(payload(name), payload(name), Answer.unscripted());

        assertThat(model().build().generate(PROMPT).content().base64Data()).isNotBlank();
        assertThat(server.requests("/images")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[{\"b64\":\"iVBORw0KGgo=\"}]}",
                "{\"data\":[\"iVBORw0KGgo=\"]}",
                "{\"data\":[{\"text\":\"I draw no people\"}]}",
                "{\"data\":{\"b64\":\"iVBORw0KGgo=\"}}",
                "{\"data\":\"iVBORw0KGgo=\"}",
                "{\"data\":[null]}",
                "{\"images\":[\"iVBORw0KGgo=\"]}",
                "{\"data\":[],\"images\":[{\"url\":\"https://example.com/panda.png\"}]}",
                "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]}}]}"
            })
    void what_is_generated_in_an_unknown_form_may_be_charged_and_is_not_retried(String body) {
        server.answer(Answer.payload(body));

        assertThatThrownBy(() -> model().build().generate(PROMPT))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("The response has no image");
        assertThat(server.requests("/images")).hasSize(1);
    }

    @Test
    void an_error_beside_what_may_be_an_image_is_not_retried() {
        server.answer(Answer.payload(
                "{\"data\":[{\"b64\":\"iVBORw0KGgo=\"},{\"error\":{\"code\":502,\"message\":\"Cut off\"}}]}"));

        assertThatThrownBy(() -> model().build().generate(PROMPT, 2))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("Cut off");
        assertThat(server.requests("/images")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":null}",
                "{\"data\":[],\"images\":[],\"choices\":[]}",
                "{\"data\":{}}",
                "{\"data\":\" \"}"
            })
    void nothing_in_any_place_is_retried(String body) {
        server.answer(Answer.payload(body), Answer.unscripted());

        assertThat(model().build().generate(PROMPT).content().base64Data()).isNotBlank();
        assertThat(server.requests("/images")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":429,\"message\":\"Slow down\"},\"data\":{}}",
                "{\"error\":{\"code\":503,\"message\":\"Busy\"},\"data\":\"\"}",
                "{\"error\":{\"code\":503,\"message\":\"Busy\"},\"data\":[],\"images\":[],\"choices\":[]}",
                "{\"error\":{\"code\":503,\"message\":\"Busy\"},\"data\":false}",
                "{\"code\":429,\"message\":\"Slow down\",\"data\":{}}"
            })
    void an_error_beside_an_empty_object_or_text_is_retried(String body) {
        server.answer(Answer.payload(body), Answer.unscripted());

        assertThat(model().build().generate(PROMPT).content().base64Data()).isNotBlank();
        assertThat(server.requests("/images")).hasSize(2);
    }

    @Test
    void a_refusal_beside_an_empty_object_keeps_its_reason() {
        server.answer(Answer.payload("{\"code\":401,\"message\":\"No such user\",\"data\":{}}"));

        assertThatThrownBy(() -> model().build().generate(PROMPT))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("No such user");
    }

    @Test
    void an_image_in_the_place_of_the_list_is_an_image() {
        server.answer(Answer.payload("{\"data\":{\"b64_json\":\"iVBORw0KGgo=\"}}"));

        assertThat(model().build().generate(PROMPT).content().base64Data()).isEqualTo("iVBORw0KGgo=");
    }

    @Test
    void an_answer_without_an_image_that_is_charged_is_not_retried() {
        server.answer(payload("data-empty-but-charged"));

        assertThatThrownBy(() -> model().build().generate(PROMPT))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("The response has no image");
        assertThat(server.requests("/images")).hasSize(1);
    }

    @Test
    void an_error_in_a_success_is_the_exception_of_its_kind() {
        server.answer(payload("error-with-status-200"));

        assertThatThrownBy(() -> model().build().generate(PROMPT))
                .isInstanceOf(ContentFilteredException.class)
                .hasMessageContaining("Your prompt was flagged")
                .hasMessageContaining("Black Forest Labs");
    }

    @Test
    void an_error_in_the_place_of_an_image_is_the_failure() {
        server.answer(
                Answer.payload("{\"data\":[{\"error\":{\"code\":402,\"message\":\"Only one was affordable\"}}]}"));

        assertThatThrownBy(() -> model().build().generate(PROMPT))
                .isInstanceOf(OpenRouterInsufficientCreditsException.class)
                .hasMessageContaining("Only one was affordable");
    }

    @Test
    void an_empty_list_beside_an_explanation_is_what_the_explanation_says() {
        server.answer(Answer.payload("{\"data\":[],\"message\":\"Over the quota\",\"code\":402}"));

        assertThatThrownBy(() -> model().build().generate(PROMPT))
                .isInstanceOf(OpenRouterInsufficientCreditsException.class)
                .hasMessageContaining("Over the quota");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"b64_json\":\"iVBOR%Kgo=\"}', Image 1 of the response is no base64",
        "'{\"b64_json\":\"iVBORw0KGgo==\"}', Image 1 of the response is no base64",
        "'{\"b64_json\":5}', Image 1 of the response is no base64",
        "'{\"url\":\"https://example.com/a.png\"}', 'Image 1 of the response is a URL, and no base64'"
    })
    void an_image_that_nobody_can_decode_is_a_failure_that_keeps_it_and_pays_no_second_time(
            String image, String words) {
        server.answer(Answer.payload("{\"data\":[" + image + "]}"));

        assertThatThrownBy(() -> model().build().generate(PROMPT))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining(words)
                .satisfies(failure -> assertThat(OpenRouterException.in(failure)
                                .orElseThrow()
                                .partialResponse()
                                .aiMessage()
                                .images())
                        .hasSize(1));
        assertThat(server.requests("/images")).hasSize(1);
    }

    @Test
    void base64_in_the_alphabet_for_urls_is_base64() {
        server.answer(Answer.payload("{\"data\":[{\"b64_json\":\"_9j_4A-_\"}]}"));

        Image image = model().build().generate(PROMPT).content();

        assertThat(Base64.getDecoder().decode(image.base64Data()))
                .isEqualTo(Base64.getUrlDecoder().decode("_9j_4A-_"));
    }

    @Test
    void base64_in_lines_and_in_a_data_url_in_capitals_is_base64() {
        server.answer(Answer.payload("{\"data\":[{\"b64_json\":\"DATA:image/png;base64,iVBORw0K\\nGgo=\\n\"}]}"));

        assertThat(model().build().generate(PROMPT).content()).isEqualTo(ofBase64("iVBORw0KGgo=", "image/png"));
    }

    @Test
    void a_busy_provider_is_asked_again_after_the_wait_that_it_names() {
        server.answer(Answer.error(429, "Slow down").retryAfter(2), Answer.unscripted());

        model().build().generate(PROMPT);

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void a_refusal_is_the_exception_of_its_status() {
        assertThatThrownBy(() -> model().apiKey(" ").build().generate(PROMPT))
                .isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> model().modelName("openai/gpt-4o").build().generate(PROMPT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("openai/gpt-4o is not a valid model ID for image");
        assertThatThrownBy(() -> model().modelName("acme/nothing").build().generate(PROMPT))
                .isInstanceOf(ModelNotFoundException.class);
    }

    // Arguments

    @Test
    void a_mask_is_not_supported() {
        assertThatThrownBy(() -> model().build().edit(BY_URL, BY_URL, "paint it red"))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("mask");
    }

    @Test
    void bad_arguments_are_refused_before_anything_is_sent() {
        OpenRouterImageModel model = model().build();

        assertThatThrownBy(() -> model.generate(" ")).hasMessageContaining("prompt");
        assertThatThrownBy(() -> model.generate(PROMPT, 0)).hasMessageContaining("n must be between 1 and 10");
        assertThatThrownBy(() -> model.generate(PROMPT, 11)).hasMessageContaining("n must be between 1 and 10");
        assertThatThrownBy(() -> model.edit(List.of(), PROMPT)).hasMessageContaining("between 1 and 16");
        assertThatThrownBy(() -> model.edit(Collections.nCopies(17, BY_URL), PROMPT))
                .hasMessageContaining("between 1 and 16");
        assertThatThrownBy(() -> model.edit(Image.builder().build(), PROMPT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("URL or base64");
        assertThatThrownBy(() -> model.edit(ofBase64("AAAA", null), PROMPT)).hasMessageContaining("mimeType");
        assertThatThrownBy(() ->
                        model.edit(Image.builder().url("file:///tmp/a.png").build(), PROMPT))
                .hasMessageContaining("scheme file");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void bad_settings_are_refused_by_the_name_of_their_setter() {
        assertRefused(model().modelName(null), "modelName");
        assertRefused(model().resolution("huge"), "resolution");
        assertRefused(model().aspectRatio("wide"), "aspectRatio");
        assertRefused(model().size("1024 by 768"), "size");
        assertRefused(model().quality(" "), "quality");
        assertRefused(model().outputFormat(""), "outputFormat");
        assertRefused(model().background(""), "background");
        assertRefused(model().background("transparent").outputFormat("jpeg"), "background");
        assertRefused(model().outputCompression(101), "outputCompression");
        assertRefused(model().customParameters(Map.of("aspect_ratio", "1:1")), "aspect_ratio");
        assertRefused(model().customParameters(Map.of("", "1:1")), "customParameters");
        assertRefused(
                model().provider(OpenRouterProviderPreferences.builder()
                        .zdr(true)
                        .build()),
                "provider must not have [zdr]");
    }

    @Test
    void a_data_policy_that_nobody_would_hold_is_refused() {
        OpenRouterDataPolicy policy =
                OpenRouterDataPolicy.builder().zeroDataRetention(true).build();

        assertRefused(model().dataPolicy(policy), "dataPolicy has zeroDataRetention");
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .dataPolicy(policy)
                .build()) {
            assertRefused(openRouter.imageModel().modelName(MODEL), "/images");
        }
    }

    @Test
    void a_data_policy_that_holds_a_region_is_kept() {
        model().dataPolicy(OpenRouterDataPolicy.builder()
                        .allowedBaseUrls(server.baseUrl())
                        .build())
                .build()
                .generate(PROMPT);

        assertRefused(
                model().dataPolicy(OpenRouterDataPolicy.builder()
                        .allowedBaseUrls(OpenRouterDataPolicy.EU)
                        .build()),
                "allowedBaseUrls");
    }

    @Test
    void every_setter_takes_null_for_not_set() {
        model().resolution(null)
                .aspectRatio(null)
                .size(null)
                .quality(null)
                .outputFormat(null)
                .outputCompression(null)
                .background(null)
                .seed(null)
                .provider(null)
                .providerOptions(null)
                .customParameters(null)
                .returnRawResponse(null)
                .build()
                .generate(PROMPT);

        assertThat(lastRequest().fieldNames()).toIterable().containsExactly("model", "prompt");
    }

    private static void assertRefused(OpenRouterImageModel.Builder builder, String words) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    private OpenRouterImageModel.Builder model() {
        return OpenRouterImageModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .time(time);
    }

    private JsonNode lastRequest() {
        return last().body();
    }

    private String lastRequestText() {
        return last().bodyText();
    }

    private RecordedRequest last() {
        List<RecordedRequest> requests = server.requests("/images");
        return requests.get(requests.size() - 1);
    }

    private static Answer payload(String name) {
        return Answer.payload(Payloads.text("images/" + name + ".json"));
    }

    private static JsonNode json(String name) throws Exception {
        return new ObjectMapper().readTree(Payloads.text("images/" + name + ".json"));
    }

    private static String base64(JsonNode edit, int reference) {
        String url =
                edit.at("/input_references/" + reference + "/image_url/url").asText();
        return url.substring(url.indexOf(',') + 1);
    }

    private static Image ofBase64(String data, String type) {
        return Image.builder().base64Data(data).mimeType(type).build();
    }
}
