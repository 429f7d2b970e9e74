package dev.langchain4j.model.openrouter.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.langchain4j.model.openrouter.support.MarkedBlock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The root package is one list of classes and a dozen features: each class has one, and no arrow points upward. */
@AnalyzeClasses(packages = FeatureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class FeatureTest {

    static final String ROOT = "dev.langchain4j.model.openrouter";

    private static final Path PACKAGE_INFO = Path.of("src/main/java", ROOT.replace('.', '/'), "package-info.java");
    private static final Path ARCHITECTURE = Path.of("../docs/architecture.md");

    /**
     * The arrows that may point upward: a cost listener takes the catalog itself, for users who have one at hand; the shared setters of a chat
     * have to find the builder that implements them.
     */
    private static final Map<String, String> EXCUSED = Map.of(
            "OpenRouterCostListener", "OpenRouterModelCatalog",
            "OpenRouterChatHandlingSetters", "ChatBuilder",
            "OpenRouterChatParameterSetters", "ChatBuilder");

    /** A base class of public types, and an exception that users see in their logs. */
    private static final Set<String> AT_HOME_IN_ROOT = Set.of("WireObject", "CostStoreException");

    @ArchTest
    static final ArchRule every_class_has_one_feature = classes()
            .that()
            .resideInAPackage(ROOT)
            .should(new ArchCondition<>("stand once in the table of features") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    String name = outermost(type);
                    int claims = Feature.of(name).size();
                    events.add(new SimpleConditionEvent(
                            type,
                            claims == 1 || isPackageInfo(name),
                            name + " stands " + claims + " times in Feature"));
                }
            });

    /** docs/decisions/0007-what-lives-in-the-root.md */
    @ArchTest
    static final ArchRule a_private_class_without_our_types_lives_below_internal = classes()
            .that()
            .resideInAPackage(ROOT)
            .and()
            .areTopLevelClasses()
            .and()
            .areNotPublic()
            .and(describe(
                    "may live elsewhere",
                    (JavaClass type) ->
                            !isPackageInfo(type.getSimpleName()) && !AT_HOME_IN_ROOT.contains(type.getSimpleName())))
            .should(new ArchCondition<>("use another class of the root package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean uses = type.getDirectDependenciesFromSelf().stream()
                            .map(Dependency::getTargetClass)
                            .anyMatch(other -> other.getPackageName().equals(ROOT)
                                    && !outermost(other).equals(type.getSimpleName()));
                    events.add(new SimpleConditionEvent(
                            type, uses, type.getSimpleName() + " uses no other class of the root package: sink it"));
                }
            });

    @ArchTest
    static final ArchRule no_arrow_points_upward = classes()
            .that()
            .resideInAPackage(ROOT)
            .should(new ArchCondition<>("depend on lower features alone") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    type.getDirectDependenciesFromSelf().stream()
                            .filter(arrow ->
                                    arrow.getTargetClass().getPackageName().equals(ROOT))
                            .forEach(arrow -> events.add(
                                    new SimpleConditionEvent(type, isAllowed(arrow), arrow.getDescription())));
                }
            });

    @ArchTest
    static final ArchRule features_have_no_cycles = SlicesRuleDefinition.slices()
            .assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return type.getPackageName().equals(ROOT)
                            ? Feature.only(outermost(type))
                                    .map(feature -> SliceIdentifier.of(feature.title()))
                                    .orElse(SliceIdentifier.ignore())
                            : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                    return "features";
                }
            })
            .should()
            .beFreeOfCycles()
            .ignoreDependency(
                    describe("an excused class", (JavaClass from) -> EXCUSED.containsKey(outermost(from))),
                    describe("what it is excused for", (JavaClass to) -> EXCUSED.containsValue(outermost(to))));

    @ArchTest
    static void every_class_of_the_table_exists(JavaClasses classes) {
        Stream.of(Feature.values())
                .flatMap(feature -> feature.classes().stream())
                .forEach(name -> classes.get(ROOT + "." + name));
    }

    @ArchTest
    static void the_package_comment_shows_the_table(JavaClasses classes) {
        new MarkedBlock(PACKAGE_INFO, "features").check(rows(" *   <li><b>%s</b> (%s):%s%n", " *       "));
    }

    @ArchTest
    static void the_architecture_page_shows_the_table(JavaClasses classes) {
        assumeTrue(Files.exists(ARCHITECTURE), "docs are not here: " + ARCHITECTURE);
        new MarkedBlock(ARCHITECTURE, "features")
                .check("""

                | feature | what it is | classes |
                |---|---|---|
                """
                        + Stream.of(Feature.values())
                                .map(feature -> "| %s | %s | %s |%n"
                                        .formatted(
                                                feature.title(),
                                                feature.inWords(),
                                                feature.classes().stream()
                                                        .map(name -> "`" + name + "`")
                                                        .collect(Collectors.joining(" "))))
                                .collect(Collectors.joining())
                        + "\n");
    }

    private static String rows(String format, String indent) {
        return Stream.of(Feature.values())
                .map(feature ->
                        format.formatted(feature.title(), feature.inWords(), wrapped(feature.classes(), indent)))
                .collect(Collectors.joining());
    }

    /** So many to a line that it stays within the margin. */
    private static String wrapped(List<String> names, String indent) {
        StringBuilder text = new StringBuilder();
        int width = 0;
        for (int i = 0; i < names.size(); i++) {
            String next = names.get(i) + (i + 1 < names.size() ? "," : "");
            if (i == 0 || width + next.length() > 105) {
                text.append('\n').append(indent);
                width = 0;
            } else {
                text.append(' ');
            }
            text.append(next);
            width += next.length() + 1;
        }
        return text.toString();
    }

    private static boolean isAllowed(Dependency arrow) {
        String from = outermost(arrow.getOriginClass());
        String to = outermost(arrow.getTargetClass());
        if (to.equals(EXCUSED.get(from))) {
            return true;
        }
        return Feature.only(from)
                .flatMap(feature -> Feature.only(to).map(feature::mayUse))
                .orElse(true); // every_class_has_one_feature says what is wrong
    }

    private static boolean isPackageInfo(String name) {
        return name.equals("package-info");
    }

    private static String outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer.getSimpleName();
    }
}
