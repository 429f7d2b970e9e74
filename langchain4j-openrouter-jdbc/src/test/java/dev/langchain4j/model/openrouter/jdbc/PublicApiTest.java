package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Public names change on purpose only: {@code -Dupdate.api=true} accepts a change. */
class PublicApiTest {

    private static final Path FILE = Path.of("src", "test", "resources", "public-api.txt");

    @Test
    void the_public_api_is_the_one_on_file() throws Exception {
        StringBuilder actual = new StringBuilder();
        for (Class<?> type : List.of(OpenRouterJdbc.class, OpenRouterJdbc.Builder.class)) {
            actual.append(type.toGenericString()).append('\n');
            TreeSet<String> members = new TreeSet<>();
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()))
                    .map(Method::toGenericString)
                    .forEach(members::add);
            members.forEach(member -> actual.append("    ")
                    .append(member.replace(type.getName() + ".", ""))
                    .append('\n'));
        }
        if (Boolean.getBoolean("update.api")) {
            Files.writeString(FILE, actual);
        }
        assertThat(Files.readString(FILE)).isEqualTo(actual.toString());
    }

    @Test
    void all_other_types_are_private() throws IOException, URISyntaxException, ClassNotFoundException {
        Path classes = Path.of(OpenRouterJdbc.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        TreeSet<String> visible = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replace('\\', '.');
                Class<?> type = Class.forName(
                        name.substring(0, name.length() - ".class".length()),
                        false,
                        getClass().getClassLoader());
                Class<?> outer = type.getEnclosingClass();
                if (Modifier.isPublic(type.getModifiers())
                        && (outer == null || Modifier.isPublic(outer.getModifiers()))) {
                    visible.add(type.getName());
                }
            }
        }
        assertThat(visible).containsExactly(OpenRouterJdbc.class.getName(), OpenRouterJdbc.Builder.class.getName());
    }
}
