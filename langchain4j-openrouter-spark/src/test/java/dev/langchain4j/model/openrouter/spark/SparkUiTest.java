package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class SparkUiTest {

    private static String page(String path) throws IOException {
        SparkContext context = LocalSpark.session().sparkContext();
        URI page =
                URI.create(context.uiWebUrl().get() + "/api/v1/applications/" + context.applicationId() + "/" + path);
        try (InputStream body = page.toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shows_what_a_stage_has_done_and_paid(OpenRouterServer server) {
        server.addKey(LocalSpark.KEY);
        String url = server.baseUrl();
        try (OpenRouterSpark openRouter = OpenRouterSpark.builder(LocalSpark.session(), "ui")
                .database(LocalSpark.database(UUID.randomUUID().toString()))
                .connection(connection -> connection.baseUrl(url))
                .build()) {
            Dataset<Row> vectors = openRouter.embed(
                    LocalSpark.documents(7), model -> model.modelName("openai/text-embedding-3-small"));
            vectors.count();
            vectors.count();
        }

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(page("stages"))
                        .contains(
                                "openrouter embed: answered",
                                "openrouter embed: US dollars",
                                "openrouter embed: already paid"));
    }

    @Test
    void hides_the_key() throws IOException {
        assertThat(page("environment")).contains(Secrets.KEY).doesNotContain(LocalSpark.KEY);
    }
}
