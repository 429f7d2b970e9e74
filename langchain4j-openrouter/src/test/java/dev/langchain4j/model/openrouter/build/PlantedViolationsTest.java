package dev.langchain4j.model.openrouter.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.langchain4j.model.openrouter.internal.api.PlantedEndpoints;
import dev.langchain4j.model.openrouter.internal.chat.PlantedMapperViolation;
import dev.langchain4j.model.openrouter.internal.cost.PlantedCostViolation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of this package fail where they should: each is shown a class that breaks it. */
class PlantedViolationsTest {

    @Test
    void a_request_outside_of_the_api_is_found() {
        assertThat(violations(MeteredEndpointsTest.requests_are_made_in_one_class, PlantedEndpoints.class))
                .singleElement()
                .asString()
                .contains("PlantedEndpoints.requestWithoutMeter", "calls constructor", "HttpCall.<init>");
    }

    @Test
    void an_endpoint_without_a_meter_is_found() {
        ArchRule rule = MeteredEndpointsTest.requestsWithBodyAreMetered(Set.of(PlantedEndpoints.class));

        assertThat(violations(rule, PlantedEndpoints.class))
                .singleElement()
                .asString()
                .contains("PlantedEndpoints.requestWithoutMeter", "takes no CallMeter");
    }

    @Test
    void a_method_that_calls_an_endpoint_without_a_meter_of_its_own_is_found() {
        ArchRule rule = MeteredEndpointsTest.callersAreMetered(PlantedEndpoints.class);

        assertThat(violations(rule, PlantedEndpoints.class))
                .singleElement()
                .asString()
                .contains("PlantedEndpoints.passesNone() takes no CallMeter");
    }

    @Test
    void a_meter_that_counts_nothing_is_found() {
        assertThat(violations(MeteredEndpointsTest.nobody_here_counts_nothing, PlantedEndpoints.class))
                .singleElement()
                .asString()
                .contains("PlantedEndpoints.passesNone()", "CallMeter.NONE");
    }

    @Test
    void a_counter_of_costs_that_knows_the_wire_or_langchain4j_is_found() {
        List<String> found = violations(ArchitectureTest.cost_knows_amounts_and_time_alone, PlantedCostViolation.class);

        assertThat(found).anySatisfy(violation -> assertThat(violation).contains("internal.api.CallMeter"));
        assertThat(found).anySatisfy(violation -> assertThat(violation).contains("RateLimitException"));
    }

    @Test
    void a_mapper_that_knows_a_public_type_is_found() {
        for (ArchRule rule : List.of(
                ArchitectureTest.mappers_know_langchain4j_and_what_is_below_them_alone,
                ArchitectureTest.nothing_internal_knows_the_public_package)) {
            assertThat(violations(rule, PlantedMapperViolation.class))
                    .isNotEmpty()
                    .allSatisfy(violation -> assertThat(violation).contains("OpenRouterBudget"));
        }
    }

    @Test
    void a_private_class_that_belongs_below_internal_is_found() throws ClassNotFoundException {
        Class<?> planted = Class.forName(FeatureTest.ROOT + ".PlantedPrivateClass");

        assertThat(violations(FeatureTest.a_private_class_without_our_types_lives_below_internal, planted))
                .containsExactly("PlantedPrivateClass uses no other class of the root package: sink it");
        assertThat(violations(FeatureTest.every_class_has_one_feature, planted))
                .containsExactly("PlantedPrivateClass stands 0 times in Feature");
    }

    private static List<String> violations(ArchRule rule, Class<?> planted) {
        JavaClasses classes = new ClassFileImporter().importClasses(planted);
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
