package dev.langchain4j.openrouter.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives the application of a Spring test a stand-in for OpenRouter: sets {@code langchain4j.openrouter.base-url} and
 * {@code langchain4j.openrouter.api-key}, also where the application has a {@code key-ring},
 * {@code data-policy.allowed-base-urls} or a {@code decisions-url}, and adds the bean {@code OpenRouterServer}. Needs
 * {@code langchain4j-openrouter-test} and {@code spring-test} on the test class path. An {@code OpenRouter} bean of the
 * application has to read these properties, or a test calls the real service.
 *
 * <pre>{@code
 * @SpringBootTest
 * @OpenRouterTest
 * class LibrarianTest {
 *     @Autowired OpenRouterServer openRouter;
 *     @Autowired Librarian librarian;
 *
 *     @Test
 *     void finds_a_book() {
 *         openRouter.answer("On shelf 3.");
 *         ...
 *     }
 * }
 * }</pre>
 *
 * The stand-in is reset before each test, and lives as long as the application context: test classes that share a
 * context share it, so they cannot run in parallel: a test that begins while another one runs fails.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OpenRouterTest {}
