package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.examples.compression.Compressed;
import dev.langchain4j.model.openrouter.examples.compression.CompressionService;

/** The code of docs/compression.md. */
final class CompressionSnippets {

    private CompressionSnippets() {}

    static void compress(OpenRouter openRouter, String report) {
        // region compress
        ChatModel model =
                openRouter.chatModel().modelName("gpt-4o-mini").temperature(0.0).build();
        CompressionService service = new CompressionService(model);

        Compressed compressed = service.compress(report, 0.6);
        System.out.println(compressed.text());
        System.out.println(compressed.verdict());
        compressed.notes().forEach(System.out::println);
        // endregion
    }
}
