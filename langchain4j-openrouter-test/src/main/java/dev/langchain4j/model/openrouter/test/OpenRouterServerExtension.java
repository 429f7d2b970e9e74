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
 * Each extension has its own server: a class with two such fields has two. The tests of one class share the server, so
 * they cannot run in parallel: a test that begins while another one runs fails. A field that is not static gives each
 * test a server of its own, also in parallel.
 */
public final class OpenRouterServerExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(OpenRouterServerExtension.class);

    /**
     * The servers of the test classes that run now: more than one if a field of their base class is shared in parallel.
     */
    private final Set<OpenRouterServer> running = ConcurrentHashMap.newKeySet();

    private final Supplier<OpenRouterServer> start;

    /** Creates an extension for {@code @RegisterExtension}; {@code @ExtendWith} calls this constructor itself. */
    public OpenRouterServerExtension() {
        this(OpenRouterServer::start);
    }

    private OpenRouterServerExtension(Supplier<OpenRouterServer> start) {
        this.start = start;
    }

    /**
     * Creates an extension whose server speaks HTTP/2 over TLS, for {@code @RegisterExtension}; see {@link
     * OpenRouterServer#startTls()}.
     */
    public static OpenRouterServerExtension tls() {
        return new OpenRouterServerExtension(OpenRouterServer::startTls);
    }

    /**
     * The server of the running test class.
     *
     * @throws IllegalStateException if no test class is running, or if several are that share this extension
     */
    public OpenRouterServer server() {
        List<OpenRouterServer> servers = List.copyOf(running);
        if (servers.isEmpty()) {
            throw new IllegalStateException(
                    "No server yet: it starts with the test class, or with the test if the field is"
                            + " not static. Use the extension as a @RegisterExtension field, and the server in tests and lifecycle"
                            + " methods.");
        }
        if (servers.size() > 1) {
            throw new IllegalStateException("Several test classes share this extension and run in parallel. Take the"
                    + " server as a parameter of the test instead: an OpenRouterServer.");
        }
        return servers.get(0);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        lease(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Lease lease = lease(context);
        if (!lease.test.compareAndSet(null, context.getUniqueId())
                && !context.getUniqueId().equals(lease.test.get())) {
            throw new IllegalStateException("Another test that shares this stand-in is still running. Annotate the test"
                    + " class with @Execution(ExecutionMode.SAME_THREAD); classes can run in parallel. Or register the"
                    + " extension as a field that is not static: then each test has its own stand-in.");
        }
        lease.server.reset();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Lease lease = find(context);
        if (lease != null) {
            lease.test.compareAndSet(context.getUniqueId(), null);
        }
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == OpenRouterServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return lease(context).server;
    }

    /** Finds the server of the test, of its class or of a class around it; null if there is none yet. */
    private @Nullable Lease find(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(this, Lease.class);
    }

    /** Finds that server, or starts one: for the class, or for the test if the extension is a field of its instance. */
    private Lease lease(ExtensionContext context) {
        Lease found = find(context);
        if (found != null) {
            return found;
        }
        Lease lease = new Lease(start.get(), new AtomicReference<>());
        context.getStore(NAMESPACE).put(this, lease);
        running.add(lease.server);
        return lease;
    }

    /** Closes the server if it began with this context. */
    private void end(ExtensionContext context) {
        Lease lease = find(context);
        if (lease != null && context.getParent().map(this::find).orElse(null) != lease) {
            context.getStore(NAMESPACE).remove(this);
            running.remove(lease.server);
            lease.server.close();
        }
    }

    /** @param test the id of the test that uses the server now; null between tests */
    private record Lease(OpenRouterServer server, AtomicReference<@Nullable String> test) {}
}
