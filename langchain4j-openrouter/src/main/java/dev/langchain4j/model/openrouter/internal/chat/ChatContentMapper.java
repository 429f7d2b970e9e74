package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.data.video.Video;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.media.AudioFormats;
import dev.langchain4j.model.openrouter.internal.media.MediaData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps the contents of a message to content parts. */
public final class ChatContentMapper {

    private ChatContentMapper() {}

    /** Without blank texts beside other content, such as an image without a caption: Anthropic refuses them. */
    public static List<ContentPart> toWire(List<Content> contents, @Nullable String videoProcessing) {
        if (contents.size() == 1) {
            return List.of(part(contents.get(0), 1, videoProcessing));
        }
        var parts = new ArrayList<ContentPart>(contents.size());
        int files = 0;
        for (Content content : contents) {
            files += content instanceof PdfFileContent ? 1 : 0;
            if (!isBlankText(content)) {
                parts.add(part(content, files, videoProcessing));
            }
        }
        return parts.isEmpty() ? List.of(part(contents.get(0), 1, videoProcessing)) : parts;
    }

    private static boolean isBlankText(Content content) {
        return content instanceof TextContent text && isBlank(text.text());
    }

    private static ContentPart part(Content content, int fileNumber, @Nullable String videoProcessing) {
        if (content instanceof TextContent text) {
            return new ContentPart.Text(text.text());
        }
        if (content instanceof ImageContent image) {
            return new ContentPart.Image(url(image.image()), detail(image));
        }
        if (content instanceof AudioContent audio) {
            return audio(audio.audio());
        }
        if (content instanceof VideoContent video) {
            return new ContentPart.Video(url(video.video()), videoProcessing);
        }
        if (content instanceof PdfFileContent pdf) {
            return ChatFiles.toWire(pdf.pdfFile(), fileNumber);
        }
        ensureNotNull(content, "A content of a message");
        throw new UnsupportedFeatureException(
                "Content of type " + content.getClass().getName() + " is not supported by OpenRouter");
    }

    private static String url(Image image) {
        return image.url() != null
                ? MediaData.fetchable(image.url(), image.mimeType(), "ImageContent")
                : dataUrl("ImageContent", image.mimeType(), image.base64Data());
    }

    private static String url(Video video) {
        return video.url() != null
                ? MediaData.fetchable(video.url(), video.mimeType(), "VideoContent")
                : dataUrl("VideoContent", video.mimeType(), video.base64Data());
    }

    /**
     * LOW is LangChain4j's default. It is sent only if the user has set it: else the upstream decides, and nobody gets
     * a blurred picture by accident.
     */
    private static @Nullable String detail(ImageContent image) {
        ImageContent.DetailLevel level = image.detailLevel();
        if (level == null) {
            return null;
        }
        return switch (level) {
            case LOW -> isSpecified(image) ? "low" : null;
            case AUTO -> "auto";
            case HIGH -> "high";
            case ULTRA_HIGH -> "original";
            case MEDIUM ->
                throw new UnsupportedFeatureException(
                        "Image detail level MEDIUM is not supported by OpenRouter: use AUTO, HIGH or ULTRA_HIGH");
        };
    }

    /** Core 1.20 does not know who has set the level. */
    private static boolean isSpecified(ImageContent image) {
        try {
            return image.detailLevelSpecified();
        } catch (NoSuchMethodError olderCore) {
            return false;
        }
    }

    private static ContentPart audio(Audio audio) {
        MediaData data = AudioFormats.data(audio, "AudioContent");
        return new ContentPart.Audio(
                data.base64(), AudioFormats.of(data.mimeType(), "AudioContent", AudioFormats.CHAT));
    }

    private static String dataUrl(String content, @Nullable String mimeType, @Nullable String base64) {
        return MediaData.of(mimeType, base64, content).toUrl(content);
    }
}
