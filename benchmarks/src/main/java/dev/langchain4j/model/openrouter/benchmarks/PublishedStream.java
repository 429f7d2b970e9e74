package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import java.util.concurrent.Flow;

/** Passes on the events of a published stream, and wants all of them. */
record PublishedStream(Client.Listener listener) implements Flow.Subscriber<ChatModelStreamingEvent> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ChatModelStreamingEvent event) {
        if (event instanceof PartialResponse partial) {
            listener.onText(partial.text());
        } else if (event instanceof CompleteResponse complete) {
            listener.onEnd(() -> Workload.words(complete.chatResponse()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        listener.onFailure(failure);
    }

    @Override
    public void onComplete() {
        // The answer came as the last event.
    }
}
