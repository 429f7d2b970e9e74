package dev.langchain4j.model.openrouter.jdbc.drill;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls a model on several threads, or only reserves and settles, until its time is over. Prints {@code ready}, waits
 * for a byte, and prints {@code done} and what it did.
 */
final class ReplicaProcess {

    private final Replica.Arguments arguments;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    private ReplicaProcess(Replica.Arguments arguments) {
        this.arguments = arguments;
    }

    public static void main(String... args) throws Exception {
        Replica.Arguments arguments = Replica.Arguments.of(args);
        if (arguments.mode().equals("reserve")) {
            new Reservations(arguments).run();
        } else {
            new ReplicaProcess(arguments).run();
        }
    }

    private void run() throws Exception {
        try (FileChannel witness = FileChannel.open(
                arguments.folder().resolve("witness-" + UUID.randomUUID()),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            Replica replica = Replica.start(arguments, record -> write(witness, record));
            ChatModel model = replica.openRouter()
                    .chatModel()
                    .maxOutputTokens(200)
                    .metadata(Map.of("tenant", "t-" + ProcessHandle.current().pid() % 3))
                    .build();
            ChatModel tight = replica.openRouter()
                    .chatModel()
                    .modelName(Replica.TIGHT_MODEL)
                    .maxOutputTokens(200)
                    .budget(replica.tight())
                    .build();
            call(model);
            call(tight);
            System.out.println("ready");
            System.in.read();
            Threads.run(arguments.threads(), thread -> callForSomeTime(thread % 4 == 0 ? tight : model));
            replica.budget().settle();
            replica.tight().settle();
            replica.close();
        }
        System.out.println("done answered=" + answered + " failed=" + failed + " refused=" + refused);
        System.exit(0);
    }

    private void callForSomeTime(ChatModel model) {
        long end = System.nanoTime() + arguments.duration().toNanos();
        while (end - System.nanoTime() > 0) {
            call(model);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(40_000_000));
        }
    }

    private void call(ChatModel model) {
        try {
            model.chat(ChatRequest.builder()
                    .messages(UserMessage.from("How much is the fish?"))
                    .build());
            answered.incrementAndGet();
        } catch (OpenRouterBudgetExceededException noRoom) {
            refused.incrementAndGet();
        } catch (RuntimeException broken) {
            failed.incrementAndGet();
        }
    }

    /** What the ledger must hold: it has accepted the record before. */
    private static void write(FileChannel witness, OpenRouterCostRecord record) {
        try {
            witness.write(StandardCharsets.UTF_8.encode(record.generationId() + " " + record.outcome() + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
