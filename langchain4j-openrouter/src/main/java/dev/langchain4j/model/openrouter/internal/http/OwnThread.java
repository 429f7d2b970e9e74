package dev.langchain4j.model.openrouter.internal.http;

/** Makes the threads that work for several calls. */
public final class OwnThread {

    private OwnThread() {}

    /**
     * A daemon thread. It inherits nothing, such as a user, from the thread that needs it first, because others use it,
     * too; only the class loader, which users' code may need.
     */
    public static Thread of(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts such a thread.
     *
     * @return false if this process can have no more threads at the moment
     */
    public static boolean start(Runnable task, String name) {
        try {
            of(task, name).start();
            return true;
        } catch (OutOfMemoryError noThread) {
            return false;
        }
    }

    /**
     * Starts a thread for a task that others take for running until it says that it ends.
     *
     * @param died runs if the task throws, before the thread ends: the next one who needs it can start another
     */
    public static boolean start(Runnable task, Runnable died, String name) {
        return start(
                () -> {
                    boolean over = false;
                    try {
                        task.run();
                        over = true;
                    } finally {
                        if (!over) {
                            died.run();
                        }
                    }
                },
                name);
    }
}
