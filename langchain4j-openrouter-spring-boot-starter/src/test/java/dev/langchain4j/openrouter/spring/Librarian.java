package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.chat.ChatModel;
import org.springframework.stereotype.Component;

/** The class that docs/spring-boot.md shows. */
// region librarian
@Component
class Librarian {

    private final ChatModel model;

    Librarian(ChatModel model) {
        this.model = model;
    }

    String answer(String question) {
        return model.chat(question);
    }
}
// endregion
