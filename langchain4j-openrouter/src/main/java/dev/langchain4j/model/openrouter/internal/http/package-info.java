/**
 * Speaks JSON and server-sent events over OkHttp: time limits, retries, logging. Knows neither OpenRouter nor
 * LangChain4j.
 */
@NullMarked
package dev.langchain4j.model.openrouter.internal.http;

import org.jspecify.annotations.NullMarked;
