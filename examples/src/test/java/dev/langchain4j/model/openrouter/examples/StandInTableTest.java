package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No public method of the stand-in without a place in the table of the page on testing, and none that there is not. */
class StandInTableTest {

    private static final Path PAGE = Pages.ROOT.resolve("docs/testing.md");
    private static final Path SOURCES =
            Pages.ROOT.resolve("langchain4j-openrouter-test/src/main/java/dev/langchain4j/model/openrouter/test");

    /** JUnit calls the methods of the first; the second is an enum, and the row of {@code ErrorAnswer} names it. */
    private static final Set<String> NOT_CALLED = Set.of("OpenRouterServerExtension", "Envelope");

    /** In every answer: they stand in the row of {@code Answer}. */
    private static final Set<String> OF_EVERY_ANSWER = Set.of("header", "afterDelay");

    static Stream<Class<?>> types() {
        return Pages.files(SOURCES, ".java")
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .filter(name -> !name.equals("package-info") && !NOT_CALLED.contains(name))
                .<Class<?>>map(StandInTableTest::classOf)
                .filter(type -> Modifier.isPublic(type.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("types")
    void lists_exactly_the_methods_that_there_are(Class<?> type) {
        assertThat(listed().get(type.getSimpleName()))
                .as("%s in %s", type.getSimpleName(), PAGE.getFileName())
                .isEqualTo(members(type));
    }

    @Test
    void lists_no_other_type() {
        assertThat(listed().keySet())
                .isEqualTo(types().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Map<String, Set<String>> listed() {
        Map<String, Set<String>> listed = new TreeMap<>();
        for (List<String> row : Pages.rows(PAGE, "Type")) {
            Set<String> methods = listed.computeIfAbsent(Pages.code(row.get(0)).get(0), type -> new TreeSet<>());
            Pages.code(row.get(1)).forEach(method -> methods.add(method.replaceAll("\\(.*", "")));
        }
        return listed;
    }

    private static Set<String> members(Class<?> type) {
        if (type == Fault.class) {
            return Arrays.stream(Fault.values()).map(Fault::name).collect(Collectors.toCollection(TreeSet::new));
        }
        return withHiddenSuperclasses(type)
                .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> !isOfObject(name))
                .filter(name -> type.isInterface() || !isAnswer(type) || !OF_EVERY_ANSWER.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Users see the methods of a package-private superclass as the class's own. */
    private static Stream<Class<?>> withHiddenSuperclasses(Class<?> type) {
        return Stream.iterate(
                type,
                owner -> owner != null && (owner == type || !Modifier.isPublic(owner.getModifiers())),
                Class::getSuperclass);
    }

    private static boolean isAnswer(Class<?> type) {
        return type.getSimpleName().endsWith("Answer");
    }

    private static boolean isOfObject(String name) {
        return Arrays.stream(Object.class.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals(name));
    }

    private static Class<?> classOf(String name) {
        try {
            return Class.forName(OpenRouterServer.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
