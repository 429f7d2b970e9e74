package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final String KEY = "sk-or-v1-secret";

    private static SparkSettings settings(String keyInTasks) {
        return new SparkSettings(
                "run",
                "job",
                connection -> connection.timeout(Duration.ofSeconds(9)),
                null,
                null,
                () -> new KeptConnections("jdbc:h2:mem:none", null, null),
                "openrouter_",
                true,
                Duration.ofMinutes(1),
                null,
                1,
                keyInTasks);
    }

    private static String serialised(Object settings) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(settings);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void do_not_travel_with_the_tasks_unless_somebody_insists() throws Exception {
        assertThat(serialised(settings(null))).contains("job").doesNotContain(KEY);
        assertThat(serialised(settings(KEY))).contains(KEY);
    }

    @Test
    void are_in_no_text() {
        assertThat(settings(KEY).toString()).isEqualTo("OpenRouterSpark[job=job, maxConcurrency=1]");
        assertThat(OpenRouterSpark.builder(LocalSpark.session(), "job")
                        .keyInTasks(KEY)
                        .toString())
                .doesNotContain(KEY);
    }

    @Test
    void are_taken_from_the_configuration_and_else_from_the_environment() {
        SparkConf conf = new SparkConf(false).set(Secrets.KEY, " of-spark ");
        Map<String, String> environment = Map.of("OPENROUTER_API_KEY", "of-the-environment");

        assertThat(Secrets.find(Secrets.KEY, "OPENROUTER_API_KEY", conf, environment))
                .isEqualTo("of-spark");
        assertThat(Secrets.find(Secrets.KEY, "OPENROUTER_API_KEY", new SparkConf(false), environment))
                .isEqualTo("of-the-environment");
        assertThat(Secrets.find(Secrets.KEY, "OPENROUTER_API_KEY", null, Map.of("OPENROUTER_API_KEY", " ")))
                .isNull();
    }

    @Test
    void have_to_be_somewhere() {
        assertThat(Secrets.key(settings(null), "found")).isEqualTo("found");
        assertThat(Secrets.key(settings(KEY), "found")).isEqualTo(KEY);
        assertThatIllegalStateException()
                .isThrownBy(() -> Secrets.key(settings(null), null))
                .withMessageContaining("This executor has no key");
    }

    @Test
    void are_hidden_by_spark() {
        var shown = scala.jdk.javaapi.CollectionConverters.asJava(Utils.redact(
                new SparkConf(false),
                scala.jdk.javaapi.CollectionConverters.asScala(java.util.List.of(
                                new scala.Tuple2<>(Secrets.KEY, KEY),
                                new scala.Tuple2<>(Secrets.DATABASE_PASSWORD, KEY),
                                new scala.Tuple2<>(Secrets.DATABASE_USER, "spark")))
                        .toSeq()));

        assertThat(shown.toString()).doesNotContain(KEY).contains("spark");
    }

    @Test
    void begin_with_a_job_that_has_a_plain_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterSpark.builder(LocalSpark.session(), "a job"))
                .withMessageContaining("job must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        OpenRouterSpark.builder(LocalSpark.session(), "job").build())
                .withMessageContaining("database must be set");
    }
}
