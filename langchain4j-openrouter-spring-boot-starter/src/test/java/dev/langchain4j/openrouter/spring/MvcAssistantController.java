package dev.langchain4j.openrouter.spring;

import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

// region assistant
@RestController
class MvcAssistantController {

    interface Assistant {

        TokenStream answer(@MemoryId String conversation, @UserMessage String question);
    }

    private final Assistant assistant;

    MvcAssistantController(Assistant assistant) {
        this.assistant = assistant;
    }

    @GetMapping("/answer")
    SseEmitter answer(@RequestParam String conversation, @RequestParam String question) {
        SseEmitter emitter = new SseEmitter(0L);
        assistant
                .answer(conversation, question)
                .onPartialResponseWithContext((part, context) -> {
                    if (!send(emitter, "part", part.text())) {
                        context.streamingHandle().cancel(); // the browser has gone
                    }
                })
                .onCompleteResponse(response -> {
                    send(emitter, "end", "");
                    emitter.complete();
                })
                .onError(failure -> {
                    send(emitter, "failure", "There is no answer, please try again.");
                    emitter.complete();
                })
                .start();
        return emitter;
    }

    record Part(String text) {}

    private static boolean send(SseEmitter emitter, String name, String text) {
        try {
            emitter.send(SseEmitter.event().name(name).data(new Part(text)));
            return true;
        } catch (IOException | IllegalStateException gone) {
            return false;
        }
    }
}
// endregion
