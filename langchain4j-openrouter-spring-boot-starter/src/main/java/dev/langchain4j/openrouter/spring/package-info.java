/** OpenRouter's models as beans of a Spring Boot application. */
@NullMarked
package dev.langchain4j.openrouter.spring;

import org.jspecify.annotations.NullMarked;
