/** What goes from the thread that starts a call to the threads that carry it out. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.threads;

import org.jspecify.annotations.NullMarked;
