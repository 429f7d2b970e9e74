package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterRerankFailurePolicy;

/** What to do if ranking fails. A fallback to another model needs a bean of the application. */
public enum OnFailure implements Setting {
    /** Fail. */
    THROW(OpenRouterRerankFailurePolicy.THROW),
    /** Keep the order of the passages. */
    KEEP_ORDER(OpenRouterRerankFailurePolicy.KEEP_ORDER);

    private final OpenRouterRerankFailurePolicy policy;

    OnFailure(OpenRouterRerankFailurePolicy policy) {
        this.policy = policy;
    }

    @Override
    public OpenRouterRerankFailurePolicy setting(String group) {
        return policy;
    }
}
