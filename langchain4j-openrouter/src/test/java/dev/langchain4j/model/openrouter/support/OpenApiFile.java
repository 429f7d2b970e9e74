package dev.langchain4j.model.openrouter.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * OpenRouter's own OpenAPI file. It is read from where it is kept beside the project, or from
 * {@code -Dopenrouter.openapi=...}; tests that need it are skipped without it.
 */
public final class OpenApiFile {

    private static final Path FILE =
            Path.of(System.getProperty("openrouter.openapi", "../../shared/data/openrouter-openapi.yaml"));

    private OpenApiFile() {}

    /** The whole file, each time anew. Skips the test if there is none. */
    public static JsonNode read() {
        assumeTrue(
                Files.exists(FILE), () -> "No OpenAPI file at " + FILE.toAbsolutePath() + ": nothing to compare with");
        try {
            return new YAMLMapper().readTree(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema of the answer of an operation. */
    public static JsonNode answer(JsonNode file, String method, String path, String status, String type) {
        return file.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(status)
                .path("content")
                .path(type)
                .path("schema");
    }

    /** The schema of the body of a POST. */
    public static JsonNode request(JsonNode file, String path) {
        return file.path("paths")
                .path(path)
                .path("post")
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
    }

    /** Follows a reference to another place of the file. */
    public static JsonNode resolved(JsonNode file, JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isMissingNode() ? schema : file.at(reference.asString().substring(1));
    }
}
