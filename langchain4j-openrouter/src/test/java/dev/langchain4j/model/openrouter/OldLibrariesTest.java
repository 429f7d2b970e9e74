package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.support.FreshJvm;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a library that is too old on the class path, the first client that is built names the jar and the fix. */
class OldLibrariesTest {

    @ParameterizedTest
    @CsvSource({
        "kotlin.enums.EnumEntries, Kotlin 1.8, kotlin-stdlib",
        "okio.Socket,              Okio 3.15,  okio-jvm",
        "com.fasterxml.jackson.core.util.JsonRecyclerPools, Jackson 2.17, jackson-core",
        "dev.langchain4j.model.scoring.request.ScoringRequestParameters, LangChain4j core 1.20, langchain4j-core"
    })
    void the_jar_that_is_too_old_is_named_with_its_cure(String missing, String needed, String jar) throws Exception {
        assertThat(failureOfBuildWithout(missing))
                .satisfies(failure ->
                        assertThat(failure.getClass().getSimpleName()).isEqualTo("LangChain4jException"))
                .hasMessageContaining(needed + " or newer, but on the class path is " + jar + "-")
                .hasMessageContaining("<dependencyManagement>")
                .hasMessageContaining("<artifactId>" + jar + "</artifactId>")
                .hasMessageNotContaining(File.separator + "org");
    }

    @Test
    void a_library_that_is_not_there_at_all_is_named_too() throws Exception {
        assertThat(failureOfBuildWithout("kotlin."))
                .hasMessageContaining("Kotlin 1.8 or newer, but on the class path is none");
    }

    private static Throwable failureOfBuildWithout(String missing) throws ReflectiveOperationException, IOException {
        try (var loader = new ClassPathWithout(missing)) {
            Object builder = loader.loadClass("dev.langchain4j.model.openrouter.OpenRouter")
                    .getMethod("builder")
                    .invoke(null);
            builder.getClass().getMethod("build").invoke(builder);
            throw new AssertionError("built without " + missing);
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    /** The tests' class path, loaded anew, without the classes whose names begin like this. */
    private static final class ClassPathWithout extends URLClassLoader {

        private final String missing;

        private ClassPathWithout(String missing) {
            super(
                    Arrays.stream(FreshJvm.classPath().split(File.pathSeparator))
                            .map(ClassPathWithout::url)
                            .toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
            this.missing = missing;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(missing)) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }

        private static URL url(String path) {
            try {
                return new File(path).toURI().toURL();
            } catch (MalformedURLException e) {
                throw new AssertionError(e);
            }
        }
    }
}
