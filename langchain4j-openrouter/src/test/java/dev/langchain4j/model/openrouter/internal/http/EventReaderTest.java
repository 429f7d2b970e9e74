package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

class EventReaderTest {

    private static final int LIMIT = 32 * 1024 * 1024;

    /** One of everything that the standard and the wire have, with the data that must come out of it. */
    private static final String EVERYTHING = ": OPENROUTER PROCESSING\n\n"
            + "data: {\"text\":\"plain\"}\n\n"
            + "data:{\"text\":\"no blank\"}\r\n\r\n"
            + "data:  two blanks\n\n"
            + "event: message\nid: 7\nretry: 10\ndata: after other fields\n\n"
            + "data: one\ndata: two\ndata:\ndata: four\n\n"
            + ": comment\r\n: another\r\n\r\n"
            + "data: carriage returns\r\r"
            + "data: mixed\r\n\r"
            + "data\n\n"
            + "database: not data\n\n"
            + "data: \u00e4\u00f6\u00fc \u20ac \ud83d\ude00 \u4e2d\u6587\n\n"
            + ":\n\n\n\n"
            + "data: : colon first\n\n"
            + "data: before a comment\n: in between\n\n"
            + "{\"bare\":\n1}\n\nnot: data\n\n"
            + "data: {\"told\":1}\n{\"bare\":\n: comment\n[true,\nnull]}\nid: 7\n{\"bare\":2}\r\ndata: {\"told\":2}\n\n"
            + "data: {\ndata: \"whole\":[{}\ndata: ,{}]}\ndata:[DONE]\n\n"
            + "data:\ndata: [1]\n\n"
            + "{\"bare\":[\n{\"deep\":1}\n]}\n\n"
            + "data: {\"list\":\ndata: [1]}\n\n"
            + "data: [DONE]\n\n"
            + "data: no blank line after it";

    private static final List<String> ITS_EVENTS = List.of(
            "{\"text\":\"plain\"}",
            "{\"text\":\"no blank\"}",
            " two blanks",
            "after other fields",
            "one\ntwo\n\nfour",
            "carriage returns",
            "mixed",
            "",
            "\u00e4\u00f6\u00fc \u20ac \ud83d\ude00 \u4e2d\u6587",
            ": colon first",
            "before a comment",
            "{\"bare\":\n1}",
            "{\"told\":1}",
            "{\"bare\":\n[true,\nnull]}",
            "{\"bare\":2}",
            "{\"told\":2}",
            "{\n\"whole\":[{}\n,{}]}",
            "[DONE]",
            "\n[1]",
            "{\"bare\":[\n{\"deep\":1}\n]}",
            "{\"list\":\n[1]}",
            "[DONE]",
            "no blank line after it");

    @Test
    void reads_every_form_of_event() throws IOException {
        assertThat(events(EVERYTHING, bytes -> bytes)).isEqualTo(ITS_EVENTS);
    }

    @Test
    void gives_the_same_events_when_bytes_come_one_by_one() throws IOException {
        assertThat(events(EVERYTHING, bytes -> 1)).isEqualTo(ITS_EVENTS);
    }

