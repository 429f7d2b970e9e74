/** Images, speech and transcriptions: requests and answers. */
@NullMarked
package dev.langchain4j.model.openrouter.internal.api.media;

import org.jspecify.annotations.NullMarked;
