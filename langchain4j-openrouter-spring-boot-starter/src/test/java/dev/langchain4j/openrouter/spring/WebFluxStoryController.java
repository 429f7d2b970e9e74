package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.chat.StreamingChatModel;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** The controller for WebFlux that docs/streaming-to-a-browser.md shows. */
// region webflux
@RestController
class WebFluxStoryController {

    private final StreamingChatModel model;

    WebFluxStoryController(StreamingChatModel model) {
        this.model = model;
    }

    @GetMapping("/story")
    Flux<ServerSentEvent<Part>> story(@RequestParam String about) {
        return JdkFlowAdapter.flowPublisherToFlux(model.chat("Tell me a story about " + about))
                .map(text -> event("part", text))
                .concatWithValues(event("end", ""))
                .onErrorResume(failure -> Flux.just(event("failure", "There is no answer, please try again.")));
    }

    private static ServerSentEvent<Part> event(String name, String text) {
        return ServerSentEvent.builder(new Part(text)).event(name).build();
    }

    record Part(String text) {}
}
// endregion
