package dev.langchain4j.openrouter.playground;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The tab Chat: a conversation in the memory of this server, streamed turn by turn. */
@RestController
class ChatController {

    static final int MAX_FILE_BYTES = 20_000_000;

    private static final int MAX_OUTPUT_TOKENS = 2_000;
    private static final int MAX_CONVERSATIONS = 100;

    private final OpenRouter openRouter;
    private final Money money;
    private final Map<String, Conversation> conversations = Collections.synchronizedMap(new Recent());

    ChatController(OpenRouter openRouter, Money money) {
        this.openRouter = openRouter;
        this.money = money;
    }

    /**
     * What the page sends.
     *
     * @param text the question; ignored if {@code again}
     * @param again whether to answer the last question again, with this model
     */
    record Ask(String model, @Nullable String text, List<File> files, boolean tools, boolean again) {

        Ask {
            files = Objects.requireNonNullElse(files, List.of());
        }
    }

    /** A file in Base64. */
    record File(String name, String type, String data) {

        Content content() {
            RequestFields.required(type, "type");
            RequestFields.required(data, "data");
            if (data.length() > MAX_FILE_BYTES / 3 * 4 + 4) {
                throw new IllegalArgumentException(name + " has more than 20 MB");
            }
            if (type.startsWith("image/")) {
                return ImageContent.from(data, type);
            }
            if (type.equals("application/pdf")) {
                return PdfFileContent.from(data, type);
            }
            throw new IllegalArgumentException(name + " is neither an image nor a PDF");
        }
    }

    /** The least recently used one is forgotten: a page that is reloaded begins a new one. */
    private static final class Recent extends LinkedHashMap<String, Conversation> {

        private static final long serialVersionUID = 1;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Conversation> eldest) {
            boolean tooMany = size() > MAX_CONVERSATIONS;
            if (tooMany) {
                eldest.getValue().cancel();
            }
            return tooMany;
        }
    }

    @PostMapping("/api/chats/{id}")
    SseEmitter ask(@PathVariable String id, @RequestBody Ask ask) {
        Conversation conversation = conversations.computeIfAbsent(id, unused -> new Conversation());
        List<Content> question = new ArrayList<>();
        if (!ask.again()) {
            question.add(TextContent.from(RequestFields.required(ask.text(), "text")));
            ask.files()
                    .forEach(file ->
                            question.add(RequestFields.required(file, "file").content()));
        }
        String model = RequestFields.required(ask.model(), "model");
        Bill bill = money.bill();
        ChatTurn turn = conversation.begin(
                () -> model(id, model, bill), ask.tools(), bill, ask.again() ? null : UserMessage.from(question));
        turn.next();
        return turn.events();
    }

    private StreamingChatModel model(String id, String name, Bill bill) {
        return openRouter
                .streamingChatModel()
                .modelName(name)
                .maxOutputTokens(MAX_OUTPUT_TOKENS)
                .returnThinking(true)
                .sessionId(id)
                .metadata(Map.of("tab", "chat"))
                .budget(money.budget())
                .costListener(money.listener(bill))
                .build();
    }

    /** Stops the answer that is under way. */
    @PostMapping("/api/chats/{id}/cancel")
    void cancel(@PathVariable String id) {
        Conversation conversation = conversations.get(id);
        if (conversation != null) {
            conversation.cancel();
        }
    }

    @DeleteMapping("/api/chats/{id}")
    void forget(@PathVariable String id) {
        cancel(id);
        conversations.remove(id);
    }
}
