package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationPageTest {

    private static final Path PAGE = Pages.ROOT.resolve("docs/coming-from-openai-module.md");

    @ParameterizedTest
    @ValueSource(
            classes = {
                OpenAiChatModel.OpenAiChatModelBuilder.class,
                OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder.class
            })
    void says_what_becomes_of_every_setter(Class<?> theirs) {
        Set<String> mapped = Pages.rows(PAGE, "OpenAI module").stream()
                .flatMap(row -> Pages.code(row.get(0)).stream())
                .map(code -> code.replaceAll("\\(.*", ""))
                .collect(Collectors.toSet());

        assertThat(mapped).containsAll(setters(theirs));
    }

    @Test
    void calls_the_same_only_what_is_the_same() {
        List<String> same = Pages.rows(PAGE, "OpenAI module").stream()
                .filter(row -> row.get(1).startsWith("the same name"))
                .flatMap(row -> Pages.code(row.get(0)).stream())
                .toList();

        assertThat(same).isNotEmpty();
        assertThat(setters(OpenRouterChatModel.Builder.class)).containsAll(same);
    }

    private static Set<String> setters(Class<?> builder) {
        return Arrays.stream(builder.getMethods())
                .filter(method -> method.getParameterCount() > 0)
                .filter(method -> method.getReturnType() != Object.class)
                .filter(method -> method.getReturnType().isAssignableFrom(builder))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }
}
