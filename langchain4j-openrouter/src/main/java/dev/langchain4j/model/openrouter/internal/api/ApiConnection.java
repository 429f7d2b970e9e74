package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TimeLimits;

/**
 * What all endpoints of a connection share.
 *
 * @param limits of a call that is no stream
 */
public record ApiConnection(JsonHttpClient http, RequestHeaders headers, TimeLimits limits, Time time) {}
