package dev.langchain4j.model.openrouter.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison that runs where a GraalVM is, with outputs in the forms that its agent writes. */
class NativeMetadataTest {

    private static final String EXECUTORS = """
            {
              "%s": "java.util.concurrent.Executors",
              "methods": [{"name": "newVirtualThreadPerTaskExecutor", "parameterTypes": []}]
            }""";

    @TempDir
    Path agent;

    @Test
    void what_the_library_needs_today_is_in_its_metadata() throws IOException {
        write(
                "reachability-metadata.json",
                "{\"reflection\": [" + EXECUTORS.formatted("type") + "], \"resources\": []}");

        assertThat(NativeMetadata.missing(agent, NativeMetadata.ours())).isEmpty();
    }

    @Test
    void the_files_of_older_agents_are_read_too() throws IOException {
        write("reflect-config.json", "[" + EXECUTORS.formatted("name") + "]");
        write("resource-config.json", "{\"resources\": {\"includes\": []}, \"bundles\": []}");
        write("proxy-config.json", "[]");

        assertThat(NativeMetadata.missing(agent, NativeMetadata.ours())).isEmpty();
    }

    @Test
    void a_type_a_method_a_field_or_all_methods_that_are_not_named_are_missing() throws IOException {
        write("reachability-metadata.json", """
                {"reflection": [
                  {"type": "java.util.concurrent.Executors",
                   "methods": [{"name": "newFixedThreadPool", "parameterTypes": ["int"]}],
                   "fields": [{"name": "DEFAULT"}]},
                  {"type": "org.example.Unnamed", "allDeclaredConstructors": true}]}
                """);

        assertThat(NativeMetadata.missing(agent, NativeMetadata.ours()))
                .containsExactly(
                        "reflection java.util.concurrent.Executors.DEFAULT",
                        "reflection java.util.concurrent.Executors.newFixedThreadPool[\"int\"]",
                        "reflection org.example.Unnamed",
                        "reflection org.example.Unnamed allDeclaredConstructors");
    }

    @Test
    void resources_proxies_and_serialized_types_are_missing_in_both_forms() throws IOException {
        write("reachability-metadata.json", """
                {"resources": [{"glob": "META-INF/services/org.example.Service"}],
                 "serialization": [{"type": "org.example.Saved"}]}
                """);
        write("resource-config.json", "{\"resources\": {\"includes\": [{\"pattern\": \"\\\\Qprices.json\\\\E\"}]}}");
        write("proxy-config.json", "[{\"interfaces\": [\"org.example.Api\"]}]");

        assertThat(NativeMetadata.missing(agent, NativeMetadata.ours()))
                .containsExactly(
                        "proxies [\"org.example.Api\"]",
                        "resources META-INF/services/org.example.Service",
                        "resources prices.json",
                        "serialization org.example.Saved");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(agent.resolve(file), text);
    }
}
