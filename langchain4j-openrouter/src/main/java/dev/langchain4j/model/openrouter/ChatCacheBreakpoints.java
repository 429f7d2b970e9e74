package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.openrouter.OpenRouterCacheControl.Ttl;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessages;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolDefinition;
import dev.langchain4j.model.openrouter.internal.chat.ChatMessageAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sets the marks of the prompt cache on tools and messages, by the rules of {@link OpenRouterCacheControl}. */
final class ChatCacheBreakpoints {

    private static final int MAX_MARKS = 4;
    private static final OpenRouterCacheControl NONE =
            OpenRouterCacheControl.builder().build();

    // the position of a mark: that of its message, or this one, which precedes all messages
    private static final int TOOLS = -1;

    private final TreeMap<Integer, Ttl> marks = new TreeMap<>();
    private final List<ToolDefinition> tools;
    private final RequestMessages messages;
    private final int lastFunction;

    /** The first message that is not a system message at the beginning. */
    private final int conversation;

    /**
     * @param originals the messages before mapping, which carry the attribute
     * @param messages the same messages after mapping
     */
    ChatCacheBreakpoints(
            @Nullable OpenRouterCacheControl control,
            List<ChatMessage> originals,
            RequestMessages messages,
            List<ToolDefinition> tools) {
        this.tools = tools;
        this.messages = messages;
        this.lastFunction = lastFunction(tools);
        this.conversation = conversation(messages);
        OpenRouterCacheControl chosen = control == null ? NONE : control;
        for (int i = 0; i < originals.size(); i++) {
            Ttl ttl = ttlOf(originals.get(i));
            if (ttl != null && isMarkable(messages.get(i))) {
                mark(i, ttl);
            }
        }
        mark(lastStableMessage(), chosen.lastMessage());
        mark(lastSystemMessage(), chosen.systemMessages());
        mark(lastFunction < 0 ? null : (Integer) TOOLS, chosen.tools());
        keepWithin(chosen.automaticTtl() == null ? MAX_MARKS : MAX_MARKS - 1);
        longestFirst(chosen.automaticTtl());
    }

    List<ToolDefinition> tools() {
        Ttl ttl = marks.get(TOOLS);
        if (ttl == null) {
            return tools;
        }
        var marked = new ArrayList<>(tools);
        marked.set(lastFunction, ((ToolDefinition.Function) tools.get(lastFunction)).withCacheControl(ttl.toMark()));
        return marked;
    }

    RequestMessages messages() {
        if (marks.isEmpty()) {
            return messages;
        }
        var marked = new ArrayList<>(messages);
        marks.tailMap(0).forEach((index, ttl) -> marked.set(index, marked(messages.get(index), ttl.toMark())));
        return RequestMessages.of(marked);
    }

    /** Of two marks at one position the longer one wins. */
    private void mark(@Nullable Integer place, @Nullable Ttl ttl) {
        if (place != null && ttl != null) {
            marks.merge(place, ttl, ChatCacheBreakpoints::longer);
        }
    }

