package org.example.library;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.jboss.resteasy.reactive.RestQuery;

/** The resource that docs/quarkus.md shows. */
// region resource
@Path("/")
public class LibrarianResource {

    private final ChatModel model;
    private final StreamingChatModel streamingModel;

    LibrarianResource(ChatModel model, StreamingChatModel streamingModel) {
        this.model = model;
        this.streamingModel = streamingModel;
    }

    @GET
    @Path("answer")
    @Produces(MediaType.TEXT_PLAIN)
    public String answer(@RestQuery String question) {
        return model.chat(question);
    }

    @GET
    @Path("story")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> story(@RestQuery String about, @Context Sse sse) {
        return Multi.createFrom()
                .publisher(streamingModel.chat("Tell me a story about " + about))
                .map(text -> event(sse, "part", text))
                .onCompletion()
                .continueWith(event(sse, "end", ""))
                .onFailure()
                .recoverWithItem(event(sse, "failure", "There is no answer, please try again."));
    }

    private static OutboundSseEvent event(Sse sse, String name, String text) {
        return sse.newEventBuilder()
                .name(name)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(new Part(text))
                .build();
    }

    public record Part(String text) {}
}
// endregion
