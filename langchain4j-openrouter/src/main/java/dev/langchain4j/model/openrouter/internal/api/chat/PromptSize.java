package dev.langchain4j.model.openrouter.internal.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.internal.api.json.ByteCounter;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The size of a prompt, without a tokenizer.
 *
 * @param bytes of messages, tools and schema as JSON without images; of audio, video and files before base64
 * @param images in the request
 * @param measurable false if a URL or a file id hides content of any length
 */
public record PromptSize(long bytes, int images, boolean measurable) {

    public static PromptSize of(ChatCompletionRequest request) {
        var attachments = new Attachments();
        var others = new RequestMessages(0);
        long bytes = 0;
        for (RequestMessage message : request.messages()) {
            String text = PlainMessages.textOf(message);
            if (text == null) {
                others.add(attachments.takenOutOf(message));
            } else {
                bytes += PlainMessages.bytes(message, text);
            }
        }
        boolean all = others.isEmpty() && request.tools().isEmpty() && request.responseFormat() == null;
        bytes += all
                ? PlainMessages.NO_MESSAGES
                : written(ChatCompletionRequest.prompt(others, request.tools(), request.responseFormat()));
        bytes += commas(request.messages().size()) - commas(others.size());
        return new PromptSize(bytes + attachments.bytes, attachments.images, attachments.measurable);
    }

    private static int commas(int messages) {
        return Math.max(0, messages - 1);
    }

    /** The size of what a request has besides its messages; zero for nothing. */
    public static long bytes(List<ToolDefinition> tools, @Nullable OutputFormat format) {
        return tools.isEmpty() && format == null
                ? 0
                : written(ChatCompletionRequest.prompt(new RequestMessages(0), tools, format));
    }

    private static long written(ChatCompletionRequest prompt) {
        var counted = new ByteCounter();
        try (JsonGenerator json = Json.generator(counted)) {
            ChatRequestWriter.write(prompt, json);
        } catch (IOException e) {
            throw new IllegalStateException("the request cannot be written as JSON: " + e.getMessage(), e);
        }
        return counted.bytes();
    }

    /** The size of inputs for embeddings. */
    public static PromptSize of(List<List<ContentPart>> inputs) {
        var attachments = new Attachments();
        long bytes = 0;
        for (List<ContentPart> input : inputs) {
            for (ContentPart part : attachments.takenOutOf(input)) {
                bytes += part instanceof ContentPart.Text text ? bytes(text.text()) : 0;
            }
        }
        return new PromptSize(bytes + attachments.bytes, attachments.images, attachments.measurable);
    }

    /** The size of a text in UTF-8, counted without a copy. */
    public static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3; // a surrogate pair has 4
        }
        return bytes;
    }

    /** The size of one request. */
    private static final class Attachments {

        private long bytes;
        private int images;
        private boolean measurable = true;

        private RequestMessage takenOutOf(RequestMessage message) {
            if (message instanceof RequestMessage.User user) {
                return user.withContent(takenOutOf(user.content()));
            }
            if (message instanceof RequestMessage.Tool tool) {
                return new RequestMessage.Tool(tool.toolCallId(), takenOutOf(tool.content()));
            }
            if (message instanceof RequestMessage.Assistant assistant) {
                images += assistant.images().size();
                return assistant.withoutImages();
            }
            return message;
        }

        private List<ContentPart> takenOutOf(List<ContentPart> parts) {
            List<ContentPart> texts = new ArrayList<>();
            for (ContentPart part : parts) {
                if (part instanceof ContentPart.Text) {
                    texts.add(part);
                } else if (part instanceof ContentPart.Image) {
                    images++;
                } else if (part instanceof ContentPart.Audio audio) {
                    addBase64(audio.data());
                } else if (part instanceof ContentPart.Video video) {
                    addUrl(video.url());
                } else if (part instanceof ContentPart.File file) {
                    addUrl(file.data());
                }
            }
            return texts;
        }

        private void addUrl(@Nullable String url) {
            if (url != null && url.startsWith("data:")) {
                addBase64(url);
            } else {
                measurable = false;
            }
        }

        private void addBase64(String data) {
            bytes += data.length() / 4 * 3L + 3;
        }
    }
}