    private static Ttl longer(Ttl one, Ttl other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** The next request looks for the newest messages; it reads older content through their marks. */
    private void keepWithin(int limit) {
        while (marks.size() > limit) {
            Integer oldestMessage = marks.ceilingKey(conversation);
            marks.remove(oldestMessage == null ? marks.ceilingKey(0) : oldestMessage);
        }
    }

    /** The content of a one-hour mark includes that of the marks before it, so they can last as long. */
    private void longestFirst(@Nullable Ttl automatic) {
        if (marks.isEmpty()) {
            return;
        }
        Ttl longest = automatic == null ? Ttl.FIVE_MINUTES : automatic;
        for (Map.Entry<Integer, Ttl> mark : marks.descendingMap().entrySet()) {
            longest = longer(longest, mark.getValue());
            mark.setValue(longest);
        }
    }

    private static @Nullable Ttl ttlOf(ChatMessage message) {
        Object mark = null;
        if (message instanceof UserMessage user) {
            mark = user.attributes().get(ChatMessageAttributes.CACHE_CONTROL);
        } else if (message instanceof SystemMessage system) {
            mark = ChatMessageAttributes.of(system).get(ChatMessageAttributes.CACHE_CONTROL);
        } else if (message instanceof AiMessage answer) {
            mark = answer.attributes().get(ChatMessageAttributes.CACHE_CONTROL);
        } else if (message instanceof ToolExecutionResultMessage result) {
            mark = result.attributes().get(ChatMessageAttributes.CACHE_CONTROL);
        }
        if (mark instanceof Map<?, ?> object) {
            return "1h".equals(object.get("ttl")) ? Ttl.ONE_HOUR : Ttl.FIVE_MINUTES;
        }
        if ("1h".equals(mark)) {
            return Ttl.ONE_HOUR;
        }
        return "ephemeral".equals(mark) ? Ttl.FIVE_MINUTES : null;
    }

    private static int lastFunction(List<ToolDefinition> tools) {
        for (int i = tools.size() - 1; i >= 0; i--) {
            if (tools.get(i) instanceof ToolDefinition.Function) {
                return i;
            }
        }
        return -1;
    }

    private static int conversation(List<RequestMessage> messages) {
        int first = 0;
        while (first < messages.size() && messages.get(first) instanceof RequestMessage.System) {
            first++;
        }
        return first;
    }

    /** The last one at the beginning: a system message in the middle is a message like the others. */
    private @Nullable Integer lastSystemMessage() {
        for (int i = conversation - 1; i >= 0; i--) {
            if (isMarkable(messages.get(i))) {
                return i;
            }
        }
        return null;
    }

    /** The application's last message; an answer at the end is a prefix for the model to continue. */
    private @Nullable Integer lastStableMessage() {
        for (int i = messages.size() - 1; i >= 0; i--) {
            RequestMessage message = messages.get(i);
            boolean ofApplication = message instanceof RequestMessage.UserText
                    || message instanceof RequestMessage.User
                    || message instanceof RequestMessage.Tool;
            if (ofApplication && isMarkable(message)) {
                return i;
            }
        }
        return null;
    }

    private static boolean isMarkable(RequestMessage message) {
        if (message instanceof RequestMessage.Plain plain) {
            return !plain.text().isBlank();
        }
        if (message instanceof RequestMessage.Assistant answer) {
            return !isBlank(answer.text());
        }
        return lastText(content(message)) >= 0;
    }

    static boolean isMarked(RequestMessage message) {
        return !unmarked(message).equals(full(message));
    }

    /** The message without a mark, in the full form. */
    static RequestMessage unmarked(RequestMessage sent) {
        RequestMessage message = full(sent);
        if (message instanceof RequestMessage.Assistant answer) {
            return answer.withCacheControl(null);
        }
        List<ContentPart> content = content(message).stream()
                .map(part -> part instanceof ContentPart.Text text ? new ContentPart.Text(text.text()) : part)
                .toList();
        return withContent(message, content);
    }

    /** A plain message has no room for a mark. */
    private static RequestMessage full(RequestMessage message) {
        return message instanceof RequestMessage.Plain plain ? plain.full() : message;
    }

    private static RequestMessage marked(RequestMessage unmarked, Map<String, Object> mark) {
        RequestMessage message = full(unmarked);
        if (message instanceof RequestMessage.Assistant answer) {
            return answer.withCacheControl(mark);
        }
        var content = new ArrayList<>(content(message));
        int last = lastText(content);
        content.set(last, new ContentPart.Text(((ContentPart.Text) content.get(last)).text(), mark));
        return withContent(message, content);
    }

    private static RequestMessage withContent(RequestMessage message, List<ContentPart> content) {
        if (message instanceof RequestMessage.User user) {
            return user.withContent(content);
        }
        return message instanceof RequestMessage.Tool result
                ? new RequestMessage.Tool(result.toolCallId(), content)
                : ((RequestMessage.System) message).withContent(content);
    }

    static List<ContentPart> content(RequestMessage message) {
        if (message instanceof RequestMessage.User user) {
            return user.content();
        }
        if (message instanceof RequestMessage.Tool result) {
            return result.content();
        }
        return message instanceof RequestMessage.System system ? system.content() : List.of();
    }

    /** Marks need text; providers refuse a mark on a blank text. */
    private static int lastText(List<ContentPart> content) {
        for (int i = content.size() - 1; i >= 0; i--) {
            if (content.get(i) instanceof ContentPart.Text text && !text.text().isBlank()) {
                return i;
            }
        }
        return -1;
    }
}
