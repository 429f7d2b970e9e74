package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatRequestWriter;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsAnswer;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsRequest;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsRequestWriter;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequestWriter;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesAnswer;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesRequest;
import dev.langchain4j.model.openrouter.internal.api.media.MediaKind;
import dev.langchain4j.model.openrouter.internal.api.media.MediaRequestWriter;
import dev.langchain4j.model.openrouter.internal.api.media.SpeechAnswer;
import dev.langchain4j.model.openrouter.internal.api.media.SpeechRequest;
import dev.langchain4j.model.openrouter.internal.api.media.TranscriptionAnswer;
import dev.langchain4j.model.openrouter.internal.api.media.TranscriptionRequest;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswer;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequest;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequestWriter;
import dev.langchain4j.model.openrouter.internal.http.AnswerReader;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.HttpCall;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import dev.langchain4j.model.openrouter.internal.http.Pace;
import dev.langchain4j.model.openrouter.internal.http.StreamCall;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TimeLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** OpenRouter's endpoints, one method each. A call that costs money is a {@link PaidCall} or a stream. Thread-safe. */
public final class OpenRouterApi implements AutoCloseable {

    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";
    private static final String AUDIO = "audio/*, " + JSON;
    private static final TimeLimits CATALOG_LIMITS =
            new TimeLimits(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3));

    private final JsonHttpClient http;
    private final RememberedModelIds modelIds;
    private final RequestHeaders headers;
    private final TimeLimits plainLimits;
    private final TimeLimits streamLimits;
    private final Failures failures;
    private final TextAnswers answers;
    private final MediaAnswers media;
    private final Time time;
    private final @Nullable Pace freeModels;
    private final AccountEndpoints account;
    private final CatalogEndpoints catalog;
    private final BatchEndpoints batches;

    /**
     * @param freeModelPacer null: calls of free models are sent at once, like all others
     * @param ofEachKey these endpoints with each of several keys alone; empty for one key
     */
    public OpenRouterApi(
            ApiConnection connection,
            TimeLimits streamLimits,
            @Nullable FreeModelPacer freeModelPacer,
            RememberedModelIds modelIds,
            List<OpenRouterApi> ofEachKey) {
        this.http = connection.http();
        this.headers = connection.headers();
        this.plainLimits = connection.limits();
        this.time = connection.time();
        this.streamLimits = streamLimits;
        this.modelIds = modelIds;
        this.failures = new Failures(time);
        this.answers = new TextAnswers(failures);
        this.media = new MediaAnswers(failures);
        this.account = new AccountEndpoints(
                connection, ofEachKey.stream().map(OpenRouterApi::account).toList());
        this.freeModels = freeModelPacer == null ? null : freeModelPacer.pace(account::key, account::keyAsync);
        this.catalog = new CatalogEndpoints(connection);
        this.batches = new BatchEndpoints(
                connection, ofEachKey.stream().map(OpenRouterApi::batches).toList());
    }

    /**
     * The key of a call that costs money.
     *
     * @throws ApiKeyMissingException if there is none now, or an invalid one
     */
    public String requiredKey() {
        return headers.requiredKey();
    }

    /** How long an attempt may take until its answer starts. */
    public Duration timeout() {
        return plainLimits.toAnswer();
    }

    /**
     * {@code POST /chat/completions}.
     *
     * @param ofRequest headers of this request only
     * @param start when the call began, on the nanosecond clock: another request may have failed before
     * @see <a href="https://openrouter.ai/docs/api-reference/chat-completion">Chat completion</a>
     */
    public PaidCall<ChatAnswer> chat(
            ChatCompletionRequest request, Supplier<Map<String, String>> ofRequest, long start, CallMeter meter) {
        return paid(
                meter,
                () -> {
                    Map<String, String> own = ofRequest.get();
                    return post(request, () -> headers.withKey(own, JSON), plainLimits.from(start), meter);
                },
                answers::chat,
                CallReceipt::of);
    }

    /**
     * {@code POST /chat/completions}, answered as a stream of chunks. Returns at once.
     *
     * @param start as for {@link #chat}
     * @param keepEvents whether the answer's raw text contains the stream's events
     * @return to cancel it, or to continue it after a pause
     */
    public StreamCall chatStream(
            ChatCompletionRequest request,
            Supplier<Map<String, String>> ofRequest,
            long start,
            boolean keepEvents,
            ChatListener listener,
            CallMeter meter) {
        try {
            meter.started();
            Map<String, String> own = ofRequest.get();
            var events = new ChatEvents(listener, request.toolNames(), answers::chat, failures, keepEvents, meter);
            return http.stream(
                    post(
                            request,
                            () -> events.noteRouting(headers.withKey(own, EVENTS)),
                            streamLimits.from(start),
                            meter),
                    events);
        } catch (Throwable notSent) {
            meter.failed(notSent);
            throw notSent;
        }
    }

    private HttpCall post(
            ChatCompletionRequest request,
            Supplier<Map<String, String>> ofAttempt,
            TimeLimits limits,
            CallMeter meter) {
        return new HttpCall(
                "/chat/completions",
                ofAttempt,
                json -> ChatRequestWriter.write(request, json),
                limits,
                pace(request.model(), meter),
                meter.trace());
    }

    /**
     * {@code POST /rerank}. The answer's id comes from the response's head if the body has none.
     *
     * @param keepRaw whether the answer keeps its body
     * @see <a href="https://openrouter.ai/docs/api/api-reference/rerank/create-rerank">Rerank</a>
     */
    public PaidCall<RerankAnswer> rerank(RerankRequest request, CallMeter meter, boolean keepRaw) {
        return paid(
                meter,
                () -> {
                    HttpCall call = post(
                            "/rerank", JSON, json -> RerankRequestWriter.write(request, json), request.model(), meter);
                    return keepRaw ? call : call.withoutKeepingAnswer();
                },
                answer -> answers.rerank(answer, request.documents().size(), keepRaw),
                CallReceipt::of);
    }

    /**
     * {@code POST /api/alpha/decisions}: an answer to each question, or a failure. The answer's id comes from the
     * response's head if the body has none.
     *
     * @param url of the endpoint, which is not below the base URL
     */
    public PaidCall<DecisionsAnswer> decide(DecisionsRequest request, String url, CallMeter meter) {
        return paid(
                meter,
                () -> post(url, JSON, json -> DecisionsRequestWriter.write(request, json), request.model(), meter),
                answer -> answers.decisions(answer, request),
                CallReceipt::of);
    }

    /**
     * {@code POST /embeddings}: one vector for each input, or a failure. The answer's id comes from the response's head
     * if the body has none.
     *
     * @see <a href="https://openrouter.ai/docs/api/api-reference/embeddings/create-embeddings">Embeddings</a>
     */
    public PaidCall<EmbeddingsAnswer> embed(EmbeddingsRequest request, CallMeter meter) {
        return paid(
                meter,
                () -> post(
                        "/embeddings",
                        JSON,
                        json -> EmbeddingsRequestWriter.write(request, json),
                        request.model(),
                        meter),
                answer -> answers.embeddings(answer, request),
                CallReceipt::of);
    }

    /**
     * {@code POST /images}: at least the requested number of images, or a failure.
     *
     * @see <a href="https://openrouter.ai/docs/api/api-reference/images/create-images">Images</a>
     */
    public PaidCall<ImagesAnswer> images(ImagesRequest request, CallMeter meter) {
        int asked = request.n() == null ? 1 : request.n();
        return paid(
                meter,
                () -> post(
                        MediaKind.IMAGE.path(),
                        JSON,
                        json -> MediaRequestWriter.write(request, json),
                        request.model(),
                        meter),
                answer -> media.images(answer, asked),
                CallReceipt::of);
    }

    /**
     * {@code POST /audio/speech}: audio, or a failure.
     *
     * @see <a href="https://openrouter.ai/docs/api/api-reference/tts/create-audio-speech">Speech</a>
     */
    public PaidCall<SpeechAnswer> speech(SpeechRequest request, CallMeter meter) {
        return paid(
                meter,
                () -> post(
                        MediaKind.SPEECH.path(),
                        AUDIO,
                        json -> MediaRequestWriter.write(request, json),
                        request.model(),
                        meter),
                media::speech,
                CallReceipt::of);
    }

    /**
     * {@code POST /audio/transcriptions}: a text, or a failure.
     *
     * @see <a href="https://openrouter.ai/docs/api/api-reference/stt/create-audio-transcriptions">Transcriptions</a>
     */
    public PaidCall<TranscriptionAnswer> transcribe(TranscriptionRequest request, CallMeter meter) {
        return paid(
                meter,
                () -> post(
                        MediaKind.TRANSCRIPTION.path(),
                        JSON,
                        json -> MediaRequestWriter.write(request, json),
                        request.model(),
                        meter),
                media::transcription,
                CallReceipt::of);
    }

    private <T> PaidCall<T> paid(
            CallMeter meter, Supplier<HttpCall> request, AnswerReader<T> reader, Function<T, CallReceipt> receipt) {
        return new PaidCall<>(http, meter, request, reader, receipt);
    }

    private HttpCall post(String path, String accept, HttpCall.JsonBody body, String model, CallMeter meter) {
        return new HttpCall(
                path, () -> headers.withKey(Map.of(), accept), body, plainLimits, pace(model, meter), meter.trace());
    }

    private @Nullable Pace pace(@Nullable String modelId, CallMeter meter) {
        return Pace.both(meter.pace(), freeModels != null && FreeModelPacer.counts(modelId) ? freeModels : null);
    }

    /** The endpoints below {@code /batches}. */
    public BatchEndpoints batches() {
        return batches;
    }

    /** The endpoints of the account. */
    public AccountEndpoints account() {
        return account;
    }

    /** The endpoints of the catalog. */
    public CatalogEndpoints catalog() {
        return catalog;
    }

    /**
     * The ids of the catalog, for the message about an unknown name: empty if the catalog does not arrive within three
     * seconds, because the message is not worth a longer wait.
     */
    public List<String> modelIdsIfReachable() {
        return modelIds.of(http.baseUrl(), time, () -> {
            try {
                return catalog.models(CATALOG_LIMITS).ids();
            } catch (CallFailedException | ApiKeyMissingException | SupplierFailedException e) {
                return List.of();
            }
        });
    }

    /** Any operation that answers a GET with a JSON object. Needs no key, if the operation needs none. */
    public JsonObject get(String pathAndQuery) {
        HttpCall call = new HttpCall(pathAndQuery, headers::withKeyIfAny, plainLimits);
        return pathAndQuery.contains("/model")
                ? http.call(call, failures::anyObject)
                : NamelessCall.of(() -> http.call(call, failures::anyObject));
    }

    @Override
    public void close() {
        http.close();
    }
}
