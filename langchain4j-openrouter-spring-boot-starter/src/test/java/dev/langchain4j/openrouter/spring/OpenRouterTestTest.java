package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.openrouter.spring.test.OpenRouterTest;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestContextManager;

/** The stand-in belongs to the context, and every test finds it as new. */
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini")
@OpenRouterTest
class OpenRouterTestTest {

    @Autowired
    OpenRouterServer openRouter;

    @Autowired
    Librarian librarian;

    @RepeatedTest(2)
    void a_test_sees_its_own_requests_and_answers_only() {
        openRouter.answer("On shelf 3.").answer("left over");

        assertThat(librarian.answer("Where is Walden?")).isEqualTo("On shelf 3.");
        assertThat(openRouter.requests("/chat/completions")).hasSize(1);
    }

    @Test
    void a_test_that_begins_while_another_one_has_the_stand_in_fails() throws Exception {
        Method test = OpenRouterTestTest.class.getDeclaredMethod(
                "a_test_that_begins_while_another_one_has_the_stand_in_fails");
        for (int time = 0; time < 2; time++) {
            CompletableFuture<Void> parallel = CompletableFuture.runAsync(() -> {
                TestContextManager manager = new TestContextManager(OpenRouterTestTest.class);
                OpenRouterTestTest instance = new OpenRouterTestTest();
                try {
                    manager.prepareTestInstance(instance);
                    manager.beforeTestMethod(instance, test);
                } catch (Exception e) {
                    throw new CompletionException(e);
                } finally {
                    assertThatCode(() -> manager.afterTestMethod(instance, test, null))
                            .doesNotThrowAnyException();
                }
            });

            assertThatThrownBy(parallel::join)
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("@Execution(ExecutionMode.SAME_THREAD)");
        }
    }

    @Test
    void a_test_may_end_on_another_thread_and_leaves_the_stand_in_to_the_next_one(TestInfo info) throws Exception {
        TestContextManager manager = new TestContextManager(OpenRouterTestTest.class);
        Method test = info.getTestMethod().orElseThrow();
        OpenRouterTestTest next = new OpenRouterTestTest();
        FutureTask<Void> elsewhere = new FutureTask<>(() -> {
            manager.afterTestMethod(this, test, null);
            manager.prepareTestInstance(next);
            manager.beforeTestMethod(next, test);
            manager.afterTestMethod(next, test, null);
            return null;
        });

        new Thread(elsewhere).start();

        assertThatCode(elsewhere::get).doesNotThrowAnyException();
    }

    @Nested
    class Inside {

        @Test
        void a_nested_class_has_the_same_one(@Autowired OpenRouterServer server) {
            assertThat(server).isSameAs(openRouter);
            assertThat(server.requests()).isEmpty();
        }
    }
}
