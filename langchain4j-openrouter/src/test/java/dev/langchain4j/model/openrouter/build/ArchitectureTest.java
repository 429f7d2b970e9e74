package dev.langchain4j.model.openrouter.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

/**
 * The arrows between the packages: root, then {@code internal.api}, then {@code internal.http}, never back; and from the
 * root to {@code internal.rerank}. {@code internal.rate} knows nobody; the others may count with it.
 */
@AnalyzeClasses(packages = "dev.langchain4j.model.openrouter", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "dev.langchain4j.model.openrouter";
    private static final String API = ROOT + ".internal.api";
    private static final String RERANK = ROOT + ".internal.rerank";
    private static final String HTTP = ROOT + ".internal.http";
    private static final String RATE = ROOT + ".internal.rate";

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
    static final ArchRule rate_knows_nobody = noClasses()
            .that()
            .resideInAPackage(RATE)
            .should()
            .dependOnClassesThat(describe(
                    "live elsewhere in LangChain4j or here",
                    (JavaClass other) -> other.getPackageName().startsWith("dev.langchain4j")
                            && !other.getPackageName().equals(RATE)));

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
                    (JavaClass type) -> !type.getSimpleName().endsWith("Builder")
                            && !type.getSimpleName().equals("ConnectionSettings")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..", "okio..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            SlicesRuleDefinition.slices().matching(ROOT + ".(**)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule every_package_is_null_marked =
            classes().that().resideInAPackage(ROOT + "..").should(new NullMarkedPackage());

    @ArchTest
    static final ArchRule nobody_prints =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    /** {@link NullMarked} on the package of a class. */
    private static final class NullMarkedPackage extends com.tngtech.archunit.lang.ArchCondition<JavaClass> {

        private NullMarkedPackage() {
            super("live in a package that is @NullMarked");
        }

        @Override
        public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
            boolean marked =
                    type.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
            events.add(new com.tngtech.archunit.lang.SimpleConditionEvent(
                    type, marked, type.getPackageName() + " needs a package-info.java with @NullMarked"));
        }
    }
}
