package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.model.openrouter.live.ContractResult.Outcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Collects the results; the number of an invocation is that of its model. */
final class ContractListener implements TestExecutionListener {

    static final String INVOCATION = "test-template-invocation";

    private final List<String> models;
    private final List<ContractResult> results = new CopyOnWriteArrayList<>();

    ContractListener(List<String> models) {
        this.models = models;
    }

    List<ContractResult> results() {
        return List.copyOf(results);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() || result.getStatus() == TestExecutionResult.Status.FAILED) {
            test.getSource().ifPresent(source -> {
                if (source instanceof MethodSource method) {
                    add(method.getClassName(), method.getMethodName(), test, result);
                } else if (source instanceof ClassSource whole) {
                    add(whole.getClassName(), "(all)", test, result);
                }
            });
        }
    }

    private void add(String className, String method, TestIdentifier test, TestExecutionResult result) {
        Throwable failure = result.getThrowable().orElse(null);
        results.add(new ContractResult(
                className.substring(className.lastIndexOf('.') + 1),
                method,
                model(test.getUniqueIdObject()),
                outcome(result.getStatus(), failure),
                failure == null ? "" : kind(failure)));
    }

    private String model(UniqueId id) {
        UniqueId.Segment last = id.getLastSegment();
        if (!last.getType().equals(INVOCATION)) {
            return models.get(0);
        }
        int number = Integer.parseInt(last.getValue().substring(1));
        return number <= models.size() ? models.get(number - 1) : models.get(0);
    }

    private static Outcome outcome(TestExecutionResult.Status status, Throwable failure) {
        return switch (status) {
            case SUCCESSFUL -> Outcome.PASSED;
            case ABORTED -> Outcome.ABORTED;
            case FAILED -> Failures.isMoney(failure) ? Outcome.NOT_SENT : Outcome.FAILED;
        };
    }

    /** Never the message, which has what the model answered. */
    private static String kind(Throwable failure) {
        int status = Failures.status(failure);
        return failure.getClass().getSimpleName() + (status == 0 ? "" : " " + status);
    }
}
