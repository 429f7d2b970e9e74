/**
 * A web page over the Spring Boot starter: chat, reranking, costs, agents and the catalog, each a controller here and a
 * module of JavaScript in {@code static/js}. Without a key a stand-in for OpenRouter answers.
 */
@NullMarked
package dev.langchain4j.openrouter.playground;

import org.jspecify.annotations.NullMarked;
