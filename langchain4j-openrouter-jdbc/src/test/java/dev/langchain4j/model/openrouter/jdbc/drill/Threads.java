package dev.langchain4j.model.openrouter.jdbc.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Several threads that do the same. */
final class Threads {

    private Threads() {}

    /** Returns when all have ended. */
    static void run(int count, IntConsumer work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(new Thread(() -> work.accept(number)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
