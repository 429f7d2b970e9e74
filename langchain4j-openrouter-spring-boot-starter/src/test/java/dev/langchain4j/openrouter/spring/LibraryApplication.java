package dev.langchain4j.openrouter.spring;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The application of the test that docs/spring-boot.md shows. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(Librarian.class)
class LibraryApplication {}
