package dev.langchain4j.model.openrouter.test;

import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import java.lang.reflect.Method;
import java.security.CodeSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says which WireMock is on the class path if the stand-in cannot start with it. The jar {@code wiremock} has the same
 * classes as {@code wiremock-standalone}, with another Jetty below them, and the first of the two wins.
 */
final class WireMockJar {

    private WireMockJar() {}

    /**
     * Starts something on WireMock.
     *
     * @throws IllegalStateException if WireMock is missing, too old, or without its own Jetty
     */
    static <T> T start(Supplier<T> start) {
        try {
            if (!hasOwnJetty(Jetty11HttpServer.class)) {
                throw new IllegalStateException(problem(jar()));
            }
            return start.get();
        } catch (LinkageError e) {
            throw new IllegalStateException(problem(jar()), e);
        }
    }

    /** @param server WireMock's class that creates Jetty */
    static boolean hasOwnJetty(Class<?> server) {
        for (Method method : server.getDeclaredMethods()) {
            if (method.getName().equals("createHandler")
                    && method.getReturnType().getName().startsWith("wiremock.")) {
                return true;
            }
        }
        return false;
    }

    private static String problem(@Nullable String jar) {
        return "The stand-in needs org.wiremock:wiremock-standalone, version 3.13.2 or a near one, but "
                + (jar == null
                        ? "there is no WireMock on the class path"
                        : "the first WireMock on the class path is " + jar)
                + ". Use org.wiremock:wiremock-standalone:3.13.2 in place of an older one or of org.wiremock:wiremock, which has"
                + " the same classes, or put langchain4j-openrouter-test before the dependency that brings it.";
    }

    /** Only the name of the jar: its folder stays private. */
    private static @Nullable String jar() {
        try {
            CodeSource source = Class.forName(
                            "com.github.tomakehurst.wiremock.WireMockServer", false, WireMockJar.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
            if (source == null) {
                return "another WireMock";
            }
            String path = source.getLocation().toString().replaceAll("[!/]+$", "");
            return path.substring(path.lastIndexOf('/') + 1);
        } catch (ClassNotFoundException | LinkageError none) {
            return null;
        }
    }
}
