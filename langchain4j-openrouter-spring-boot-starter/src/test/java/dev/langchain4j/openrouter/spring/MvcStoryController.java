package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.chat.StreamingChatModel;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The controller for Spring MVC that docs/streaming-to-a-browser.md shows. */
// region mvc
@RestController
class MvcStoryController {

    private final StreamingChatModel model;

    MvcStoryController(StreamingChatModel model) {
        this.model = model;
    }

    @GetMapping("/story")
    SseEmitter story(@RequestParam String about) {
        SseEmitter emitter = new SseEmitter(0L); // no time limit of its own: the model has some
        model.chat("Tell me a story about " + about).subscribe(new Sender(emitter));
        return emitter;
    }

    record Part(String text) {}

    private static final class Sender implements Flow.Subscriber<String> {

        private final SseEmitter emitter;
        private Flow.Subscription subscription;

        private Sender(SseEmitter emitter) {
            this.emitter = emitter;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            emitter.onCompletion(subscription::cancel); // the browser has gone
            subscription.request(1);
        }

        @Override
        public void onNext(String text) {
            send("part", text);
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            send("failure", "There is no answer, please try again.");
            emitter.complete();
        }

        @Override
        public void onComplete() {
            send("end", "");
            emitter.complete();
        }

        private void send(String name, String text) {
            try {
                emitter.send(SseEmitter.event().name(name).data(new Part(text)));
            } catch (IOException | IllegalStateException gone) {
                subscription.cancel();
            }
        }
    }
}
// endregion
