package dev.langchain4j.model.openrouter.internal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.net.URL;
import java.security.CodeSource;
import java.util.function.Supplier;
import kotlin.Unit;
import kotlin.enums.EnumEntries;
import okhttp3.CompressionInterceptor;
import okio.Buffer;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether LangChain4j's core and the dependencies of OkHttp and this library are new enough. Maven takes the
 * nearest version, not the newest, so a project can get an old one by accident; calls would then fail with a missing
 * class or method.
 */
public final class ClassPath {

    private static final @Nullable String PROBLEM = find();

    private ClassPath() {}

    /**
     * The problem, the jar, and the fix for the pom; null if there is no problem.
     *
     * @param newInCore a class that LangChain4j's core has since the oldest version that works
     * @param core a class of every core
     */
    public static @Nullable String problem(Supplier<Class<?>> newInCore, Supplier<Class<?>> core) {
        return PROBLEM != null || isThere(newInCore)
                ? PROBLEM
                : problem(
                        "LangChain4j core",
                        "1.20",
                        core,
                        "dev.langchain4j",
                        "langchain4j-core",
                        "1.23.0",
                        "langchain4j.core");
    }

    private static @Nullable String find() {
        if (!isThere(() -> EnumEntries.class)) {
            return problem(
                    "Kotlin", "1.8", () -> Unit.class, "org.jetbrains.kotlin", "kotlin-stdlib", "2.1.21", "okhttp3");
        }
        if (isThere(() -> CompressionInterceptor.class) && !isThere(() -> Socket.class)) {
            return problem("Okio", "3.15", () -> Buffer.class, "com.squareup.okio", "okio-jvm", "3.18.1", "okhttp3");
        }
        return isThere(() -> JsonRecyclerPools.class)
                ? null
                : problem(
                        "Jackson",
                        "2.17",
                        () -> JsonFactory.class,
                        "com.fasterxml.jackson.core",
                        "jackson-core",
                        "2.22.4",
                        "com.fasterxml.jackson.databind");
    }

    /** Class literals instead of a look-up by name: a native image includes them automatically. */
    private static boolean isThere(Supplier<Class<?>> type) {
        try {
            return type.get() != null;
        } catch (LinkageError notThere) {
            return false;
        }
    }

    private static String problem(
            String library,
            String oldest,
            Supplier<Class<?>> ofLibrary,
            String group,
            String artifact,
            String version,
            String module) {
        String needed =
                "langchain4j-openrouter needs " + library + " " + oldest + " or newer, but on the class path is ";
        if (!isThere(ofLibrary)) {
            return needed + "none. Add " + group + ":" + artifact + ":" + version + "; on the module path, \"requires "
                    + module + ";\" brings it";
        }
        return needed + jarOf(ofLibrary.get()) + ", which another dependency has brought. Put this into your pom:"
                + " <dependencyManagement><dependencies><dependency><groupId>" + group + "</groupId><artifactId>"
                + artifact
                + "</artifactId><version>" + version + "</version></dependency></dependencies></dependencyManagement>"
                + " (a direct dependency does not cure it where a range holds the old version)";
    }

    /** Only the name of the jar: its folder stays private. */
    private static String jarOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null) {
            return "an older one";
        }
        String path = location.toString().replaceAll("[!/]+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
