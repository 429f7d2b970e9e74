package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBatchChatModel;
import dev.langchain4j.model.openrouter.OpenRouterBatchEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterCacheControl;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterDataPolicy;
import dev.langchain4j.model.openrouter.OpenRouterDecisionModel;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterImageModel;
import dev.langchain4j.model.openrouter.OpenRouterKeyRing;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterProviderPreferences;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.OpenRouterReasoning;
import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterSpeechModel;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouterTranscriptionModel;
import dev.langchain4j.model.openrouter.OpenRouterXSearchFilter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;

/**
 * A property has the name of the setter that it sets, so that the library's documentation holds for both, and each setter
 * that a text, number, boolean, enum, list or map can express has a property.
 */
class OpenRouterPropertiesTest {

    /** Set by the starter in another way than by the setter of this name. */
    private static final Set<String> BY_HAND = Set.of(
            "modelAliases",
            "per",
            "perTag",
            "warnAt",
            "keys",
            "sortPartition",
            "preferredMinThroughputAt",
            "preferredMaxLatencyAt");

    /** By setter with two arguments, the property: the first argument is its key, or both have a property. */
    private static final Map<String, String> OF_TWO_ARGUMENTS = Map.of(
            "OpenRouterBudget.per", "per",
            "OpenRouterBudget.perTag", "perTag",
            "OpenRouterBudget.warnAt", "warnAt",
            "OpenRouterKeyRing.key", "keys",
            "OpenRouterProviderPreferences.sort", "sortPartition",
            "OpenRouterProviderPreferences.preferredMinThroughput", "preferredMinThroughputAt",
            "OpenRouterProviderPreferences.preferredMaxLatency", "preferredMaxLatencyAt");

    /** Not settings of models or connections, but of requests, answers, searches. */
    private static final Set<String> NO_SETTINGS = Set.of(
            "OpenRouterChatRequestParameters",
            "OpenRouterChatResponseMetadata",
            "OpenRouterDecisionRequestParameters",
            "OpenRouterDecisionResponseMetadata",
            "OpenRouterEmbeddingRequestParameters",
            "OpenRouterEmbeddingResponseMetadata",
            "OpenRouterModelCatalog", // the starter's is that of the connection
            "OpenRouterModelFilter",
            "OpenRouterOAuth", // signs users in
            "OpenRouterTokenUsage");

    record Group(Class<?> properties, Class<?> builder) {

        @Override
        public String toString() {
            return builder.getEnclosingClass().getSimpleName();
        }
    }

