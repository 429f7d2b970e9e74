package dev.langchain4j.model.openrouter.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.internal.http.TransportException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ChatTextReaderTest {

    @Test
    void an_interrupted_thread_asks_for_no_answer() {
        AtomicBoolean asked = new AtomicBoolean();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ChatTextReader.read(subscriber -> asked.set(true), text -> {}))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(asked).isFalse();
    }
}
