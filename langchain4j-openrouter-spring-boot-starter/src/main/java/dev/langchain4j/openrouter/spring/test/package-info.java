/** Tests of Spring applications with the stand-in for OpenRouter, which {@code langchain4j-openrouter-test} brings. */
@NullMarked
package dev.langchain4j.openrouter.spring.test;

import org.jspecify.annotations.NullMarked;
