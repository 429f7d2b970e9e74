package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingRequestParameters;
import dev.langchain4j.model.openai.OpenAiImageModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTextToSpeechModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterImageModel;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterSpeechModel;
import dev.langchain4j.model.openrouter.OpenRouterTranscriptionModel;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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

    /** A rule, a table or the list of what has no counterpart: the name must be somewhere. */
    @ParameterizedTest
    @MethodSource
    void names_every_setter_of_the_other_classes_that_is_missing_here(Class<?> theirs, Class<?> ours) {
        Set<String> missing = setters(theirs);
        missing.removeAll(setters(ours));

        assertThat(missing).allSatisfy(setter -> assertThat(Pages.text(PAGE)).containsPattern("\\b" + setter + "\\b"));
    }

    static Stream<Arguments> names_every_setter_of_the_other_classes_that_is_missing_here() {
        return Stream.of(
                Arguments.of(OpenAiChatRequestParameters.Builder.class, OpenRouterChatRequestParameters.Builder.class),
                Arguments.of(
                        OpenAiEmbeddingRequestParameters.Builder.class,
                        OpenRouterEmbeddingRequestParameters.Builder.class),
                Arguments.of(
                        OpenAiEmbeddingModel.OpenAiEmbeddingModelBuilder.class, OpenRouterEmbeddingModel.Builder.class),
                Arguments.of(OpenAiImageModel.OpenAiImageModelBuilder.class, OpenRouterImageModel.Builder.class),
                Arguments.of(OpenAiTextToSpeechModel.Builder.class, OpenRouterSpeechModel.Builder.class),
                Arguments.of(OpenAiAudioTranscriptionModel.Builder.class, OpenRouterTranscriptionModel.Builder.class),
                Arguments.of(OpenAiModelCatalog.Builder.class, OpenRouterModelCatalog.Builder.class));
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
