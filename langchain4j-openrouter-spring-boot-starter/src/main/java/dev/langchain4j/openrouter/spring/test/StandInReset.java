package dev.langchain4j.openrouter.spring.test;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Resets the stand-in before each test, and refuses a test while another one uses it. */
final class StandInReset implements TestExecutionListener {

    private static final Map<OpenRouterServer, Use> IN_USE = new ConcurrentHashMap<>();

    /** A test, and the thread that it began on. A coroutine may end on another one. */
    private record Use(Thread thread, Object test, Method method) {

        boolean isOf(TestContext ended) {
            return test == ended.getTestInstance() && method.equals(ended.getTestMethod());
        }
    }

    @Override
    public void beforeTestMethod(TestContext test) {
        if (TestContextAnnotationUtils.hasAnnotation(test.getTestClass(), OpenRouterTest.class)) {
            ApplicationContext context = test.getApplicationContext();
            OpenRouterServer server = context.getBean(OpenRouterServer.class);
            Use use = new Use(Thread.currentThread(), test.getTestInstance(), test.getTestMethod());
            Use other = IN_USE.putIfAbsent(server, use);
            if (other != null && other.thread() != use.thread()) {
                throw new IllegalStateException(
                        "Another test that shares this stand-in is still running. Annotate the test"
                                + " classes that share an application context with @Execution(ExecutionMode.SAME_THREAD).");
            }
            server.reset();
            StandInFactory.acceptKeys(server, context.getEnvironment());
        }
    }

    @Override
    public void afterTestMethod(TestContext test) {
        IN_USE.values().removeIf(use -> use.isOf(test));
    }
}
