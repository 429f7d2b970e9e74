package dev.langchain4j.model.openrouter.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One action on the wire while a body is sent. */
@FunctionalInterface
interface Step {

    void run(ClientConnection client) throws IOException;

    /**
     * A step after the content of an answer: its finish reason, its usage.
     *
     * @param charge what happens even if the step is not sent
     */
    record Ending(Step charge, Step write) implements Step {

        @Override
        public void run(ClientConnection client) throws IOException {
            charge.run(client);
            write.run(client);
        }
    }

    static Step write(byte[] bytes) {
        return client -> client.write(bytes);
    }

    static Step write(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One server-sent event. */
    static Step data(String data) {
        return write("data: " + data + "\n\n");
    }
}
