package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.model.openrouter.internal.chat.ChatFiles;
import java.net.URI;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Files for a user message that LangChain4j's own factories cannot make: with a name, or stored already. A chat memory
 * keeps both.
 *
 * <pre>{@code
 * UserMessage.from(
 *         TextContent.from("Compare the offers."),
 *         OpenRouterFiles.pdf("offer-a.pdf", bytesOfA),
 *         OpenRouterFiles.stored("or_file_8Jk2"))
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/guides/overview/multimodal/pdfs">PDF inputs</a>
 */
public final class OpenRouterFiles {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]+");

    private OpenRouterFiles() {}

    /**
     * A PDF with its name, by which models refer to it. Without one it is {@code document.pdf}.
     *
     * @throws IllegalArgumentException if the name is blank or has quotes, or there are no bytes
     */
    public static PdfFileContent pdf(String name, byte[] bytes) {
        ensureNotNull(bytes, "bytes");
        if (bytes.length == 0) {
            throw new IllegalArgumentException("bytes must not be empty");
        }
        return new PdfFileContent(
                ChatFiles.named(checkedName(name), Base64.getEncoder().encodeToString(bytes)));
    }

    /**
     * A PDF behind a URL, under another name than that of its path.
     *
     * @throws IllegalArgumentException if the name is blank or has quotes
     */
    public static PdfFileContent pdf(String name, URI url) {
        ensureNotNull(url, "url");
        return new PdfFileContent(ChatFiles.named(checkedName(name), url));
    }

    /**
     * A file of any type that is stored at OpenRouter, {@code or_file_…}, or at the provider.
     *
     * @throws IllegalArgumentException if it is not an id: letters, digits, and {@code _ . -}
     */
    public static PdfFileContent stored(String id) {
        if (!ID.matcher(ensureNotBlank(id, "id")).matches()) {
            throw new IllegalArgumentException("id must be the id of a stored file, such as or_file_8Jk2");
        }
        return new PdfFileContent(ChatFiles.stored(id));
    }

    private static String checkedName(String name) {
        ensureNotBlank(name, "name");
        if (name.indexOf('"') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("name must not have quotes or control characters");
        }
        return name;
    }
}
