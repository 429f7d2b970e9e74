package dev.langchain4j.openrouter.spring;

import org.jspecify.annotations.Nullable;

/** A group of properties that is one value of a builder. */
interface Setting {

    /**
     * The value for the setter.
     *
     * @param group the name of the group, for messages
     * @return null for "not set"
     */
    @Nullable
    Object setting(String group);
}
