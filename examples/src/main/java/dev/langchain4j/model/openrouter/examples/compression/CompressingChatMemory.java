package dev.langchain4j.model.openrouter.examples.compression;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.memory.ChatMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A chat memory for conversations without an end. When it holds more than it may, the older half becomes a summary, which
 * is shortened in turn when it is old. What a summary has no room for is forgotten, the oldest first.
 *
 * <p>The system message stays, and so does a question that is being answered, with the newest call of tools; a call and its
 * results are never parted. If these alone are more than it may hold, it holds more.
 *
 * <p>Of an image or a file that has become old the summary says that there was one. For one conversation, and one thread at
 * a time, as LangChain4j's own memories.
 */
public final class CompressingChatMemory implements ChatMemory {

    /** Is told how {@link #messages()} has made room, on its thread. */
    public interface Listener {

        default void onCompressed(Compressed summary) {}

        /** @param cause why it could not be shortened; null if it was shortened, and still too long */
        default void onForgotten(int characters, @Nullable LangChain4jException cause) {}
    }

    private static final String BEFORE = "[Our conversation before this, shortened]\n";

    private final Object id;
    private final CompressionService service;
    private final int maxCharacters;
    private final Listener listener;

    private @Nullable SystemMessage systemMessage;
    private String summary = "";
    private final List<ChatMessage> recent = new ArrayList<>();

    /**
     * @param maxCharacters most that {@link #messages()} returns; the next question comes on top. A token is three to four
     *     characters of English, or one of Chinese
     */
    public CompressingChatMemory(Object id, CompressionService service, int maxCharacters, Listener listener) {
        this.id = id;
        this.service = service;
        this.maxCharacters = maxCharacters;
        this.listener = listener;
    }

    @Override
    public Object id() {
        return id;
    }

    /** A system message takes the place of the one before, as in LangChain4j's own memories. */
    @Override
    public void add(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            systemMessage = system;
        } else {
            recent.add(message);
        }
    }

    /** Asks the model for a summary first if there are too many. */
    @Override
    public List<ChatMessage> messages() {
        if (Transcript.of(all()).length() > maxCharacters) {
            makeRoom();
        }
        return all();
    }

    @Override
    public void clear() {
        systemMessage = null;
        summary = "";
        recent.clear();
    }

    private List<ChatMessage> all() {
        var all = new ArrayList<ChatMessage>();
        if (systemMessage != null) {
            all.add(systemMessage);
        }
        if (!summary.isEmpty()) {
            all.add(UserMessage.from(BEFORE + summary));
        }
        all.addAll(recent);
        return all;
    }

    private void makeRoom() {
        String past = Stream.of(summary, Transcript.of(removeOlder()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n"));
        summary = BEFORE; // for the room that it takes itself
        int room = maxCharacters - Transcript.of(all()).length();
        LangChain4jException failure = null;
        try {
            summary = shortened(past, Math.min(room, forMessages() / 4));
        } catch (LangChain4jException e) {
            summary = past;
            failure = e;
        }
        forgetBeyond(room, failure);
    }

    private String shortened(String past, int characters) {
        if (characters <= 0 || characters >= past.length()) {
            return past;
        }
        Compressed compressed = service.compress(past, characters / (double) past.length());
        listener.onCompressed(compressed);
        return compressed.text();
    }

    private void forgetBeyond(int room, @Nullable LangChain4jException cause) {
        int length = summary.length();
        if (length <= room) {
            return;
        }
        List<String> sentences = Passage.sentences(summary);
        int first = sentences.size();
        int left = room;
        while (first > 0 && sentences.get(first - 1).length() <= left) {
            left -= sentences.get(--first).length();
        }
        summary = String.join("", sentences.subList(first, sentences.size()));
        listener.onForgotten(length - summary.length(), cause);
    }

    /** Takes out the oldest exchanges until the others fill half the room; what is being answered stays. */
    private List<ChatMessage> removeOlder() {
        List<List<ChatMessage>> exchanges = exchanges();
        int newest = exchanges.size() - 1;
        int question = openQuestion(exchanges);
        int length = Transcript.of(recent).length();
        var older = new ArrayList<ChatMessage>();
        recent.clear();
        for (int i = 0; i <= newest; i++) {
            List<ChatMessage> exchange = exchanges.get(i);
            boolean isBeingAnswered = question >= 0 && (i == question || i == newest);
            if (length <= forMessages() / 2 || isBeingAnswered) {
                recent.addAll(exchange);
            } else {
                older.addAll(exchange);
                length -= Transcript.of(exchange).length();
            }
        }
        return older;
    }

    private int forMessages() {
        return maxCharacters - (systemMessage == null ? 0 : systemMessage.text().length());
    }

    /** The messages, a call of tools and its results as one. */
    private List<List<ChatMessage>> exchanges() {
        var exchanges = new ArrayList<List<ChatMessage>>();
        for (ChatMessage message : recent) {
            if (!(message instanceof ToolExecutionResultMessage) || exchanges.isEmpty()) {
                exchanges.add(new ArrayList<>());
            }
            exchanges.get(exchanges.size() - 1).add(message);
        }
        return exchanges;
    }

    /** The place of the question that has no answer yet; -1 if there is none. */
    private static int openQuestion(List<List<ChatMessage>> exchanges) {
        int last = exchanges.size() - 1;
        if (last >= 0 && exchanges.get(last).get(0) instanceof AiMessage answer && !answer.hasToolExecutionRequests()) {
            return -1;
        }
        while (last >= 0 && !(exchanges.get(last).get(0) instanceof UserMessage)) {
            last--;
        }
        return last;
    }
}
