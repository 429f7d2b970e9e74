package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.BufferedWriter;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterCostReportTest {

    @TempDir
    Path folder;

    private OpenRouterServer server;

    @BeforeEach
    void server(OpenRouterServer server) {
        this.server = server;
    }

    private ChatModel model(OpenRouterCostSink... sinks) {
        return OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .maxRetries(0)
                .metadata(Map.of("tenant", "a \"b\",\n<c>"))
                .costListener(new OpenRouterCostListener(sinks))
                .build();
    }

    @Test
    void draws_the_same_page_from_both_kinds_of_files_and_from_the_records() throws Exception {
        Path csv = folder.resolve("ledger.csv");
        Path jsonLines = folder.resolve("ledger.jsonl");
        OpenRouterCostReport live = new OpenRouterCostReport();
        ChatModel model = model(OpenRouterCostSink.csv(csv), OpenRouterCostSink.jsonLines(jsonLines), live);
        server.answer(Answer.text("Hello").usage(10, 2, "0.0123"), Answer.error(429, "Slow down"));
        model.chat("Hello");
        assertThatThrownBy(() -> model.chat("Hello")).isInstanceOf(RuntimeException.class);

        assertThat(live.html()).isEqualTo(OpenRouterCostReport.read(csv).html());
        assertThat(live.html()).isEqualTo(OpenRouterCostReport.read(jsonLines).html());
        Document page = parsed(live.html());
        assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(3);
        assertThat(page.getDocumentElement().getTextContent())
                .contains("Cost by model", "openai/gpt-4o-mini", "$0.0123", "Cost by tag tenant", "RateLimitException");
    }

    @Test
    void what_a_provider_has_charged_to_ones_own_key_is_spent_in_every_form_of_a_ledger() {
        Path csv = folder.resolve("ledger.csv");
        Path jsonLines = folder.resolve("ledger.jsonl");
        OpenRouterCostReport live = new OpenRouterCostReport();
        ChatModel model = model(OpenRouterCostSink.csv(csv), OpenRouterCostSink.jsonLines(jsonLines), live);
        String usage = """
                {"prompt_tokens":9,"completion_tokens":1,"cost":0.002,"is_byok":%s,
                 "cost_details":{"upstream_inference_cost":0.036}}""";
        server.answer(
                Answer.text("Hello").usage(usage.formatted("true")),
                Answer.text("Hello").usage(usage.formatted("false")));
        model.chat("Hello");
        model.chat("Hello");

        assertThat(live.html())
                .contains("<dt>Spent</dt><dd>$0.04</dd>", "<dt>Of it by own keys</dt><dd>$0.036</dd>")
                .isEqualTo(OpenRouterCostReport.read(csv).html())
                .isEqualTo(OpenRouterCostReport.read(jsonLines).html());
    }

    @Test
    void a_text_that_a_spreadsheet_would_run_is_the_users_own_again() {
        Path csv = folder.resolve("ledger.csv");
        OpenRouterCostReport live = new OpenRouterCostReport();
        OpenRouterCostSink file = OpenRouterCostSink.csv(csv);
        for (String tag :
                List.of("@alice", "+49 170", "'@alice", "''=x", "'tis", "plain", "a;=1;'-2;;\n=3", "\n\t=", "'\"=")) {
            OpenRouterCostRecord call = record(tag, OpenRouterCostRecord.Outcome.ANSWERED, "1");
            live.accept(call);
            file.accept(call);
        }

        assertThat(OpenRouterCostReport.read(csv).html()).isEqualTo(live.html());
    }

    private static Document parsed(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static OpenRouterCostRecord record(String tag, OpenRouterCostRecord.Outcome outcome, String cost) {
        OpenRouterTokenUsage usage = cost == null
                ? null
                : OpenRouterTokenUsage.builder().cost(new BigDecimal(cost)).build();
        return new OpenRouterCostRecord(
                Instant.parse("2026-11-26T10:00:00Z"),
                "chat",
                Duration.ofMillis(1500),
                null,
                1,
                "gen-1",
                "openai/gpt-4o",
                null,
                null,
                usage,
                null,
                null,
                null,
                Map.of("tag", tag),
                outcome,
                null);
    }

    @Test
    void writes_what_users_name_as_text() throws Exception {
        OpenRouterCostReport report = new OpenRouterCostReport();
        report.accept(record("<script>alert('x')</script>", OpenRouterCostRecord.Outcome.ANSWERED, "1"));

        assertThat(report.html()).doesNotContain("<script");
        assertThat(parsed(report.html()).getDocumentElement().getTextContent()).contains("<script>alert('x')</script>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a tenant that rides a bicycle 🚲 by night", "half \uD83D", "bell \u0007", "\uFFFF"})
    void writes_a_page_for_any_characters(String tag) throws Exception {
        OpenRouterCostReport report = new OpenRouterCostReport();
        report.accept(record(tag, OpenRouterCostRecord.Outcome.ANSWERED, "1"));
        Path html = folder.resolve("report.html");

        report.write(html);

        String shown = tag.replaceAll("[\uD83D\u0007\uFFFF]", "\uFFFD");
        assertThat(parsed(Files.readString(html)).getDocumentElement().getTextContent())
                .contains(shown);
    }

    @Test
    void tells_the_amounts_of_a_chart_to_who_cannot_see_it() {
        OpenRouterCostReport report = new OpenRouterCostReport();
        report.accept(record("a", OpenRouterCostRecord.Outcome.ANSWERED, "1.5"));
        report.accept(record("b", OpenRouterCostRecord.Outcome.ANSWERED, "0.25"));

        assertThat(report.html()).contains("aria-label=\"Cost by tag tag: a $1.50, b $0.25\"");
    }

    @Test
    void counts_an_unknown_cost_as_unknown() {
        OpenRouterCostReport report = new OpenRouterCostReport();
        report.accept(record("a", OpenRouterCostRecord.Outcome.UNKNOWN, null));

        assertThat(report.html())
                .contains("<dt>Cost unknown</dt><dd>1</dd>", "<dt>Spent</dt><dd>$0.00</dd>")
                .contains("Calls whose cost is unknown", "<td class=\"number\">unknown</td>");
    }

    @Test
    void counts_an_answer_without_a_cost_as_unknown_unless_it_came_from_the_response_cache() throws Exception {
        Path csv = folder.resolve("ledger.csv");
        OpenRouterCostReport live = new OpenRouterCostReport();
        ChatModel model = model(OpenRouterCostSink.csv(csv), live);
        server.answer(
                Answer.text("Hello").bodyFields("{\"usage\":null}"),
                Answer.text("Hello").bodyFields("{\"usage\":null}").header("X-OpenRouter-Cache-Status", "HIT"));
        model.chat("Hello");
        model.chat("Hello");

        assertThat(live.html())
                .isEqualTo(OpenRouterCostReport.read(csv).html())
                .contains("<dt>Calls</dt><dd>2</dd>", "<dt>Cost unknown</dt><dd>1</dd>");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void counts_an_earlier_attempt_as_unknown_until_its_cost_is_known(boolean answered) throws Exception {
        Path csv = folder.resolve("ledger.csv");
        Path jsonLines = folder.resolve("ledger.jsonl");
        OpenRouterCostReport live = new OpenRouterCostReport();
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(BigDecimal.ONE)
                .settleUnknown(false)
                .build();
        ChatModel model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .retryBrokenAnswers(true)
                .budget(budget)
                .costListener(new OpenRouterCostListener(
                        OpenRouterCostSink.csv(csv), OpenRouterCostSink.jsonLines(jsonLines), live))
                .build();
        server.answer(
                Answer.cut(Answer.text("Hel").usage(10, 2, "0.25")),
                answered ? Answer.text("Hello").usage(10, 2, "0.5") : Answer.error(400, "No"));
        catchThrowable(() -> model.chat("Hello"));

        assertThat(live.html())
                .contains("<dt>Cost unknown</dt><dd>1</dd>", "Calls whose cost is unknown")
                .isEqualTo(OpenRouterCostReport.read(csv).html())
                .isEqualTo(OpenRouterCostReport.read(jsonLines).html());
        budget.settle();
        assertThat(live.html())
                .contains("<dt>Cost unknown</dt><dd>0</dd>", answered ? "$0.75" : "$0.25")
                .doesNotContain("Calls whose cost is unknown")
                .isEqualTo(OpenRouterCostReport.read(csv).html())
                .isEqualTo(OpenRouterCostReport.read(jsonLines).html());
    }

    @Test
    void counts_an_attempt_without_an_id_as_unknown_though_the_next_one_was_answered() {
        OpenRouterCostReport report = new OpenRouterCostReport();
        OpenRouterCostRecord call = record("a", OpenRouterCostRecord.Outcome.ANSWERED, "1");
        var lost = new OpenRouterCostRecord.Attempt(OpenRouterCostRecord.Outcome.UNKNOWN, null, null, "Lost");
        var answered = new OpenRouterCostRecord.Attempt(call.outcome(), call.cost(), call.generationId(), null);

        report.accept(withAttempts(call, lost, lost, answered));

        assertThat(report.html())
                .contains("<dt>Spent</dt><dd>$1.00</dd>", "<dt>Cost unknown</dt><dd>1</dd>")
                .contains("Calls whose cost is unknown");
    }

    private static OpenRouterCostRecord withAttempts(
            OpenRouterCostRecord call, OpenRouterCostRecord.Attempt... attempts) {
        return new OpenRouterCostRecord(
                call.time(),
                call.operation(),
                call.duration(),
                call.timeToFirstToken(),
                attempts.length,
                call.generationId(),
                call.modelRequested(),
                call.modelServed(),
                call.provider(),
                call.usage(),
                call.cacheSaving(),
                call.cacheStatus(),
                call.sessionId(),
                call.tags(),
                call.outcome(),
                call.error(),
                List.of(attempts));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"time,outcome,cost_usd|2026-01-02T03:04:05Z,ok,0.25|; 3; $2.25", "time,outc; 2; $2.00"})
    void rows_after_the_header_of_another_version_or_a_part_of_one_have_their_own(
            String before, int calls, String spent) throws Exception {
        Path csv = Files.writeString(folder.resolve("old.csv"), before.replace('|', '\n'));
        OpenRouterCostSink.csv(csv).accept(record("a", OpenRouterCostRecord.Outcome.ANSWERED, "1"));
        OpenRouterCostSink.csv(csv).accept(record("b", OpenRouterCostRecord.Outcome.ANSWERED, "1"));

        assertThat(OpenRouterCostReport.read(csv).html())
                .contains("<dt>Calls</dt><dd>" + calls + "</dd>", "<dt>Spent</dt><dd>" + spent + "</dd>");
        assertThat(Files.readAllLines(csv))
                .filteredOn(line -> line.startsWith("time,operation"))
                .hasSize(1);
    }

    @Test
    void a_ledger_that_has_become_a_folder_is_named() throws Exception {
        Path csv = folder.resolve("ledger.csv");
        OpenRouterCostSink sink = OpenRouterCostSink.csv(csv);
        Files.createDirectory(csv);

        assertThatThrownBy(() -> sink.accept(record("a", OpenRouterCostRecord.Outcome.ANSWERED, "1")))
                .hasMessage("The cost of a call cannot be written to " + csv);
    }

    @Test
    void rows_after_those_of_another_version_in_a_file_of_ours_have_their_own_header() throws Exception {
        Path csv = folder.resolve("ledger.csv");
        OpenRouterCostSink.csv(csv).accept(record("a", OpenRouterCostRecord.Outcome.ANSWERED, "1"));
        Files.writeString(csv, "time,outcome,cost_usd\n2026-01-02T03:04:05Z,ok,0.25\n", StandardOpenOption.APPEND);
        OpenRouterCostSink.csv(csv).accept(record("b", OpenRouterCostRecord.Outcome.ANSWERED, "1"));

        assertThat(OpenRouterCostReport.read(csv).html())
                .contains("<dt>Calls</dt><dd>3</dd>", "<dt>Spent</dt><dd>$2.25</dd>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-120", "1e-1000"})
    void reads_every_cost_that_a_call_can_have(String cost) throws Exception {
        Path csv = folder.resolve("ledger.csv");
        Path jsonLines = folder.resolve("ledger.jsonl");
        OpenRouterCostReport live = new OpenRouterCostReport();
        server.answer(Answer.raw(200, "application/json", """
                {"choices":[{"finish_reason":"stop","message":{"content":"Hi"}}],"usage":{"cost":%s}}""".formatted(cost)));

        model(OpenRouterCostSink.csv(csv), OpenRouterCostSink.jsonLines(jsonLines), live)
                .chat("Hello");

        assertThat(live.html())
                .contains("<dt>Cost unknown</dt><dd>0</dd>")
                .isEqualTo(OpenRouterCostReport.read(csv).html())
                .isEqualTo(OpenRouterCostReport.read(jsonLines).html());
    }

    @Test
    void shows_the_largest_amounts_and_sums_up_the_others() {
        OpenRouterCostReport report = new OpenRouterCostReport();
        for (int i = 1; i <= 20; i++) {
            report.accept(record("tenant " + i, OpenRouterCostRecord.Outcome.ANSWERED, String.valueOf(i)));
        }

        assertThat(report.html())
                .contains("tenant 20", "tenant 9", "8 others", "$36.00")
                .doesNotContain("tenant 8<");
    }

    @Test
    void a_name_that_the_report_uses_itself_hides_no_cost() throws Exception {
        StringBuilder lines = new StringBuilder("time,cost_usd,tags\n2026-11-26T10:00:00Z,2,\n");
        lines.append(costOfTag("without it", 1));
        Path file = Files.writeString(folder.resolve("names.csv"), lines);

        assertThat(OpenRouterCostReport.read(file).html()).contains("Cost by tag tag: without it $3.00\"");

        lines.append(costOfTag("2 others", 100));
        for (int i = 1; i <= 12; i++) {
            lines.append(costOfTag("tenant " + i, 10));
        }
        Files.writeString(file, lines);

        assertThat(OpenRouterCostReport.read(file).html()).contains("Cost by tag tag: 2 others $113.00,");
    }

    private static String costOfTag(String value, int dollars) {
        return "2026-11-26T10:00:00Z," + dollars + ",\"{\"\"tag\"\":\"\"" + value + "\"\"}\"\n";
    }

    @Test
    void the_days_before_the_last_62_are_one_bar() throws Exception {
        StringBuilder lines = new StringBuilder("time,cost_usd\n");
        for (int day = 0; day < 64; day++) {
            lines.append(LocalDate.of(2026, 9, 1).plusDays(day)).append("T12:00:00Z,1\n");
        }
        Path file = Files.writeString(folder.resolve("long.csv"), lines);

        assertThat(OpenRouterCostReport.read(file).html())
                .contains("Cost by day (UTC): before 2026-09-03 $2.00, 2026-09-03 $1.00,", "2026-11-03 $1.00\"");
    }

    @ParameterizedTest
    @CsvSource({"1234.567, '$1,234.57'", "116.667, $116.67", "0.12345, $0.1235", "0.5, $0.50", "0.0000813, $0.0000813"})
    void shows_dollars_to_the_cent_and_less_with_four_digits(String cost, String shown) {
        OpenRouterCostReport report = new OpenRouterCostReport();
        report.accept(record("a", OpenRouterCostRecord.Outcome.ANSWERED, cost));

        assertThat(report.html()).contains("<dt>Spent</dt><dd>" + shown + "</dd>");
    }

    @Test
    void says_that_a_ledger_is_empty() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.csv"));

        assertThat(OpenRouterCostReport.read(empty).html()).contains("The ledger is empty");
    }

    @Test
    void names_the_line_that_is_not_of_a_ledger() throws Exception {
        Path file = Files.writeString(
                folder.resolve("notes.jsonl"), "{\"time\": \"2026-11-26T10:00:00Z\"}\n{\"time\": \"noon\"}\n");

        assertThatThrownBy(() -> OpenRouterCostReport.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Line 2 of")
                .hasMessageContaining("notes.jsonl is not of a ledger");
        Files.writeString(file, "{\"time\": \"2026-11-26T10:00:00Z\"}{\"time\": \"2026-11-26T11:00:00Z\"}\n");
        assertThatThrownBy(() -> OpenRouterCostReport.read(file)).hasMessageContaining("has more than one JSON object");
        Files.writeString(file, "time,cost_usd\n\"2026\n");
        assertThatThrownBy(() -> OpenRouterCostReport.read(file)).hasMessageContaining("ends inside quotes");
    }

    @Test
    void reads_what_excel_saved() throws Exception {
        Path file = Files.writeString(
                folder.resolve("excel.csv"),
                "\uFEFFtime;outcome;model_served;cost_usd;tags\r\n"
                        + "2026-11-26T10:00:00Z;ok;openai/gpt-4o;0,25;\"{\"\"tenant\"\":\"\"a;b\"\"}\"\r\n");

        assertThat(OpenRouterCostReport.read(file).html()).contains("<dt>Spent</dt><dd>$0.25</dd>", "a;b");
    }

    @Test
    void leaves_out_lines_that_were_cut_off() throws Exception {
        String whole = "{\"time\": \"2026-11-26T10:00:00Z\", \"cost_usd\": 0.5}\n";
        Path file = Files.writeString(folder.resolve("cut.jsonl"), whole + "{\"time\": \"2026-11-2");

        assertThat(OpenRouterCostReport.read(file).html())
                .contains("<dt>Spent</dt><dd>$0.50</dd>", "cut off and not counted: 1.");
        Files.writeString(file, whole + "{\"time\": \"2026-11-2\n" + whole);
        assertThat(OpenRouterCostReport.read(file).html())
                .contains("<dt>Spent</dt><dd>$1.00</dd>", "cut off and not counted: 1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void reads_a_ledger_whose_program_was_killed_at_any_byte_of_a_line_and_started_again(String kind) throws Exception {
        Path file = folder.resolve("killed." + kind);
        sink(kind, file).accept(record("first", OpenRouterCostRecord.Outcome.ANSWERED, "0.25"));
        long whole = Files.size(file);
        sink(kind, file).accept(record("Zoë \"quoted\"", OpenRouterCostRecord.Outcome.ANSWERED, "0.5"));
        byte[] both = Files.readAllBytes(file);

        for (int length = (int) whole + 1; length < both.length - 1; length++) {
            Files.write(file, Arrays.copyOf(both, length));
            sink(kind, file).accept(record("last", OpenRouterCostRecord.Outcome.ANSWERED, "1"));

            String html = OpenRouterCostReport.read(file).html();
            boolean lacksTagsAlone = html.contains("<dt>Spent</dt><dd>$1.75</dd>"); // which are the last cell of a row
            assertThat(lacksTagsAlone || html.contains("<dt>Spent</dt><dd>$1.25</dd>"))
                    .as("cut at byte " + length)
                    .isTrue();
            assertThat(html.contains("cut off and not counted: 1.")).isNotEqualTo(lacksTagsAlone);
        }
    }

    private static OpenRouterCostSink sink(String kind, Path file) {
        return kind.equals("csv") ? OpenRouterCostSink.csv(file) : OpenRouterCostSink.jsonLines(file);
    }

    @Test
    void counts_a_cost_that_became_known_later_once_and_as_known() {
        OpenRouterCostReport report = new OpenRouterCostReport();
        report.accept(record("a", OpenRouterCostRecord.Outcome.UNKNOWN, null));
        report.accept(record("a", OpenRouterCostRecord.Outcome.SETTLED, "0.25"));

        assertThat(report.html())
                .contains("<dt>Spent</dt><dd>$0.25</dd>", "<dt>Calls</dt><dd>1</dd>", "<dt>Cost unknown</dt><dd>0</dd>")
                .doesNotContain("Calls whose cost is unknown");
    }

    @Test
    void days_are_those_of_utc_in_their_order_whatever_the_order_and_the_zone_of_the_lines() throws Exception {
        Path file = Files.writeString(folder.resolve("zones.jsonl"), """
                {"time": "2026-11-27T10:00:00Z", "cost_usd": 3}
                {"time": "2026-11-26T01:00:00+02:00", "cost_usd": 1}
                {"time": "2026-11-26T10:00:00Z", "cost_usd": -0.5, "cache_saving_usd": -2}
                """);

        assertThat(OpenRouterCostReport.read(file).html())
                .contains(
                        "2026-11-25 23:00:00 to 2026-11-27 10:00:00",
                        "-$0.50",
                        "<dt>Saved by caches</dt><dd>-$2.00</dd>")
                .containsSubsequence("2026-11-25</text>", "2026-11-26</text>", "2026-11-27</text>");
    }

    @Test
    void an_amount_that_would_fill_the_memory_is_no_amount() throws Exception {
        Path file = Files.writeString(
                folder.resolve("huge.jsonl"), "{\"time\": \"2026-11-26T10:00:00Z\", \"cost_usd\": 1e999999999}\n");

        assertThatThrownBy(() -> OpenRouterCostReport.read(file)).hasMessageContaining("Line 1 of");
    }

    @Test
    void a_ledger_of_any_length_fits_into_memory() throws Exception {
        Path file = folder.resolve("long.jsonl");
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (int i = 0; i < 50_000; i++) {
                lines.write("{\"time\": \"2026-11-26T10:00:00Z\", \"cost_usd\": 0.001, \"generation_id\": \"gen-" + i
                        + "\", \"duration_ms\": " + i + ", \"tags\": {\"request\": \"" + i + "\"}}\n");
            }
        }

        OpenRouterCostReport report = OpenRouterCostReport.read(file);

        assertThat(report.html())
                .contains(
                        "<dt>Spent</dt><dd>$50.00</dd>", "<dt>Calls</dt><dd>50,000</dd>", "further values", "gen-49999")
                .hasSizeLessThan(20_000);
        // 10,000 values of the tag and 20 calls, not 50,000
        assertThat(report)
                .extracting("totals.byTag")
                .asInstanceOf(MAP)
                .extractingByKey("request", MAP)
                .hasSize(10_001);
    }

    @Test
    void makes_the_folder_of_the_page() {
        Path html = folder.resolve("target/reports/report.html");

        new OpenRouterCostReport().write(html);

        assertThat(html).content().startsWith("<!DOCTYPE html>");
    }

    @Test
    void replaces_an_older_page() throws Exception {
        Path html = Files.writeString(folder.resolve("report.html"), "old");

        new OpenRouterCostReport().write(html);

        assertThat(html).content().startsWith("<!DOCTYPE html>").doesNotContain("old");
    }
}
