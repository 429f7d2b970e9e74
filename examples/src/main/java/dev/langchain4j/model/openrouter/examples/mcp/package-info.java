/** A server of the Model Context Protocol, which {@code ToolsOverMcp} starts as a process of its own. */
@NullMarked
package dev.langchain4j.model.openrouter.examples.mcp;

import org.jspecify.annotations.NullMarked;