    static Stream<Group> groups() {
        return Stream.of(
                new Group(OpenRouterProperties.class, OpenRouter.Builder.class),
                new Group(ChatProperties.class, OpenRouterBatchChatModel.Builder.class),
                new Group(BatchEmbeddingProperties.class, OpenRouterBatchEmbeddingModel.Builder.class),
                new Group(BudgetProperties.class, OpenRouterBudget.Builder.class),
                new Group(CacheControlProperties.class, OpenRouterCacheControl.Builder.class),
                new Group(ChatProperties.class, OpenRouterChatModel.Builder.class),
                new Group(ChatProperties.class, OpenRouterStreamingChatModel.Builder.class),
                new Group(DataPolicyProperties.class, OpenRouterDataPolicy.Builder.class),
                new Group(DecisionProperties.class, OpenRouterDecisionModel.Builder.class),
                new Group(EmbeddingProperties.class, OpenRouterEmbeddingModel.Builder.class),
                new Group(ImageProperties.class, OpenRouterImageModel.Builder.class),
                new Group(KeyRingProperties.class, OpenRouterKeyRing.Builder.class),
                new Group(LlmScoringProperties.class, OpenRouterLlmScoringModel.Builder.class),
                new Group(ProviderProperties.class, OpenRouterProviderPreferences.Builder.class),
                new Group(RateLimiterProperties.class, OpenRouterRateLimiter.Builder.class),
                new Group(ReasoningProperties.class, OpenRouterReasoning.Builder.class),
                new Group(ScoringProperties.class, OpenRouterScoringModel.Builder.class),
                new Group(SpeechProperties.class, OpenRouterSpeechModel.Builder.class),
                new Group(TranscriptionProperties.class, OpenRouterTranscriptionModel.Builder.class),
                new Group(XSearchFilterProperties.class, OpenRouterXSearchFilter.Builder.class));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void a_setter_has_a_property(Group group) {
        Set<String> setters = settersOf(group.builder());
        if (group.properties() != OpenRouterProperties.class) {
            setters.removeAll(settersOfConnections());
        }

        assertThat(components(group).map(RecordComponent::getName)).containsAll(setters);
    }

    @ParameterizedTest
    @MethodSource("groups")
    void a_property_has_a_setter_of_its_name_and_type(Group group) {
        assertThat(components(group)
                        .filter(component -> !BY_HAND.contains(component.getName()))
                        .filter(component -> !isGroupOfTheStarter(group, component))
                        .filter(component -> !isOfBatches(group, component))
                        .filter(component ->
                                Setters.find(group.builder(), component.getName(), typeOf(component)) == null))
                .isEmpty();
    }

    @Test
    void a_setter_of_several_arguments_has_a_property() {
        Map<String, String> setters = new TreeMap<>();
        groups().forEach(group -> Arrays.stream(group.builder().getMethods())
                .filter(method -> method.getReturnType() == group.builder() && method.getParameterCount() > 1)
                .forEach(method -> setters.put(
                        group + "." + method.getName(),
                        components(group)
                                .map(RecordComponent::getName)
                                .filter(name -> name.equals(OF_TWO_ARGUMENTS.get(group + "." + method.getName())))
                                .findFirst()
                                .orElse("none"))));

        assertThat(setters).containsExactlyInAnyOrderEntriesOf(OF_TWO_ARGUMENTS);
    }

    @Test
    void every_builder_of_the_library_has_its_properties() throws IOException {
        Set<String> builders = Arrays.stream(new PathMatchingResourcePatternResolver()
                        .getResources("classpath*:dev/langchain4j/model/openrouter/OpenRouter*$Builder.class"))
                .map(file -> Objects.requireNonNull(file.getFilename()).replace("$Builder.class", ""))
                .filter(name -> !NO_SETTINGS.contains(name))
                .collect(Collectors.toSet());

        assertThat(groups().map(Group::toString)).containsExactlyInAnyOrderElementsOf(builders);
        assertThat(BuilderHints.BUILDERS)
                .extracting(name -> "OpenRouter" + name)
                .containsExactlyInAnyOrderElementsOf(builders);
    }

    /** A native image knows the components of a record only if it has all their accessors. */
    @Test
    void a_native_image_has_the_accessors_of_all_properties() {
        var hints = new RuntimeHints();
        new BuilderHints().registerHints(hints, getClass().getClassLoader());

        assertThat(Stream.concat(
                        groups().<Class<?>>map(Group::properties),
                        Stream.of(
                                JdbcProperties.class,
                                OpenRouterProperties.Health.class,
                                ChatProperties.ResponseCache.class,
                                FreeModelPacerProperties.class)))
                .allSatisfy(group -> assertThat(RuntimeHintsPredicates.reflection()
                                .onType(group)
                                .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                        .accepts(hints));
    }

    @Test
    void is_explained_to_editors() throws IOException {
        String metadata;
        try (InputStream file =
                OpenRouterProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            metadata = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(metadata)
                .contains("\"langchain4j.openrouter.chat-model.fallback-models\"")
                .contains("Ids or aliases, tried in this order if the model fails.")
                .contains("\"langchain4j.openrouter.streaming-chat-model.provider.data-collection\"")
                .contains("\"langchain4j.openrouter.budget.per-day\"")
                .contains("\"langchain4j.openrouter.image-model.aspect-ratio\"");
    }

    private static Stream<RecordComponent> components(Group group) {
        return Arrays.stream(group.properties().getRecordComponents());
    }

    /** Models, and what only the starter has. */
    private static boolean isGroupOfTheStarter(Group group, RecordComponent component) {
        String name = component.getName();
        return group.properties() == OpenRouterProperties.class
                && (name.endsWith("Model")
                        || name.endsWith("Models")
                        || Set.of(
                                        "enabled",
                                        "allowUnknownProperties",
                                        "budget",
                                        "metrics",
                                        "observations",
                                        "health",
                                        "info")
                                .contains(name))
                && !name.equals("fallbackModels");
    }

    /** Refused for other chat models. */
    private static boolean isOfBatches(Group group, RecordComponent component) {
        return component.getName().equals("callbackUrl") && group.builder() != OpenRouterBatchChatModel.Builder.class;
    }

    private static Set<String> settersOfConnections() {
        Set<String> setters = settersOf(OpenRouter.Builder.class);
        setters.remove("modelName");
        return setters;
    }

    private static Set<String> settersOf(Class<?> builder) {
        return Arrays.stream(builder.getMethods())
                .filter(method -> method.getReturnType().isAssignableFrom(builder))
                .filter(method -> method.getParameterCount() == 1)
                .filter(method -> isExpressible(method.getParameterTypes()[0], method))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a property can hold it. */
    private static boolean isExpressible(Class<?> type, Method method) {
        Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
        boolean list = Collection.class.isAssignableFrom(type)
                && isOfValues(method.getGenericParameterTypes()[0].getTypeName());
        return list
                || type == Map.class
                || type == String[].class
                || isValue(boxed)
                || Setting.class.isAssignableFrom(boxed);
    }

    private static boolean isOfValues(String list) {
        return list.endsWith("<java.lang.String>")
                || list.endsWith("chat.Capability>")
                || list.endsWith("message.ContentType>");
    }

    private static boolean isValue(Class<?> type) {
        return type == String.class
                || type == Boolean.class
                || Number.class.isAssignableFrom(type)
                || type == BigDecimal.class
                || type == Duration.class
                || type == LocalDate.class
                || type.isEnum();
    }

    /** What the setter gets. */
    private static Class<?> typeOf(RecordComponent component) {
        Class<?> type = component.getType();
        if (!Setting.class.isAssignableFrom(type)) {
            return type;
        }
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals("setting") && !method.isBridge())
                .findFirst()
                .orElseThrow()
                .getReturnType();
    }
}
