package dev.langchain4j.model.openrouter.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The arrows between the packages: root, then {@code internal.api}, then {@code internal.http}, never back; and from the
 * root to the packages beside them. {@code internal.rate} knows nobody; the others may count with it.
 */
@AnalyzeClasses(packages = "dev.langchain4j.model.openrouter", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "dev.langchain4j.model.openrouter";
    private static final String API = ROOT + ".internal.api";
    private static final String RERANK = ROOT + ".internal.rerank";
    private static final String HTTP = ROOT + ".internal.http";
    private static final String COST = ROOT + ".internal.cost";
    private static final String RATE = ROOT + ".internal.rate";
    private static final String GUARD = ROOT + ".internal.guard";
    private static final String REPORT = ROOT + ".internal.report";

    /** What maps LangChain4j's types and knows none of our public ones. */
    private static final Set<String> MAPPERS =
            Set.of(ROOT + ".internal.chat", ROOT + ".internal.decision", ROOT + ".internal.media");

    /** The small packages below the root, and what each knows of the others here. */
    private static final Map<String, Set<String>> SMALL = Map.of(
            REPORT,
            Set.of(HTTP),
            ROOT + ".internal.evaluation",
            Set.of(REPORT),
            ROOT + ".internal.threads",
            Set.of(HTTP),
            GUARD,
            Set.of());

    /** The one setter that takes the user's OkHttpClient is here; javac gives its subclasses bridges to it. */
    private static final String OKHTTP_SETTER = ROOT + ".ConnectionBuilder";

    private static final String OKHTTP_SETTING = ROOT + ".ConnectionSettings";

    /** The packages of {@code internal.api}, each above those before it; those of one line do not know each other. */
    private static final List<Set<String>> API_FLOORS = List.of(
            Set.of("json"),
            Set.of("error"),
            Set.of("usage"),
            Set.of("chat"),
            Set.of("embeddings", "rerank", "decision", "media", "batch"),
            Set.of(""));

    @ArchTest
    static final ArchRule http_knows_neither_openrouter_nor_langchain4j = noClasses()
            .that()
            .resideInAPackage(HTTP)
            .should()
            .dependOnClassesThat(describe(
                    "live above it",
                    (JavaClass other) -> other.getPackageName().startsWith("dev.langchain4j")
                            && !other.getPackageName().equals(HTTP)));

    @ArchTest
    static final ArchRule api_knows_no_langchain4j_type = noClasses()
            .that()
            .resideInAPackage(API + "..")
            .should()
            .dependOnClassesThat(describe(
                    "live above it",
                    (JavaClass other) -> other.getPackageName().startsWith("dev.langchain4j")
                            && !other.getPackageName().startsWith(API)
                            && !other.getPackageName().equals(HTTP)
                            && !other.getPackageName().equals(RATE)));

    @ArchTest
    static final ArchRule endpoints_know_lower_floors_alone = classes()
            .that()
            .resideInAPackage(API + "..")
            .should(new ArchCondition<>("know lower floors alone") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    type.getDirectDependenciesFromSelf().stream()
                            .filter(arrow ->
                                    arrow.getTargetClass().getPackageName().startsWith(API))
                            .forEach(arrow -> events.add(new SimpleConditionEvent(
                                    type, pointsDown(type, arrow.getTargetClass()), arrow.getDescription())));
                }
            });

    private static boolean pointsDown(JavaClass from, JavaClass to) {
        return from.getPackageName().equals(to.getPackageName()) || apiFloor(to) < apiFloor(from);
    }

    private static int apiFloor(JavaClass type) {
        String folder = type.getPackageName().substring(API.length()).replace(".", "");
        for (int floor = 0; floor < API_FLOORS.size(); floor++) {
            if (API_FLOORS.get(floor).contains(folder)) {
                return floor;
            }
        }
        throw new AssertionError("internal.api." + folder + " has no place in API_FLOORS");
    }

    @ArchTest
    static final ArchRule rerank_knows_strings_and_scores_alone = noClasses()
            .that()
            .resideInAPackage(RERANK + "..")
            .should()
            .dependOnClassesThat(describe(
                    "live elsewhere in LangChain4j or here",
                    (JavaClass other) -> other.getPackageName().startsWith("dev.langchain4j")
                            && !other.getPackageName().startsWith(RERANK)
                            && !other.getPackageName().equals(RATE)));

    @ArchTest
    static final ArchRule cost_knows_amounts_and_time_alone = noClasses()
            .that()
            .resideInAPackage(COST)
            .should()
            .dependOnClassesThat(describe(
                    "live elsewhere in LangChain4j or here",
                    (JavaClass other) -> other.getPackageName().startsWith("dev.langchain4j")
                            && !Set.of(COST, HTTP, API + ".json").contains(other.getPackageName())));

    @ArchTest
    static final ArchRule mappers_know_langchain4j_and_what_is_below_them_alone = noClasses()
            .that(describe("map LangChain4j's types", (JavaClass type) -> MAPPERS.contains(type.getPackageName())))
            .should()
            .dependOnClassesThat(describe(
                    "live elsewhere here",
                    (JavaClass other) -> other.getPackageName().startsWith(ROOT)
                            && !MAPPERS.contains(other.getPackageName())
                            && !other.getPackageName().startsWith(API)
                            && !other.getPackageName().equals(HTTP)));

    @ArchTest
    static final ArchRule rate_knows_nobody = noClasses()
            .that()
            .resideInAPackage(RATE)
            .should()
            .dependOnClassesThat(describe(
                    "live elsewhere in LangChain4j or here",
                    (JavaClass other) -> other.getPackageName().startsWith("dev.langchain4j")
                            && !other.getPackageName().equals(RATE)));

    @ArchTest
    static final ArchRule small_packages_know_what_the_table_says_alone = classes()
            .that(describe("live in a small package", (JavaClass type) -> SMALL.containsKey(type.getPackageName())))
            .should(new ArchCondition<>("know what the table says alone") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    type.getDirectDependenciesFromSelf().stream()
                            .filter(arrow ->
                                    arrow.getTargetClass().getPackageName().startsWith(ROOT))
                            .forEach(arrow -> events.add(new SimpleConditionEvent(
                                    type, isInTable(type, arrow.getTargetClass()), arrow.getDescription())));
                }
            });

    private static boolean isInTable(JavaClass from, JavaClass to) {
        return from.getPackageName().equals(to.getPackageName())
                || SMALL.get(from.getPackageName()).contains(to.getPackageName());
    }

    @ArchTest
    static final ArchRule nothing_internal_knows_the_public_package = noClasses()
            .that()
            .resideInAPackage(ROOT + ".internal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule okhttp_is_spoken_in_one_package = noClasses()
            .that()
            .resideOutsideOfPackage(HTTP)
            .and(describe(
                    "do not take the user's OkHttpClient",
                    (JavaClass type) -> !type.isAssignableTo(OKHTTP_SETTER)
                            && !type.getName().equals(OKHTTP_SETTING)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..", "okio..");

    @ArchTest
    static final ArchRule packages_have_no_cycles = SlicesRuleDefinition.slices()
            .assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return type.getPackageName().startsWith(ROOT + ".internal")
                            ? SliceIdentifier.of(type.getPackageName())
                            : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                    return "packages";
                }
            })
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule every_package_is_null_marked =
            classes().that().resideInAPackage(ROOT + "..").should(new NullMarkedPackage());

    @ArchTest
    static final ArchRule only_the_line_of_progress_prints = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".OpenRouterProgress")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    /** {@link NullMarked} on the package of a class. */
    private static final class NullMarkedPackage extends ArchCondition<JavaClass> {

        private NullMarkedPackage() {
            super("live in a package that is @NullMarked");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean marked =
                    type.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
            events.add(new SimpleConditionEvent(
                    type, marked, type.getPackageName() + " needs a package-info.java with @NullMarked"));
        }
    }
}
