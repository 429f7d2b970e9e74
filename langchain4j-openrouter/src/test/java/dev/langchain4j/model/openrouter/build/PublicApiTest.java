package dev.langchain4j.model.openrouter.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouter;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Everything that users can compile against stands in {@code public-api.txt}, so that a change of it shows in review.
 * Rewrite the file with {@code ./mvnw -q -pl langchain4j-openrouter -am test -Dtest=PublicApiTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dupdate.api=true}.
 */
class PublicApiTest {

    private static final Path FILE = Path.of("src/test/resources/public-api.txt");
    private static final String OUR_PACKAGE = "dev\\.langchain4j\\.model\\.openrouter\\.(?=[A-Z])";
    /** Newer JDKs print it, 17 does not. */
    private static final String SEALED = "\\b(non-)?sealed ";

    private static final String JAVA_PACKAGES = "java\\.(lang|util|time)\\.(?=[A-Z])";

    @Test
    void the_public_api_is_the_one_on_file() throws Exception {
        String actual = describe();
        if (Boolean.getBoolean("update.api")) {
            Files.writeString(FILE, actual);
        }
        assertThat(Files.readString(FILE)).isEqualTo(actual);
    }

    private static String describe() throws IOException, URISyntaxException {
        Path classes = Path.of(OpenRouter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(classes)) {
            files.map(file -> classes.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .filter(name -> !name.contains(".internal."))
                    .sorted()
                    .map(PublicApiTest::load)
                    .filter(PublicApiTest::isVisible)
                    .forEach(type -> append(text, type));
        }
        return text.toString()
                .replaceAll(OUR_PACKAGE, "")
                .replaceAll(SEALED, "")
                .replaceAll(JAVA_PACKAGES, "");
    }

    private static void append(StringBuilder text, Class<?> type) {
        text.append(type.toGenericString());
        if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) {
            text.append(" extends ").append(type.getGenericSuperclass().getTypeName());
        }
        if (type.getInterfaces().length > 0) {
            text.append(type.isInterface() ? " extends " : " implements ");
            text.append(String.join(
                    ", ",
                    Arrays.stream(type.getGenericInterfaces())
                            .map(java.lang.reflect.Type::getTypeName)
                            .toList()));
        }
        text.append('\n');
        TreeSet<String> members = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field.getModifiers())) {
                members.add(field.toGenericString());
            }
        }
        add(members, type.getDeclaredConstructors());
        for (Class<?> owner = type; owner != null; owner = hiddenSuperclass(owner)) {
            add(members, owner.getDeclaredMethods());
        }
        members.forEach(member -> text.append("    ").append(member).append('\n'));
        text.append('\n');
    }

    private static void add(TreeSet<String> members, Executable[] executables) {
        for (Executable executable : executables) {
            if (isVisible(executable.getModifiers()) && !executable.isSynthetic()) {
                String declaring = executable.getDeclaringClass().getTypeName() + ".";
                members.add(executable.toGenericString().replace(declaring, ""));
            }
        }
    }

    /** Users see the methods of a package-private superclass as the class's own. */
    private static @Nullable Class<?> hiddenSuperclass(Class<?> type) {
        Class<?> superclass = type.getSuperclass();
        return superclass == null || isVisible(superclass) ? null : superclass;
    }

    private static boolean isVisible(Class<?> type) {
        return isVisible(type.getModifiers())
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApiTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