    @Test
    void gives_the_same_events_for_every_cut_in_two() throws IOException {
        byte[] bytes = EVERYTHING.getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < bytes.length; cut++) {
            int first = cut;
            List<Integer> pieces = new ArrayList<>(List.of(first));
            assertThat(events(EVERYTHING, left -> pieces.isEmpty() ? left : pieces.remove(0)))
                    .as("cut after byte %d", cut)
                    .isEqualTo(ITS_EVENTS);
        }
    }

    @Test
    void gives_the_same_events_for_any_way_of_cutting_the_bytes() throws IOException {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            int most = 1 + random.nextInt(60);
            assertThat(events(EVERYTHING, left -> 1 + random.nextInt(most)))
                    .as("seed %d", seed)
                    .isEqualTo(ITS_EVENTS);
        }
    }

    @Test
    void gives_the_same_events_when_its_listener_pauses_after_each() throws IOException {
        for (String end : List.of("\n", "", "\n{\"bare\":3}\ndata: cut")) {
            String stream = EVERYTHING + end;
            for (int most : List.of(7, stream.length())) {
                List<String> all = events(stream, bytes -> bytes);
                Recorder recorder = new Recorder(null) {
                    private int asked;

                    @Override
                    public boolean mayReadOn() {
                        return ++asked % 2 == 0;
                    }
                };
                EventReader reader = reader(LIMIT);

                boolean over = reader.read(Okio.buffer(source(stream, left -> Math.min(left, most))), recorder);
                while (!over) {
                    over = reader.resume(recorder);
                }

                assertThat(recorder.events).isEqualTo(all);
                assertThat(recorder.ended).isTrue();
            }
        }
    }

    @Test
    void ends_a_line_at_any_place_also_among_other_control_characters() throws IOException {
        for (int length = 0; length < 20; length++) {
            String tabs = "\t".repeat(length) + "\u0001\u000f\u0010\u007f\u0080\u010a";
            String letters = "x".repeat(length);

            assertThat(events("data: " + tabs + "\n\ndata: " + letters + "\r\rdata: " + letters + "\r\n\r\n", n -> n))
                    .containsExactly(tabs, letters, letters);
        }
    }

    @Test
    void reads_another_answer_as_if_there_had_been_none_before() throws IOException {
        EventReader reader = reader(LIMIT);
        Recorder recorder = new Recorder(null);
        List<Integer> pieces = new ArrayList<>(List.of(8));
        BufferedSource lost = Okio.buffer(source("{\"cut\":\n1", left -> {
            if (pieces.isEmpty()) {
                throw new IllegalStateException("lost");
            }
            return pieces.remove(0);
        }));
        assertThatThrownBy(() -> reader.read(lost, recorder)).isInstanceOf(TransportException.class);

        reader.read(Okio.buffer(source(EVERYTHING, left -> left)), recorder);

        assertThat(recorder.events).isEqualTo(ITS_EVENTS);
    }

    @Test
    void skips_a_byte_order_mark() throws IOException {
        assertThat(events("\ufeffdata: x\n\n", bytes -> 1)).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\ufeff\ufeff", " \ufeff "})
    void loses_no_data_after_blanks_and_marks(String blanks) throws IOException {
        String stream = "data: a\n\n" + blanks + "data: b\n\n" + blanks + "{\"bare\":1}\n\n";

        assertThat(events(blanks + stream, bytes -> 1)).containsExactly("a", "b", "{\"bare\":1}");
    }

    @ParameterizedTest
    @ValueSource(ints = {16_000, 100_000, 3_000_000})
    void reads_events_larger_than_its_buffer(int size) throws IOException {
        String image = "x".repeat(size);
        assertThat(events("data: " + image + "\n\ndata: next\n\n", bytes -> 5_000))
                .containsExactly(image, "next");
    }

    @Test
    void its_buffer_is_small_until_more_arrives_at_a_time() throws IOException {
        String stream = "data: a\n\n".repeat(50) + ("data: " + "x".repeat(300) + "\n\n").repeat(100);
        List<Integer> room = new ArrayList<>();
        Recorder recorder = new Recorder(null);

        BufferedSource source = Okio.buffer(source(stream, most -> room.size() < 50 ? 9 : most));
        reader(LIMIT).read(noting(room, source), recorder);

        assertThat(recorder.events).hasSize(150);
        assertThat(room.subList(0, 50)).allMatch(bytes -> bytes <= 1024);
        assertThat(room).anyMatch(bytes -> bytes > 7 * 1024).allMatch(bytes -> bytes <= 8 * 1024);
    }

    /** The same source, noting how much every read could take. */
    private static BufferedSource noting(List<Integer> room, BufferedSource source) {
        return (BufferedSource) Proxy.newProxyInstance(
                EventReaderTest.class.getClassLoader(),
                new Class<?>[] {BufferedSource.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("read") && args.length == 3) {
                        room.add((Integer) args[2]);
                    }
                    return method.invoke(source, args);
                });
    }

    @Test
    void reads_an_event_of_just_under_the_limit_and_refuses_a_larger_one() throws IOException {
        String fits = "x".repeat(900);
        assertThat(events("data: " + fits + "\n\n", bytes -> bytes, 1024)).containsExactly(fits);

        String tooLarge = "x".repeat(40_000);
        assertThatThrownBy(() -> events("data: " + tooLarge + "\n\n", bytes -> bytes, 20_000))
                .isInstanceOf(TransportException.class)
                .hasMessage("One event of the stream is larger than 20000 bytes, which no setting changes;"
                        + " ask without a stream, where maxResponseBytes is the limit");
    }

    @Test
    void stops_reading_when_the_listener_has_enough() throws IOException {
        Recorder recorder = new Recorder("[DONE]");
        reader(LIMIT).read(Okio.buffer(source("data: a\n\ndata: [DONE]\n\ndata: b\n\n", n -> n)), recorder);

        assertThat(recorder.events).containsExactly("a", "[DONE]");
        assertThat(recorder.ended).isFalse();
    }

    @Test
    void says_when_the_body_has_ended() throws IOException {
        Recorder recorder = new Recorder("[DONE]");
        reader(LIMIT).read(Okio.buffer(source("data: a\n\n", n -> n)), recorder);

        assertThat(recorder.ended).isTrue();
    }

    @Test
    void comments_are_no_progress_and_events_are() throws IOException {
        FakeTime time = new FakeTime();
        OpenCall open = new OpenCall(
                () -> "a stream", new TimeLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), null), time, null);
        EventReader reader = new EventReader(settings(LIMIT), open, () -> {});
        open.reading();
        open.check(time.nanos());

        time.advance(Duration.ofSeconds(2));
        reader.read(Okio.buffer(source("data: sign of life\n\n", n -> n)), new Recorder(null));
        open.check(time.nanos());
        open.throwIfEnded();

        time.advance(Duration.ofSeconds(2));
        reader.read(Okio.buffer(source(": OPENROUTER PROCESSING\n\n", n -> n)), new Recorder(null));
        open.check(time.nanos());
        assertThatThrownBy(open::throwIfEnded).hasMessageContaining("was silent for 1 s");
    }

    @Test
    void a_large_comment_is_no_progress() {
        assertThatThrownBy(() -> readSlowly(":" + "x".repeat(100_000))).hasMessageContaining("was silent for 1 s");
    }

    @Test
    void a_large_event_is_progress_before_it_is_whole() {
        String image = "x".repeat(100_000);

        assertThat(readSlowly("data: " + image)).containsExactly(image);
    }

    /** A line that takes ten seconds, ten times as long as silence may. */
    private static List<String> readSlowly(String line) {
        FakeTime time = new FakeTime();
        OpenCall open = openSince(time);
        BufferedSource slow = Okio.buffer(source(line, left -> {
            time.advance(Duration.ofMillis(100));
            open.check(time.nanos());
            return 1_000;
        }));
        Recorder recorder = new Recorder(null);
        new EventReader(settings(LIMIT), open, () -> {}).read(slow, recorder);
        return recorder.events;
    }

    @Test
    void the_clock_stands_while_an_event_is_handed_on() {
        FakeTime time = new FakeTime();
        OpenCall open = openSince(time);

        open.stopClock();
        time.advance(Duration.ofSeconds(2));
        open.check(time.nanos());
        open.startClock();
        open.check(time.nanos());
        open.throwIfEnded();

        time.advance(Duration.ofMillis(1001));
        open.check(time.nanos());
        assertThatThrownBy(open::throwIfEnded).hasMessageContaining("was silent for 1 s");
    }

    @Test
    void an_event_that_is_passed_over_is_silence_but_for_the_time_that_it_is_handed_on() {
        FakeTime time = new FakeTime();
        OpenCall open = openSince(time);

        time.advance(Duration.ofMillis(900));
        open.stopClock();
        open.countAsSilence();
        time.advance(Duration.ofSeconds(5));
        open.startClock();
        open.check(time.nanos());
        open.throwIfEnded();

        time.advance(Duration.ofMillis(101));
        open.check(time.nanos());
        assertThatThrownBy(open::throwIfEnded).hasMessageContaining("was silent for 1 s");
    }

    private static OpenCall openSince(FakeTime time) {
        TimeLimits limits = new TimeLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), null);
        OpenCall open = new OpenCall(() -> "a stream", limits, time, null);
        open.reading();
        open.check(time.nanos());
        return open;
    }

    private static List<String> events(String stream, Cutter cutter) throws IOException {
        return events(stream, cutter, LIMIT);
    }

    private static List<String> events(String stream, Cutter cutter, int limit) throws IOException {
        Recorder recorder = new Recorder(null);
        reader(limit).read(Okio.buffer(source(stream, cutter)), recorder);
        return recorder.events;
    }

    private static EventReader reader(int limit) {
        TimeLimits limits = new TimeLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), null);
        OpenCall open = new OpenCall(() -> "a stream", limits, new FakeTime(), null);
        return new EventReader(settings(limit), open, () -> {});
    }

    private static HttpSettings settings(int maxEventBytes) {
        return new HttpSettings(
                "http://localhost",
                null,
                Duration.ofSeconds(1),
                new RetryPolicy(0, false, new FakeTime()),
                100_000_000,
                maxEventBytes,
                new SecretHeaders(List.of()),
                Credentials.hiding(List.of()),
                new RequestLog(NOPLogger.NOP_LOGGER, false, false),
                UnaryOperator::identity);
    }

    private static Source source(String stream, Cutter cutter) {
        Buffer left = new Buffer().writeUtf8(stream);
        return new Source() {
            @Override
            public long read(Buffer sink, long byteCount) {
                if (left.exhausted()) {
                    return -1;
                }
                int most = (int) Math.min(left.size(), byteCount);
                return left.read(sink, Math.min(most, cutter.next(most)));
            }

            @Override
            public Timeout timeout() {
                return Timeout.NONE;
            }

            @Override
            public void close() {}
        };
    }

    /** How many of the bytes that are left come with the next read. */
    private interface Cutter {
        int next(int left);
    }

    private static class Recorder implements StreamListener {

        private final List<String> events = new ArrayList<>();
        private final String last;
        private boolean ended;

        private Recorder(String last) {
            this.last = last;
        }

        @Override
        public boolean onEvent(byte[] buffer, int from, int to) {
            events.add(new String(buffer, from, to - from, StandardCharsets.UTF_8));
            return !events.get(events.size() - 1).equals(last);
        }

        @Override
        public void onEnd() {
            ended = true;
        }

        @Override
        public void onAttempt() {}

        @Override
        public void onOpen(HttpAnswer.HttpHead head, StreamCall call) {}

        @Override
        public void onAnswer(HttpAnswer answer, CancelHandle call) {}

        @Override
        public void onFailure(Throwable failure) {}
    }
}
