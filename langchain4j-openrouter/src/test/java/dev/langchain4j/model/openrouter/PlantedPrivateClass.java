package dev.langchain4j.model.openrouter;

/** A private class of the root package that belongs below {@code internal}, for the test of the rule. */
final class PlantedPrivateClass {

    private PlantedPrivateClass() {}
}
