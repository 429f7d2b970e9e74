package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion.Choice;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges the chunks of one stream into the answer of a plain call, and returns after each chunk what it added. One
 * thread reads a stream: nothing here is synchronised.
 */
public final class ChunkMerger {

    /** Maximum blanks around a text that is repeated without them. */
    private static final int MAX_BLANKS = 1024;

    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String provider;
    private @Nullable Long created;
    private @Nullable String serviceTier;
    private @Nullable String systemFingerprint;
    private @Nullable Usage usage;
    private @Nullable ApiError error;
    private @Nullable Map<String, Object> openrouterMetadata;

    private boolean hasChoice;
    private boolean failed;
    private boolean hasMessage;
    private @Nullable String finishReason;
    private @Nullable String nativeFinishReason;
    private @Nullable ApiError choiceError;
    private @Nullable Map<String, Object> logprobs;

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final ReasoningDetailsMerger reasoningDetails = new ReasoningDetailsMerger();
    private final ToolCallMerger toolCalls;
    private final List<Map<String, Object>> annotations = new ArrayList<>();
    private final Set<Object> annotationsSeen = new HashSet<>();
    private final Set<String> images = new LinkedHashSet<>(); // some servers repeat one in the last chunk
    private final AudioMerger audio = new AudioMerger();

    /** Whether text or a call followed the finish reason: some servers write one into every chunk. */
    private boolean wentOn;

    /** Whether the last usage came with a part of the answer, or before one. */
    private boolean underWay;

    private String newText = "";
    private String newReasoning = "";

    /** For an answer of which the request is not known. */
    public ChunkMerger() {
        this(List.of());
    }

    /** @param tools the names of the tools that the model may call */
    public ChunkMerger(List<String> tools) {
        toolCalls = new ToolCallMerger(tools);
    }

    public void accept(ChatCompletion chunk) {
        boolean wasUnderWay = underWay && !finished() && !hasFailed();
        newText = "";
        newReasoning = "";
        id = last(id, chunk.id());
        model = last(model, chunk.model());
        provider = last(provider, chunk.provider());
        created = last(created, chunk.created());
        serviceTier = last(serviceTier, chunk.serviceTier());
        systemFingerprint = last(systemFingerprint, chunk.systemFingerprint());
        usage = Usage.latest(usage, chunk.usage());
        error = last(chunk.error(), error); // after the first failure everything is its consequence
        openrouterMetadata =
                chunk.openrouterMetadata() == null || chunk.openrouterMetadata().isEmpty()
                        ? openrouterMetadata
                        : chunk.openrouterMetadata();
        if (chunk.choice() != null) {
            accept(chunk.choice());
        }
        boolean tellsCost = chunk.usage() != null && chunk.usage().cost() != null;
        if (wasUnderWay && hasFailed() && usage != null && !tellsCost) {
            usage = usage.withoutCost(); // what was told with a part of the text is not the cost of the whole
        }
        underWay = chunk.choice() != null || underWay && chunk.usage() == null;
    }

    private boolean hasFailed() {
        return error != null || choiceError != null || failed;
    }

    /** A chunk that only adds text, and otherwise repeats one that was accepted before. */
    public void acceptText(String more) {
        newReasoning = "";
        newText = more;
        underWay = true;
        wentOn |= finishReason != null && !more.isBlank();
        text.append(more);
    }

    /** Text that the last chunk added to the answer; empty if none. */
    public String newText() {
        return newText;
    }

    /** Reasoning to show that the last chunk added; empty if none. */
    public String newReasoning() {
        return newReasoning;
    }

    /**
     * The tool calls so far, a live view. No call is known to be complete before the stream has ended: fragments of
     * several calls may interleave.
     */
    public List<StreamedToolCall> toolCalls() {
        return toolCalls.calls();
    }

    /** Whether a finish reason has arrived, and no text or call since. Usage and metadata may still follow. */
    public boolean finished() {
        return finishReason != null && !wentOn;
    }

    /** The error that a chunk has reported so far; the stream has then failed. */
    public Optional<ApiError> reportedError() {
        return hasFailed() ? toCompletion().reportedError() : Optional.empty();
    }

    /** Whether only a finish reason has reported a failure: an error that explains it may follow. */
    public boolean lacksReason() {
        return failed && error == null && choiceError == null;
    }

    /** Whether the routing report has arrived. */
    public boolean isRouted() {
        return openrouterMetadata != null;
    }

    /** The answer so far. */
    public ChatCompletion toCompletion() {
        return new ChatCompletion(
                id,
                model,
                provider,
                created,
                serviceTier,
                systemFingerprint,
                hasChoice ? toChoice() : null,
                usage,
                error,
                openrouterMetadata);
    }

    private Choice toChoice() {
        return Choice.of(finishReason, nativeFinishReason, hasMessage ? toMessage() : null, logprobs, choiceError);
    }

    private AnswerMessage toMessage() {
        return new AnswerMessage(
                textOf(text),
                textOf(refusal),
                textOf(reasoning),
                reasoningDetails.toDetails(),
                toolCalls.toToolCalls(),
                List.copyOf(annotations),
                List.copyOf(images),
                audio.toAudio());
    }

