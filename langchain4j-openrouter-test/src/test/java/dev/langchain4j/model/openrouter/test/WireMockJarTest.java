package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects that have another WireMock beside the one of the stand-in. */
class WireMockJarTest {

    @Test
    void tells_the_jar_with_another_jetty_from_the_own_one() {
        assertThat(WireMockJar.hasOwnJetty(Jetty11HttpServer.class)).isTrue();
        assertThat(WireMockJar.hasOwnJetty(OnAnotherJetty.class)).isFalse();
    }

    @Test
    void a_server_without_its_jetty_names_the_jar_and_the_cure() throws Exception {
        assertExplained(OpenRouterServer.class, "start");
    }

    @Test
    void a_recording_without_its_jetty_names_the_jar_and_the_cure(@TempDir Path folder) throws Exception {
        Path directory = folder.resolve("coats");

        assertExplained(OpenRouterRecording.class, "record", directory);
        assertThat(directory).doesNotExist();
    }

    private static void assertExplained(Class<?> type, String method, Object... arguments) throws Exception {
        Class<?>[] parameters =
                Collections.nCopies(arguments.length, Path.class).toArray(new Class<?>[0]);
        try (WithoutItsJetty loader = new WithoutItsJetty()) {
            Method called = loader.loadClass(type.getName()).getMethod(method, parameters);

            assertThatThrownBy(() -> called.invoke(null, arguments))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching(
                            ".* the first WireMock on the class path is wiremock-standalone[-0-9.]*jar\\..*")
                    .hasMessageContaining("Use org.wiremock:wiremock-standalone:3");
        }
    }

    /** The same method on classes that are not relocated. */
    private static final class OnAnotherJetty {

        @SuppressWarnings("unused")
        Object createHandler() {
            return new Object();
        }
    }

    /** As with the jar {@code wiremock}, Jetty and Apache's client are not where the test kit's classes look for them. */
    private static final class WithoutItsJetty extends URLClassLoader {

        WithoutItsJetty() {
            super(
                    new URL[] {
                        OpenRouterServer.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    WireMockJarTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith("wiremock.org.")) {
                    throw new ClassNotFoundException(name);
                }
                if (!name.startsWith("dev.langchain4j.model.openrouter.test.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
