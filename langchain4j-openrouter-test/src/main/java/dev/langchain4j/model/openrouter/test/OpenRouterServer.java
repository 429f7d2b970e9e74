package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for openrouter.ai on a local port: tests an application that uses OpenRouter without network or key.
 *
 * <pre>{@code
 * try (OpenRouterServer server = OpenRouterServer.start()) {
 *     ChatModel model = OpenRouterChatModel.builder().baseUrl(server.baseUrl()).apiKey(server.apiKey())...
 *     server.answer("Hello");                                          // the next answer
 *     server.answer(Answer.error(429, "Rate limit exceeded"));         // and the one after it
 *     server.when(Match.userSays("capital of Germany")).answer("Berlin");  // as often as it is asked
 *     ...
 *     server.lastChatRequest().at("/messages/0/content");
 * }
 * }</pre>
 *
 * The first of these that applies answers a request:
 * <ol>
 *   <li>answers given with {@link #answer(Answer...)}, each once, in order, to {@code POST} requests. A text, tool call
 * or stream waits for a chat or a transcription, a ranking for a rerank request, a decision for a decision model, also
 * within {@link Answer#cut}, {@link Answer#stalled} or {@link Answer#lost}: the requests between get the next of these
 * kinds of answer. Everything else, such as an error, is for the next request;
 *   <li>the newest matching rule made with {@link #when(Match)};
 *   <li>a small deterministic model. It repeats the question, fills in the schema of {@code response_format}, calls a
 * requested tool once (by {@code tool_choice}, or by words of the tool's name) and passes on the tool's result. It
 * grades the passages of a reranking prompt by the words that they share with the query. It
 * applies {@code max_tokens} and {@code stop}, and reports ids, provider, usage and cost. It refuses what OpenRouter
 * refuses, with the same messages: requests without key, unknown models, empty messages, malformed JSON. A rerank
 * request gets scores by the common words of query and document:
 * {@code 0.9 * shared / words of the query + 0.1 * shared / words of the document}. A decision model answers with
 * probabilities by common words too. Images have one pixel, speech is a tone, and a transcript reports the size of the
 * audio. A video is ready at the second look. A {@link SubmittedBatch} is over at the third look; its lines are
 * answered like live requests, by rules too, at half the price.
 * </ol>
 *
 * It is as strict as OpenRouter: it refuses wrong keys, values out of range, unknown words, malformed schemas, images
 * for a text-only model, and models of other endpoints. {@link #lenient()} turns that off. A scripted answer is sent to
 * any request, even an invalid one. A request outside the base URL gets a 404 in spite of a script: a client with an
 * incomplete URL does not pass its tests by accident. All methods can be called from any thread. In JUnit,
 * {@link OpenRouterServerExtension} starts and closes it. It does not keep a program alive that forgets to close it.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/overview">OpenRouter's API</a>
 */
public final class OpenRouterServer implements AutoCloseable {

    private static final List<Endpoint> ENDPOINTS = List.of(
            new ChatCompletionsEndpoint(),
            new EmbeddingsEndpoint(),
            new RerankEndpoint(),
            new DecisionsEndpoint(),
            new ImagesEndpoint(),
            new SpeechEndpoint(),
            new TranscriptionsEndpoint(),
            new BatchSubmitEndpoint(),
            new BatchEndpoint(),
            new VideosEndpoint(),
            new VideoEndpoint(),
            new VideoModelsEndpoint(),
            new ImageModelsEndpoint(),
            new ModelsEndpoint(),
            new ModelsCountEndpoint(),
            new ModelEndpoint(),
            new UserModelsEndpoint(),
            new EmbeddingModelsEndpoint(),
            new ModelEndpointsEndpoint(),
            new ZeroDataRetentionEndpoint(),
            new ProvidersEndpoint(),
            new KeyEndpoint(),
            new AuthKeysEndpoint(),
            new CreditsEndpoint(),
            new ManagedKeysEndpoint(),
            new ActivityEndpoint(),
            new GenerationEndpoint());
    private static final Endpoint NOT_FOUND = new NotFoundEndpoint();

    private final HttpHost host;

    /** A reset replaces it, so that what is still running cannot change the new state. */
    private volatile State state = new State(this::baseUrl);

    private final @Nullable TestCertificate certificate;

    private OpenRouterServer(@Nullable TestCertificate certificate) {
        this.certificate = certificate;
        this.host = new HttpHost(certificate, () -> {
            State round = state;
            return request -> reply(round, request);
        });
    }

    /** Starts a server on a free port of the loopback interface; it speaks HTTP/1.1 without TLS. */
    public static OpenRouterServer start() {
        return WireMockJar.start(() -> new OpenRouterServer(null));
    }

    /**
     * Starts a server that speaks HTTP/2 over TLS, as openrouter.ai does, and HTTP/1.1 with clients that want it. Its
     * certificate is made at the start, for this server alone; a client has to trust it:
     *
     * <pre>{@code
     * OkHttpClient trusting = new OkHttpClient.Builder()
     *         .sslSocketFactory(server.sslContext().getSocketFactory(), server.trustManager())
     *         .build();
     * OpenRouter.builder().baseUrl(server.baseUrl()).apiKey(server.apiKey()).okHttpClient(trusting)...
     * }</pre>
     */
    public static OpenRouterServer startTls() {
        return WireMockJar.start(() -> new OpenRouterServer(TestCertificate.create()));
    }

    /** The base URL, instead of {@code https://openrouter.ai/api/v1}. */
    public String baseUrl() {
        return host.baseUrl();
    }

    /**
     * A key that looks like OpenRouter's. Another one gets status 401, except after {@link #addKey} or
     * {@link #lenient}.
     */
    public String apiKey() {
        return Keys.STANDARD;
    }

    /**
     * The key of the account: {@code /keys}, {@code /activity} and {@code /credits} refuse every other one with status
     * 403. It calls no models.
     */
    public String managementKey() {
        return Keys.MANAGEMENT;
    }

    /**
     * The certificate, for instance to put it into a trust store of the JVM.
     *
     * @throws IllegalStateException if the server does not speak TLS
     */
    public X509Certificate certificate() {
        return tls().certificate();
    }

    /**
     * A trust manager for clients, which trusts the certificate of this server and no other.
     *
     * @throws IllegalStateException if the server does not speak TLS
     */
    public X509TrustManager trustManager() {
        return tls().trust();
    }

    /**
     * A TLS context for clients, which trusts the certificate of this server and no other.
     *
     * @throws IllegalStateException if the server does not speak TLS
     */
    public SSLContext sslContext() {
        return tls().trusting();
    }

    private TestCertificate tls() {
        if (certificate == null) {
            throw new IllegalStateException("This server speaks no TLS: start it with OpenRouterServer.startTls()");
        }
        return certificate;
    }

    /**
     * Limits the requests that a client may send at the same time on one HTTP/2 connection, until {@link #reset()}, for
     * connections that are opened from now on. Unset: 128.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public OpenRouterServer maxConcurrentStreams(int streams) {
        if (streams < 1) {
            throw new IllegalArgumentException("maxConcurrentStreams: at least 1, not " + streams);
        }
        host.maxConcurrentStreams(streams);
        return this;
    }

    /** The next answer, as text. */
    public OpenRouterServer answer(String text) {
        return answer(Answer.text(text));
    }

    /** The next answers to the {@code POST} requests that they fit, in order, after those that are already waiting. */
    public OpenRouterServer answer(Answer... answers) {
        List.of(answers).forEach(state.script::next);
        return this;
    }

    /** Starts a rule: its answer applies to all matching requests until {@link #reset()}. */
    public Rule when(Match match) {
        return new Rule(Objects.requireNonNull(match, "match"));
    }

    /** Starts a rule for all {@code POST} requests whose body satisfies {@code test}, until {@link #reset()}. */
    public Rule when(Predicate<JsonNode> test) {
        return when(Match.body(test));
    }

    /**
     * Adds a model to the catalog until {@link #reset()}; it costs nothing if its id ends in {@code :free}. Its name
     * tells what it is for: {@code embed}, {@code rerank}, {@code whisper} or {@code transcribe}, {@code tts} or
     * {@code speech}, {@code image} and {@code video} (and the families of such models), {@code decide} or
     * {@code decision}; another one reads and writes text.
     *
     * @throws IllegalArgumentException if the id does not begin with an author, as OpenRouter's ids do
     */
    public OpenRouterServer addModel(String id) {
        return add(Catalog.invent(Objects.requireNonNull(id, "id")));
    }

    /**
     * Adds a model, or replaces the one with its {@code id}, until {@link #reset()}.
     *
     * @param model as {@code GET /models} shows it
     * @throws IllegalArgumentException if it has no id, or one that does not begin with an author
     */
    public OpenRouterServer addModel(JsonNode model) {
        if (!model.path("id").isTextual()) {
            throw new IllegalArgumentException("addModel: the model needs an id, but is " + model);
        }
        return add(model.deepCopy());
    }

    private OpenRouterServer add(ObjectNode model) {
        String id = model.path("id").asText();
        if (!Catalog.isId(id)) {
            throw new IllegalArgumentException("addModel: an id begins with its author, such as my/model, not " + id);
        }
        state.backend.catalog().add(model);
        return this;
    }

    /**
     * Lets a part of the {@code POST} requests fail from now on until {@link #reset()}, for long tests of whether an
     * application copes: status 429 with {@code Retry-After: 1}, 500, 502 and 503, a page of HTML, an error in a 200, a
     * reset, a closed connection, a lost answer, one that breaks off, and one that falls silent until the client gives
     * up (set the application's time limits); with HTTP/2 also {@code GOAWAY} and {@code RST_STREAM}. The lost, broken
     * and silent ones use up a scripted answer; the others leave it to the next request. The same seed and order of
     * requests give the same failures.
     *
     * @param rate from 0 (none) to 1 (all)
     * @throws IllegalArgumentException if the rate is out of range
     */
    public OpenRouterServer faults(double rate, long seed) {
        state.faults = new FaultPlan(rate, seed, certificate != null);
        return this;
    }

    /** Accepts this key, too, until {@link #reset()}. */
    public OpenRouterServer addKey(String key) {
        state.backend.keys().add(Objects.requireNonNull(key, "key"));
        return this;
    }

    /**
     * Accepts any key, any value of any parameter, any schema, and any input of a model, until {@link #reset()}.
     * Missing keys, unknown models, models of other endpoints and incomplete requests are still refused.
     */
    public OpenRouterServer lenient() {
        state.backend.beLenient();
        return this;
    }

    /**
     * A user agrees on the page of an OAuth login, as in a browser.
     *
     * @param authorizationUrl of the page, with its parameters
     * @return the code that the callback would get; {@code POST /auth/keys} exchanges it once
     * @throws IllegalArgumentException if the URL lacks a challenge, or has a callback that OpenRouter would not call
     */
    public String approve(URI authorizationUrl) {
        return state.backend.logins().begin(authorizationUrl);
    }

    /** All requests since the start or the last {@link #reset()}, in order of arrival; a copy. */
    public List<RecordedRequest> requests() {
        return List.copyOf(state.requests);
    }

    /**
     * The requests to one path below the base URL, such as {@code /models}.
     *
     * @throws IllegalArgumentException if it does not begin with a slash, begins with the base URL's own path, or has a
     *     query
     */
    public List<RecordedRequest> requests(String path) {
        RecordedRequest.checkPath(path);
        return requests().stream()
                .filter(request -> request.path().equals(path))
                .toList();
    }

    /**
     * The body of the last chat request.
     *
     * @throws AssertionError if there was none
     */
    public JsonNode lastChatRequest() {
        List<RecordedRequest> chats = requests("/chat/completions");
        if (chats.isEmpty()) {
            throw new AssertionError("No chat request was received, but " + requests());
        }
        return chats.get(chats.size() - 1).body();
    }

    /** The charges since the start or the last {@link #reset()}. */
    public Ledger ledger() {
        return state.backend.ledger();
    }

    /**
     * How often {@code GET /generation} misses an answer before it finds it, until {@link #reset()}: OpenRouter records
     * an answer shortly after it ended. Unset: it is found at once.
     */
    public OpenRouterServer recordGenerationsAfter(int misses) {
        state.backend.recordAfter(misses);
        return this;
    }

    /**
     * All batches that were accepted and not deleted since the start or the last {@link #reset()}, the oldest first.
     */
    public List<SubmittedBatch> batches() {
        return state.backend.batches().list();
    }

    /**
     * One batch, to move it.
     *
     * @throws AssertionError if there is none with this id
     */
    public SubmittedBatch batch(String id) {
        return state.backend
                .batches()
                .find(id)
                .orElseThrow(() -> new AssertionError("There is no batch " + id + ", but "
                        + batches().stream().map(SubmittedBatch::id).toList()));
    }

    /** New batches stay {@code validating} until a test moves them, until {@link #reset()}. */
    public OpenRouterServer holdBatches() {
        state.backend.batches().hold();
        return this;
    }

    /**
     * How often a request for a batch gets a 404 before it is found, until {@link #reset()}. Unset: it is found at
     * once.
     */
    public OpenRouterServer recordBatchesAfter(int misses) {
        state.backend.batches().recordAfter(misses);
        return this;
    }

    /**
     * Number of lines in a page of a batch's results, until {@link #reset()}. Unset: 100.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public OpenRouterServer batchPageSize(int lines) {
        if (lines < 1) {
            throw new IllegalArgumentException("batchPageSize: at least 1, not " + lines);
        }
        state.backend.batches().pageSize(lines);
        return this;
    }

    /** Number of streams being written now; a stream whose client has left counts until the server notices. */
    public int openStreams() {
        return host.openStreams();
    }

    /**
     * Removes scripts, added models, requests and charges, and ends waiting streams. A request whose client has already
     * given up no longer counts, even if it is read later.
     */
    public void reset() {
        host.endRound();
        state = new State(this::baseUrl);
        host.maxConcurrentStreams(HostServer.USUAL_STREAMS);
        host.endStreams();
    }

    /** Ends all streams and stops; no thread remains. */
    @Override
    public void close() {
        host.close();
    }

    private static Reply reply(State current, RecordedRequest request) {
        current.requests.add(request);
        Call call = new Call(request, current.backend);
        if (!request.isForApi()) {
            return NOT_FOUND.reply(call);
        }
        FaultPlan faults = request.method().equals("POST") ? current.faults : null;
        FaultPlan.Kind failure = faults == null ? null : faults.next();
        try {
            return current.reply(
                    call,
                    failure == null
                            ? current.script.answerTo(request, endpoint(request))
                            : (ScriptedAnswer<?>) failure.of(() -> current.usual(request)));
        } catch (RuntimeException | AssertionError e) { // of a match or of a computed answer
            return Answer.error(400, "A script of the test threw " + e).content(call, NOT_FOUND);
        }
    }

    private static Endpoint endpoint(RecordedRequest request) {
        return ENDPOINTS.stream()
                .filter(candidate -> candidate.serves(request))
                .findFirst()
                .orElse(NOT_FOUND);
    }

    /** The scripts and events since the last reset. */
    private static final class State {
        private final Script script = new Script();
        private final Backend backend;
        private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
        private volatile @Nullable FaultPlan faults;

        private State(Supplier<String> baseUrl) {
            this.backend = new Backend(baseUrl, this::live);
        }

        private Reply live(RecordedRequest request) {
            return reply(new Call(request, backend), script.ruleFor(request));
        }

        private Answer usual(RecordedRequest request) {
            ScriptedAnswer<?> scripted = script.answerTo(request, endpoint(request));
            return scripted == null ? Answer.unscripted() : scripted;
        }

        private Reply reply(Call call, @Nullable ScriptedAnswer<?> scripted) {
            Endpoint endpoint = endpoint(call.request());
            return scripted == null ? endpoint.reply(call) : scripted.reply(call, endpoint);
        }
    }

    /** The first half of a rule; the answer is still missing. */
    public final class Rule {

        private final Match match;

        private Rule(Match match) {
            this.match = match;
        }

        /** Answers with text. */
        public OpenRouterServer answer(String text) {
            return answer(Answer.text(text));
        }

        /** Gives these answers; of several, each but the last is used once, in order, and the last from then on. */
        public OpenRouterServer answer(Answer first, Answer... then) {
            List<Answer> answers = new ArrayList<>(List.of(first));
            answers.addAll(List.of(then));
            state.script.when(match, answers);
            return OpenRouterServer.this;
        }
    }
}
