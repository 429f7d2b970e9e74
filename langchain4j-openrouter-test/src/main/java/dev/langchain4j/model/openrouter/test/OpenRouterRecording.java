package dev.langchain4j.model.openrouter.test;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the traffic between an application and OpenRouter, once and with a key, and replays it in tests from then on,
 * without network or key.
 *
 * <pre>{@code
 * try (OpenRouterRecording openRouter = OpenRouterRecording.replay(Path.of("src/test/resources/coats"))) {
 *     ChatModel model = OpenRouterChatModel.builder()
 *             .baseUrl(openRouter.baseUrl())
 *             .apiKey(openRouter.apiKey())   // to record: your own key
 *             .build();
 *     ...
 *     openRouter.verify();
 * }
 * }</pre>
 *
 * A recording is a directory with one JSON file per request, in order: method, path, query and body of the request;
 * status, headers and body of the answer, with the time of each event of a stream in milliseconds. Keys, cookies and
 * the values of all other secret headers, and ids of accounts, are removed by value, everywhere and in any spelling. A
 * prompt or an answer is not a secret: read the files before you publish them. All methods can be called from any
 * thread.
 */
public final class OpenRouterRecording implements AutoCloseable {

    private static final String OPENROUTER = "https://openrouter.ai/api/v1";

    private final HttpHost host;
    private final @Nullable Recorder recorder;
    private final @Nullable Player player;

    private OpenRouterRecording(@Nullable Recorder recorder, @Nullable Player player) {
        this.recorder = recorder;
        this.player = player;
        this.host = new HttpHost(null, () -> request -> {
            if (recorder != null) {
                return recorder.reply(request);
            }
            return player == null ? Reply.fault(Fault.EMPTY_RESPONSE) : player.reply(request);
        });
    }

    /**
     * Records the requests to openrouter.ai, which cost what they cost without it.
     *
     * @param directory is created if it is missing
     * @throws IllegalStateException if there is a recording in it, or if it cannot be written
     */
    public static OpenRouterRecording record(Path directory) {
        return record(directory, OPENROUTER);
    }

    /**
     * Records the requests to another server, such as {@link OpenRouterServer#baseUrl()} or a gateway.
     *
     * @param baseUrl of that server
     * @throws IllegalArgumentException if it is no URL
     * @throws IllegalStateException if there is a recording in the directory
     */
    public static OpenRouterRecording record(Path directory, String baseUrl) {
        requireNonNull(directory, "directory");
        if (!requireNonNull(baseUrl, "baseUrl").matches("https?://[^/\\s]+\\S*")) {
            throw new IllegalArgumentException("baseUrl: a URL such as " + OPENROUTER + ", not " + baseUrl);
        }
        Redaction redaction = new Redaction();
        Tape tape = Tape.create(directory, redaction);
        try {
            return WireMockJar.start(() -> new OpenRouterRecording(new Recorder(baseUrl, tape, redaction), null));
        } catch (IllegalStateException e) {
            tape.close();
            throw e;
        }
    }

    /**
     * Replays a recording. A request gets the answer of an equal one: method, path, query, and body as JSON; what was
     * removed from the recording equals any text. Several equal
     * ones get their answers in the recorded order, and the last one from then on. A request that is not in the
     * recording gets status 400, with a message that shows how it differs from the most similar one. Streams arrive
     * without pauses.
     *
     * @throws IllegalStateException if there is no recording in the directory
     */
    public static OpenRouterRecording replay(Path directory) {
        Player player = new Player(Tape.read(requireNonNull(directory, "directory")));
        return WireMockJar.start(() -> new OpenRouterRecording(null, player));
    }

    /** Replays answers, and the events of streams, as slowly as they were recorded. No effect while recording. */
    public OpenRouterRecording atRecordedPace() {
        if (player != null) {
            player.keepPace();
        }
        return this;
    }

    /** The base URL for the application, instead of {@code https://openrouter.ai/api/v1}. */
    public String baseUrl() {
        return host.baseUrl();
    }

    /** A key to replay with; any other works, too. To record, the application uses its own key. */
    public String apiKey() {
        return Keys.STANDARD;
    }

    /** What was asked and is not in the recording, one readable text per request; empty while recording. */
    public List<String> differences() {
        return player == null ? List.of() : player.differences();
    }

    /**
     * Fails if a request was not in the recording, even if the application has handled the refusal; while recording, if
     * an answer could not be written. Recorded requests that nobody has asked for are no failure: several tests may
     * replay parts of one recording.
     *
     * @throws AssertionError that shows all differences
     */
    public void verify() {
        String failure = recorder == null ? null : recorder.failure();
        if (failure != null) {
            throw new AssertionError(failure);
        }
        if (!differences().isEmpty()) {
            throw new AssertionError(String.join("\n", differences()));
        }
    }

    /** Stops; no thread remains. */
    @Override
    public void close() {
        host.close();
        if (recorder != null) {
            recorder.close();
        }
    }
}
