package dev.langchain4j.model.openrouter.test;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Writes the one kind of X.509 certificate that a test server needs, which the JDK can read but not make: version 3,
 * ECDSA with SHA-256, subject and issuer the same.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280, section 4.1</a>
 */
final class Der {

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int VERSION = 0xA0;
    private static final int EXTENSIONS = 0xA3;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;

    /** Object identifiers, encoded. */
    private static final byte[] ECDSA_WITH_SHA256 = bytes("06082a8648ce3d040302");

    private static final byte[] COMMON_NAME = bytes("0603550403");
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = bytes("0603551d11");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    /**
     * The part of a certificate that is signed.
     *
     * @param publicKey as the JDK encodes it
     */
    static byte[] certificateContent(String host, byte[] publicKey, Instant from, Instant until, byte[] address) {
        byte[] name = of(SEQUENCE, of(SET, of(SEQUENCE, COMMON_NAME, of(UTF8_STRING, ascii(host)))));
        byte[] names = of(SEQUENCE, of(DNS_NAME, ascii(host)), of(IP_ADDRESS, address));
        return of(
                SEQUENCE,
                of(VERSION, integer(2)), // version 3
                integer(from.toEpochMilli()),
                of(SEQUENCE, ECDSA_WITH_SHA256),
                name,
                of(SEQUENCE, time(from), time(until)),
                name,
                publicKey,
                of(EXTENSIONS, of(SEQUENCE, of(SEQUENCE, SUBJECT_ALTERNATIVE_NAME, of(OCTET_STRING, names)))));
    }

    static byte[] certificate(byte[] content, byte[] signature) {
        return of(
                SEQUENCE,
                content,
                of(SEQUENCE, ECDSA_WITH_SHA256),
                of(BIT_STRING, new byte[1], signature)); // no unused bits
    }

    private static byte[] integer(long value) {
        return of(INTEGER, BigInteger.valueOf(value).toByteArray());
    }

    private static byte[] time(Instant time) {
        return of(UTC_TIME, ascii(TIME.format(time)));
    }

    private static byte[] of(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int leadingZero = digits[0] == 0 ? 1 : 0;
            out.write(0x80 | digits.length - leadingZero);
            out.write(digits, leadingZero, digits.length - leadingZero);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
