package dev.langchain4j.openrouter.spring.test;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Resets the stand-in before each test, and refuses a test while another one uses it. */
final class StandInReset implements TestExecutionListener {

    /** The stand-ins in use, with the threads of their tests. */
    private static final Map<OpenRouterServer, Thread> IN_USE = new ConcurrentHashMap<>();

    @Override
    public void beforeTestMethod(TestContext test) {
        if (TestContextAnnotationUtils.hasAnnotation(test.getTestClass(), OpenRouterTest.class)) {
            ApplicationContext context = test.getApplicationContext();
            OpenRouterServer server = context.getBean(OpenRouterServer.class);
            Thread user = IN_USE.putIfAbsent(server, Thread.currentThread());
            if (user != null && user != Thread.currentThread()) {
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
        IN_USE.values().remove(Thread.currentThread());
    }
}
