package dev.langchain4j.model.openrouter.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.AccessibleObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A native image holds only what is reached without reflection, and what the jar's metadata names. So whoever uses
 * reflection is listed here, and what they look for there.
 */
class NativeImageTest {

    private static final String METADATA =
            "/META-INF/native-image/dev.langchain4j/langchain4j-openrouter/reachability-metadata.json";
    private static final Set<String> LOOKUPS = Set.of(
            "forName",
            "loadClass",
            "newInstance",
            "getMethod",
            "getMethods",
            "getDeclaredMethod",
            "getDeclaredMethods",
            "getField",
            "getFields",
            "getDeclaredField",
            "getDeclaredFields",
            "getConstructor",
            "getConstructors",
            "getDeclaredConstructor",
            "getDeclaredConstructors",
            "getRecordComponents",
            "getResource",
            "getResources",
            "getResourceAsStream");

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("langchain4j-openrouter-test"))
            .importPackages("dev.langchain4j.model.openrouter");

    @Test
    void no_type_is_bound_by_reflection() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson.databind..")
                .because("every type that is bound has to be named in " + METADATA)
                .check(LIBRARY);
    }

    @Test
    void two_classes_use_reflection_and_the_metadata_names_what_they_look_for() throws IOException {
        Set<String> users = LIBRARY.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(NativeImageTest::isLookup)
                .map(access -> access.getOriginOwner().getSimpleName())
                .collect(Collectors.toSet());

        assertThat(users).containsExactlyInAnyOrder("OkHttpSetup", "Terminal");
        assertThat(metadata())
                .contains("\"" + Executors.class.getName() + "\"", "\"newVirtualThreadPerTaskExecutor\"")
                .contains("\"" + Console.class.getName() + "\"", "\"isTerminal\"");
    }

    private static boolean isLookup(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        boolean onClass = owner.equals(Class.class.getName()) || owner.equals(ClassLoader.class.getName());
        return onClass && LOOKUPS.contains(access.getName())
                || access.getTargetOwner().isAssignableTo(AccessibleObject.class);
    }

    private static String metadata() throws IOException {
        try (InputStream resource = NativeImageTest.class.getResourceAsStream(METADATA)) {
            assertThat(resource).as(METADATA).isNotNull();
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
