package dev.langchain4j.model.openrouter.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers that a test has prepared. Thread-safe. */
final class Script {

    private final Deque<Answer> queue = new ArrayDeque<>();
    private final Deque<Rule> rules = new ArrayDeque<>();

    synchronized void next(Answer answer) {
        queue.add(answer);
    }

    /** The newest rule comes first, so that a test can override a common setup. */
    synchronized void when(Match match, List<Answer> answers) {
        rules.addFirst(new Rule(match, new ArrayDeque<>(answers)));
    }

    /** The answer to a request: the first one in the queue that fits the endpoint; null if there is none. */
    synchronized @Nullable ScriptedAnswer<?> answerTo(RecordedRequest request, Endpoint endpoint) {
        if (request.method().equals("POST")) {
            for (Answer answer : queue) {
                if (scripted(answer).fits(endpoint)) {
                    queue.removeFirstOccurrence(answer);
                    return scripted(answer);
                }
            }
        }
        return ruleFor(request);
    }

    /** The same without the queue. */
    synchronized @Nullable ScriptedAnswer<?> ruleFor(RecordedRequest request) {
        for (Rule rule : rules) {
            if (rule.match.matches(request)) {
                return scripted(rule.answers.size() > 1 ? rule.answers.removeFirst() : rule.answers.getFirst());
            }
        }
        return null;
    }

    private static ScriptedAnswer<?> scripted(Answer answer) {
        return (ScriptedAnswer<?>) answer; // the only kind there is: Answer is sealed
    }

    private record Rule(Match match, Deque<Answer> answers) {}
}
