package dev.langchain4j.model.openrouter.test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** The smallest image that every viewer shows: a PNG of one pixel. The same colour gives the same bytes. */
final class TinyPng {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] HEADER = {0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0
    }; // 1 x 1, 8 bits of red, green and blue

    private TinyPng() {}

    /** @param colour its low 24 bits are used */
    static byte[] ofColour(int colour) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        chunk(png, "IHDR", HEADER);
        chunk(png, "IDAT", deflated(new byte[] {0, (byte) (colour >> 16), (byte) (colour >> 8), (byte) colour}));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        png.writeBytes(bigEndian(data.length));
        png.writeBytes(name);
        png.writeBytes(data);
        png.writeBytes(bigEndian((int) checksum.getValue()));
    }

    private static byte[] bigEndian(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static byte[] deflated(byte[] line) {
        Deflater deflater = new Deflater();
        deflater.setInput(line);
        deflater.finish();
        byte[] buffer = new byte[64];
        int length = deflater.deflate(buffer);
        deflater.end();
        return ByteBuffer.allocate(length).put(buffer, 0, length).array();
    }
}
