/** Makes the pages under {@code docs} a web site: plain HTML files, with search and the Javadoc beside them. */
@NullMarked
package dev.langchain4j.model.openrouter.site;

import org.jspecify.annotations.NullMarked;
