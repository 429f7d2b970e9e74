/** For frameworks that replace the builders, found through {@link java.util.ServiceLoader}. */
@NullMarked
package dev.langchain4j.model.openrouter.spi;

import org.jspecify.annotations.NullMarked;
