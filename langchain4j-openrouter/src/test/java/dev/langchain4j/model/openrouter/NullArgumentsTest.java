package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.File;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Null for every argument of every public method, one at a time, and null inside of every array, collection and map: it
 * counts as not set, or is refused by an exception of LangChain4j's or an IllegalArgumentException that names the argument.
 */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(120)
class NullArgumentsTest {

    private static final String PACKAGE = "dev.langchain4j.model.openrouter";

    private final OpenRouter openRouter;
    private final Map<Class<?>, Supplier<Object>> instances = new HashMap<>();

    NullArgumentsTest(OpenRouterServer server) {
        openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0)
                .modelName("openai/gpt-4o")
                .build();
        instances.put(OpenRouter.class, () -> openRouter);
        instances.put(OpenRouterModelCatalog.class, openRouter::modelCatalog);
        instances.put(OpenRouterChatModel.class, () -> openRouter.chatModel().build());
        instances.put(
                OpenRouterStreamingChatModel.class,
                () -> openRouter.streamingChatModel().build());
        instances.put(
                OpenRouterEmbeddingModel.class,
                () -> openRouter
                        .embeddingModel()
                        .modelName("openai/text-embedding-3-small")
                        .build());
        instances.put(
                OpenRouterScoringModel.class,
                () -> openRouter.scoringModel().modelName("cohere/rerank-v3.5").build());
        instances.put(
                OpenRouterDecisionModel.class,
                () -> openRouter.decisionModel().modelName("typesafe/jev-1.13").build());
        instances.put(
                OpenRouterLlmScoringModel.class,
                () -> openRouter.llmScoringModel().build());
        instances.put(
                OpenRouterImageModel.class,
                () -> openRouter
                        .imageModel()
                        .modelName("bytedance-seed/seedream-4.5")
                        .build());
        instances.put(
                OpenRouterSpeechModel.class,
                () -> openRouter
                        .speechModel()
                        .modelName("mistralai/voxtral-mini-tts-2603")
                        .build());
        instances.put(
                OpenRouterTranscriptionModel.class,
                () -> openRouter
                        .transcriptionModel()
                        .modelName("openai/whisper-large-v3")
                        .build());
        instances.put(
                OpenRouterBatchChatModel.class,
                () -> openRouter.batchChatModel().build());
        instances.put(
                OpenRouterBatchEmbeddingModel.class,
                () -> openRouter
                        .batchEmbeddingModel()
                        .modelName("openai/text-embedding-3-small")
                        .build());
        instances.put(OpenRouterModelAliases.class, OpenRouterModelAliases::defaults);
        instances.put(
                OpenRouterBudget.class,
                () -> OpenRouterBudget.builder().limit(java.math.BigDecimal.TEN).build());
        instances.put(OpenRouterKeyRing.class, () -> OpenRouterKeyRing.of("sk-or-v1-1"));
        instances.put(
                OpenRouterKeyRing.Builder.class,
                () -> OpenRouterKeyRing.builder().key("other", "sk-or-v1-2"));
        instances.put(OpenRouterCostTotals.class, OpenRouterCostTotals::new);
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    @Test
    void null_is_not_set_or_refused_by_name() throws Exception {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Class<?> type : publicTypes()) {
            for (Executable executable : executables(type)) {
                for (int i = 0; i < executable.getParameterCount(); i++) {
                    for (Object argument : nulls(executable.getParameters()[i].getType())) {
                        String problem = problem(type, executable, i, argument);
                        tried++;
                        if (problem != null) {
                            wrong.add(problem);
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(500);
    }

    @Test
    void two_models_that_score_together_refuse_null_by_name() {
        var together = openRouter
                .llmScoringModel()
                .build()
                .refine(
                        openRouter
                                .scoringModel()
                                .modelName("cohere/rerank-v3.5")
                                .build(),
                        2);

        assertThatThrownBy(() -> together.scoreAsync(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("request");
    }

    @Test
    void null_among_messages_contents_or_tools_is_refused_by_name() {
        ChatMessage question = UserMessage.from("Hi");
        List<Content> contents = Arrays.asList(TextContent.from("Hi"), null);
        ToolSpecification noTool = null;

        assertRefused(ChatRequest.builder().messages(Arrays.asList(question, null)), "A message of messages");
        assertRefused(ChatRequest.builder().messages(UserMessage.from(contents)), "A content of a message");
        assertRefused(
                ChatRequest.builder().messages(question).toolSpecifications(noTool), "A tool of toolSpecifications");
    }

    private void assertRefused(ChatRequest.Builder builder, String name) {
        ChatRequest request = builder.build();
        HandlerRecorder handler = new HandlerRecorder();
        OpenRouterStreamingChatModel streaming = openRouter.streamingChatModel().build();

        assertThatThrownBy(() -> openRouter.chatModel().build().chat(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + " cannot be null");
        assertThatThrownBy(() -> streaming.chat(request, handler))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + " cannot be null");
        assertThat(openRouter.chatModel().build().chatAsync(request))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(IllegalArgumentException.class)
                .withMessage(name + " cannot be null");
    }

    private @Nullable String problem(Class<?> type, Executable executable, int position, @Nullable Object argument)
            throws ReflectiveOperationException {
        @Nullable Object[] arguments = new Object[executable.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i == position ? argument : sample(executable.getParameters()[i].getType());
            if (i != position && arguments[i] == null) {
                return null; // nothing to try it with
            }
        }
        Object target = null;
        if (executable instanceof Method method && !Modifier.isStatic(method.getModifiers())) {
            target = instance(type);
            if (target == null) {
                return null;
            }
        }
        String called = type.getName().substring(PACKAGE.length() + 1) + "." + executable.getName() + " "
                + executable.getParameters()[position].getName() + "=" + shown(argument) + " of "
                + Arrays.stream(executable.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList();
        try {
            Object result = executable instanceof Method method
                    ? method.invoke(target, arguments)
                    : ((Constructor<?>) executable).newInstance(arguments);
            if (target != null && result == target) {
                build(target);
            }
            return null;
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            if (thrown instanceof LangChain4jException) {
                return null;
            }
            return thrown instanceof IllegalArgumentException && names(thrown.getMessage(), executable, position)
                    ? null
                    : called + ": " + thrown;
        }
    }

    private static void build(Object builder) throws ReflectiveOperationException {
        for (Method method : builder.getClass().getMethods()) {
            if (method.getName().equals("build") && method.getParameterCount() == 0) {
                Object built = method.invoke(builder);
                if (built instanceof OpenRouter made) {
                    made.close();
                }
                return;
            }
        }
    }

    private static boolean names(@Nullable String message, Executable executable, int position) {
        if (message == null || message.isBlank()) {
            return false;
        }
        String words = message.toLowerCase(Locale.ROOT);
        Parameter parameter = executable.getParameters()[position];
        return words.contains(parameter.getName().toLowerCase(Locale.ROOT))
                || parameter.getType().getSimpleName().toLowerCase(Locale.ROOT).endsWith(words.split(" ")[0])
                || words.contains(executable.getName().toLowerCase(Locale.ROOT));
    }

    private static List<@Nullable Object> nulls(Class<?> type) {
        List<@Nullable Object> nulls = new ArrayList<>();
        if (type.isPrimitive()) {
            return nulls;
        }
        nulls.add(null);
        if (type.isArray() && !type.getComponentType().isPrimitive()) {
            nulls.add(Array.newInstance(type.getComponentType(), 1));
        } else if (type == List.class || type == Collection.class || type == Iterable.class) {
            nulls.add(Collections.singletonList(null));
        } else if (type == Set.class) {
            nulls.add(Collections.singleton(null));
        } else if (type == Map.class) {
            nulls.add(Collections.singletonMap("name", null));
            nulls.add(Collections.singletonMap(null, "value"));
        }
        return nulls;
    }

    private @Nullable Object instance(Class<?> type) throws ReflectiveOperationException {
        Supplier<Object> known = instances.get(type);
        if (known != null) {
            return known.get();
        }
        if (type.getSimpleName().equals("Builder")) {
            try {
                return begun(type.getEnclosingClass().getMethod("builder").invoke(null));
            } catch (NoSuchMethodException e) {
                return null;
            }
        }
        try {
            Method builder = type.getMethod("builder");
            Object made = builder.invoke(null);
            return made.getClass().getMethod("build").invoke(made);
        } catch (NoSuchMethodException | InvocationTargetException e) {
            return null;
        }
    }

    /** A builder that lacks nothing, so that what its build() refuses is the argument. */
    private static Object begun(Object builder) throws ReflectiveOperationException {
        if (builder instanceof OpenRouterBudget.Builder budget) {
            return budget.limit(java.math.BigDecimal.TEN);
        }
        try {
            return builder.getClass().getMethod("modelName", String.class).invoke(builder, "openai/gpt-4o");
        } catch (NoSuchMethodException e) {
            return builder;
        }
    }

    private static @Nullable Object sample(Class<?> type) {
        if (type == String.class) {
            return "openai/gpt-4o";
        }
        if (type == int.class || type == Integer.class) {
            return 1;
        }
        if (type == long.class || type == Long.class) {
            return 1L;
        }
        if (type == double.class || type == Double.class) {
            return 0.5;
        }
        if (type == boolean.class || type == Boolean.class) {
            return true;
        }
        if (type == List.class || type == Collection.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type == java.math.BigDecimal.class) {
            return java.math.BigDecimal.ONE;
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(1);
        }
        if (type == dev.langchain4j.data.segment.TextSegment.class) {
            return dev.langchain4j.data.segment.TextSegment.from("text");
        }
        if (type == ChatRequest.class) {
            return ChatRequest.builder().messages(UserMessage.from("hi")).build();
        }
        if (type == dev.langchain4j.model.chat.response.StreamingChatResponseHandler.class) {
            return new HandlerRecorder();
        }
        if (type == dev.langchain4j.data.image.Image.class) {
            return dev.langchain4j.data.image.Image.builder()
                    .url("https://example.org/a.png")
                    .build();
        }
        if (type == dev.langchain4j.model.chat.ChatRequestOptions.class) {
            return dev.langchain4j.model.chat.ChatRequestOptions.EMPTY;
        }
        return type.isEnum() ? type.getEnumConstants()[0] : null;
    }

    private static String shown(@Nullable Object argument) {
        return argument instanceof Object[] array ? Arrays.toString(array) : String.valueOf(argument);
    }

    private static List<Executable> executables(Class<?> type) {
        Stream<Executable> methods = Arrays.stream(type.getMethods())
                .filter(method -> !method.isBridge() && !method.isSynthetic())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !Set.of("equals", "valueOf").contains(method.getName()))
                .map(method -> method);
        Stream<Executable> constructors = type.isRecord() || Modifier.isAbstract(type.getModifiers())
                ? Stream.of()
                : Arrays.stream(type.getConstructors());
        return Stream.concat(methods, constructors)
                .filter(executable -> executable.getDeclaringClass().getName().startsWith(PACKAGE) || asks(executable))
                .toList();
    }

    /** Whether it is one of LangChain4j's own methods that take a request. */
    private static boolean asks(Executable inherited) {
        return Arrays.stream(inherited.getParameterTypes())
                .anyMatch(type -> type.getSimpleName().endsWith("Request"));
    }

    private static List<Class<?>> publicTypes() throws Exception {
        Path classes = Path.of(OpenRouter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes.resolve(PACKAGE.replace('.', File.separatorChar)))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.equals("package-info.class")) {
                    Class<?> type = Class.forName(PACKAGE + "." + name.substring(0, name.length() - 6));
                    if (isPublic(type)) {
                        types.add(type);
                    }
                }
            }
        }
        return types;
    }

    private static boolean isPublic(@Nullable Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            if (!Modifier.isPublic(at.getModifiers())) {
                return false;
            }
        }
        return type != null && !type.isAnonymousClass();
    }
}
