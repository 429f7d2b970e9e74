package dev.langchain4j.model.openrouter.internal.guard;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls users' code beside an answer: sinks, listeners, caches. Their errors are reported and not passed on, because
 * the answer is paid for: exceptions, but also the {@code LinkageError} of a library in another version or a failed
 * assertion. Only a {@code VirtualMachineError} is passed on.
 */
public final class ExceptionGuard {

    private ExceptionGuard() {}

    /** @param failed gets the error of {@code userCode} */
    public static void run(Runnable userCode, Consumer<Throwable> failed) {
        try {
            userCode.run();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            failed.accept(e);
        }
    }

    /**
     * Passes nothing on, not even a {@code VirtualMachineError}: for a listener that LangChain4j calls before the
     * handler of a stream, which would never hear of the end.
     *
     * @param failed gets the error of {@code userCode}
     */
    static void runWhatever(Runnable userCode, Consumer<Throwable> failed) {
        try {
            run(userCode, failed);
        } catch (Throwable broken) {
            tell(broken, failed);
        }
    }

    private static void tell(Throwable broken, Consumer<Throwable> failed) {
        try {
            failed.accept(broken);
        } catch (Throwable again) {
            // The logger may need the missing class, too.
        }
    }

    /**
     * @param failed gets the error of {@code userCode}
     * @return null if it threw
     */
    public static <T> @Nullable T get(Supplier<? extends @Nullable T> userCode, Consumer<Throwable> failed) {
        try {
            return userCode.get();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            failed.accept(e);
            return null;
        }
    }
}
