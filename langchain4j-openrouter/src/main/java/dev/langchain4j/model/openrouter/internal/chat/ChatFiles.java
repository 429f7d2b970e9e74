package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.data.pdf.PdfFile;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.media.MediaData;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files of a message. LangChain4j's file has neither a name nor an id: the name is the parameter {@code name} of its
 * media type, the id is its URL with a scheme of its own. Both survive a chat memory that is stored as JSON.
 */
public final class ChatFiles {

    private static final String ID_SCHEME = "openrouter-file";
    private static final Pattern NAME =
            Pattern.compile(";\\s*name\\s*=\\s*(?:\"([^\"]*)\"|([^;\"]*))", Pattern.CASE_INSENSITIVE);
    private static final String CONTENT = "PdfFileContent";

    private ChatFiles() {}

    public static PdfFile named(String name, String base64) {
        return PdfFile.builder().base64Data(base64).mimeType(mimeType(name)).build();
    }

    public static PdfFile named(String name, URI url) {
        return PdfFile.builder().url(url).mimeType(mimeType(name)).build();
    }

    public static PdfFile stored(String id) {
        return PdfFile.builder().url(URI.create(ID_SCHEME + ":" + id)).build();
    }

    private static String mimeType(String name) {
        return PdfFile.DEFAULT_MIME_TYPE + "; name=\"" + name + "\"";
    }

    /** @param number of this file among those of the message, from 1 */
    static ContentPart toWire(PdfFile file, int number) {
        URI url = file.url();
        String name = name(file.mimeType());
        if (url == null) {
            String data =
                    MediaData.of(file.mimeType(), file.base64Data(), CONTENT).toUrl(CONTENT);
            return new ContentPart.File(name == null ? madeUp(number) : name, data, null);
        }
        if (ID_SCHEME.equals(url.getScheme())) {
            return new ContentPart.File(name, null, url.getSchemeSpecificPart());
        }
        return new ContentPart.File(
                name == null ? nameIn(url, number) : name, MediaData.fetchable(url, file.mimeType(), CONTENT), null);
    }

    private static @Nullable String name(@Nullable String mimeType) {
        Matcher parameter = NAME.matcher(mimeType == null ? "" : mimeType);
        if (!parameter.find()) {
            return null;
        }
        String name = (parameter.group(1) == null ? parameter.group(2) : parameter.group(1)).strip();
        return name.isEmpty() ? null : name;
    }

    private static String nameIn(URI url, int number) {
        String path = url.getPath(); // null for a data URL
        String name = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty()) {
            return madeUp(number);
        }
        return name.toLowerCase(Locale.ROOT).endsWith(".pdf") ? name : name + ".pdf";
    }

    /** Models refer to files by name, so several files in one message get different names. */
    private static String madeUp(int number) {
        return number == 1 ? "document.pdf" : "document-" + number + ".pdf";
    }
}
