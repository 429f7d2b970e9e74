package dev.langchain4j.model.openrouter.internal.media;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Base64 data with its media type, in the form that providers accept: no nested data URL, no line breaks, padded, the
 * usual alphabet instead of that for URLs; the media type in lower case, without parameters, by its registered name.
 *
 * @param mimeType null if it is unknown
 */
public record MediaData(@Nullable String mimeType, String base64) {

    private static final Pattern DATA_URL =
            Pattern.compile("\\s*+data:([^,;]*)((?:;[^,]*)?),", Pattern.CASE_INSENSITIVE);

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** What a character of data can be besides a digit of base64, as bits. */
    private static final byte BLANK = 1;

    private static final byte OTHER = 2;
    private static final byte OF_URLS = 4;

    /** Of each ASCII character; 0 for a digit of base64. */
    private static final byte[] KINDS = kinds();

    /** Names that are not or no longer registered, and that some providers refuse. */
    private static final Map<String, String> REGISTERED = Map.ofEntries(
            Map.entry("image/jpg", "image/jpeg"),
            Map.entry("image/jpe", "image/jpeg"),
            Map.entry("image/jfif", "image/jpeg"),
            Map.entry("image/pjpeg", "image/jpeg"),
            Map.entry("image/x-jpeg", "image/jpeg"),
            Map.entry("image/x-jpg", "image/jpeg"),
            Map.entry("image/x-png", "image/png"),
            Map.entry("image/x-webp", "image/webp"),
            Map.entry("image/x-gif", "image/gif"),
            Map.entry("video/x-mp4", "video/mp4"),
            Map.entry("application/x-pdf", "application/pdf"),
            Map.entry("application/vnd.pdf", "application/pdf"),
            Map.entry("application/acrobat", "application/pdf"),
            Map.entry("text/pdf", "application/pdf"),
            Map.entry("text/x-pdf", "application/pdf"));

    private static final Pattern TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+");

    private static final Set<String> LOCAL = Set.of(
            "file",
            "jar",
            "nested",
            "jrt",
            "vfs",
            "bundle",
            "bundleresource",
            "classpath",
            "resource",
            "blob",
            "content");

    /**
     * The data, unwrapped if it is a data URL, whose media type then counts.
     *
     * @param what kind of content, for the message
     * @throws IllegalArgumentException if there is no data
     */
    public static MediaData of(@Nullable String mimeType, @Nullable String base64, String what) {
        if (base64 == null) {
            throw new IllegalArgumentException(what + " has neither a URL nor base64 data");
        }
        String type = mimeType;
        String data = base64.stripLeading();
        Matcher url = DATA_URL.matcher(data);
        int start = 0;
        while (url.region(start, data.length()).lookingAt()) {
            if (!hasBase64(url)) {
                throw new IllegalArgumentException(what + " has a data URL that is not base64: give base64 data");
            }
            type = isBlank(url.group(1)) ? type : url.group(1);
            start = url.end();
        }
        if (start > 0) {
            data = decoded(data.substring(start)).stripLeading();
        }
        if (isBlank(data)) {
            throw new IllegalArgumentException(what + " has empty data");
        }
        int kinds = kindsIn(data);
        if ((kinds & OTHER) != 0) {
            throw new IllegalArgumentException(what + " has data that is not base64"
                    + (data.contains("://") ? ": it looks like a URL, which is not data" : ""));
        }
        return new MediaData(isBlank(type) ? null : normal(type), plain(data, kinds));
    }

    /** Without blanks, in the usual alphabet, and padded: some providers decode nothing else. */
    private static String plain(String data, int kinds) {
        String digits = (kinds & BLANK) == 0 ? data : BLANKS.matcher(data).replaceAll("");
        String usual =
                (kinds & OF_URLS) == 0 ? digits : digits.replace('-', '+').replace('_', '/');
        int missing = -usual.length() & 3;
        return missing == 0 || missing == 3 ? usual : usual + "=".repeat(missing); // base64 never lacks 3
    }

    /** Without the escapes of a URL. A plus sign is a digit of base64, not a blank. */
    private static String decoded(String data) {
        try {
            return data.indexOf('%') < 0 ? data : URLDecoder.decode(data.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noEscapes) {
            return data;
        }
    }

    private static boolean hasBase64(Matcher dataUrl) {
        return dataUrl.group(2).toLowerCase(Locale.ROOT).endsWith(";base64");
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[128];
        Arrays.fill(kinds, OTHER);
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
                .chars()
                .forEach(digit -> kinds[digit] = 0);
        "-_".chars().forEach(digit -> kinds[digit] = OF_URLS);
        " \t\n\u000B\f\r".chars().forEach(blank -> kinds[blank] = BLANK);
        return kinds;
    }

    /** All kinds together. Without a branch for each: no processor can guess the next digit of a large image. */
    private static int kindsIn(String data) {
        int found = 0;
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            found |= c < KINDS.length ? KINDS[c] : OTHER;
        }
        return found;
    }

    /** The media type in lower case, without parameters, by its registered name. */
    static String normal(String mimeType) {
        int parameters = mimeType.indexOf(';');
        String type = (parameters < 0 ? mimeType : mimeType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        return REGISTERED.getOrDefault(type, type);
    }

    /** @throws IllegalArgumentException if the media type is not known or not valid */
    public String toUrl(String what) {
        if (mimeType == null) {
            throw new IllegalArgumentException(what + " with data needs a mimeType");
        }
        if (!TYPE.matcher(mimeType).matches()) {
            throw new IllegalArgumentException(
                    what + " has the mimeType '" + mimeType + "', which is no media type: set one such as image/png");
        }
        return "data:" + mimeType + ";base64," + base64;
    }

    /**
     * The URL, if other machines can resolve it.
     *
     * @param mimeType counts for a data URL without one
     * @throws IllegalArgumentException if they cannot
     */
    public static String fetchable(URI url, @Nullable String mimeType, String what) {
        String scheme = url.getScheme();
        if (scheme == null || scheme.length() == 1 || LOCAL.contains(scheme.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    what + " has a URL of a file on this machine, which OpenRouter cannot read:"
                            + " read it and pass its bytes as base64 data with a mimeType");
        }
        return scheme.equalsIgnoreCase("data")
                ? of(mimeType, url.toString(), what).toUrl(what)
                : url.toString();
    }

    /** Whether the URL holds the data itself. */
    static boolean isDataUrl(URI url) {
        return DATA_URL.matcher(url.toString()).lookingAt();
    }
}
