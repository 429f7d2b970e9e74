package dev.langchain4j.model.openrouter.test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a JUnit test class, with its nested classes, one {@link OpenRouterServer}: as a parameter of constructors, test
 * and lifecycle methods. It is {@linkplain OpenRouterServer#reset() reset} before each test (and its
 * {@code @BeforeEach} methods) and closed after the last.
 *
 * <pre>{@code
 * @ExtendWith(OpenRouterServerExtension.class)
 * class WeatherBotTest {
 *     @Test
 *     void says_hello(OpenRouterServer server) {
 *         server.answer("Hello");
 *         ...
 *     }
 * }
 * }</pre>
 *
 * or, if a field is more convenient:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final OpenRouterServerExtension openRouter = new OpenRouterServerExtension();
 * ...
 * openRouter.server().answer("Hello");
 * }</pre>
 *
 * The tests of one class share the server, so they cannot run in parallel: a test that begins while another one runs fails.
 */
public final class OpenRouterServerExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(OpenRouterServerExtension.class);

    /** Those of the test classes that run now: more than one if a field of their base class is shared in parallel. */
    private final Set<OpenRouterServer> running = ConcurrentHashMap.newKeySet();

    private final String kind;
    private final Supplier<OpenRouterServer> start;

    /** For {@code @RegisterExtension}; {@code @ExtendWith} calls it itself. */
    public OpenRouterServerExtension() {
        this("plain", OpenRouterServer::start);
    }

    private OpenRouterServerExtension(String kind, Supplier<OpenRouterServer> start) {
        this.kind = kind;
        this.start = start;
    }

    /** For {@code @RegisterExtension}: the server speaks HTTP/2 over TLS, see {@link OpenRouterServer#startTls()}. */
    public static OpenRouterServerExtension tls() {
        return new OpenRouterServerExtension("TLS", OpenRouterServer::startTls);
    }

    /**
     * The server of the running test class.
     *
     * @throws IllegalStateException if no test class is running, or if several are that share this extension
     */
    public OpenRouterServer server() {
        List<OpenRouterServer> servers = List.copyOf(running);
        if (servers.isEmpty()) {
            throw new IllegalStateException("No server yet: it starts with the test class. Use the extension as a"
                    + " @RegisterExtension field, and the server in tests and lifecycle methods.");
        }
        if (servers.size() > 1) {
            throw new IllegalStateException("Several test classes share this extension and run in parallel. Take the"
                    + " server as a parameter of the test instead: an OpenRouterServer.");
        }
        return servers.get(0);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (find(context) == null) {
            context.getStore(NAMESPACE).put(kind, start.get());
        }
        running.add(server(context));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        OpenRouterServer server = server(context);
        AtomicReference<String> test = testOf(server, context);
        if (!test.compareAndSet(null, context.getUniqueId())
                && !context.getUniqueId().equals(test.get())) {
            throw new IllegalStateException("Another test that shares this stand-in is still running. Annotate the test"
                    + " class with @Execution(ExecutionMode.SAME_THREAD); classes can run in parallel.");
        }
        server.reset();
        running.add(server);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        OpenRouterServer server = find(context);
        if (server != null) {
            testOf(server, context).compareAndSet(context.getUniqueId(), null);
        }
    }

    /** The id of the test that uses a server now. */
    @SuppressWarnings("unchecked")
    private static AtomicReference<String> testOf(OpenRouterServer server, ExtensionContext context) {
        return testClass(context)
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(server, any -> new AtomicReference<String>(), AtomicReference.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // JUnit closes objects in its stores, but only since 5.13.
        OpenRouterServer server = find(context);
        if (server != null && context.getParent().map(this::find).orElse(null) != server) {
            server.close();
            running.remove(server);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == OpenRouterServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return server(context);
    }

    /** The server of the class or of one around it. */
    private @Nullable OpenRouterServer find(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(kind, OpenRouterServer.class);
    }

    /** The same; a new one if the extension is a field of the instance, which knows no class. */
    private OpenRouterServer server(ExtensionContext context) {
        OpenRouterServer server = find(context);
        return server != null
                ? server
                : testClass(context)
                        .getStore(NAMESPACE)
                        .getOrComputeIfAbsent(kind, any -> start.get(), OpenRouterServer.class);
    }

    /** The context of the outermost test class. */
    private static ExtensionContext testClass(ExtensionContext context) {
        ExtensionContext outermost = context;
        ExtensionContext parent = context.getParent().orElse(null);
        while (parent != null && parent.getTestClass().isPresent()) {
            outermost = parent;
            parent = parent.getParent().orElse(null);
        }
        return outermost;
    }
}
