package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of a call.
 *
 * @param toAnswer from the start of an attempt until the head of its response is in
 * @param idle between two signs of progress after that: bytes of a plain answer, events of a stream
 * @param total the whole call, retries and waits included; null is no limit
 */
public record TimeLimits(
        Duration toAnswer, Duration idle, @Nullable Duration total) {}
