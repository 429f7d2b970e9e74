package dev.langchain4j.model.openrouter.internal.cost;

import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.openrouter.internal.api.CallMeter;

/** Knows more than amounts and time, for the test of the rule. */
public record PlantedCostViolation(CallMeter meter, RateLimitException langChain4j) {}