    private static @Nullable String textOf(StringBuilder text) {
        return text.isEmpty() ? null : text.toString();
    }

    private void accept(Choice choice) {
        hasChoice = true;
        boolean hadEnded = finishReason != null;
        acceptEnd(choice);
        choiceError = last(choice.error(), choiceError);
        acceptLogprobs(choice.logprobs(), choice.message() != null && choice.whole());
        boolean more = choice.message() != null && accept(choice.message(), choice.whole());
        wentOn = more ? hadEnded : wentOn && choice.finishReason() == null;
    }

    private void acceptEnd(Choice choice) {
        if (choice.finishReason() == null && choice.nativeFinishReason() == null) {
            return;
        }
        failed |= choice.failed();
        nativeFinishReason = FinishWord.ofTwo(nativeFinishReason, nonBlank(choice.nativeFinishReason()));
        finishReason = FinishWord.ofTwo(finishReason, choice.finishReason());
    }

    /**
     * @param whole whether this is the message so far: then only what is new of it is added
     * @return whether it added text, reasoning or a part of a call
     */
    private boolean accept(AnswerMessage delta, boolean whole) {
        hasMessage = true;
        newText = added(text, delta.content(), whole);
        boolean thoughtsSoFar = whole && isSoFar(reasoning, delta.reasoning());
        newReasoning = isToldAgain(delta) ? "" : added(reasoning, delta.reasoning(), whole);
        added(refusal, delta.refusal(), whole);
        if (thoughtsSoFar && delta.reasoningDetails() != null) {
            reasoningDetails.clear();
        }
        reasoningDetails.accept(delta.reasoningDetails());
        boolean more = !newText.isBlank() || !newReasoning.isBlank();
        more |= toolCalls.accept(delta.toolCalls(), whole);
        delta.annotations().forEach(this::acceptAnnotation);
        images.addAll(delta.images());
        audio.accept(delta.audio(), whole);
        return more;
    }

    /** Whether the details repeat, at the end, the reasoning that has arrived without them, or the other way round. */
    private boolean isToldAgain(AnswerMessage delta) {
        return delta.reasoning() != null
                && delta.reasoning().contentEquals(reasoning)
                && reasoningDetails.haveText() != ReasoningDetails.haveText(delta.reasoningDetails());
    }

    /** Adds to a text, and returns what was added. */
    private static String added(StringBuilder text, @Nullable String more, boolean whole) {
        if (more == null || more.isEmpty()) {
            return "";
        }
        String added = whole && isSoFar(text, more) ? more.substring(Math.min(text.length(), more.length())) : more;
        text.append(added);
        return added;
    }

    /** Whether {@code more} begins with the text, or is the text without the blanks around it. */
    private static boolean isSoFar(StringBuilder text, @Nullable String more) {
        if (more == null || text.isEmpty() || text.length() > more.length() + MAX_BLANKS) {
            return false; // without a copy of the text for each chunk
        }
        String soFar = text.toString();
        return more.startsWith(soFar)
                || more.length() <= soFar.length() && soFar.strip().equals(more.strip());
    }

    /** Some searches report a citation again with every following chunk. */
    private void acceptAnnotation(Map<String, Object> annotation) {
        Object identity = annotation;
        if (annotation.get("url_citation") instanceof Map<?, ?> citation && hasPlace(citation)) {
            identity = Arrays.asList(citation.get("url"), citation.get("start_index"), citation.get("end_index"));
        }
        if (annotationsSeen.add(identity)) {
            annotations.add(annotation);
        }
    }

    /** Without a place in the text, several parts of one page differ only in their content. */
    private static boolean hasPlace(Map<?, ?> citation) {
        Object end = citation.get("end_index");
        return end != null && !end.equals(citation.get("start_index"));
    }

    /** {@code content} and {@code refusal} are lists of tokens that grow with the text. */
    private void acceptLogprobs(@Nullable Map<String, Object> more, boolean whole) {
        if (more == null) {
            return;
        }
        if (logprobs == null) {
            logprobs = new LinkedHashMap<>();
        }
        for (Map.Entry<String, Object> entry : more.entrySet()) {
            logprobs.put(entry.getKey(), joined(logprobs.get(entry.getKey()), entry.getValue(), whole));
        }
    }

    @SuppressWarnings("unchecked") // every list here was read from JSON into an ArrayList
    private static @Nullable Object joined(@Nullable Object before, @Nullable Object more, boolean whole) {
        if (before instanceof ArrayList<?> list && more instanceof List<?> tokens) {
            if (whole
                    && tokens.size() >= list.size()
                    && tokens.subList(0, list.size()).equals(list)) {
                return tokens;
            }
            ((List<Object>) list).addAll(tokens);
            return list;
        }
        return last(before, more);
    }

    private static @Nullable String nonBlank(@Nullable String text) {
        return isBlank(text) ? null : text;
    }

    private static <T> @Nullable T last(@Nullable T before, @Nullable T now) {
        return now == null ? before : now;
    }
}
