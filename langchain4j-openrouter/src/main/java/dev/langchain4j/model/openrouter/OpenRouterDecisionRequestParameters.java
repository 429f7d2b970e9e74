package dev.langchain4j.model.openrouter;

import dev.langchain4j.Experimental;
import dev.langchain4j.model.decision.request.DecisionRequestParameters;
import dev.langchain4j.model.decision.request.DefaultDecisionRequestParameters;
import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a decision that only OpenRouter has.
 *
 * <pre>{@code
 * model.decide(DecisionRequest.builder()
 *         .input(ticket)
 *         .question("urgent", YesNoQuestion.from("Is it urgent?"))
 *         .parameters(OpenRouterDecisionRequestParameters.builder().user("user-17").build())
 *         .build());
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/models?output_modalities=decisions">Decision models</a>
 */
@Experimental
public class OpenRouterDecisionRequestParameters extends DefaultDecisionRequestParameters {

    private static final Set<String> OWNED =
            Set.of("model", "state", "questions", "provider", "session_id", "trace", "user");

    private final @Nullable OpenRouterProviderPreferences provider;
    private final @Nullable String sessionId;
    private final @Nullable Map<String, Object> trace;
    private final @Nullable String user;
    private final @Nullable Map<String, Object> customParameters;

    protected OpenRouterDecisionRequestParameters(Builder builder) {
        super(builder);
        this.provider = builder.provider;
        this.sessionId = builder.sessionId;
        this.trace = builder.trace;
        this.user = builder.user;
        this.customParameters = builder.customParameters;
    }

    /** See {@link Builder#provider}. */
    public @Nullable OpenRouterProviderPreferences provider() {
        return provider;
    }

    /** See {@link Builder#sessionId}. */
    public @Nullable String sessionId() {
        return sessionId;
    }

    /** See {@link Builder#trace}. */
    public @Nullable Map<String, Object> trace() {
        return trace;
    }

    /** See {@link Builder#user}. */
    public @Nullable String user() {
        return user;
    }

    /** See {@link Builder#customParameters}. */
    public @Nullable Map<String, Object> customParameters() {
        return customParameters;
    }

    /** These parameters, with those that {@code other} sets instead. */
    @Override
    public OpenRouterDecisionRequestParameters overrideWith(@Nullable DecisionRequestParameters other) {
        Builder merged = builder().overrideWith(this);
        return (other == null ? merged : merged.overrideWith(other)).build();
    }

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    void check() {
        SetterChecks.notBlank("user", user);
        SetterChecks.sessionId(sessionId);
        SetterChecks.customParameters(OWNED, customParameters);
    }

    /** The fields of the request, by their name on the wire. */
    Map<String, Object> toWire(OpenRouterDataPolicy dataPolicy) {
        check();
        Map<String, Object> fields = new LinkedHashMap<>();
        OpenRouterProviderPreferences allowed = dataPolicy.applyTo(provider);
        put(fields, "provider", allowed == null ? null : allowed.toMap());
        put(fields, "session_id", sessionId);
        put(fields, "trace", trace);
        put(fields, "user", user);
        if (customParameters != null) {
            fields.putAll(customParameters);
        }
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof OpenRouterDecisionRequestParameters that
                && Objects.equals(provider, that.provider)
                && Objects.equals(sessionId, that.sessionId)
                && Objects.equals(trace, that.trace)
                && Objects.equals(user, that.user)
                && Objects.equals(customParameters, that.customParameters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), provider, sessionId, trace, user, customParameters);
    }

    /** Everything, except the values of custom parameters, because they may be secrets. */
    @Override
    public String toString() {
        return "OpenRouterDecisionRequestParameters{modelName=" + modelName() + ", provider=" + provider
                + ", sessionId=" + sessionId + ", trace=" + trace + ", user=" + user + ", customParameters="
                + (customParameters == null ? null : customParameters.keySet()) + "}";
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects parameters. Every setter takes null for "not set"; the model's own setting holds then, or it is not
     * sent.
     */
    public static class Builder extends DefaultDecisionRequestParameters.Builder<Builder> {

        private @Nullable OpenRouterProviderPreferences provider;
        private @Nullable String sessionId;
        private @Nullable Map<String, Object> trace;
        private @Nullable String user;
        private @Nullable Map<String, Object> customParameters;

        /** Nothing set. */
        public Builder() {}

        /**
         * Which upstream providers may serve the request. Overrides preference by preference. Unset: OpenRouter
         * chooses.
         */
        public Builder provider(@Nullable OpenRouterProviderPreferences provider) {
            this.provider = provider;
            return this;
        }

        /**
         * Groups the requests of one conversation, at most 256 characters; a budget of the session counts them. Unset:
         * not sent.
         */
        public Builder sessionId(@Nullable String sessionId) {
            this.sessionId = sessionId;
            return this;
        }

        /**
         * Data for observability destinations. Overrides name by name. Unset: nothing.
         *
         * @see <a href="https://openrouter.ai/docs/guides/features/broadcast/overview">Broadcast</a>
         */
        public Builder trace(@Nullable Map<String, Object> trace) {
            this.trace = trace == null ? null : ImmutableJson.fieldsOf(trace, "trace");
            return this;
        }

        /**
         * A stable name for the user behind the request, so that OpenRouter can separate abuse by one user from others.
         */
        public Builder user(@Nullable String user) {
            this.user = user;
            return this;
        }

        /**
         * Fields to add to the body of the request, by their wire name, if they have no setter here. A null value is
         * not set. Overrides name by name.
         */
        public Builder customParameters(@Nullable Map<String, Object> customParameters) {
            this.customParameters =
                    customParameters == null ? null : ImmutableJson.fieldsOf(customParameters, "customParameters");
            return this;
        }

        @Override
        public Builder overrideWith(DecisionRequestParameters parameters) {
            super.overrideWith(parameters);
            if (parameters instanceof OpenRouterDecisionRequestParameters own) {
                provider = provider == null || own.provider == null
                        ? either(own.provider, provider)
                        : provider.overrideWith(own.provider);
                sessionId = either(own.sessionId, sessionId);
                trace = ImmutableJson.union(trace, own.trace);
                user = either(own.user, user);
                customParameters = ImmutableJson.union(customParameters, own.customParameters);
            }
            return this;
        }

        private static <T> @Nullable T either(@Nullable T newer, @Nullable T older) {
            return newer == null ? older : newer;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        public OpenRouterDecisionRequestParameters build() {
            return new OpenRouterDecisionRequestParameters(this);
        }
    }
}
