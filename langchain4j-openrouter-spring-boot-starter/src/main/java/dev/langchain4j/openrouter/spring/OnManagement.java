package dev.langchain4j.openrouter.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * A part of actuator that is on: by the property of this part, else by that of all parts. Actuator's own conditions do
 * the same, but each version of Spring Boot has them in another package.
 */
abstract class OnManagement extends SpringBootCondition {

    private final String parts;

    private OnManagement(String parts) {
        this.parts = parts;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        boolean all = environment.getProperty(parts + ".defaults.enabled", Boolean.class, true);
        boolean on = environment.getProperty(parts + ".openrouter.enabled", Boolean.class, all);
        return new ConditionOutcome(on, ConditionMessage.forCondition(parts).because(on ? "on" : "off"));
    }

    static class Health extends OnManagement {

        Health() {
            super("management.health");
        }
    }

    static class Info extends OnManagement {

        Info() {
            super("management.info");
        }
    }
}
