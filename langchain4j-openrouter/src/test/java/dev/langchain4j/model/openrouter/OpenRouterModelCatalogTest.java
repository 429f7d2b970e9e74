package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.catalog.ModelType;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import dev.langchain4j.model.output.TokenUsage;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterModelCatalogTest {

    private static final Match MODELS = Match.path("/models");
    private static final Answer DOWN = Answer.error(500, "Internal Server Error");

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();

    OpenRouterModelCatalogTest(OpenRouterServer server) {
        this.server = server;
    }

    // Models

    @Test
    void lists_models_of_every_kind_without_a_key() {
        assertThat(catalog().build().models())
                .extracting(OpenRouterModelInfo::id)
                .contains("openai/gpt-4o", "openai/text-embedding-3-small", "openai/gpt-5-image");
        assertThat(server.requests("/models").get(0).header("Authorization")).isNull();
        assertThat(server.requests("/models").get(0).query()).isEqualTo("output_modalities=all");
    }

    @Test
    void reads_every_member() {
        server.when(MODELS).answer(payload("everything"));

        OpenRouterModelInfo model = catalog().build().find("openai/gpt-5.2").orElseThrow();

        assertThat(model)
                .isEqualTo(new OpenRouterModelInfo(
                        "openai/gpt-5.2",
                        "openai/gpt-5.2-20251211",
                        "OpenAI: GPT-5.2",
                        "A frontier model.",
                        Instant.ofEpochSecond(1_768_000_000),
                        LocalDate.of(2026, 12, 31),
                        400_000,
                        128_000,
                        List.of("text", "image", "file"),
                        List.of("text"),
                        List.of(
                                "max_tokens",
                                "tools",
                                "tool_choice",
                                "reasoning",
                                "response_format",
                                "structured_outputs",
                                "seed"),
                        model.pricing(),
                        new OpenRouterModelInfo.Reasoning(
                                false, true, "medium", List.of("high", "medium", "low", "minimal"), false),
                        null,
                        "2025-08",
                        "GPT",
                        true,
                        272_000,
                        List.of("alloy", "ash"),
                        new OpenRouterModelInfo.DefaultParameters(0.7, null, 40, null, null, null),
                        new OpenRouterModelInfo.RequestLimits(350_000L, 50_000L),
                        new OpenRouterBenchmarks(
                                71.4,
                                63.2,
                                null,
                                List.of(new OpenRouterBenchmarks.DesignArena("models", "website", 1385.2, 62.5, 5))),
                        model.fields()));
        assertThat(model.fields())
                .containsEntry("links", Map.of("details", "/api/v1/models/openai/gpt-5.2/endpoints"))
                .containsEntry("hugging_face_id", null);
        assertThat(model.pricing().prompt()).isEqualByComparingTo("0.00000175");
        assertThat(model.pricing().inputCacheRead()).isEqualByComparingTo("0.000000175");
    }

    @Test
    void what_is_missing_strange_or_new_does_no_harm() {
        server.when(MODELS).answer(payload("strange"));
        OpenRouterModelCatalog catalog = catalog().build();

        assertThat(catalog.models())
                .extracting(OpenRouterModelInfo::id)
                .containsExactly("acme/bare", "acme/strange", "acme/smells");
        OpenRouterModelInfo strange = catalog.find("acme/strange").orElseThrow();
        assertThat(strange.name()).isEqualTo("acme/strange");
        assertThat(strange.created()).isEqualTo(Instant.ofEpochSecond(1_755_600_000));
        assertThat(strange.contextLength()).isEqualTo(131_072);
        assertThat(strange.expiration()).isNull();
        assertThat(strange.supportedParameters()).isEmpty();
        assertThat(strange.pricing().variable()).isTrue();
        OpenRouterModelInfo smells = catalog.find("acme/smells").orElseThrow();
        assertThat(smells.accepts("smell")).isTrue();
        assertThat(smells.produces("taste")).isTrue();
        assertThat(smells.expiration()).isEqualTo(LocalDate.of(2026, 2, 1));
    }

    @Test
    void conditions_filter() {
        OpenRouterModelCatalog catalog = catalog().build();

        assertThat(catalog.models(model -> model.supports("tools") && model.accepts("audio")))
                .extracting(OpenRouterModelInfo::id)
                .contains("openai/gpt-audio")
                .doesNotContain("openai/gpt-4o", "openai/text-embedding-3-small");
        assertThat(catalog.freeModels())
                .extracting(OpenRouterModelInfo::id)
                .contains("openai/gpt-oss-20b:free")
                .doesNotContain("openrouter/auto", "openai/gpt-4o");
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o, openai/gpt-4o",
        "gpt-4o, openai/gpt-4o",
        "GPT-4o:nitro, openai/gpt-4o",
        "openai/gpt-5.2-20251211, openai/gpt-5.2",
        "google/gemma-4-31b-it:free, google/gemma-4-31b-it:free",
        "~openai/gpt-latest, ~openai/gpt-latest"
    })
    void finds_by_id_alias_and_slug(String name, String id) {
        assertThat(catalog().build().find(name)).map(OpenRouterModelInfo::id).contains(id);
    }

    @Test
    void a_slug_that_several_models_have_finds_the_first() {
        server.when(MODELS)
                .answer(Answer.payload("{\"data\":[{\"id\":\"a/one\",\"canonical_slug\":\"a/one-2026\"},"
                        + "{\"id\":\"a/uno\",\"canonical_slug\":\"a/one-2026\"}]}"));

        assertThat(catalog().build().find("a/one-2026"))
                .map(OpenRouterModelInfo::id)
                .contains("a/one");
    }

    @ParameterizedTest
    @CsvSource({"a/one-2026, a/one", "a/one-2026:nitro, a/one", "a/one-2026:free, a/one:free", "a/two-2026,"})
    void a_slug_finds_no_variant_that_it_does_not_name(String slug, @Nullable String id) {
        server.when(MODELS)
                .answer(Answer.payload("{\"data\":[{\"id\":\"a/one:free\",\"canonical_slug\":\"a/one-2026\"},"
                        + "{\"id\":\"a/one\",\"canonical_slug\":\"a/one-2026\"},"
                        + "{\"id\":\"a/two:free\",\"canonical_slug\":\"a/two-2026\"}]}"));

        assertThat(catalog().build().find(slug).map(OpenRouterModelInfo::id)).isEqualTo(Optional.ofNullable(id));
    }

    @ParameterizedTest
    @CsvSource({"acme/nothing", "nothing", "openai/gpt-4o:free"})
    void finds_nothing_where_there_is_nothing(String name) {
        assertThat(catalog().build().find(name)).isEmpty();
    }

    @Test
    void describes_models_to_langchain4j() {
        List<ModelDescription> models = catalog().build().listModels();

        assertThat(models)
                .filteredOn(model -> model.name().equals("openai/gpt-5.2"))
                .singleElement()
                .satisfies(model -> {
                    assertThat(model.displayName()).isEqualTo("OpenAI: GPT-5.2");
                    assertThat(model.type()).isEqualTo(ModelType.CHAT);
                    assertThat(model.owner()).isEqualTo("openai");
                    assertThat(model.maxInputTokens()).isEqualTo(400_000);
                    assertThat(model.maxOutputTokens()).isEqualTo(128_000);
                    assertThat(model.createdAt()).isEqualTo(Instant.ofEpochSecond(1_765_389_775));
                });
        assertThat(models)
                .filteredOn(model -> model.type() == ModelType.EMBEDDING)
                .extracting(ModelDescription::name)
                .contains("openai/text-embedding-3-small");
    }

    @Test
    void estimates_what_a_call_costs() {
        OpenRouterModelCatalog catalog = catalog().build();

        assertThat(catalog.cost("gpt-4o", new TokenUsage(1000, 100)).orElseThrow())
                .isEqualByComparingTo("0.0035");
        assertThat(catalog.cost("openrouter/auto", new TokenUsage(1, 1))).isEmpty();
        assertThat(catalog.cost("acme/nothing", new TokenUsage(1, 1))).isEmpty();
    }

    @Test
    void estimates_what_a_request_would_cost() throws Exception {
        server.addModel(priced("acme/writer", "0.000001", "0.000002", "0.0005"));
        ChatRequest text = request(UserMessage.from("x".repeat(4000)));
        ChatRequest longer = request(UserMessage.from("x".repeat(8000)));
        ChatRequest withImage = request(
                UserMessage.from(TextContent.from("x".repeat(4000)), ImageContent.from("https://example.org/cat.png")));
        OpenRouterModelCatalog catalog = catalog().build();

        BigDecimal cost = catalog.cost("acme/writer", text).orElseThrow();
        assertThat(cost).isBetween(new BigDecimal("0.0012"), new BigDecimal("0.00125"));
        assertThat(catalog.cost("acme/writer", longer).orElseThrow().subtract(cost))
                .isEqualByComparingTo("0.001");
        assertThat(catalog.cost("acme/writer", withImage).orElseThrow().subtract(cost))
                .isBetween(new BigDecimal("0.0015"), new BigDecimal("0.00151"));
        assertThat(catalog.cost("openrouter/auto", text)).isEmpty();
        assertThat(catalog.cost("nobody/knows", text)).isEmpty();
    }

    private static ChatRequest request(UserMessage message) {
        return ChatRequest.builder().messages(message).maxOutputTokens(100).build();
    }

    private static JsonNode priced(String id, String prompt, String completion, String image) throws Exception {
        return new ObjectMapper().readTree("""
                {"id":"%s","pricing":{"prompt":"%s","completion":"%s","image":"%s"}}""".formatted(id, prompt, completion, image));
    }

    @Test
    void filters_by_price_and_context() {
        OpenRouterModelCatalog catalog = catalog().build();

        List<OpenRouterModelInfo> found = catalog.models(
                model -> model.costsAtMost(new BigDecimal("0.3"), new BigDecimal("2.5")) && model.holds(200_000));

        assertThat(found)
                .extracting(OpenRouterModelInfo::id)
                .contains("openai/gpt-5-mini", "google/gemini-2.5-flash", "openrouter/free")
                .doesNotContain("openai/gpt-4o-mini", "openai/gpt-5.2", "openrouter/auto");
    }

    // Cache

    @Test
    void fetches_once_until_the_time_is_over() {
        OpenRouterModelCatalog catalog =
                catalog().timeToLive(Duration.ofMinutes(10)).build();

        catalog.models();
        time.advance(Duration.ofMinutes(9));
        catalog.freeModels();
        assertThat(server.requests("/models")).hasSize(1);
        time.advance(Duration.ofMinutes(1));
        catalog.models();
        assertThat(server.requests("/models")).hasSize(2);
    }

    @Test
    void a_catalog_that_is_kept_for_ever_is_fetched_once(@TempDir Path folder) {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        Path file = folder.resolve("models.json");

        for (int process = 0; process < 2; process++) {
            OpenRouterModelCatalog catalog =
                    catalog().timeToLive(forever).cacheFile(file).build();
            assertThat(catalog.models()).isNotEmpty();
            time.advance(Duration.ofDays(10_000));
            assertThat(catalog.models()).isNotEmpty();
        }

        assertThat(server.requests("/models")).hasSize(1);
    }

    @Test
    void refresh_fetches_at_once() {
        OpenRouterModelCatalog catalog = catalog().build();
        catalog.models();
        server.addModel("acme/new");

        assertThat(catalog.find("acme/new")).isEmpty();
        assertThat(catalog.refresh()).extracting(OpenRouterModelInfo::id).contains("acme/new");
        assertThat(catalog.find("acme/new")).isPresent();
    }

    @Test
    void callers_at_the_same_time_share_one_fetch() throws Exception {
        Gate gate = new Gate();
        server.when(MODELS)
                .answer(Answer.stream()
                        .waitFor(gate)
                        .bytes(Payloads.text("catalog/everything.json"))
                        .header("Content-Type", "application/json"));
        OpenRouterModelCatalog catalog = catalog().build();

        List<List<OpenRouterModelInfo>> seen = together(8, catalog::models, gate);

        assertThat(seen).hasSize(8).allSatisfy(models -> assertThat(models).hasSize(1));
        assertThat(server.requests("/models")).hasSize(1);
    }

    @Test
    void callers_at_the_same_time_share_one_failure() throws Exception {
        Gate gate = new Gate();
        server.when(MODELS)
                .answer(Answer.stream()
                        .waitFor(gate)
                        .bytes("{\"error\":{\"code\":500,\"message\":\"Down\"}}")
                        .header("Content-Type", "application/json"));
        OpenRouterModelCatalog catalog = catalog().maxRetries(0).build();

        List<String> seen = together(
                4,
                () -> {
                    try {
                        return catalog.models().toString();
                    } catch (InternalServerException e) {
                        return "failed";
                    }
                },
                gate);

        assertThat(seen).containsExactly("failed", "failed", "failed", "failed");
        assertThat(server.requests("/models")).hasSize(1);
    }

    @Test
    void an_old_catalog_serves_while_there_is_no_new_one() {
        OpenRouterModelCatalog catalog =
                catalog().timeToLive(Duration.ofMinutes(10)).maxRetries(0).build();
        List<OpenRouterModelInfo> old = catalog.models();
        server.when(MODELS).answer(DOWN);
        time.advance(Duration.ofMinutes(10));

        assertThat(catalog.models()).isEqualTo(old);
        assertThat(catalog.models()).isEqualTo(old);
        assertThat(server.requests("/models"))
                .as("asks again only after a while")
                .hasSize(2);
        time.advance(Duration.ofMinutes(1));
        catalog.models();
        assertThat(server.requests("/models")).hasSize(3);
    }

    @Test
    void refresh_fails_where_there_is_no_new_catalog_and_keeps_the_old_one() {
        OpenRouterModelCatalog catalog = catalog().maxRetries(0).build();
        List<OpenRouterModelInfo> old = catalog.models();
        server.when(MODELS).answer(DOWN);

        assertThatThrownBy(catalog::refresh).isInstanceOf(InternalServerException.class);
        assertThat(catalog.models()).isEqualTo(old);
    }

    @Test
    void without_any_catalog_the_failure_is_an_exception() {
        server.when(MODELS).answer(DOWN, Answer.payload("{\"data\":[]}"), Answer.unscripted());
        OpenRouterModelCatalog catalog = catalog().maxRetries(0).build();

        assertThatThrownBy(catalog::models)
                .isInstanceOf(InternalServerException.class)
                .hasCauseInstanceOf(OpenRouterException.class);
        assertThatThrownBy(catalog::models)
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("no models");
        assertThat(catalog.models()).isNotEmpty();
    }

    @Test
    void an_interrupt_ends_the_wait_for_the_fetch_of_another_thread() throws Exception {
        Gate gate = new Gate();
        server.when(MODELS)
                .answer(Answer.stream()
                        .waitFor(gate)
                        .bytes(Payloads.text("catalog/everything.json"))
                        .header("Content-Type", "application/json"));
        OpenRouterModelCatalog catalog = catalog().build();
        Thread fetching = new Thread(catalog::models);
        fetching.start();
        gate.awaitReached(Duration.ofSeconds(20));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread waiting = new Thread(() -> failure.set(catchThrowable(catalog::models)));

        waiting.start();
        waiting.interrupt();
        waiting.join(10_000);
        boolean over = !waiting.isAlive();
        gate.open();
        fetching.join();

        assertThat(over).isTrue();
        assertThat(failure.get()).isInstanceOf(LangChain4jException.class).hasMessageContaining("nterrupted");
    }

    @Test
    void an_interrupt_of_the_thread_that_fetches_does_not_fail_those_that_wait() throws Exception {
        Gate gate = new Gate();
        server.when(MODELS).answer(Answer.stream().waitFor(gate), payload("everything"));
        OpenRouterModelCatalog catalog = catalog().build();
        Thread fetching = new Thread(() -> catchThrowable(catalog::models));
        fetching.start();
        gate.awaitReached(Duration.ofSeconds(20));
        FutureTask<List<OpenRouterModelInfo>> models = new FutureTask<>(catalog::models);
        Thread waiting = new Thread(models);
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.WAITING);

        fetching.interrupt();

        assertThat(models.get(10, TimeUnit.SECONDS)).hasSize(1);
        gate.open();
        fetching.join();
    }

    @Test
    void a_new_process_reads_the_file_while_it_is_young(@TempDir Path folder) {
        Path file = folder.resolve("deep/models.json");
        List<OpenRouterModelInfo> first = catalog().cacheFile(file).build().models();

        assertThat(catalog().cacheFile(file).build().models()).isEqualTo(first);
        assertThat(server.requests("/models")).hasSize(1);
        time.advance(Duration.ofHours(2));
        catalog().cacheFile(file).build().models();
        assertThat(server.requests("/models")).hasSize(2);
        assertThat(folder.resolve("deep")).isDirectoryContaining("glob:**models.json");
        assertThat(folder.resolve("deep").toFile().list()).hasSize(1);
    }

    @Test
    void callers_at_the_same_time_share_a_file_that_is_young(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("models.json");
        List<OpenRouterModelInfo> models = catalog().cacheFile(file).build().models();
        AtomicReference<OpenRouterModelCatalog> catalog = new AtomicReference<>();
        FutureTask<List<OpenRouterModelInfo>> second =
                new FutureTask<>(() -> catalog.get().models());
        Thread waiting = new Thread(second);
        FakeTime untilTheSecondWaits = new FakeTime() {
            @Override
            public Instant now() {
                if (catalog.get() != null && waiting.getState() == Thread.State.NEW) {
                    waiting.start();
                    await().until(() -> waiting.getState() == Thread.State.WAITING);
                }
                return super.now();
            }
        };
        catalog.set(catalog().time(untilTheSecondWaits).cacheFile(file).build());

        assertThat(catalog.get().models()).isEqualTo(models);

        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(models);
        assertThat(server.requests("/models")).hasSize(1);
    }

    @Test
    void processes_of_other_users_can_read_the_file_as_any_other(@TempDir Path folder) throws Exception {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path file = folder.resolve("models.json");

        catalog().cacheFile(file).build().models();

        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("any"))));
    }

    @Test
    void a_file_of_the_future_is_not_young(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("models.json");
        catalog().cacheFile(file).build().models();
        Files.setLastModifiedTime(file, FileTime.from(FakeTime.START.plusSeconds(1_000_000)));

        catalog().cacheFile(file).build().models();

        assertThat(server.requests("/models")).hasSize(2);
    }

    @Test
    void an_old_file_serves_while_there_is_no_new_catalog(@TempDir Path folder) {
        Path file = folder.resolve("models.json");
        List<OpenRouterModelInfo> first = catalog().cacheFile(file).build().models();
        server.when(MODELS).answer(DOWN);
        time.advance(Duration.ofDays(30));

        assertThat(catalog().cacheFile(file).maxRetries(0).build().models()).isEqualTo(first);
    }

    @Test
    void a_file_has_no_comments_that_came_before_the_catalog(@TempDir Path folder) {
        Path file = folder.resolve("models.json");
        server.when(MODELS)
                .answer(Answer.raw(
                        200, "application/json", ": OPENROUTER PROCESSING\n\n{\"data\":[{\"id\":\"acme/one\"}]}"));
        catalog().cacheFile(file).build().models();

        assertThat(catalog().cacheFile(file).build().models())
                .extracting(OpenRouterModelInfo::id)
                .containsExactly("acme/one");
        assertThat(server.requests("/models")).hasSize(1);
    }

    @Test
    void a_file_that_cannot_be_read_or_written_does_no_harm(@TempDir Path folder) throws Exception {
        Path broken = Files.writeString(folder.resolve("models.json"), "{\"data\":[");
        Files.setLastModifiedTime(broken, FileTime.from(FakeTime.START));
        Path occupied = Files.createDirectories(folder.resolve("folder/full")).getParent();

        assertThat(catalog().cacheFile(broken).build().models()).isNotEmpty();
        assertThat(catalog().cacheFile(occupied).build().models()).isNotEmpty();
    }

    // Diff

    @Test
    void a_diff_names_what_came_went_changed_its_price_or_ends() throws Exception {
        server.addModel("acme/old").addModel("acme/cheap").addModel("acme/same");
        OpenRouterModelCatalog catalog = catalog()
                .modelAliases(OpenRouterModelAliases.defaults()
                        .with("good", "acme/same:nitro")
                        .with("bad", "acme/old"))
                .build();
        List<OpenRouterModelInfo> before = catalog.models();
        List<JsonNode> models = listed();
        models.removeIf(model -> model.path("id").asText().equals("acme/old"));
        models.stream()
                .filter(model -> model.path("id").asText().equals("acme/cheap"))
                .forEach(model -> model.withObject("/pricing").put("prompt", "0.5"));
        models.add(json("{\"id\":\"acme/new\",\"expiration_date\":\"2026-01-31\"}"));
        models.add(json("{\"id\":\"acme/later\",\"expiration_date\":\"2026-03-01\"}"));
        server.when(MODELS).answer(Answer.payload(new ObjectMapper().writeValueAsString(Map.of("data", models))));

        catalog.refresh();
        OpenRouterCatalogDiff diff = catalog.diff(before);

        assertThat(diff.appeared()).extracting(OpenRouterModelInfo::id).containsExactly("acme/new", "acme/later");
        assertThat(diff.vanished()).extracting(OpenRouterModelInfo::id).containsExactly("acme/old");
        assertThat(diff.repriced()).singleElement().satisfies(change -> {
            assertThat(change.before().pricing().prompt()).isEqualByComparingTo("0.000001");
            assertThat(change.after().pricing().prompt()).isEqualByComparingTo("0.5");
        });
        assertThat(diff.expiring()).extracting(OpenRouterModelInfo::id).containsExactly("acme/new");
        assertThat(diff.brokenAliases()).containsExactly(Map.entry("bad", "acme/old"));
        assertThat(diff.isEmpty()).isFalse();
    }

    @Test
    void without_a_change_there_is_nothing_to_tell() {
        OpenRouterModelCatalog catalog = catalog().build();

        assertThat(catalog.diff(catalog.models()).isEmpty()).isTrue();
    }

    // Filters and lists

    @Test
    void the_smaller_of_two_contexts_holds() {
        server.when(MODELS).answer(payload("everything"));
        OpenRouterModelCatalog catalog = catalog().build();
        OpenRouterModelInfo model = catalog.find("openai/gpt-5.2").orElseThrow();

        assertThat(catalog.listModels().get(0).maxInputTokens()).isEqualTo(272_000);
        assertThat(model.usableContextLength()).isEqualTo(272_000);
        assertThat(model.holds(272_000)).isTrue();
        assertThat(model.holds(272_001)).isFalse();
    }

    @Test
    void expiry_is_a_date_and_not_a_mark() {
        server.when(MODELS).answer(payload("everything"));
        OpenRouterModelInfo model = catalog().build().find("openai/gpt-5.2").orElseThrow();

        assertThat(model.expiresBy(LocalDate.of(2026, 12, 30))).isFalse();
        assertThat(model.expiresBy(LocalDate.of(2026, 12, 31))).isTrue();
    }

    static Stream<Arguments> filters() {
        return Stream.of(
                arguments(filter().maxPromptPrice(new BigDecimal("1.75")), true),
                arguments(filter().maxPromptPrice(new BigDecimal("1.74")), false),
                arguments(filter().maxCompletionPrice(new BigDecimal("14")), true),
                arguments(filter().maxCompletionPrice(new BigDecimal("13")), false),
                arguments(filter().free(true), false),
                arguments(filter().minContext(272_000), true),
                arguments(filter().minContext(300_000), false),
                arguments(filter().inputModalities("image", "file"), true),
                arguments(filter().inputModalities("image", "audio"), false),
                arguments(filter().outputModalities("image"), false),
                arguments(filter().supportedParameters("tools", "seed"), true),
                arguments(filter().supportedParameters("tools", "top_k"), false),
                arguments(filter().minIntelligenceIndex(71.4), true),
                arguments(filter().minIntelligenceIndex(72.0), false),
                arguments(filter().minCodingIndex(60.0), true),
                arguments(filter().minCodingIndex(64.0), false),
                arguments(filter().minAgenticIndex(0.0), false), // not reported
                arguments(filter().usableOn(LocalDate.of(2026, 12, 31)), true),
                arguments(filter().usableOn(LocalDate.of(2027, 1, 1)), false));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void each_condition_of_a_filter_counts(OpenRouterModelFilter.Builder filter, boolean matches) {
        server.when(MODELS).answer(payload("everything"));

        assertThat(catalog().build().models(filter.build())).hasSize(matches ? 1 : 0);
    }

    @Test
    void a_filter_asks_for_the_uptime_of_those_models_only_that_satisfy_the_rest() {
        server.when(Match.path("/models/openai/gpt-4o/endpoints"))
                .answer(Answer.payload("{\"data\":{\"endpoints\":[{\"uptime_last_30m\":97}]}}"));
        OpenRouterModelFilter.Builder filter = filter().query("q", "openai/gpt-4o");

        assertThat(catalog().build().models(filter.minUptime(97.0).build()))
                .extracting(OpenRouterModelInfo::id)
                .contains("openai/gpt-4o", "openai/gpt-4o-mini");
        assertThat(catalog().build().models(filter.minUptime(97.5).build()))
                .extracting(OpenRouterModelInfo::id)
                .contains("openai/gpt-4o-mini")
                .doesNotContain("openai/gpt-4o");
        assertThat(server.requests())
                .extracting(RecordedRequest::path)
                .filteredOn(path -> path.endsWith("/endpoints"))
                .allMatch(path -> path.startsWith("/models/openai/gpt-4o"));
    }

    @Test
    void a_condition_that_only_openrouter_knows_is_sent() {
        List<OpenRouterModelInfo> models = catalog()
                .build()
                .models(filter().query("model_authors", "anthropic")
                        .query("sort", "pricing-low-to-high")
                        .supportedParameters("tools")
                        .build());

        assertThat(models).isNotEmpty().allMatch(model -> model.id().startsWith("anthropic/"));
        assertThat(models).extracting(model -> model.pricing().prompt()).isSortedAccordingTo(BigDecimal::compareTo);
        assertThat(server.requests("/models"))
                .extracting(RecordedRequest::query)
                .singleElement()
                .asString()
                .contains("output_modalities=all", "model_authors=anthropic", "sort=pricing-low-to-high");
    }

    @Test
    void a_query_that_nothing_satisfies_finds_nothing() {
        assertThat(catalog()
                        .build()
                        .models(filter().query("q", "no such thing & more").build()))
                .isEmpty();
        assertThat(server.requests("/models").get(0).query()).contains("q=no+such+thing+%26+more");
    }

    @Test
    void every_condition_takes_null_for_not_set() {
        server.when(MODELS).answer(payload("everything"));

        assertThat(catalog()
                        .build()
                        .models(filter().maxPromptPrice(null)
                                .maxCompletionPrice(null)
                                .free(null)
                                .minContext(null)
                                .inputModalities((String[]) null)
                                .outputModalities((String[]) null)
                                .supportedParameters((String[]) null)
                                .minIntelligenceIndex(null)
                                .minCodingIndex(null)
                                .minAgenticIndex(null)
                                .usableOn(null)
                                .minUptime(null)
                                .query("q", "gpt")
                                .query("q", null)
                                .build()))
                .hasSize(1);
        assertThat(server.requests("/models").get(0).query()).isEqualTo("output_modalities=all");
    }

    @Test
    void a_filter_refuses_what_would_lose_models() {
        assertThatThrownBy(() -> filter().query("limit", "3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("query");
        assertThatThrownBy(() -> filter().minUptime(101.0)).hasMessageContaining("minUptime");
        assertThatThrownBy(() -> filter().minIntelligenceIndex(Double.NaN))
                .hasMessage("minIntelligenceIndex must be between 0.0 and 100.0, but is NaN");
        assertThatThrownBy(() -> filter().minCodingIndex(101.0)).hasMessageContaining("minCodingIndex");
        assertThatThrownBy(() -> filter().minAgenticIndex(-1.0)).hasMessageContaining("minAgenticIndex");
        assertThatThrownBy(() -> filter().maxPromptPrice(new BigDecimal("-1"))).hasMessageContaining("maxPromptPrice");
    }

    @Test
    void the_models_of_a_key_are_those_that_it_can_use() {
        OpenRouterModelCatalog catalog = catalog().apiKey(server.apiKey()).build();

        assertThat(catalog.modelsOfKey())
                .extracting(OpenRouterModelInfo::id)
                .contains("openai/gpt-4o")
                .doesNotContain("openai/gpt-oss-20b:free");
        assertThat(catalog.freeModels()).extracting(OpenRouterModelInfo::id).contains("openai/gpt-oss-20b:free");
    }

    @Test
    void without_a_key_nothing_is_asked_about_it() {
        assertThatThrownBy(() -> catalog().build().modelsOfKey()).isInstanceOf(AuthenticationException.class);
        assertThat(server.requests("/models/user")).isEmpty();
    }

    @Test
    void a_key_without_models_has_none_but_an_answer_without_a_list_is_a_failure() {
        OpenRouterModelCatalog catalog = catalog().apiKey(server.apiKey()).build();
        server.when(Match.path("/models/user")).answer(Answer.payload("{\"data\":[]}"), Answer.payload("{}"));

        assertThat(catalog.modelsOfKey()).isEmpty();
        assertThatThrownBy(catalog::modelsOfKey)
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("no models");
    }

    @Test
    void the_endpoints_without_data_retention_name_their_models() {
        assertThat(catalog().build().zeroDataRetentionEndpoints())
                .extracting(OpenRouterEndpointInfo::modelId)
                .contains("openai/gpt-4o")
                .doesNotContain("openai/gpt-oss-20b:free");
    }

    @Test
    void a_list_in_pages_is_read_to_its_end(@TempDir Path folder) {
        Answer[] pages = {
            Answer.payload(
                    "{\"data\":[{\"id\":\"a/one\"}],\"links\":{\"next\":\"https://elsewhere.example/x?offset=1&output_modalities=text\"}}"),
            Answer.payload("{\"data\":[{\"id\":\"a/two\"}],\"links\":{\"next\":\"/api/v1/models?offset=2\"}}"),
            Answer.payload("{\"data\":[{\"id\":\"a/three\"}],\"links\":{\"next\":null}}")
        };
        server.when(Match.path("/models")).answer(pages[0], pages[1], pages[2]);
        server.when(Match.path("/models/user")).answer(pages[0], pages[1], pages[2]);
        OpenRouterModelCatalog catalog = catalog()
                .apiKey(server.apiKey())
                .cacheFile(folder.resolve("models.json"))
                .build();

        assertThat(catalog.models()).extracting(OpenRouterModelInfo::id).containsExactly("a/one", "a/two", "a/three");
        assertThat(catalog.modelsOfKey()).hasSize(3);
        assertThat(server.requests("/models"))
                .extracting(RecordedRequest::query)
                .containsExactly(
                        "output_modalities=all", "output_modalities=all&offset=1", "output_modalities=all&offset=2");
        assertThat(catalog().cacheFile(folder.resolve("models.json")).build().models())
                .extracting(OpenRouterModelInfo::id)
                .containsExactly("a/one", "a/two", "a/three");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?offset=1", "?offset=", "?x=OTHER"})
    void pages_without_an_end_are_a_failure(String next) {
        AtomicInteger page = new AtomicInteger();
        server.when(Match.path("/models/user"))
                .answer(Answer.computed(
                        request -> Answer.payload("{\"data\":[{\"id\":\"a/one\"}],\"links\":{\"next\":\""
                                + next.replace("OTHER", "" + page.incrementAndGet()) + "\"}}")));

        assertThatThrownBy(() -> catalog().apiKey(server.apiKey()).build().modelsOfKey())
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("no end");
        assertThat(server.requests("/models/user")).hasSizeLessThan(103); // 100 pages, and the last one twice more
    }

    @Test
    void no_list_of_endpoints_is_not_an_empty_list() {
        server.when(Match.path("/endpoints/zdr"))
                .answer(Answer.payload("{\"data\":[]}"), Answer.payload("{\"data\":{}}"));
        server.when(Match.path("/models/acme/open/endpoints"))
                .answer(
                        Answer.payload("{\"data\":{\"endpoints\":[]}}"),
                        Answer.payload("{\"data\":{\"id\":\"acme/open\"}}"));
        OpenRouterModelCatalog catalog = catalog().build();

        assertThat(catalog.zeroDataRetentionEndpoints()).isEmpty();
        assertThat(catalog.endpoints("acme/open")).isEmpty();
        assertThatThrownBy(catalog::zeroDataRetentionEndpoints).hasMessageContaining("no endpoints");
        assertThatThrownBy(() -> catalog.endpoints("acme/open"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("no endpoints");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../key", "acme/../../key", "acme/.."})
    void an_id_leads_to_no_other_operation(String id) {
        assertThatThrownBy(() -> catalog().build().endpoints(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'..'");
        assertThat(server.requests()).isEmpty();
    }

    private static OpenRouterModelFilter.Builder filter() {
        return OpenRouterModelFilter.builder();
    }

    // Endpoints

    @Test
    void tells_the_endpoints_of_a_model() {
        server.when(Match.path("/models/acme/open/endpoints")).answer(payload("endpoints"));

        List<OpenRouterEndpointInfo> endpoints = catalog().build().endpoints("acme/open:nitro");

        assertThat(endpoints)
                .extracting(OpenRouterEndpointInfo::tag)
                .containsExactly("deepinfra/fp8", "google-vertex/us-east5", "together", "moonshotai");
        OpenRouterEndpointInfo first = endpoints.get(0);
        assertThat(first)
                .isEqualTo(new OpenRouterEndpointInfo(
                        "DeepInfra | acme/open",
                        "DeepInfra",
                        "deepinfra/fp8",
                        "fp8",
                        0,
                        131_072,
                        32_768,
                        null,
                        List.of("max_tokens", "temperature", "tools", "tool_choice", "seed"),
                        first.pricing(),
                        true,
                        100.0,
                        99.5,
                        98.25,
                        new OpenRouterEndpointInfo.Percentiles(0.4, 0.6, 0.9, 2.0),
                        null,
                        "acme/open",
                        new OpenRouterEndpointInfo.ToolChoices(true, true, true, false),
                        first.fields()));
        assertThat(first.fields()).containsEntry("supports_voice_cloning", false);
        assertThat(first.pricing().completion()).isEqualByComparingTo("0.000002");
    }

    @Test
    void a_variant_and_a_tilde_reach_the_server() {
        OpenRouterModelCatalog catalog = catalog().build();

        assertThat(catalog.endpoints("openai/gpt-oss-20b:free")).hasSize(1);
        assertThat(catalog.endpoints("~openai/gpt-latest")).hasSize(1);
    }

    @Test
    void a_model_that_is_unknown_has_no_endpoints() {
        assertThatThrownBy(() -> catalog().build().endpoints("acme/nothing"))
                .isInstanceOf(ModelNotFoundException.class);
    }

    /** The catalog as the stand-in lists it. */
    private List<JsonNode> listed() throws Exception {
        var url = URI.create(server.baseUrl() + "/models?output_modalities=all").toURL();
        try (var body = url.openStream()) {
            List<JsonNode> models = new ArrayList<>();
            new ObjectMapper().readTree(body).path("data").forEach(models::add);
            return models;
        }
    }

    /** Runs the same on several threads, and opens the gate when one is at the server and the others wait for it. */
    private <T> List<T> together(int number, Supplier<T> call, Gate gate) throws Exception {
        List<FutureTask<T>> tasks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            FutureTask<T> task = new FutureTask<>(call::get);
            tasks.add(task);
            threads.add(new Thread(task));
        }
        threads.forEach(Thread::start);
        await().until(() -> server.openStreams() == 1
                && threads.stream()
                                .filter(thread -> thread.getState() == Thread.State.WAITING)
                                .count()
                        == number - 1);
        gate.open();
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            results.add(task.get(10, TimeUnit.SECONDS));
        }
        return results;
    }

    private OpenRouterModelCatalog.Builder catalog() {
        return OpenRouterModelCatalog.builder().baseUrl(server.baseUrl()).time(time);
    }

    private static Answer payload(String name) {
        return Answer.payload(Payloads.text("catalog/" + name + ".json"));
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
