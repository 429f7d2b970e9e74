package dev.langchain4j.model.openrouter.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.coverage.Operations.Row;
import dev.langchain4j.model.openrouter.coverage.Operations.Support;
import dev.langchain4j.model.openrouter.support.MarkedBlock;
import dev.langchain4j.model.openrouter.support.OpenApiFile;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of OpenRouter's API is in the table of the compatibility page, and what it says is so. */
@ExtendWith(OpenRouterServerExtension.class)
class OperationsTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String NO_PATH = "Resource not found";

    /** Raw operations that need the data of a real account: a test of them gives the answer. */
    private static final Pattern SCRIPTED = Pattern.compile(
            "^GET /(analytics|benchmarks|byok|classifications|datasets|files|generation/content|guardrails|observability"
                    + "|organization|presets|scim|workspaces)\\b");

    /** A text that is a path, maybe with a query. */
    private static final Pattern PATH = Pattern.compile("\"(/[a-z]+(?:/[a-z]+)*)/?(?:[?][^\"]*)?\"");

    private final OpenRouterServer server;

    OperationsTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void the_page_shows_the_table() {
        new MarkedBlock(Path.of("../docs/compatibility.md"), "operations").check(Operations.table());
    }

    @Test
    void every_operation_of_the_file_is_in_the_table_once() {
        List<String> described = new ArrayList<>();
        OpenApiFile.read()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(Operations.ROWS.stream().filter(Row::inFile).flatMap(row -> row.operations().stream()))
                .containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void what_is_typed_is_what_the_answers_are_tested_for() {
        Set<String> tested = ResponseCoverageTest.operations()
                .map(operation -> operation.method().toUpperCase(Locale.ROOT) + " " + operation.path())
                .collect(Collectors.toSet());
        tested.add("POST /audio/speech"); // its answer is sound
        tested.add("POST /auth/keys"); // OpenRouterOAuthTest

        assertThat(Operations.ROWS.stream()
                        .filter(row -> row.support() == Support.TYPED && row.inFile())
                        .flatMap(row -> row.operations().stream()))
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    @Test
    void every_leaf_of_what_is_raw_can_be_read() {
        var file = OpenApiFile.read();
        try (OpenRouter openRouter = openRouter()) {
            for (String operation : Operations.all(Support.RAW)) {
                String path = operation.substring("GET ".length());
                String there = path.replaceAll("[{}]", "");
                var sentinels = new Sentinels(file, Map.of(), 0);
                String body = sentinels.answer(OpenApiFile.answer(file, "get", path, "200", "application/json"));
                server.when(Match.path(there)).answer(Answer.payload(body));

                Set<String> readable = Reachable.in(openRouter.fetch(there), true);

                assertThat(sentinels.leaves().values()).as(operation).isNotEmpty();
                assertThat(readable)
                        .as(operation)
                        .containsAll(sentinels.leaves().values());
            }
        }
    }

    /** Asked without a key and a body: what the stand-in has refuses that, or answers. */
    @ParameterizedTest
    @MethodSource("called")
    void the_stand_in_has_every_operation_that_is_called(String operation) throws Exception {
        assertThat(send(operation)).as(operation).doesNotContain(NO_PATH);
    }

    static Stream<String> called() {
        return Stream.concat(Operations.all(Support.TYPED).stream(), Operations.all(Support.RAW).stream())
                .filter(operation -> !SCRIPTED.matcher(operation).find());
    }

    @Test
    void what_needs_a_script_is_no_path_of_the_stand_in() throws Exception {
        for (String operation : Operations.all(Support.RAW)) {
            if (SCRIPTED.matcher(operation).find()) {
                assertThat(send(operation)).as(operation).contains(NO_PATH);
            }
        }
    }

    @Test
    void every_path_in_the_code_is_that_of_an_operation() throws Exception {
        Set<String> paths = new TreeSet<>();
        for (Path source : sources()) {
            Matcher path = PATH.matcher(Files.readString(source));
            while (path.find()) {
                paths.add(path.group(1));
            }
        }

        assertThat(paths).contains("/chat/completions", "/generation", "/batches", "/api/alpha/decisions");
        assertThat(paths)
                .allSatisfy(path -> assertThat(called()).anyMatch(operation -> (operation + "/").contains(path + "/")));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/langchain4j/model/openrouter"))) {
            return files.filter(file ->
                            file.toString().contains("/internal/api/") || file.endsWith("ConnectionSettings.java"))
                    .filter(file -> file.toString().endsWith(".java") && !file.endsWith("OAuthUrls.java"))
                    .toList();
        }
    }

    private String send(String operation) throws Exception {
        String[] words = operation.replaceAll("[{}]", "").split(" ");
        URI base = URI.create(server.baseUrl());
        URI target = words[1].startsWith("/api/") ? base.resolve(words[1]) : URI.create(base + words[1]);
        HttpRequest request = HttpRequest.newBuilder(target)
                .method(words[0], HttpRequest.BodyPublishers.noBody())
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void an_answer_is_as_sent_without_and_with_a_query() {
        try (OpenRouter openRouter = openRouter()) {
            assertThat(openRouter.fetch("/providers").get("data"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .anySatisfy(provider ->
                            assertThat((Map<?, ?>) provider).extracting("slug").isEqualTo("openai"));
            assertThat(openRouter.fetch("/models?q=gpt-4-turbo&limit=1")).containsEntry("total_count", 1);
        }
    }

    @Test
    void a_record_of_what_has_failed_is_no_failure() {
        String job = "{\"id\":\"job-1\",\"status\":\"failed\",\"error\":\"No such image\"}";
        server.when(Match.path("/videos/job-1")).answer(Answer.payload(job));
        server.when(Match.path("/videos/job-2"))
                .answer(Answer.payload("{\"error\":{\"message\":\"No such job\",\"code\":400},\"user_id\":\"org_1\"}"));
        server.when(Match.path("/videos/job-3"))
                .answer(Answer.payload("{\"id\":\"gen-1\",\"error\":{\"message\":\"No credits\",\"code\":402}}"));
        try (OpenRouter openRouter = openRouter()) {
            assertThat(openRouter.fetch("/videos/job-1")).containsEntry("error", "No such image");
            assertThatThrownBy(() -> openRouter.fetch("/videos/job-2")).hasMessageContaining("No such job");
            assertThatThrownBy(() -> openRouter.fetch("/videos/job-3")).hasMessageContaining("No credits");
        }
    }

    @Test
    void a_failure_is_the_exception_of_its_kind() {
        try (OpenRouter openRouter = openRouter()) {
            server.when(Match.path("/keys")).answer(Answer.error(401, "Only management keys"));

            assertThatThrownBy(() -> openRouter.fetch("/keys")).isInstanceOf(AuthenticationException.class);
            assertThatThrownBy(() -> openRouter.fetch("/models/acme/none/endpoints"))
                    .isInstanceOf(ModelNotFoundException.class);
        }
    }

    @Test
    void a_record_that_is_not_there_is_neither_a_model_nor_only_a_wrong_address() {
        try (OpenRouter openRouter = openRouter()) {
            server.when(Match.path("/videos/job-1")).answer(Answer.error(404, "Job not found"));

            assertThatThrownBy(() -> openRouter.fetch("/videos/job-1"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContainingAll("Job not found", "or record", "fetch(path)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "providers",
                "//example.com/",
                "/../v2/keys",
                "/%2e%2E/v2/keys",
                "/.%2e/v2/keys",
                "/a b",
                "/a#b",
                "/a\nb",
                "https://example.com/"
            })
    void a_path_that_leaves_the_api_is_refused(String path) {
        try (OpenRouter openRouter = openRouter()) {
            assertThatThrownBy(() -> openRouter.fetch(path))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("path");
        }
        assertThat(server.requests()).isEmpty();
    }

    private OpenRouter openRouter() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0)
                .build();
    }
}
