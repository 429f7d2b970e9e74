/** Chat completions: the request, the answer, and the chunks that are merged into one answer. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.api.chat;

import org.jspecify.annotations.NullMarked;
