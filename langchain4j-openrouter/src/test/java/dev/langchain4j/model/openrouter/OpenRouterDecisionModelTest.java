package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.decision.listener.DecisionModelErrorContext;
import dev.langchain4j.model.decision.listener.DecisionModelListener;
import dev.langchain4j.model.decision.listener.DecisionModelRequestContext;
import dev.langchain4j.model.decision.listener.DecisionModelResponseContext;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.DecisionRequestParameters;
import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.request.ScaleQuestion;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.decision.response.ScaleAnswer;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterDecisionModelTest {

    private static final String JEV = "typesafe/jev-1.13";
    private static final String PATH = "/api/alpha/decisions";
    private static final ImageContent PNG = ImageContent.from(
            Image.builder().base64Data("iVBORw0KGgo=").mimeType("image/png").build());
    private static final ImageContent JPEG = ImageContent.from(
            Image.builder().base64Data("/9j/").mimeType("image/jpeg").build());

    private final OpenRouterServer server;

    OpenRouterDecisionModelTest(OpenRouterServer server) {
        this.server = server;
    }

    // Requests

    @Test
    void every_question_and_every_setting_is_sent() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ticket", "The app shows error 500 since noon");
        fields.put("plan", "pro");
        fields.put("seats", 12);
        fields.put("trial", false);
        fields.put("manager", null);

        model().provider(OpenRouterProviderPreferences.builder()
                        .order("typesafe")
                        .build())
                .sessionId("session-1")
                .trace(Map.of("trace_id", "t-1"))
                .user("user-17")
                .customParameters(Map.of("assets", Map.of("logo", Map.of("format", "png"))))
                .build()
                .decide(DecisionRequest.builder()
                        .inputFields(fields)
                        .question(
                                "urgent",
                                YesNoQuestion.builder()
                                        .text("Is it urgent?")
                                        .yesWhen("service is down")
                                        .noWhen("can wait")
                                        .build())
                        .question("polite", YesNoQuestion.from("Is it polite?"))
                        .question(
                                "spam",
                                YesNoQuestion.builder()
                                        .text("Is it spam?")
                                        .yesWhen("advertises something")
                                        .build())
                        .question(
                                "team",
                                ChoiceQuestion.builder()
                                        .text("Which team?")
                                        .option("billing", "invoices")
                                        .option("tech", "faults")
                                        .option("other")
                                        .build())
                        .question(
                                "anger",
                                ScaleQuestion.builder()
                                        .text("How angry?")
                                        .level("calm")
                                        .level("annoyed", "complains once")
                                        .level("furious")
                                        .build())
                        .build());

        assertThat(sent().toPrettyString())
                .isEqualTo(RequestPayload.tree(Payloads.text("decisions/request.json"))
                        .toPrettyString());
    }

    @Test
    void a_text_is_the_state() {
        model().build().decide(asking("Is it down?").input("The app is down").build());

        assertThat(sent().path("state").textValue()).isEqualTo("The app is down");
    }

    @Test
    void a_single_text_content_is_the_state_too() {
        model().build()
                .decide(asking("Is it down?")
                        .inputContents(TextContent.from("The app is down"))
                        .build());

        assertThat(sent().path("state").textValue()).isEqualTo("The app is down");
    }

    @Test
    void images_stay_between_the_texts_of_contents() {
        ImageContent detailed = ImageContent.from(PNG.image(), ImageContent.DetailLevel.AUTO);

        model().modelName("openai/gpt-6-luna-decisions")
                .build()
                .decide(DecisionRequest.builder()
                        .inputContents(
                                TextContent.from("What the visitor saw:"), detailed, TextContent.from("and then"))
                        .question("broken", YesNoQuestion.from("Is the page broken?"))
                        .build());

        assertThat(sent().toPrettyString())
                .isEqualTo(RequestPayload.tree(Payloads.text("decisions/images.json"))
                        .toPrettyString());
    }

    @Test
    void images_in_fields_follow_the_fields_and_leave_a_marker() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("note", "front and back");
        fields.put("front", PNG);
        fields.put("more", List.of(JPEG, TextContent.from("a text")));

        model().build().decide(asking("Is it a passport?").inputFields(fields).build());

        assertThat(sent().path("state").toPrettyString())
                .isEqualTo(RequestPayload.tree(Payloads.text("decisions/fields-with-images.json"))
                        .toPrettyString());
    }

    @Test
    void a_number_that_json_does_not_have_is_refused() {
        for (Number number : List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model().build()
                            .decide(asking("Is it cold?")
                                    .inputFields(Map.of("degrees", List.of(1, number)))
                                    .build()))
                    .withMessageStartingWith("fields must not contain " + number);
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void messages_are_a_transcript() {
        model().build()
                .decide(asking("Is the user happy?")
                        .inputMessages(
                                SystemMessage.from("You sell tickets."),
                                UserMessage.from("Ann", List.of(TextContent.from("Look at this:"), PNG)),
                                AiMessage.from(ToolExecutionRequest.builder()
                                        .id("call-1")
                                        .name("look_up")
                                        .arguments("{\"id\":7}")
                                        .build()),
                                ToolExecutionResultMessage.from("call-1", "look_up", "not found"))
                        .build());

        assertThat(sent().path("state").toPrettyString())
                .isEqualTo(RequestPayload.tree(Payloads.text("decisions/messages.json"))
                        .toPrettyString());
    }

    @Test
    void one_message_is_a_list_of_one() {
        model().build()
                .decide(asking("Is it kind?")
                        .inputMessages(UserMessage.from("Hi"))
                        .build());

        assertThat(sent().path("state").toString()).isEqualTo("[{\"role\":\"user\",\"text\":\"Hi\"}]");
    }

    @Test
    void an_image_by_url_is_refused_unless_the_model_fetches_it() {
        DecisionRequest request = asking("Is it a cat?")
                .inputContents(ImageContent.from("https://example.com/cat.png"))
                .build();

        assertThatThrownBy(() -> model().build().decide(request))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("imageUrls(true)");
        assertThat(server.requests()).isEmpty();

        model().imageUrls(true).build().decide(request);
        assertThat(sent().at("/state/0/image_url/url").textValue()).isEqualTo("https://example.com/cat.png");
    }

    @Test
    void other_content_and_other_questions_are_refused_before_anything_is_sent() {
        assertThatThrownBy(() -> model().build()
                        .decide(asking("Is it a song?")
                                .inputContents(AudioContent.from("aGk=", "audio/wav"))
                                .build()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("AUDIO");
        assertThatThrownBy(() -> model().build()
                        .decide(DecisionRequest.builder()
                                .input("x")
                                .question("q", (Question) () -> "How?")
                                .build()))
                .isInstanceOf(UnsupportedFeatureException.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void parameters_of_a_request_override_those_of_the_model_one_by_one() {
        OpenRouterDecisionModel model = model().user("model")
                .sessionId("session-1")
                .trace(Map.of("trace_id", "t-1", "span_name", "old"))
                .customParameters(Map.of("assets", Map.of("logo", Map.of("format", "png"))))
                .provider(OpenRouterProviderPreferences.builder()
                        .order("typesafe")
                        .build())
                .build();

        model.decide(asking("Is it down?")
                .input("x")
                .parameters(OpenRouterDecisionRequestParameters.builder()
                        .modelName("openai/gpt-6-luna-decisions")
                        .user("request")
                        .trace(Map.of("span_name", "new"))
                        .customParameters(Collections.singletonMap("assets", null))
                        .provider(OpenRouterProviderPreferences.builder()
                                .allowFallbacks(false)
                                .build())
                        .build())
                .build());

        assertThat(sent().path("model").textValue()).isEqualTo("openai/gpt-6-luna-decisions");
        assertThat(sent().path("user").textValue()).isEqualTo("request");
        assertThat(sent().path("session_id").textValue()).isEqualTo("session-1");
        assertThat(sent().path("trace")).isEqualTo(RequestPayload.tree("{\"trace_id\":\"t-1\",\"span_name\":\"new\"}"));
        assertThat(sent().at("/assets/logo/format").textValue()).isEqualTo("png");
        assertThat(sent().at("/provider/order/0").textValue()).isEqualTo("typesafe");
        assertThat(sent().at("/provider/allow_fallbacks").booleanValue()).isFalse();
    }

    @Test
    void langchain4js_own_parameters_name_another_model() {
        model().user("model")
                .build()
                .decide(asking("Is it down?")
                        .input("x")
                        .parameters(DecisionRequestParameters.builder()
                                .modelName("~typesafe/jev-latest")
                                .build())
                        .build());

        assertThat(sent().path("model").textValue()).isEqualTo("~typesafe/jev-latest");
        assertThat(sent().path("user").textValue()).isEqualTo("model");
    }

    @Test
    void invalid_settings_are_named_when_the_model_is_built() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterDecisionModel.builder().apiKey("k").build())
                .withMessageContaining("modelName");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model().sessionId("s".repeat(257)).build())
                .withMessageContaining("sessionId");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model().customParameters(Map.of("state", "x")).build())
                .withMessageContaining("'state'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model().customParameters(Map.of(" ", "x")).build())
                .withMessage("customParameters must not contain a blank name");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        model().decisionsUrl("http://decide.example.com/x").build())
                .withMessageContaining("decisionsUrl");
    }

    // URL

    @ParameterizedTest
    @CsvSource({
        "https://openrouter.ai/api/v1,         https://openrouter.ai/api/alpha/decisions",
        "https://eu.openrouter.ai/api/v1/,     https://eu.openrouter.ai/api/alpha/decisions",
        "https://proxy.example.com:8443/v1,    https://proxy.example.com:8443/api/alpha/decisions",
        "https://proxy.example.com/or/api/v1,  https://proxy.example.com/or/api/alpha/decisions",
        "http://localhost:8080,                http://localhost:8080/api/alpha/decisions"
    })
    void the_endpoint_is_beside_the_base_url(String baseUrl, String decisionsUrl) {
        ConnectionSettings connection =
                OpenRouterDecisionModel.builder().baseUrl(baseUrl).connectionSettings();

        assertThat(connection.checkedDecisionsUrl(null)).isEqualTo(decisionsUrl);
    }

    @Test
    void another_url_can_be_set() {
        model().baseUrl("https://nowhere.example.com/api/v1")
                .decisionsUrl(server.baseUrl().replace("/api/v1", PATH))
                .build()
                .decide(asking("Is it down?").input("x").build());

        assertThat(server.requests(PATH)).hasSize(1);
    }

    @Test
    void the_data_policy_binds_the_endpoints_host() {
        OpenRouterDataPolicy europe = OpenRouterDataPolicy.builder()
                .allowedBaseUrls(OpenRouterDataPolicy.EU)
                .build();

        assertThat(model().baseUrl(null).dataPolicy(europe).connectionSettings().checkedDecisionsUrl(null))
                .isEqualTo("https://eu.openrouter.ai/api/alpha/decisions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model().baseUrl(null)
                        .dataPolicy(europe)
                        .decisionsUrl("https://openrouter.ai/api/alpha/decisions")
                        .build())
                .withMessageContaining("decisionsUrl")
                .withMessageContaining("allowedBaseUrls");
    }

    @Test
    void the_data_policy_is_sent() {
        OpenRouterDataPolicy strict = OpenRouterDataPolicy.builder()
                .denyDataCollection(true)
                .zeroDataRetention(true)
                .build();

        model().dataPolicy(strict)
                .build()
                .decide(asking("Is it down?").input("x").build());

        assertThat(sent().path("provider").toString()).isEqualTo("{\"data_collection\":\"deny\",\"zdr\":true}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model().dataPolicy(strict)
                        .provider(OpenRouterProviderPreferences.builder()
                                .zdr(false)
                                .build())
                        .build())
                .withMessageContaining("zeroDataRetention");
    }

    // Answers

    @Test
    void answers_arrive_as_they_are() {
        server.answer(Answer.payload(Payloads.text("decisions/answer.json")));

        DecisionResponse response = model().build().decide(ticket());

        assertThat(response.yesNo("urgent").probability()).isEqualTo(0.93);
        assertThat(response.choice("team").value()).isEqualTo("tech");
        assertThat(response.choice("team").probabilities())
                .containsExactly(Map.entry("billing", 0.02), Map.entry("tech", 0.95), Map.entry("other", 0.04));
        assertThat(response.choice("team").confidence()).isEqualTo(0.9);
        assertThat(response.choice("team").options()).containsExactly("billing", "tech", "other");
        assertThat(response.scale("anger").mean()).isEqualTo(0.74);
        assertThat(response.scale("anger").probabilities()).containsExactly(0.38, 0.5, 0.12);
        assertThat(response.scale("anger").confidence()).isEqualTo(0.6);
        assertThat(response.answers()).containsOnlyKeys("urgent", "team", "anger");
    }

    @Test
    void the_metadata_has_cost_and_generation() {
        server.answer(Answer.payload(Payloads.text("decisions/answer.json")));

        DecisionResponse response = model().build().decide(ticket());

        OpenRouterDecisionResponseMetadata metadata =
                OpenRouterDecisionResponseMetadata.of(response).orElseThrow();
        assertThat(metadata.modelName()).isEqualTo("typesafe/jev-1.13-20260917");
        assertThat(metadata.generationId()).isEqualTo("gen-dec-1790000000-Ab");
        assertThat(metadata.provider()).isEqualTo("TypeSafe");
        assertThat(metadata.tokenUsage().cost()).isEqualTo(new BigDecimal("0.000019992"));
        assertThat(metadata.tokenUsage().inputTokenCount()).isEqualTo(476);
        assertThat(metadata.tokenUsage().outputTokenCount()).isEqualTo(70);
        assertThat(metadata.tokenUsage().cachedInputTokens()).isEqualTo(300);
        assertThat(metadata.rawResponse()).contains("\"unasked\"");
    }

    @Test
    void what_the_model_does_not_report_stays_empty() {
        server.answer(Answer.raw(200, "application/json", """
                {"id":"","model":" ","answers":{"urgent":{"type":"noul","noul":1},
                            "team":{"type":"choice","choice":"tech","probabilities":null},
                            "anger":{"type":"score","score":2,"probabilities":{"0":null}}}}""").header("X-Generation-Id", "gen-9"));

        DecisionResponse response = model().build().decide(ticket());

        assertThat(response.choice("team").probabilities()).isEmpty();
        assertThat(response.choice("team").confidence()).isNull();
        assertThat(response.scale("anger").probabilities()).isEmpty();
        assertThat(response.modelName()).isEqualTo(JEV);
        assertThat(response.tokenUsage()).isNull();
        assertThat(OpenRouterDecisionResponseMetadata.of(response).orElseThrow().generationId())
                .isEqualTo("gen-9");
    }

    @Test
    void a_level_without_a_probability_is_not_one_of_zero() {
        server.answer(Answer.decision()
                .yesNo("urgent", 1)
                .choice("team", "tech")
                .json("anger", "{\"type\":\"score\",\"score\":1.5,\"probabilities\":{\"1\":0.4,\"2\":null}}"));

        ScaleAnswer anger = model().build().decide(ticket()).scale("anger");

        assertThat(anger.mean()).isEqualTo(1.5);
        assertThat(anger.probabilities()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"1\":0.4,\"2\":0.6}", "{\"0\":null,\"1\":0.4,\"2\":0.59}"})
    void levels_beside_those_that_add_up_to_one_have_a_probability_of_zero(String probabilities) {
        server.answer(Answer.decision()
                .yesNo("urgent", 1)
                .choice("team", "tech")
                .json("anger", "{\"type\":\"score\",\"score\":1.6,\"probabilities\":" + probabilities + "}"));

        ScaleAnswer anger = model().build().decide(ticket()).scale("anger");

        assertThat(anger.probabilities()).hasSize(3).startsWith(0.0, 0.4);
    }

    @Test
    void dust_of_rounding_is_wiped_off() {
        server.answer(Answer.decision()
                .yesNo("urgent", 1.0000001)
                .choice("team", "tech", Map.of("tech", -0.0000001))
                .scale("anger", 2.0000001));

        DecisionResponse response = model().build().decide(ticket());

        assertThat(response.yesNo("urgent").probability()).isEqualTo(1);
        assertThat(response.choice("team").probabilities()).containsEntry("tech", 0.0);
        assertThat(response.scale("anger").mean()).isEqualTo(2);
    }

    @Test
    void a_refused_question_does_not_hide_the_others() {
        server.answer(Answer.decision()
                .json("urgent", "{\"type\":\"refusal\"}")
                .choice("team", "tech")
                .scale("anger", 0.5));

        DecisionResponse response = model().build().decide(ticket());

        assertThat(response.isRefused("urgent")).isTrue();
        assertThat(response.choice("team").value()).isEqualTo("tech");
        assertThatThrownBy(() -> response.yesNo("urgent")).isInstanceOf(ContentFilteredException.class);
    }

    @Test
    void an_unknown_model_gets_suggestions() {
        assertThatThrownBy(() -> model().modelName("typesafe/jev-1.31")
                        .build()
                        .decide(asking("Is it down?").input("x").build()))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("typesafe/jev-1.13");
    }

    // Money

    @Test
    void budget_and_ledger_count_decisions() {
        OpenRouterBudget budget = budget("0.01");
        List<OpenRouterCostRecord> records = new ArrayList<>();
        OpenRouterDecisionModel model = model().budget(budget)
                .costListener(new OpenRouterCostListener(records::add))
                .sessionId("session-1")
                .build();

        DecisionResponse response = model.decide(ticket());

        assertThat(budget.spent())
                .isEqualByComparingTo(server.ledger().cost())
                .isEqualByComparingTo(
                        OpenRouterTokenUsage.from(response.tokenUsage()).cost());
        assertThat(budget.reserved()).isZero();
        assertThat(records).singleElement().satisfies(cost -> {
            assertThat(cost.operation()).isEqualTo("decisions");
            assertThat(cost.modelRequested()).isEqualTo(JEV);
            assertThat(cost.sessionId()).isEqualTo("session-1");
            assertThat(cost.cost()).isEqualByComparingTo(server.ledger().cost());
        });
    }

    @Test
    void the_reservation_covers_the_bill() {
        OpenRouterDecisionModel model = model().budget(budget("0.01")).build();

        BigDecimal reserved = model.dryRun(ticket()).amount();
        model.decide(ticket());

        assertThat(reserved).isGreaterThanOrEqualTo(server.ledger().cost());
        assertThat(server.requests(PATH)).hasSize(1);
    }

    @Test
    void a_decision_that_could_exceed_the_budget_is_not_sent() {
        assertThatThrownBy(() -> model().budget(budget("0.0000001")).build().decide(ticket()))
                .isInstanceOf(OpenRouterBudgetExceededException.class);
        assertThat(server.requests(PATH)).isEmpty();
    }

    // Asynchronously

    @Test
    void an_asynchronous_decision_is_the_same() {
        server.answer(Answer.payload(Payloads.text("decisions/answer.json")));
        server.answer(Answer.payload(Payloads.text("decisions/answer.json")));
        OpenRouterDecisionModel model = model().build();

        DecisionResponse response = Async.result(model.decideAsync(ticket()));

        assertThat(response).isEqualTo(model.decide(ticket()));
        assertThat(server.requests(PATH).get(0).bodyText())
                .isEqualTo(server.requests(PATH).get(1).bodyText());
    }

    @Test
    void an_asynchronous_decision_is_counted_and_its_failure_mapped() {
        OpenRouterBudget budget = budget("0.01");
        OpenRouterDecisionModel model = model().budget(budget).maxRetries(0).build();

        Async.result(model.decideAsync(ticket()));

        assertThat(budget.spent()).isEqualByComparingTo(server.ledger().cost());
        server.answer(Answer.error(429, "Rate limit exceeded").retryAfter(600));
        assertThatThrownBy(() -> Async.result(model.decideAsync(ticket()))).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> Async.result(model.decideAsync(asking("Is it a song?")
                        .inputContents(AudioContent.from("aGk=", "audio/wav"))
                        .build())))
                .isInstanceOf(UnsupportedFeatureException.class);
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void cancelling_an_asynchronous_decision_frees_its_reservation() {
        server.answer(Answer.yesNo(0.5).afterDelay(Duration.ofSeconds(30)));
        OpenRouterBudget budget = budget("0.01");
        CompletableFuture<DecisionResponse> future =
                model().budget(budget).build().decideAsync(ticket());
        HandlerRecorder.patiently()
                .untilAsserted(() -> assertThat(server.requests(PATH)).hasSize(1));

        future.cancel(true);

        HandlerRecorder.patiently()
                .untilAsserted(() -> assertThat(budget.reserved()).isZero());
        assertThat(budget.unsettled()).isPositive();
    }

    // Listeners

    @Test
    void listeners_hear_of_request_and_response_and_cannot_lose_it() {
        List<String> heard = new ArrayList<>();
        DecisionModelListener listener = new DecisionModelListener() {
            @Override
            public void onRequest(DecisionModelRequestContext context) {
                heard.add("request " + context.decisionRequest().modelName());
            }

            @Override
            public void onResponse(DecisionModelResponseContext context) {
                heard.add("response " + context.decisionResponse().answers().keySet());
                throw new NoClassDefFoundError("a library in another version");
            }

            @Override
            public void onError(DecisionModelErrorContext context) {
                heard.add("error");
            }
        };

        DecisionResponse response = model().listeners(listener).build().decide(ticket());

        assertThat(response.answers()).hasSize(3);
        assertThat(heard).containsExactly("request " + JEV, "response [urgent, team, anger]");
    }

    @Test
    void less_than_no_tokens_are_not_reported() {
        server.when(Match.path(PATH)).answer(Answer.payload("""
                {"answers":{"q":{"type":"noul","noul":0.5}},"usage":{"input_tokens":-4,"output_tokens":2,
                 "input_tokens_details":{"cached_tokens":-1},"cost":0.5}}"""));

        OpenRouterTokenUsage usage = (OpenRouterTokenUsage) model().build()
                .decide(asking("One?").input("one").build())
                .metadata()
                .tokenUsage();

        assertThat(usage.inputTokenCount()).isNull();
        assertThat(usage.outputTokenCount()).isEqualTo(2);
        assertThat(usage.cachedInputTokens()).isNull();
        assertThat(usage.cost()).isEqualByComparingTo("0.5");
    }

    @ParameterizedTest
    @CsvSource({"input, output", "prompt, completion"})
    void tokens_and_costs_are_told_by_kind_under_either_name(String input, String output) {
        server.when(Match.path(PATH)).answer(Answer.payload("""
                {"answers":{"q":{"type":"noul","noul":0.5}},"usage":{"%1$s_tokens":9,"%2$s_tokens":4,
                 "%1$s_tokens_details":{"cached_tokens":5,"cache_write_tokens":2,"new_tokens":1},
                 "%2$s_tokens_details":{"reasoning_tokens":3},"cost":0.4,"is_byok":true,"cost_details":{
                 "upstream_inference_prompt_cost":0.1,"upstream_inference_completions_cost":0.2,"server_tool_cost":0.05}}}""".formatted(input, output)));

        OpenRouterTokenUsage usage = (OpenRouterTokenUsage) model().build()
                .decide(asking("One?").input("one").build())
                .metadata()
                .tokenUsage();

        assertThat(usage)
                .isEqualTo(OpenRouterTokenUsage.builder()
                        .inputTokenCount(9)
                        .outputTokenCount(4)
                        .cachedInputTokens(5)
                        .cacheWriteInputTokens(2)
                        .reasoningTokens(3)
                        .cost(new BigDecimal("0.4"))
                        .upstreamCost(new BigDecimal("0.3"))
                        .upstreamInputCost(new BigDecimal("0.1"))
                        .upstreamOutputCost(new BigDecimal("0.2"))
                        .serverToolCost(new BigDecimal("0.05"))
                        .byok(true)
                        .build());
    }

    @Test
    void an_error_in_the_place_of_an_answer_is_told() {
        server.when(Match.path(PATH))
                .answer(Answer.payload(
                        "{\"answers\":{\"q\":{\"type\":\"noul\",\"error\":{\"message\":\"Image too large\"}}}}"));

        assertThatThrownBy(
                        () -> model().build().decide(asking("One?").input("one").build()))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("question 'q' is an error: Image too large");
    }

    @Test
    void an_error_in_the_place_of_an_answer_keeps_its_kind() {
        server.when(Match.path(PATH)).answer(Answer.payload("""
                        {"answers":{"q":{"type":"noul","error":{"code":429,"message":"Slow down","metadata":{"a":1}}}}}"""));

        assertThatThrownBy(
                        () -> model().build().decide(asking("One?").input("one").build()))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("question 'q' is an error: Slow down")
                .satisfies(failure -> assertThat(
                                OpenRouterException.in(failure).orElseThrow().metadata())
                        .containsEntry("a", 1));
        assertThat(server.requests(PATH)).as("which may have been charged").hasSize(1);
    }

    @Test
    void a_failure_inside_a_200_names_the_generation() {
        server.when(Match.path(PATH))
                .answer(Answer.payload("{\"id\":\"gen-dec-9\",\"error\":{\"code\":502,\"message\":\"Cut\"}}"));

        assertThatThrownBy(() -> model().maxRetries(0)
                        .build()
                        .decide(asking("One?").input("one").build()))
                .hasMessageContaining("gen-dec-9");
    }

    @Test
    void a_failed_attempt_is_repeated() {
        server.answer(Answer.error(503, "No instances available").retryAfter(0));

        assertThat(model().build().decide(ticket()).answers()).hasSize(3);
        assertThat(server.requests(PATH)).hasSize(2);
    }

    // Values

    @Test
    void parameters_and_metadata_are_values() {
        OpenRouterDecisionRequestParameters one = OpenRouterDecisionRequestParameters.builder()
                .modelName(JEV)
                .user("u")
                .customParameters(Map.of("secret", "hidden"))
                .build();

        assertThat(OpenRouterDecisionRequestParameters.builder()
                        .overrideWith(one)
                        .build())
                .isEqualTo(one)
                .hasSameHashCodeAs(one)
                .isNotEqualTo(one.overrideWith(
                        OpenRouterDecisionRequestParameters.builder().user("v").build()));
        assertThat(one.toString()).contains(JEV, "secret").doesNotContain("hidden");
        assertThat(OpenRouterDecisionResponseMetadata.builder()
                        .generationId("g")
                        .build())
                .isEqualTo(OpenRouterDecisionResponseMetadata.builder()
                        .generationId("g")
                        .build())
                .isNotEqualTo(OpenRouterDecisionResponseMetadata.builder()
                        .generationId("h")
                        .build());
    }

    private static DecisionRequest.Builder asking(String question) {
        return DecisionRequest.builder().question("q", YesNoQuestion.from(question));
    }

    private static DecisionRequest ticket() {
        return DecisionRequest.builder()
                .input("The app shows error 500 since noon")
                .question("urgent", YesNoQuestion.from("Is it urgent?"))
                .question("team", ChoiceQuestion.from("Which team?", List.of("billing", "tech", "other")))
                .question("anger", ScaleQuestion.from("How angry?", List.of("calm", "annoyed", "furious")))
                .build();
    }

    private static OpenRouterBudget budget(String limit) {
        return OpenRouterBudget.builder().limit(new BigDecimal(limit)).build();
    }

    private OpenRouterDecisionModel.Builder model() {
        return OpenRouterDecisionModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(JEV);
    }

    private JsonNode sent() {
        return server.requests(PATH).get(server.requests(PATH).size() - 1).body();
    }
}
