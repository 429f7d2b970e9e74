/** Reads the replies of a judge. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.rerank.reply;

import org.jspecify.annotations.NullMarked;
