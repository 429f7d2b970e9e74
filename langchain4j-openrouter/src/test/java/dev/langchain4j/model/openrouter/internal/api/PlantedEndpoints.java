package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.CallTrace;
import dev.langchain4j.model.openrouter.internal.http.HttpCall;
import dev.langchain4j.model.openrouter.internal.http.TimeLimits;
import java.util.Map;

/** Breaks each rule about meters once, for the test of the rules. Nobody calls it. */
public final class PlantedEndpoints {

    private PlantedEndpoints() {}

    /** A new endpoint without a meter. */
    static HttpCall requestWithoutMeter(TimeLimits limits) {
        return new HttpCall("/new", Map::of, json -> {}, limits, null, CallTrace.NONE);
    }

    static void metered(CallMeter meter) {}

    /** Takes no meter itself, so it has to make one up. */
    static void passesNone() {
        metered(CallMeter.NONE);
    }
}
