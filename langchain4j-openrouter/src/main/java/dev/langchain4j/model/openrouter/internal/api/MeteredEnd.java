package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.CallEnd;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.util.function.Function;

/** Tells the meter about the end of an asynchronous call. */
record MeteredEnd<T>(CallMeter meter, Function<T, CallReceipt> receipt) implements CallEnd<T> {

    @Override
    public void answered(T answer) {
        meter.answered(receipt.apply(answer));
    }

    @Override
    public void failed(Throwable failure) {
        if (failure instanceof TransportException transport && transport.kind() == Kind.CANCELLED) {
            meter.cancelled(CallReceipt.NONE);
        } else {
            meter.failed(failure);
        }
    }
}
