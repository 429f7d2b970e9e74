package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.chat.ChatModel;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

// region named
@Component
class Translator {

    private final ChatModel fast;

    Translator(@Qualifier("fast") ChatModel fast) {
        this.fast = fast;
    }

    String toFrench(String text) {
        return fast.chat("Translate into French: " + text);
    }
}
// endregion
