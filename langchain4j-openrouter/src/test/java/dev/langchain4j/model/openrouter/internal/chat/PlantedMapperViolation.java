package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.model.openrouter.OpenRouterBudget;

/** Knows a public type of this module, for the test of the rule. */
public record PlantedMapperViolation(OpenRouterBudget budget) {}
