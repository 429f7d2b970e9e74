package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.ErrorAnswer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors as recorded traffic shows them: neither {@code availability} nor {@code error_type}, status and words only. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class RecordedErrorsTest {

    private static final String XAI =
            "{\"code\":\"The caller does not have permission to execute the specified operation\","
                    + "\"error\":\"Content violates usage guidelines. Team: x, API key ID: y\"}";

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    RecordedErrorsTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    void close() {
        openRouter.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | acme/fake-1.0 is not a valid model ID | ModelNotFoundException | Closest ids
            400 | acme/fake-1.0  is not a valid model ID | ModelNotFoundException | Closest ids
            400 | "acme/fake-1.0" is not a valid model ID. | ModelNotFoundException | Closest ids
            400 | acme/fake-1.0, acme/fake-2.0 are not valid model IDs | ModelNotFoundException | Closest ids
            400 | Model acme/fake-1.0 does not exist | ModelNotFoundException | Closest ids
            400 | The model `acme/fake-1.0` does not exist or you do not have access to it. | ModelNotFoundException | Closest ids
            404 | Model acme/fake-1.0 does not exist | ModelNotFoundException | Closest ids
            400 | The model version does not exist | InvalidRequestException | version
            400 | Model endpoint not found | InvalidRequestException | endpoint
            404 | No endpoints found for acme/old. | ModelNotFoundException | acme/old
            404 | No endpoints found for acme/old. Models that support tools are listed. | ModelNotFoundException | acme/old
            404 | Model not found | ModelNotFoundException | Model not found
            404 | No endpoints found that support tool use. Try disabling "get_weather". | InvalidRequestException | Excluded by: tool use
            404 | No endpoints found that support the provided 'tool_choice' value. | InvalidRequestException | Excluded by: 'tool_choice' value
            404 | No endpoints found that support image input | InvalidRequestException | Excluded by: image input
            404 | No endpoints found for deepseek/deepseek-r1-distill-llama-70b:free that support tool use. | InvalidRequestException | Excluded by: tool use. Do without it, use
            404 | No endpoints found supporting tool use | InvalidRequestException | Excluded by: tool use
            404 | No endpoints found that can support input audio | InvalidRequestException | Excluded by: input audio
            404 | No endpoints found matching your data policy (Free model training). Configure: https://openrouter.ai/settings/privacy | InvalidRequestException | Excluded by: data policy
            404 | No endpoints available matching your guardrail restrictions and data policy. Configure: https://x.y | InvalidRequestException | Excluded by: guardrail restrictions and data policy
            404 | No allowed providers are available for the selected model. | InvalidRequestException | Excluded by: the providers that are allowed
            404 | No endpoints found that can handle the requested parameters. To learn more, visit: https://x.y | InvalidRequestException | Excluded by: parameters
            404 | All providers have been ignored. To change your default ignored providers, visit: https://x.y | InvalidRequestException | allow more providers
            404 | No endpoints found within your max price. | InvalidRequestException | Remove the preference
            404 | No endpoints found with the requested quantization | InvalidRequestException | Remove the preference
            404 | No models match your request and model restrictions | InvalidRequestException | model restrictions
            403 | Key limit exceeded (daily limit). Manage it using https://openrouter.ai/settings/keys | OpenRouterInsufficientCreditsException | used up: Key limit exceeded (daily limit)
            403 | Workspace monthly budget of $500.00 exceeded. | OpenRouterInsufficientCreditsException | used up: Workspace monthly budget of $500.00 exceeded
            403 | This API key has exceeded its monthly spending limit. | OpenRouterInsufficientCreditsException | used up: exceeded its monthly spending limit
            403 | You have reached the weekly limit of this key | OpenRouterInsufficientCreditsException | used up: reached the weekly limit
            403 | Credit limit exceeded for this key | OpenRouterInsufficientCreditsException | used up: Credit limit exceeded
            403 | You have exceeded your organization's budget | OpenRouterInsufficientCreditsException | used up: exceeded your organization's budget
            403 | Your monthly spending cap has been reached | OpenRouterInsufficientCreditsException | used up: monthly spending cap has been reached
            403 | You've hit your weekly spending limit | OpenRouterInsufficientCreditsException | used up: hit your weekly spending limit
            403 | The key has run out of its daily limit | OpenRouterInsufficientCreditsException | used up: run out of its daily limit
            403 | Budget exceeded | OpenRouterInsufficientCreditsException | used up: Budget exceeded
            403 | User Rate Limit Exceeded | AuthenticationException | User Rate Limit Exceeded
            403 | Guardrail budget exceeded | OpenRouterInsufficientCreditsException | used up: Guardrail budget exceeded
            402 | Key limit exceeded (total limit) | OpenRouterInsufficientCreditsException | used up: Key limit exceeded (total limit)
            403 | Your chosen model requires moderation and your input was flagged for "violence". | ContentFilteredException | flagged
            403 | Your request was rejected as a result of our safety system. | ContentFilteredException | safety
            400 | Output blocked by content filtering policy | ContentFilteredException | blocked
            400 | Unknown parameter: "content_filter" | InvalidRequestException | content_filter
            400 | Your account has been flagged for violating our usage policy | InvalidRequestException | account
            403 | Request blocked: prompt injection detected | ContentFilteredException | prompt injection
            403 | Your account has been flagged for violating our usage policy | AuthenticationException | account
            403 | Access is denied by the policy of your organization | AuthenticationException | organization
            403 | Only management keys can perform this operation | AuthenticationException | management keys
            429 | Rate limit exceeded: free-models-per-day. Add 10 credits | RateLimitException | free-models-per-day
            """)
    void status_and_words_decide(int status, String message, String exception, String words) {
        for (EveryCall call : EveryCall.values()) {
            if (call.isPaid()) {
                server.when(Match.path(call.path())).answer(Answer.error(status, message));

                Throwable failure = catchThrowable(() -> call.on(openRouter));

                assertThat(failure.getClass().getSimpleName()).as("%s", call).isEqualTo(exception);
                assertThat(failure).hasMessageContainingAll(message, words);
                assertThat(OpenRouterException.in(failure).orElseThrow().statusCode())
                        .isEqualTo(status);
            }
        }
    }

    /** In the words of OpenRouter, OpenAI, Anthropic, Gemini, Bedrock, xAI, Groq, SGLang, llama.cpp and Moonshot. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | This endpoint's maximum context length is 8 tokens.
            400 | Your input exceeds the context window of this model. Please adjust your input and try again.
            400 | prompt is too long: 210000 tokens > 200000 maximum
            413 | Prompt is too long
            400 | input length and `max_tokens` exceed context limit: 190000 + 21333 > 200000
            400 | The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).
            400 | The input token count is 1200000 but model only supports up to 1048576.
            400 | Input is too long for requested model.
            400 | This model's maximum prompt length is 131072 but the request contains 537812 tokens.
            413 | Please reduce the length of the messages or completion.
            400 | The input (50000 tokens) is longer than the model's context length (32768 tokens).
            400 | the request exceeds the available context size. try increasing the context size
            400 | Your request exceeded model token limit: 262144
            """)
    void an_input_that_is_too_long_is_told_how_a_chat_gets_shorter(int status, String words) {
        for (ErrorAnswer answer : List.of(
                Answer.error(status, words),
                refusal(status, words),
                refusal(status, "{\"error\":{\"message\":\"" + words + "\",\"code\":400}}"))) {
            for (Style style : Style.values()) {
                for (Envelope envelope : List.of(Envelope.STANDARD, Envelope.STATUS_200, Envelope.CHOICE)) {
                    server.answer(answer.envelope(envelope));

                    assertThat(catchThrowable(() -> style.chat(openRouter, "Hello")))
                            .as("%s %s", style, envelope)
                            .hasMessageContainingAll(
                                    words, " Shorten the input. In a chat you can also lower maxOutputTokens");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens for the model",
                "max_tokens is too large: 100000. This model supports at most 16384 completion tokens",
                "Invalid 'user': string too long. Expected a string with maximum length 512",
                "The input image exceeds the maximum size",
                "Request too large on tokens per minute (TPM): Limit 6000, Requested 9000, please reduce your message size"
            })
    void an_input_is_not_called_too_long_because_something_else_is(String words) {
        for (int status : new int[] {400, 413}) {
            server.answer(refusal(status, "{\"error\":{\"message\":\"" + words + "\"}}"));

            assertThat(catchThrowable(() -> openRouter.chat("Hello")))
                    .hasMessageContaining(words)
                    .hasMessageNotContaining("Shorten");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "an embedding, chat/completions, /embeddings, OpenRouterEmbeddingModel",
        "a rerank, chat/completions, /rerank, OpenRouterScoringModel",
        "a speech, chat/completions, /audio/speech, OpenRouterSpeechModel",
        "a transcription, chat/completions, /audio/transcriptions, OpenRouterTranscriptionModel",
        "an image, embeddings, /api/v1/images, OpenRouterImageModel",
        "a decision, chat/completions, /api/alpha/decisions, OpenRouterDecisionModel",
        "a chat, rerank, /chat/completions, 'OpenRouterChatModel, or with OpenRouterLlmScoringModel to rerank'"
    })
    void a_model_of_another_endpoint_is_told_the_class_that_calls_it(
            String kind, String asked, String right, String type) {
        String words = "acme/one is " + kind + " model and cannot be used with the " + asked + " endpoint.";
        String use = " Use the " + right + " endpoint instead.";
        for (EveryCall call : EveryCall.values()) {
            if (call.isPaid()) {
                for (Answer answer : List.of(
                        Answer.error(400, words + use),
                        Answer.raw(
                                400,
                                "application/json",
                                "{\"error\":{\"message\":\"" + words + "\",\"http_status\":400,\"availability\":{"
                                        + "\"code\":\"wrong_endpoint\",\"retryable\":false,\"constraint\":{"
                                        + "\"field\":\"model\",\"detail\":\"use " + right + "\"}}}}"))) {
                    server.reset();
                    server.when(Match.path(call.path())).answer(answer);

                    assertThat(catchThrowable(() -> call.on(openRouter)))
                            .as("%s", call)
                            .isExactlyInstanceOf(InvalidRequestException.class)
                            .hasMessageContaining(words)
                            .hasMessageEndingWith(" Call this model with " + type + ".");
                    assertThat(server.requests(call.path())).hasSize(1);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/Embeddings", "'the model does not serve /chat/completions: use /api/v1/embeddings'", "embeddings"})
    void the_detail_may_name_the_right_endpoint_in_any_way(String detail) {
        server.answer(Answer.raw(
                400,
                "application/json",
                "{\"error\":{\"message\":\"Wrong endpoint\",\"http_status\":400,\"availability\":{"
                        + "\"code\":\"wrong_endpoint\",\"retryable\":false,\"constraint\":{\"detail\":\"" + detail
                        + "\"}}}}"));

        assertThat(catchThrowable(() -> openRouter.chat("Hello")))
                .hasMessageEndingWith(" Call this model with OpenRouterEmbeddingModel.");
    }

    @Test
    void the_right_endpoint_in_the_message_counts_before_the_detail() {
        server.answer(
                Answer.raw(
                        400,
                        "application/json",
                        "{\"error\":{\"message\":\"acme/one is an embedding model and cannot be used with the chat/completions"
                                + " endpoint. Use the /embeddings endpoint instead.\",\"http_status\":400,\"availability\":{"
                                + "\"code\":\"wrong_endpoint\",\"constraint\":{\"detail\":\"not served by chat/completions\"}}}}"));

        assertThat(catchThrowable(() -> openRouter.chat("Hello")))
                .hasMessageEndingWith(" Call this model with OpenRouterEmbeddingModel.");
    }

    @ParameterizedTest
    @ValueSource(strings = {" Use the /api/v1/videos endpoint instead.", ""})
    void a_model_of_an_endpoint_without_a_class_is_asked_only_once(String use) {
        String words =
                "acme/one is a video generation model and cannot be used with the chat/completions endpoint." + use;
        for (EveryCall call : List.of(EveryCall.LLM_RERANK, EveryCall.LLM_RERANK_ASYNC)) {
            server.reset();
            server.when(Match.path(call.path())).answer(Answer.error(400, words));

            assertThat(catchThrowable(() -> call.on(openRouter))).hasMessageEndingWith(words);
            assertThat(server.requests(call.path())).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void words_decide_in_an_answer_with_status_200_and_in_a_stream_too(Style style) {
        for (Envelope envelope : new Envelope[] {Envelope.STATUS_200, Envelope.CHOICE, Envelope.EMPTY_CHOICES}) {
            assertThat(failure(
                            style,
                            Answer.error(404, "No endpoints found that support tool use")
                                    .envelope(envelope)))
                    .as("%s", envelope)
                    .isEqualTo("InvalidRequestException");
            assertThat(failure(
                            style,
                            Answer.error(400, "Filtered").code("content_filter").envelope(envelope)))
                    .as("%s", envelope)
                    .isEqualTo("ContentFilteredException");
            assertThat(failure(style, refusal(403, XAI).envelope(envelope)))
                    .as("%s", envelope)
                    .isEqualTo("ContentFilteredException");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | {"error":"Content violates usage guidelines."}                          | ContentFilteredException
            403 | {"error":{"message":"Blocked by our safety systems"}}                   | ContentFilteredException
            403 | {"message":"This request is against our usage policies"}                | ContentFilteredException
            403 | {"error":{"message":"Blocked for safety/moderation reasons"}}           | ContentFilteredException
            403 | {"error":{"message":"Blocked by the content-safety filter"}}            | ContentFilteredException
            403 | Content policy violation                                                | ContentFilteredException
            403 | {"error":{"message":"no identity-based policy allows bedrock:InvokeModel"}} | AuthenticationException
            403 | {"error":{"message":"This organization has been disabled: usage policies"}} | AuthenticationException
            403 | {"error":{"message":"Your account has no access to this model"}}        | AuthenticationException
            403 | {"error":{"message":"No access to nvidia/nemotron-content-safety-4b"}}  | AuthenticationException
            403 | {"error":{"message":"No access to meta\\/safety-guard-8b"}}             | AuthenticationException
            403 | {"error":{"message":"omni-moderation-latest is not enabled"}}           | AuthenticationException
            403 | {"error":{"message":"Verify your account: https://a.example/usage-policies?x=safety"}} | AuthenticationException
            400 | {"error":{"code":"content_filter","message":"The response was filtered"}} | ContentFilteredException
            400 | {"error":{"code":"DataInspectionFailed","message":"Input data may contain"}} | ContentFilteredException
            400 | {"error":{"message":"The prompt triggered Azure OpenAI's content management policy"}} | ContentFilteredException
            400 | {"error":{"message":"Output blocked by content filtering policy"}}      | ContentFilteredException
            400 | {"error":{"message":"Invalid prompt: flagged as potentially violating our usage policy."}} | ContentFilteredException
            403 | {"error":{"message":"Blocked","innererror":{"code":"ResponsibleAIPolicyViolation"}}} | ContentFilteredException
            422 | {"error":{"message":"Blocked","innererror":{"code":"ResponsibleAIPolicyViolation"}}} | ContentFilteredException
            400 | {"error":"{\\"code\\":\\"content_filter\\",\\"message\\":\\"Filtered\\"}"} | ContentFilteredException
            400 | {"error":{"message":"Unknown parameter: \\"content_filter\\""}}        | InvalidRequestException
            422 | {"detail":[{"loc":["body","content_filter"],"msg":"Extra inputs are not permitted"}]} | InvalidRequestException
            400 | {"base_resp":{"status_code":1026,"status_msg":"input new_sensitive"}}    | ContentFilteredException
            400 | {"error":{"message":"safety_settings: unknown field"}}                  | InvalidRequestException
            """)
    void an_upstream_that_refuses_the_content_is_told_from_one_that_refuses_the_caller(
            int status, String raw, String exception) {
        for (EveryCall call : EveryCall.values()) {
            if (call.isPaid() && call != EveryCall.LLM_RERANK) {
                for (ErrorAnswer answer : forms(status, raw)) {
                    server.reset();
                    server.when(Match.path(call.path())).answer(answer);

                    assertThat(catchThrowable(() -> call.on(openRouter))
                                    .getClass()
                                    .getSimpleName())
                            .as("%s", call)
                            .isEqualTo(exception);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_limit_is_not_answered_with_more_credits(Style style) {
        server.answer(Answer.error(403, "Key limit exceeded (daily limit)"));

        assertThat(catchThrowable(() -> style.chat(openRouter, "Hi")))
                .hasMessageContaining("https://openrouter.ai/settings/keys")
                .hasMessageNotContaining("Add credits");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_reported_as_a_fact_counts_more_than_words(Style style) {
        assertThat(failure(
                        style,
                        Answer.error(404, "No endpoints found that support tool use")
                                .availability("model_deprecated", false)))
                .isEqualTo("ModelNotFoundException");
        assertThat(failure(style, Answer.error(403, "Key limit exceeded").errorType("rate_limit_exceeded")))
                .isEqualTo("RateLimitException");
    }

    @Test
    void a_model_that_does_not_exist_is_not_asked_in_another_form() {
        server.when(Match.path("/chat/completions")).answer(Answer.error(400, "acme/x is not a valid model ID"));

        catchThrowable(() -> EveryCall.LLM_RERANK.on(openRouter));

        assertThat(server.requests("/chat/completions")).hasSize(1);
    }

    @Test
    void an_address_of_any_length_is_read() {
        String address = "https://a.example/" + "safety/".repeat(20_000);

        assertThat(failure(Style.PLAIN, refusal(403, "No access to " + address)))
                .isEqualTo("AuthenticationException");
    }

    /** The upstream's answer as a text and, if it is JSON, as JSON. */
    private static List<ErrorAnswer> forms(int status, String raw) {
        ErrorAnswer text = refusal(status, raw);
        return raw.startsWith("{")
                ? List.of(text, Answer.error(status, "Provider returned error").rawJson(raw))
                : List.of(text);
    }

    private static ErrorAnswer refusal(int status, String raw) {
        return Answer.error(status, "Provider returned error").provider("xAI").raw(raw);
    }

    private String failure(Style style, Answer answer) {
        server.answer(answer);
        return catchThrowable(() -> style.chat(openRouter, "Hi")).getClass().getSimpleName();
    }
}
