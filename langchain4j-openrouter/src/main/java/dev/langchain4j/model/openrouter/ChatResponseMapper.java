package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.Utils.isNullOrBlank;
import static dev.langchain4j.internal.Utils.isNullOrEmpty;
import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.ResponseHead;
import dev.langchain4j.model.openrouter.internal.api.chat.AnswerMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion.Choice;
import dev.langchain4j.model.openrouter.internal.api.chat.FinishWord;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolCall;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolCalls;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.chat.ChatGeneratedImage;
import dev.langchain4j.model.openrouter.internal.chat.ChatMessageAttributes;
import dev.langchain4j.model.output.FinishReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Maps an answer of OpenRouter, plain or merged from chunks, to a {@link ChatResponse}. Call
 * {@link ChatCompletion#failure()} first; a failed answer is mapped as far as it arrived.
 */
final class ChatResponseMapper {

    private static final AnswerMessage NOTHING_SAID =
            new AnswerMessage(null, null, null, null, List.of(), List.of(), List.of(), null);
    private static final Set<String> DOCUMENTED_FINISHES =
            Set.of("stop", "length", "tool_calls", "content_filter", "error");
    private static final Choice NO_CHOICE = Choice.of(null, null, NOTHING_SAID, null, null);

    private ChatResponseMapper() {}

    /**
     * @param rawResponse the body as text; null if it is not kept
     * @param returnThinking whether the reasoning goes into {@link AiMessage#thinking()}; what must be sent back is
     *     kept in the attributes in any case
     */
    static ChatResponse toChatResponse(
            ChatCompletion completion,
            ResponseHead head,
            @Nullable Supplier<String> rawResponse,
            boolean returnThinking) {
        return toChatResponse(completion, choice(completion).finish(), head, rawResponse, returnThinking);
    }

    /** The partial answer of a failure: it has no finish reason, and its last call may be cut. */
    static ChatResponse toPartialResponse(ChatCompletion completion, ResponseHead head, boolean returnThinking) {
        FinishWord said = choice(completion).finish();
        FinishWord finish = said == FinishWord.NONE ? FinishWord.FAILURE : said;
        return toChatResponse(completion, finish, head, null, returnThinking);
    }

    private static Choice choice(ChatCompletion completion) {
        return completion.choice() == null ? NO_CHOICE : completion.choice();
    }

    private static ChatResponse toChatResponse(
            ChatCompletion completion,
            FinishWord finish,
            ResponseHead head,
            @Nullable Supplier<String> rawResponse,
            boolean returnThinking) {
        Choice choice = choice(completion);
        AnswerMessage message = choice.message() == null ? NOTHING_SAID : choice.message();
        String generationId = head.generationId() == null ? completion.id() : head.generationId();
        List<ToolCall> calls = ToolCalls.withIds(message.toolCalls(), completion.id());
        List<ToolCall> cutOff = cutOff(calls, finish);
        AiMessage aiMessage = toAiMessage(message, whole(calls, cutOff), returnThinking);
        boolean empty = isEmpty(aiMessage, message);
        return ChatResponse.builder()
                .aiMessage(aiMessage)
                .metadata(OpenRouterChatResponseMetadata.builder()
                        .id(completion.id() == null ? generationId : completion.id())
                        .modelName(completion.model())
                        .tokenUsage(OpenRouterTokenUsage.reported(completion.usage()))
                        .finishReason(toFinishReason(finish, aiMessage, !empty))
                        .provider(completion.provider())
                        .nativeFinishReason(nativeFinishReason(choice))
                        .generationId(generationId)
                        .created(toInstant(completion.created()))
                        .serviceTier(completion.serviceTier())
                        .systemFingerprint(completion.systemFingerprint())
                        .citations(toCitations(message.annotations()))
                        .annotations(message.annotations())
                        .refusal(isNullOrBlank(message.refusal()) ? null : message.refusal())
                        .logprobs(choice.logprobs())
                        .audio(toAudio(message.audio()))
                        .cacheStatus(head.cacheStatus())
                        .cacheAge(seconds(head.cacheAge()))
                        .cacheTtl(seconds(head.cacheTtl()))
                        .cacheSourceId(head.cacheSourceId())
                        .routerMetadata(OpenRouterRouterMetadata.from(completion.openrouterMetadata()))
                        .cutOffToolCalls(toToolExecutionRequests(cutOff, ChatResponseMapper::receivedArguments))
                        .emptyAnswer(empty)
                        .rawResponseFrom(rawResponse)
                        .build())
                .build();
    }

    private static AiMessage toAiMessage(AnswerMessage message, List<ToolCall> calls, boolean returnThinking) {
        return AiMessage.builder()
                .text(isNullOrEmpty(message.content()) ? null : message.content())
                .thinking(returnThinking ? message.reasoning() : null)
                .toolExecutionRequests(
                        calls.isEmpty()
                                ? null // no copy of an empty list
                                : toToolExecutionRequests(calls, ToolCalls::arguments))
                .attributes(toAttributes(message))
                .build();
    }

    /** Running these calls would use a part of their arguments, or those of another call. */
    private static List<ToolCall> cutOff(List<ToolCall> calls, FinishWord finish) {
        List<ToolCall> cutOff = List.of();
        for (ToolCall call : calls) {
            if (!ToolCalls.isClear(call) || finish.cutsOff() && !ToolCalls.isWhole(call)) {
                cutOff = cutOff.isEmpty() ? new ArrayList<>() : cutOff;
                cutOff.add(call);
            }
        }
        return cutOff;
    }

    private static List<ToolCall> whole(List<ToolCall> calls, List<ToolCall> cutOff) {
        if (cutOff.isEmpty()) {
            return calls;
        }
        Set<ToolCall> without = new HashSet<>(cutOff);
        return calls.stream().filter(call -> !without.contains(call)).toList();
    }

    private static List<ToolExecutionRequest> toToolExecutionRequests(
            List<ToolCall> calls, Function<ToolCall, String> arguments) {
        if (calls.isEmpty()) {
            return List.of();
        }
        List<ToolExecutionRequest> requests = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            requests.add(ToolExecutionRequest.builder()
                    .id(call.id())
                    .name(call.name())
                    .arguments(arguments.apply(call))
                    .build());
        }
        return requests;
    }

    /** As they arrived: the end of the answer has cut off the rest, and of two values neither is surely the intended one. */
    private static String receivedArguments(ToolCall cutOff) {
        return cutOff.arguments() == null ? "" : cutOff.arguments();
    }

    /** Null for none: a message copies its attributes. */
    private static @Nullable Map<String, Object> toAttributes(AnswerMessage message) {
        if (message.reasoningDetails() == null
                && message.annotations().isEmpty()
                && message.images().isEmpty()
                && message.audio() == null) {
            return null;
        }
        Map<String, Object> attributes = new HashMap<>();
        if (message.reasoningDetails() != null) {
            attributes.put(ChatMessageAttributes.REASONING_DETAILS, message.reasoningDetails());
        }
        if (!message.annotations().isEmpty()) {
            addFiles(message.annotations(), attributes);
        }
        if (!message.images().isEmpty()) {
            addImages(message.images(), attributes);
        }
        String transcript = message.audio() == null ? null : message.audio().transcript();
        if (isBlank(message.content()) && !isBlank(transcript)) {
            attributes.put(ChatMessageAttributes.TRANSCRIPT, transcript);
        }
        return attributes;
    }

    /** Sending them back avoids parsing the same PDF again; citations are not for the model. */
    private static void addFiles(List<Map<String, Object>> annotations, Map<String, Object> attributes) {
        List<Map<String, Object>> files = annotations.stream()
                .filter(annotation -> "file".equals(annotation.get("type")))
                .toList();
        if (!files.isEmpty()) {
            attributes.put(ChatMessageAttributes.ANNOTATIONS, files);
        }
    }

    private static void addImages(List<String> urls, Map<String, Object> attributes) {
        List<Image> images = urls.stream()
                .map(ChatGeneratedImage::from)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        if (!images.isEmpty()) {
            attributes.put(AiMessage.GENERATED_IMAGES_KEY, images);
        }
    }

    /**
     * Tool calls override the finish reason, because some models end them with {@code stop} or with nothing. But if the
     * answer was cut off or filtered, the calls may be incomplete.
     */
    private static FinishReason toFinishReason(FinishWord finish, AiMessage aiMessage, boolean answered) {
        if (aiMessage.hasToolExecutionRequests() && !finish.cutsOff()) {
            return FinishReason.TOOL_EXECUTION;
        }
        return finish == FinishWord.NONE && !answered ? FinishReason.OTHER : reason(finish);
    }

    private static FinishReason reason(FinishWord finish) {
        return switch (finish) {
            case STOP, NONE -> FinishReason.STOP;
            case LIMIT, INTERRUPTION -> FinishReason.LENGTH;
            case FILTER -> FinishReason.CONTENT_FILTER;
            case FAILURE, OTHER -> FinishReason.OTHER;
        };
    }

    /** A word that OpenRouter does not document is the upstream's own, passed on: nothing else would tell it. */
    private static @Nullable String nativeFinishReason(Choice choice) {
        String word = choice.finishReason();
        boolean passedOn = isBlank(choice.nativeFinishReason())
                && FinishWord.of(word) != FinishWord.NONE
                && !DOCUMENTED_FINISHES.contains(word);
        return passedOn ? word : choice.nativeFinishReason();
    }

    private static @Nullable Instant toInstant(@Nullable Long epochSeconds) {
        return epochSeconds == null ? null : Instant.ofEpochSecond(epochSeconds);
    }

    private static List<OpenRouterCitation> toCitations(List<Map<String, Object>> annotations) {
        if (annotations.isEmpty()) {
            return List.of();
        }
        return annotations.stream()
                .filter(annotation -> "url_citation".equals(annotation.get("type")))
                .map(ChatResponseMapper::toCitation)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static @Nullable OpenRouterCitation toCitation(Map<String, Object> annotation) {
        JsonObject citation = JsonObject.of(annotation.get("url_citation") instanceof Map<?, ?> map ? map : annotation);
        String url = citation == null ? null : citation.label("url");
        return url == null
                ? null
                : new OpenRouterCitation(
                        url,
                        citation.text("title"),
                        citation.text("content"),
                        citation.count("start_index"),
                        citation.count("end_index"));
    }

    private static OpenRouterChatResponseMetadata.@Nullable Audio toAudio(AnswerMessage.@Nullable Audio audio) {
        return audio == null
                ? null
                : new OpenRouterChatResponseMetadata.Audio(
                        audio.id(), audio.data(), audio.transcript(), toInstant(audio.expiresAt()));
    }

    /** A header that is not a number counts as missing. */
    private static @Nullable Duration seconds(@Nullable String header) {
        return header == null || !header.strip().matches("\\d{1,18}")
                ? null
                : Duration.ofSeconds(Long.parseLong(header.strip()));
    }

    private static boolean isEmpty(AiMessage aiMessage, AnswerMessage message) {
        String text = aiMessage.text();
        return isBlank(text) // core's check copies the text
                && !aiMessage.hasToolExecutionRequests()
                && !aiMessage.attributes().containsKey(AiMessage.GENERATED_IMAGES_KEY)
                && !isSpoken(message.audio());
    }

    /** An id alone is no speech. */
    private static boolean isSpoken(AnswerMessage.@Nullable Audio audio) {
        return audio != null && !(isBlank(audio.data()) && isBlank(audio.transcript()));
    }
}
