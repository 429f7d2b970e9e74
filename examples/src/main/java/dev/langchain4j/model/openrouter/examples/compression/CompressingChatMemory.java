package dev.langchain4j.model.openrouter.examples.compression;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.memory.ChatMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A chat memory for endless conversations. When it exceeds its size, the older half becomes a summary, which is
 * shortened again when it is old. What does not fit into a summary is forgotten, the oldest first.
 *
 * <p>The system message stays, and so does a question without an answer yet, with its newest tool call; a call and its
 * results are never separated. If these alone exceed the size, the memory is larger.
 *
 * <p>For an old image or file the summary says that there was one. For one conversation, and one thread at a time, like
 * LangChain4j's own memories.
 */
public final class CompressingChatMemory implements ChatMemory {

    /** Called when {@link #messages()} makes room, on its thread. */
    public interface Listener {

        default void onCompressed(Compressed summary) {}

        /** These oldest characters had no room, even when shortened. */
        default void onForgotten(int characters) {}

        /** The model could not be reached: the oldest messages are left out this time, and shortened another time. */
        default void onFailure(LangChain4jException failure) {}
    }

    private static final String BEFORE = "[Our conversation before this, shortened]\n";

    private final Object id;
    private final CompressionService service;
    private final int maxCharacters;
    private final Listener listener;

    private List<SystemMessage> system = List.of();
    private String summary = "";
    private List<ChatMessage> recent = new ArrayList<>();

    /**
     * @param maxCharacters maximum that {@link #messages()} returns; the next question is added. A token is three to
     *     four characters of English, or one of Chinese
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

    /** A system message replaces the one before, as in LangChain4j's own memories. */
    @Override
    public void add(ChatMessage message) {
        if (message instanceof SystemMessage newer) {
            system = List.of(newer);
        } else {
            recent.add(message);
        }
    }

    /** Shortens the older half first if the size is exceeded. */
    @Override
    public List<ChatMessage> messages() {
        List<ChatMessage> all = all(summary, recent);
        return Transcript.of(all).length() <= maxCharacters ? all : shortened();
    }

    @Override
    public void clear() {
        system = List.of();
        summary = "";
        recent = new ArrayList<>();
    }

    private List<ChatMessage> all(String summary, List<ChatMessage> newer) {
        List<ChatMessage> all = new ArrayList<>(system);
        if (!summary.isEmpty()) {
            all.add(UserMessage.from(BEFORE + summary));
        }
        all.addAll(newer);
        return all;
    }

    private List<ChatMessage> shortened() {
        int available = maxCharacters - Transcript.of(all("", List.of())).length();
        Exchanges.Cut cut = new Exchanges(recent).newest(available / 2);
        String past = Stream.of(summary, Transcript.of(cut.older()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n"));
        int room = maxCharacters - Transcript.of(all("-", cut.newer())).length(); // besides the heading of a summary
        try {
            String shorter = compressed(past, Math.min(room, available / 4));
            summary = newestSentences(shorter, room);
            recent = cut.newer();
            if (summary.length() < shorter.length()) {
                listener.onForgotten(shorter.length() - summary.length());
            }
            return all(summary, recent);
        } catch (LangChain4jException e) {
            listener.onFailure(e);
            return all(newestSentences(past, room), cut.newer());
        }
    }

    private String compressed(String past, int characters) {
        if (characters <= 0 || characters >= past.length()) {
            return past;
        }
        Compressed compressed = service.compress(past, characters / (double) past.length());
        listener.onCompressed(compressed);
        return compressed.text();
    }

    private static String newestSentences(String text, int maxCharacters) {
        List<String> sentences = Passage.sentences(text);
        int first = sentences.size();
        int left = maxCharacters;
        while (first > 0 && sentences.get(first - 1).length() <= left) {
            left -= sentences.get(--first).length();
        }
        return String.join("", sentences.subList(first, sentences.size()));
    }
}
