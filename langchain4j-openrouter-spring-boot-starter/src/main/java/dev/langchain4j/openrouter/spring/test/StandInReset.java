package dev.langchain4j.openrouter.spring.test;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Resets the stand-in before each test. */
final class StandInReset implements TestExecutionListener {

    @Override
    public void beforeTestMethod(TestContext test) {
        if (TestContextAnnotationUtils.hasAnnotation(test.getTestClass(), OpenRouterTest.class)) {
            ApplicationContext context = test.getApplicationContext();
            OpenRouterServer server = context.getBean(OpenRouterServer.class);
            server.reset();
            StandInFactory.acceptKeys(server, context.getEnvironment());
        }
    }
}
