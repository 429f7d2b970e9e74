package dev.langchain4j.model.openrouter;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls what users have put beside an answer: sinks, listeners, caches. Whatever these throw is told and goes no further,
 * for the answer has been paid for: not only exceptions, but also the {@code LinkageError} of a library in another
 * version or a failed assertion. Only a {@code VirtualMachineError} passes.
 */
final class ExceptionGuard {

    private ExceptionGuard() {}

    /** @param failed gets what {@code userCode} throws */
    static void run(Runnable userCode, Consumer<Throwable> failed) {
        get(
                () -> {
                    userCode.run();
                    return null;
                },
                failed);
    }

    /**
     * @param failed gets what {@code userCode} throws
     * @return null if it has thrown
     */
    static <T> @Nullable T get(Supplier<? extends @Nullable T> userCode, Consumer<Throwable> failed) {
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
