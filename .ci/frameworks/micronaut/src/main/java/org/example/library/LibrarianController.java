package org.example.library;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** The controller that docs/micronaut.md shows. */
// region controller
@Controller
class LibrarianController {

    private final ChatModel model;
    private final StreamingChatModel streamingModel;

    LibrarianController(ChatModel model, StreamingChatModel streamingModel) {
        this.model = model;
        this.streamingModel = streamingModel;
    }

    @Get(value = "/answer", produces = MediaType.TEXT_PLAIN)
    @ExecuteOn(TaskExecutors.BLOCKING)
    String answer(@QueryValue String question) {
        return model.chat(question);
    }

    @Get(value = "/story", produces = MediaType.TEXT_EVENT_STREAM)
    Flux<Event<Part>> story(@QueryValue String about) {
        return JdkFlowAdapter.flowPublisherToFlux(streamingModel.chat("Tell me a story about " + about))
                .map(text -> event("part", text))
                .concatWithValues(event("end", ""))
                .onErrorResume(failure -> Flux.just(event("failure", "There is no answer, please try again.")));
    }

    private static Event<Part> event(String name, String text) {
        return Event.of(new Part(text)).name(name);
    }

    @Serdeable
    record Part(String text) {}
}
// endregion
