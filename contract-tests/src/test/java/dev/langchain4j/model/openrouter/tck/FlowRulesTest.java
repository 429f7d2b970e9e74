package dev.langchain4j.model.openrouter.tck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The publisher of a streamed answer keeps the rules of Reactive Streams, by their own tests. */
@ExtendWith(OpenRouterServerExtension.class)
class FlowRulesTest {

    /** The numbers of elements that the rules ask for; the last is the most. */
    private static final int[] ELEMENTS = {0, 1, 2, 3, 5, 10, 20, 100};

    private static final String FAILURE = "Fail";

    private final OpenRouterServer server;

    @AutoClose
    private final OpenRouter openRouter;

    FlowRulesTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .build();
    }

    @TestFactory
    Stream<DynamicTest> the_publisher_of_events_keeps_rule() {
        OpenRouterStreamingChatModel model = openRouter.streamingChatModel().build();
        // An answer is at least a first event and the complete response.
        return rules(
                2,
                question -> model.doChat(ChatRequest.builder()
                        .messages(UserMessage.from(question))
                        .parameters(model.defaultRequestParameters())
                        .build()));
    }

    /** It is LangChain4j's, around ours: without a subscriber it does not throw. */
    @TestFactory
    Stream<DynamicTest> the_publisher_of_text_keeps_rule() {
        OpenRouterStreamingChatModel model = openRouter.streamingChatModel().build();
        return rules(0, model::chat)
                .filter(rule -> !rule.getDisplayName().equals("required_spec109_subscribeThrowNPEOnNullSubscriber"));
    }

    private <T> Stream<DynamicTest> rules(int fewest, Function<String, Flow.Publisher<T>> publisher) {
        script(fewest);
        return Arrays.stream(FlowPublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(rule -> dynamicTest(rule.getName(), () -> check(rule, new Rules<>(fewest, publisher))));
    }

    private void script(int fewest) {
        for (int elements : ELEMENTS) {
            StreamAnswer answer = Answer.stream();
            for (int text = fewest == 0 ? 0 : 1; text < elements; text++) {
                answer.text("word ");
            }
            if (fewest == 0) {
                answer.finish("stop");
            }
            server.when(Match.userSays(question(elements))).answer(answer.done());
        }
        server.when(Match.userSays(FAILURE)).answer(Answer.error(400, "no"));
    }

    private static String question(long elements) {
        return "Say " + elements + " elements";
    }

    private static void check(Method rule, Rules<?> rules) throws Throwable {
        rules.setUp();
        try {
            rule.invoke(rules);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException optional) {
                throw new TestAbortedException(optional.getMessage());
            }
            throw e.getCause();
        }
    }

    private static final class Rules<T> extends FlowPublisherVerification<T> {

        private static final long PATIENT = 20_000;
        private static final long UNTIL_SILENCE_COUNTS = 20;
        private static final long POLL = 10;
        private static final long UNTIL_GARBAGE = 200;

        private final long fewest;
        private final Function<String, Flow.Publisher<T>> publisher;

        private Rules(long fewest, Function<String, Flow.Publisher<T>> publisher) {
            super(new TestEnvironment(PATIENT, UNTIL_SILENCE_COUNTS, POLL), UNTIL_GARBAGE);
            this.fewest = fewest;
            this.publisher = publisher;
        }

        @Override
        public Flow.Publisher<T> createFlowPublisher(long elements) {
            if (elements < fewest) {
                throw new SkipException("There is no answer with so few elements");
            }
            return publisher.apply(question(elements));
        }

        @Override
        public Flow.Publisher<T> createFailedFlowPublisher() {
            return publisher.apply(FAILURE);
        }

        @Override
        public long maxElementsFromPublisher() {
            return ELEMENTS[ELEMENTS.length - 1];
        }
    }
}
