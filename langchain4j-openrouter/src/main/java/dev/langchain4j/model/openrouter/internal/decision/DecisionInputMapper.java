package dev.langchain4j.model.openrouter.internal.decision;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.DecisionModelInputUtils;
import dev.langchain4j.internal.DecisionModelInputUtils.Transcript;
import dev.langchain4j.model.decision.request.ContentsInput;
import dev.langchain4j.model.decision.request.DecisionInput;
import dev.langchain4j.model.decision.request.FieldsInput;
import dev.langchain4j.model.decision.request.MessagesInput;
import dev.langchain4j.model.decision.request.TextInput;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsRequest.State;
import dev.langchain4j.model.openrouter.internal.chat.ChatContentMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps the input of a decision to the state. OpenRouter reads images only as elements of a list; where they stand in
 * fields or messages there is a marker, {@code [image 1]}.
 */
public final class DecisionInputMapper {

    private final boolean imageUrls;
    private final List<ContentPart.Image> images = new ArrayList<>();

    private DecisionInputMapper(boolean imageUrls) {
        this.imageUrls = imageUrls;
    }

    /**
     * @param imageUrls whether the model fetches images
     * @throws UnsupportedFeatureException for content that no decision model reads
     */
    public static State toWire(DecisionInput input, boolean imageUrls) {
        return new DecisionInputMapper(imageUrls).state(input);
    }

    private State state(DecisionInput input) {
        if (input instanceof TextInput text) {
            return State.of(text.text());
        }
        if (input instanceof FieldsInput fields) {
            Object object = value(fields.fields());
            return images.isEmpty() ? State.of(object) : State.of(List.of(object), images);
        }
        if (input instanceof ContentsInput contents) {
            return contents(contents.contents());
        }
        if (input instanceof MessagesInput messages) {
            Transcript transcript = DecisionModelInputUtils.transcript(messages.messages(), "OpenRouterDecisionModel");
            return State.of(
                    transcript.messages(),
                    transcript.images().stream().map(this::image).toList());
        }
        throw new UnsupportedFeatureException(
                "Input of type " + input.getClass().getName() + " is not supported");
    }

    private State contents(List<Content> contents) {
        List<Object> items = new ArrayList<>();
        for (Content content : contents) {
            items.add(content instanceof TextContent text ? text.text() : image(content));
        }
        return new State(items, items.size() != 1 || items.get(0) instanceof ContentPart.Image);
    }

    private @Nullable Object value(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            map.forEach((name, member) -> object.put(String.valueOf(name), value(member)));
            return object;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> array = new ArrayList<>();
            list.forEach(element -> array.add(value(element)));
            return array;
        }
        if (value instanceof TextContent text) {
            return text.text();
        }
        if (value instanceof Content content) {
            images.add(image(content));
            return "[image " + images.size() + "]";
        }
        if (value instanceof Double number && !Double.isFinite(number)
                || value instanceof Float single && !Float.isFinite(single)) {
            throw new IllegalArgumentException("fields must not contain " + value + ": JSON has no such number");
        }
        return value;
    }

    private ContentPart.Image image(Content content) {
        if (!(content instanceof ImageContent image)) {
            throw new UnsupportedFeatureException(
                    "Decision models support only text and images, but the input has content of type "
                            + content.type());
        }
        URI url = image.image().url();
        if (url != null && !"data".equalsIgnoreCase(url.getScheme()) && !imageUrls) {
            throw new UnsupportedFeatureException("Most decision models do not fetch images and would not see this one:"
                    + " send its bytes as base64, or set imageUrls(true) if your model fetches them");
        }
        return (ContentPart.Image)
                ChatContentMapper.toWire(List.of(image), null).get(0);
    }
}
