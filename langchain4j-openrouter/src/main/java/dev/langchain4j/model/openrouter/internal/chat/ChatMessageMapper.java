package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessages;
import dev.langchain4j.model.openrouter.internal.api.chat.SentToolArguments;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Maps the messages of one request, in order. One instance per request: it remembers which calls await their result and
 * which ids are in use.
 */
public final class ChatMessageMapper {

    private final ChatReasoningReplay reasoning;
    private final ChatModelPin pin;
    private final Options options;
    private final UnaryOperator<String> renamed = id -> ids().renamed(id);

    /** Null until a message has a tool call or a result. */
    private @Nullable ChatToolCallIds ids;

    private List<ChatMessage> sent = List.of();

    public ChatMessageMapper(ChatReasoningReplay reasoning, ChatModelPin pin, Options options) {
        this.reasoning = reasoning;
        this.pin = pin;
        this.options = options;
    }

    /** Maps the messages, except empty answers, which providers refuse. */
    public RequestMessages toWire(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof AiMessage answer && answer.hasToolExecutionRequests()) {
                ids().learn(answer, messages.subList(i + 1, messages.size()));
            }
        }
        var wire = new RequestMessages(messages.size());
        List<ChatMessage> mapped = messages;
        for (int i = 0; i < messages.size(); i++) {
            boolean empty = !addTo(wire, messages.get(i));
            if (empty && mapped == messages) {
                mapped = new ArrayList<>(messages.subList(0, i));
            } else if (!empty && mapped != messages) {
                mapped.add(messages.get(i));
            }
        }
        sent = mapped;
        return wire;
    }

    private ChatToolCallIds ids() {
        if (ids == null) {
            ids = new ChatToolCallIds(ChatToolCallIdForm.of(options.models()));
        }
        return ids;
    }

    /** The mapped messages, one for each on the wire. */
    public List<ChatMessage> sent() {
        return sent;
    }

    /** @return false if the message says nothing, and is not added */
    private boolean addTo(RequestMessages wire, ChatMessage message) {
        if (message instanceof UserMessage user && isOnlyText(user)) {
            wire.addUserText(user.singleText());
            return true;
        }
        if (message instanceof AiMessage answer && isOnlyText(answer)) {
            if (isBlank(answer.text())) {
                return false;
            }
            wire.addAssistantText(answer.text());
            return true;
        }
        RequestMessage mapped = message(message, wire.size());
        return !saysNothing(mapped) && wire.add(mapped);
    }

    private static boolean saysNothing(RequestMessage message) {
        return message instanceof RequestMessage.Assistant answer
                && isBlank(answer.text())
                && answer.toolCalls().isEmpty()
                && isBlank(answer.reasoning())
                && (answer.reasoningDetails() == null
                        || answer.reasoningDetails().isEmpty())
                && answer.images().isEmpty()
                && answer.annotations() == null;
    }

    private RequestMessage message(ChatMessage message, int position) {
        if (message instanceof UserMessage user) {
            return user(user);
        }
        if (message instanceof AiMessage answer) {
            return assistant(answer, position);
        }
        if (message instanceof ToolExecutionResultMessage result) {
            return new RequestMessage.Tool(ids().ofResult(result, position), content(result));
        }
        if (message instanceof SystemMessage system) {
            return system(system);
        }
        if (message instanceof CustomMessage) {
            throw new UnsupportedFeatureException("CustomMessage is not supported by OpenRouter");
        }
        ensureNotNull(message, "A message of messages");
        throw new IllegalArgumentException(
                "Unknown message type: " + message.getClass().getName());
    }

    private RequestMessage.System system(SystemMessage message) {
        Map<String, Object> attributes = ChatMessageAttributes.of(message);
        String own = ChatMessageAttributes.text(attributes, ChatMessageAttributes.ROLE);
        return new RequestMessage.System(
                own == null ? options.systemRole() : own,
                ChatMessageAttributes.text(attributes, ChatMessageAttributes.NAME),
                List.of(new ContentPart.Text(message.text())));
    }

    private static boolean isOnlyText(UserMessage message) {
        List<Content> contents = message.contents();
        return contents.size() == 1
                && contents.get(0) instanceof TextContent
                && message.name() == null
                && effort(message) == null;
    }

    private RequestMessage.User user(UserMessage message) {
        return new RequestMessage.User(
                message.name(),
                ChatContentMapper.toWire(message.contents(), options.videoProcessing()),
                effort(message));
    }

    private static @Nullable String effort(UserMessage message) {
        return ChatMessageAttributes.text(message.attributes(), ChatMessageAttributes.REASONING_EFFORT);
    }

    private static boolean isOnlyText(AiMessage answer) {
        return answer.thinking() == null
                && !answer.hasToolExecutionRequests()
                && answer.attributes().isEmpty();
    }

    private RequestMessage assistant(AiMessage answer, int position) {
        List<ToolCall> calls = toolCalls(answer.toolExecutionRequests(), position);
        List<Map<String, Object>> details = reasoning.details(answer, renamed);
        List<Map<String, Object>> annotations =
                ChatMessageAttributes.entries(answer, ChatMessageAttributes.ANNOTATIONS);
        return new RequestMessage.Assistant(
                ChatMessageAttributes.text(answer.attributes(), ChatMessageAttributes.NAME),
                text(answer, calls),
                calls,
                reasoning.text(answer, details),
                details,
                options.sendImages() ? images(answer) : List.of(),
                annotations == null || annotations.isEmpty() ? null : annotations,
                pin.modelOf(answer),
                null);
    }

    private static List<String> images(AiMessage answer) {
        return answer.attributes().get(AiMessage.GENERATED_IMAGES_KEY) instanceof List<?> images
                ? images.stream()
                        .map(ChatGeneratedImage::toUrl)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList()
                : List.of();
    }

    /**
     * The text to send: with tool calls some upstreams refuse a blank text but accept null; without, none accepts null.
     */
    private static @Nullable String text(AiMessage answer, List<ToolCall> calls) {
        String text = ChatMessageAttributes.textOf(answer);
        if (calls.isEmpty()) {
            return text == null ? "" : text;
        }
        return isBlank(text) ? null : text;
    }

    /** Upstreams refuse a whole conversation if the arguments of one call are not one JSON object. */
    private List<ToolCall> toolCalls(List<ToolExecutionRequest> requests, int position) {
        if (requests.isEmpty()) {
            return List.of();
        }
        ids().beginTurn();
        var calls = new ArrayList<ToolCall>(requests.size());
        for (ToolExecutionRequest request : requests) {
            String id = ids().ofCall(request, "call_" + position + "_" + calls.size());
            calls.add(new ToolCall(null, id, request.name(), SentToolArguments.of(request.arguments())));
        }
        return calls;
    }

    /** Chat completions have no error flag for results: LangChain4j's error text is the result. */
    private List<ContentPart> content(ToolExecutionResultMessage result) {
        return result.contents().isEmpty()
                ? List.of(new ContentPart.Text(""))
                : ChatContentMapper.toWire(result.contents(), options.videoProcessing());
    }

    /**
     * What the request says about its messages.
     *
     * @param sendImages whether images of earlier answers are sent back
     * @param systemRole of system messages that do not have their own
     * @param videoProcessing null is not sent
     * @param models that may get the request
     */
    public record Options(
            boolean sendImages, String systemRole, @Nullable String videoProcessing, ChatModelIds models) {}
}
