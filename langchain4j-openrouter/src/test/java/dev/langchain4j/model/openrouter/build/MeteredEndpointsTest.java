package dev.langchain4j.model.openrouter.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.langchain4j.model.openrouter.internal.api.AccountEndpoints;
import dev.langchain4j.model.openrouter.internal.api.BatchEndpoints;
import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.CatalogEndpoints;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.UserKeys;
import dev.langchain4j.model.openrouter.internal.http.HttpCall;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import java.util.Set;

/**
 * No endpoint that costs money can forget its meter: only OpenRouterApi and the classes of endpoints below it send
 * requests (and UserKeys, which exchanges codes for keys and costs nothing), whatever sends one with a body takes a
 * {@link CallMeter}, and nobody there passes one that counts nothing.
 */
@AnalyzeClasses(packages = "dev.langchain4j.model.openrouter", importOptions = ImportOption.DoNotIncludeTests.class)
class MeteredEndpointsTest {

    private static final Set<Class<?>> SENDERS =
            Set.of(OpenRouterApi.class, AccountEndpoints.class, BatchEndpoints.class, CatalogEndpoints.class);

    @ArchTest
    static final ArchRule requests_are_made_in_one_class = noClasses()
            .that(describe(
                    "are neither OpenRouter's endpoints nor the transport",
                    (JavaClass type) -> !isOneOf(SENDERS, type)
                            && !type.isEquivalentTo(UserKeys.class)
                            && !type.getPackageName().equals(JsonHttpClient.class.getPackageName())))
            .should()
            .callConstructorWhere(describe(
                    "makes an HttpCall",
                    (JavaCall<?> call) -> call.getTargetOwner().isEquivalentTo(HttpCall.class)));

    @ArchTest
    static final ArchRule who_makes_a_request_with_a_body_takes_a_meter = requestsWithBodyAreMetered(SENDERS);

    @ArchTest
    static final ArchRule so_does_every_method_that_calls_one = callersAreMetered(OpenRouterApi.class);

    @ArchTest
    static final ArchRule nobody_here_counts_nothing = noClasses()
            .that()
            .resideInAPackage("dev.langchain4j.model.openrouter.internal..")
            .should()
            .accessFieldWhere(describe(
                    "is CallMeter.NONE",
                    (JavaFieldAccess access) -> access.getTarget().getOwner().isEquivalentTo(CallMeter.class)
                            && !access.getOriginOwner().isEquivalentTo(CallMeter.class)));

    /** @param senders the classes that make requests; another one in the test of the rule */
    static ArchRule requestsWithBodyAreMetered(Set<Class<?>> senders) {
        return codeUnits()
                .that(describe(
                        "make a request with a body",
                        (JavaCodeUnit unit) -> isOneOf(senders, unit.getOwner()) && makesBody(unit)))
                .should(takeMeter());
    }

    /** Also a class inside one of them. */
    private static boolean isOneOf(Set<Class<?>> senders, JavaClass type) {
        return senders.stream().anyMatch(sender -> type.getName().startsWith(sender.getName()));
    }

    /** @param api the class with the methods; another one in the test of the rule */
    static ArchRule callersAreMetered(Class<?> api) {
        return methods()
                .that()
                .areDeclaredIn(api)
                .and(describe(
                        "call a method that takes a meter",
                        (JavaMethod method) -> method.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(api)
                                        && call.getTarget().getRawParameterTypes().stream()
                                                .anyMatch(MeteredEndpointsTest::isMeter))))
                .should(takeMeter());
    }

    /** The constructor without a body is for GET, which costs nothing. */
    private static boolean makesBody(JavaCodeUnit unit) {
        return unit.getConstructorCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(HttpCall.class)
                        && call.getTarget().getRawParameterTypes().stream()
                                .anyMatch(type -> type.isEquivalentTo(HttpCall.JsonBody.class)));
    }

    private static boolean isMeter(JavaClass type) {
        return type.isEquivalentTo(CallMeter.class);
    }

    private static <T extends JavaCodeUnit> ArchCondition<T> takeMeter() {
        return new ArchCondition<>("take a CallMeter") {
            @Override
            public void check(T unit, ConditionEvents events) {
                boolean takes = unit.getRawParameterTypes().stream().anyMatch(MeteredEndpointsTest::isMeter);
                events.add(new SimpleConditionEvent(unit, takes, unit.getFullName() + " takes no CallMeter"));
            }
        };
    }
}
