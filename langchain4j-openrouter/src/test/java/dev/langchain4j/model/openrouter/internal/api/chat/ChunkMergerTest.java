package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.support.Answers.merged;
import static dev.langchain4j.model.openrouter.support.Answers.mergedDeltas;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.support.Answers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkMergerTest {

    @Test
    void the_last_usage_counts_and_a_repeated_finish_reason_is_one() {
        ChatCompletion answer = merged("usage-growing-finish-repeated").toCompletion();

        assertThat(answer.usage().totalTokens()).isEqualTo(8);
        assertThat(answer.usage().cost()).isEqualByComparingTo("0.000012");
        assertThat(answer.choice().finishReason()).isEqualTo("stop");
        assertThat(answer.choice().nativeFinishReason()).isEqualTo("stop");
        assertThat(answer.choice().message().content()).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"debug-chunk-first", "bare-chunks", "done-without-finish-or-usage", "cut-off-after-finish"})
    void chunks_without_the_usual_members_are_fine(String name) {
        ChunkMerger merger = merged(name);

        assertThat(merger.toCompletion().failure()).isEmpty();
        assertThat(merger.toCompletion().choice().message().content()).isNotBlank();
        assertThat(merger.toCompletion().usage()).isNull();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            error-after-text,            500, Provider disconnected unexpectedly, OpenAI,  Once upon
            error-before-text,           429, Rate limit exceeded,                OpenAI,  -
            error-without-choices,       500, The server had an error,            OpenAI,  Once
            error-with-empty-choices,    429, All providers are at capacity,      OpenAI,  Once
            error-in-choice,             502, Provider disconnected,              OpenAI,  part
            finish-error-without-reason, 502, The provider ended the generation with an error: MALFORMED_FUNCTION_CALL, OpenAI, Once
            """)
    void an_error_in_any_shape_fails_the_stream_and_keeps_the_text(
            String name, int status, String message, String provider, String text) {
        ChunkMerger merger = merged(name);

        ApiError error = merger.reportedError().orElseThrow();
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.message()).isEqualTo(message);
        assertThat(error.provider()).isEqualToIgnoringCase(provider);
        assertThat(merger.toCompletion().failure()).contains(error);
        assertThat(merger.toCompletion().choice().message().content()).isEqualTo(text);
    }

    @Test
    void the_first_of_several_errors_is_the_reason() {
        ChunkMerger merger = new ChunkMerger();
        merger.accept(Answers.read("{\"error\":{\"code\":429,\"message\":\"first\"}}"));
        merger.accept(Answers.read("{\"error\":{\"code\":502,\"message\":\"second\"}}"));

        assertThat(merger.reportedError().orElseThrow().message()).isEqualTo("first");
    }

    @Test
    void knows_whether_a_finish_reason_has_come() {
        assertThat(merged("cut-off").finished()).isFalse();
        assertThat(merged("cut-off").reportedError()).isEmpty();
        assertThat(merged("cut-off-after-finish").finished()).isTrue();
        assertThat(new ChunkMerger().finished()).isFalse();
    }

    @Test
    void a_stream_without_an_answer_is_a_failure() {
        assertThat(merged("done-without-answer")
                        .toCompletion()
                        .failure()
                        .orElseThrow()
                        .message())
                .contains("no choices");
        assertThat(mergedDeltas("{}").toCompletion().failure().orElseThrow().message())
                .contains("returned nothing");
    }

    @Test
    void says_after_each_chunk_what_it_added() {
        ChunkMerger merger = new ChunkMerger();
        var chunks = Answers.chunks("claude-late-signature");

        merger.accept(chunks.get(0));
        assertThat(merger.newReasoning()).isEqualTo("Look it up.");
        assertThat(merger.newText()).isEmpty();
        merger.accept(chunks.get(1));
        assertThat(merger.newText()).isEqualTo("It is ");
        assertThat(merger.newReasoning()).isEmpty();
        merger.accept(chunks.get(2));
        assertThat(merger.newText()).isEmpty();
        assertThat(merger.finished()).isFalse();
        merger.accept(chunks.get(4));
        assertThat(merger.finished()).isTrue();
    }

    @Test
    void tool_calls_without_id_or_index_are_told_apart() {
        assertThat(calls(merged("tool-calls-no-id-no-index"))).containsExactly("null a {}", "call_b b {\"x\":1} ");
    }

    @Test
    void pieces_of_arguments_are_the_complete_arguments_without_blanks_around() {
        ChunkMerger merger = mergedDeltas(call("0", "a", "f", " {\\\"x\\\":"), call("0", null, null, " 1"));
        StreamedToolCall call = merger.toolCalls().get(0);

        assertThat(call.takePiece()).isEqualTo("{\"x\": 1");
        assertThat(call.takePiece()).isEmpty();
        merger.accept(Answers.read("{\"choices\":[{\"delta\":" + call("0", null, null, "} ") + "}]}"));
        assertThat(call.takePiece()).isEqualTo("}");
        assertThat(call.takeLastPiece()).isEmpty();
    }

    @Test
    void a_call_without_arguments_ends_with_an_empty_object() {
        StreamedToolCall call =
                mergedDeltas(call("0", "a", "f", "")).toolCalls().get(0);

        assertThat(call.takePiece()).isEmpty();
        assertThat(call.takeLastPiece()).isEqualTo("{}");
        assertThat(call.takeLastPiece()).isEmpty();
    }

    @Test
    void whole_calls_that_share_an_index_are_several() {
        assertThat(calls(mergedDeltas(call("0", "a", "f", "{}"), call("0", "b", "g", "{}"))))
                .containsExactly("a f {}", "b g {}");
        assertThat(calls(mergedDeltas(call("0", null, "f", "{}"), call("0", null, "g", "{}"))))
                .containsExactly("null f {}", "null g {}");
        assertThat(calls(mergedDeltas(call("0", null, "f", "{}"), call("0", null, "f", "{\\\"x\\\":1}"))))
                .containsExactly("null f {}", "null f {\"x\":1}");
    }

    @Test
    void whole_calls_without_index_are_several() {
        assertThat(calls(mergedDeltas(call(null, "a", "f", "{}"), call(null, "b", "f", "{}"))))
                .containsExactly("a f {}", "b f {}");
        assertThat(calls(mergedDeltas(call(null, null, "f", ""), call(null, null, "g", ""))))
                .containsExactly("null f ", "null g ");
        assertThat(calls(mergedDeltas(call(null, null, "f", "{}"), call(null, null, "f", "{}"))))
                .containsExactly("null f {}", "null f {}");
        assertThat(calls(mergedDeltas(call(null, null, "f", "{\\\"x\\\":1}"), call(null, null, "f", ""))))
                .containsExactly("null f {\"x\":1}", "null f ");
        assertThat(calls(mergedDeltas(call(null, null, "f", "{\\\"x\\\":1}"), call(null, "b", "f", ""))))
                .containsExactly("null f {\"x\":1}", "b f ");
    }

    @Test
    void id_and_name_that_every_fragment_repeats_are_one() {
        assertThat(calls(mergedDeltas(call("0", "a", "f", "{"), call("0", "a", "f", "}"), call("0", "a", "f", " "))))
                .containsExactly("a f {} ");
        assertThat(calls(mergedDeltas(call(null, "a", "f", "{"), call(null, "a", "f", "}"))))
                .containsExactly("a f {}");
        assertThat(calls(mergedDeltas(call(null, "a", "f", "{"), call("0", null, null, "}"))))
                .containsExactly("a f {}");
    }

    @Test
    void a_call_that_is_sent_twice_is_one() {
        assertThat(calls(mergedDeltas(call("0", "a", "f", "{}"), call("0", "a", "f", "{}"))))
                .containsExactly("a f {}");
        assertThat(calls(mergedDeltas(call(null, "a", "f", "{}"), call(null, "a", "f", "{}"))))
                .containsExactly("a f {}");
    }

    @Test
    void an_id_that_comes_late_belongs_to_the_call_that_waits_for_it() {
        assertThat(calls(mergedDeltas(call(null, null, "f", ""), call(null, "a", null, "{}"))))
                .containsExactly("a f {}");
        assertThat(calls(mergedDeltas(call("0", "", "f", "{"), call("0", "a", "", "}"))))
                .containsExactly("a f {}");
    }

    @Test
    void fragments_that_say_nothing_open_no_call() {
        assertThat(calls(mergedDeltas(call("0", null, null, " "), call("1", "", "", ""), call(null, null, null, null))))
                .isEmpty();
    }

    @Test
    void merges_text_and_a_signature_that_follows() {
        assertThat(details(merged("claude-late-signature")))
                .containsExactly(Map.of(
                        "type", "reasoning.text",
                        "text", "Look it up.",
                        "format", "anthropic-claude-v1",
                        "index", 0,
                        "signature", "SIG2"));
    }

    @Test
    void text_after_a_signature_is_a_new_block() {
        assertThat(details(mergedDeltas(
                        detail("'type':'reasoning.text','text':'a','index':0"),
                        detail("'type':'reasoning.text','signature':'S1','index':0"),
                        detail("'type':'reasoning.text','text':'b','index':0"),
                        detail("'type':'reasoning.text','text':null,'signature':'S2','index':0"))))
                .extracting(detail -> detail.get("text") + " " + detail.get("signature"))
                .containsExactly("a S1", "b S2");
    }

    @Test
    void a_signature_finds_its_text_behind_other_blocks() {
        assertThat(details(mergedDeltas(
                        detail("'type':'reasoning.text','text':'a','index':0"),
                        detail("'type':'reasoning.encrypted','data':'E','index':1"),
                        detail("'type':'reasoning.text','text':'','signature':'S','index':0"))))
                .extracting(detail -> detail.get("signature"))
                .containsExactly("S", null);
    }

    @Test
    void a_signature_without_any_text_is_a_block_of_its_own() {
        assertThat(details(mergedDeltas(
                        detail("'type':'reasoning.text','text':'','signature':'S1','index':0"),
                        detail("'type':'reasoning.text','text':'','signature':'S2','index':1"))))
                .extracting(detail -> detail.get("signature"))
                .containsExactly("S1", "S2");
    }

    @Test
    void a_signature_directly_behind_its_text_may_have_another_index() {
        assertThat(details(mergedDeltas(
                        detail("'type':'reasoning.text','text':'a','index':0"),
                        detail("'type':'reasoning.text','text':'','signature':'S','index':1"))))
                .extracting(detail -> detail.get("text") + " " + detail.get("signature"))
                .containsExactly("a S");
    }

    @Test
    void a_signature_that_is_told_again_is_no_other_block() {
        assertThat(details(mergedDeltas(
                        detail("'type':'reasoning.text','text':'a','index':0"),
                        detail("'type':'reasoning.text','text':'','signature':'S','index':0"),
                        detail("'type':'reasoning.text','text':'','signature':'S','index':0"))))
                .hasSize(1);
    }

    @Test
    void blocks_that_are_told_again_with_the_thoughts_so_far_stay() {
        ChunkMerger merger = new ChunkMerger();
        for (String thoughts : List.of("a", "ab")) {
            merger.accept(Answers.read("{\"choices\":[{\"message\":{\"reasoning\":\"" + thoughts + "\","
                    + "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"" + thoughts + "\"},"
                    + "{\"type\":\"reasoning.encrypted\",\"data\":\"E\",\"id\":\"rs_1\"}]}}]}"));
        }

        assertThat(details(merger))
                .extracting(detail -> detail.get("text") + " " + detail.get("data"))
                .containsExactly("ab null", "null E");
    }

    @Test
    void a_change_of_type_or_index_or_id_starts_a_new_block() {
        assertThat(details(merged("openai-reasoning-index-useless")))
                .extracting(detail -> detail.get("type"))
                .containsExactly("reasoning.summary", "reasoning.encrypted", "reasoning.summary");
        assertThat(details(mergedDeltas(
                        detail("'type':'reasoning.summary','summary':'a','index':0"),
                        detail("'type':'reasoning.summary','summary':'b','index':1"),
                        detail("'type':'reasoning.summary','summary':'c'"),
                        detail("'type':'reasoning.summary','summary':'d','id':'x'"),
                        detail("'type':'reasoning.summary','summary':'e','id':'y'"))))
                .extracting(detail -> detail.get("summary"))
                .containsExactly("a", "bcd", "e");
    }

    @Test
    void encrypted_blocks_are_never_joined_and_repeats_dropped() {
        assertThat(details(mergedDeltas(
                        detail("'type':'reasoning.encrypted','data':'A','id':'rs_1'"),
                        detail("'type':'reasoning.encrypted','data':'B','id':'rs_1'"),
                        detail("'type':'reasoning.encrypted','data':'A','id':'rs_1','index':4"),
                        detail("'type':'reasoning.server_tool_call','tool_name':'s','arguments':'{}'"),
                        detail("'type':'reasoning.server_tool_call','tool_name':'s','arguments':'{}'"),
                        detail("'type':'something.new','text':'a'"),
                        detail("'type':'something.new','text':'a'"))))
                .hasSize(5);
    }

    @Test
    void the_first_value_of_other_members_stays_and_null_gives_way() {
        assertThat(details(mergedDeltas(
                        detail("'type':'reasoning.text','text':'a','id':null,'format':'f1'"),
                        detail("'type':'reasoning.text','text':'b','id':'i','format':'f2','extra':7"))))
                .containsExactly(Map.of("type", "reasoning.text", "text", "ab", "id", "i", "format", "f1", "extra", 7));
    }

    @Test
    void audio_fragments_join_whether_padded_or_not() {
        assertThat(audio("aGVsbG8=", "IHdvcmxk")).isEqualTo("aGVsbG8gd29ybGQ=");
        assertThat(audio("aGVsb", "G8gd29y", "bGQ=")).isEqualTo("aGVsbG8gd29ybGQ=");
        assertThat(audio("aG=s", "aaaa")).isEqualTo("aG=saaaa");
        assertThat(audio("N+8=", "R+", "Udz", "91A")).isEqualTo("N+8=R+Udz91A");
        assertThat(audio("_w==", "\\n__9_", "vw\\nAA")).isEqualTo("////f78AAA==");
    }

    @Test
    void speech_so_far_replaces_what_it_begins_with_however_often_it_comes() {
        String speech = "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8=";
        ChunkMerger merger = new ChunkMerger();
        for (int end = 4; end <= speech.length(); end += 4) {
            merger.accept(Answers.read(
                    "{\"choices\":[{\"message\":{\"audio\":{\"data\":\"" + speech.substring(0, end) + "\"}}}]}"));
        }

        assertThat(merger.toCompletion().choice().message().audio().data()).isEqualTo(speech);
    }

    @Test
    void what_only_one_piece_of_speech_tells_stays() {
        var audio = mergedDeltas(
                        "{\"audio\":{\"id\":\"audio_1\",\"expires_at\":1790000000}}", "{\"audio\":{\"data\":\"aGVs\"}}")
                .toCompletion()
                .choice()
                .message()
                .audio();

        assertThat(audio).isEqualTo(new AnswerMessage.Audio("audio_1", "aGVs", null, 1_790_000_000L));
    }

    private static String audio(String... pieces) {
        String[] deltas = new String[pieces.length];
        for (int i = 0; i < pieces.length; i++) {
            deltas[i] = "{\"audio\":{\"data\":\"" + pieces[i] + "\"}}";
        }
        return mergedDeltas(deltas).toCompletion().choice().message().audio().data();
    }

    private static String detail(String members) {
        return ("{'reasoning_details':[{" + members + "}]}").replace('\'', '"');
    }

    private static List<Map<String, Object>> details(ChunkMerger merger) {
        return merger.toCompletion().choice().message().reasoningDetails();
    }

    private static String call(String index, String id, String name, String arguments) {
        return "{\"tool_calls\":[{\"index\":" + index + ",\"id\":" + quoted(id) + ",\"function\":{\"name\":"
                + quoted(name) + ",\"arguments\":" + quoted(arguments) + "}}]}";
    }

    private static String quoted(String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    private static List<String> calls(ChunkMerger merger) {
        return merger.toCompletion().choice().message().toolCalls().stream()
                .map(call -> call.id() + " " + call.name() + " " + call.arguments())
                .toList();
    }
}
