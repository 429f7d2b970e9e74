package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that OpenRouter reports about an answer besides the message itself. Null means not reported.
 *
 * @see <a href="https://openrouter.ai/docs/api/reference/overview">API reference, responses</a>
 */
public class OpenRouterChatResponseMetadata extends ChatResponseMetadata {

    private final @Nullable String provider;
    private final @Nullable String nativeFinishReason;
    private final @Nullable String generationId;
    private final @Nullable Instant created;
    private final @Nullable String serviceTier;
    private final @Nullable String systemFingerprint;
    private final List<OpenRouterCitation> citations;
    private final List<Map<String, Object>> annotations;
    private final @Nullable String refusal;
    private final @Nullable Map<String, Object> logprobs;
    private final @Nullable Audio audio;
    private final @Nullable String cacheStatus;
    private final @Nullable Duration cacheAge;
    private final @Nullable Duration cacheTtl;
    private final @Nullable String cacheSourceId;
    private final @Nullable OpenRouterStructuredOutput structuredOutput;
    private final @Nullable Integer affordableTokens;
    private final @Nullable OpenRouterRouterMetadata routerMetadata;
    private final List<ToolExecutionRequest> cutOffToolCalls;
    private final boolean emptyAnswer;
    private final @Nullable Supplier<String> rawResponse;

    protected OpenRouterChatResponseMetadata(Builder builder) {
        super(builder);
        this.provider = builder.provider;
        this.nativeFinishReason = builder.nativeFinishReason;
        this.generationId = builder.generationId;
        this.created = builder.created;
        this.serviceTier = builder.serviceTier;
        this.systemFingerprint = builder.systemFingerprint;
        this.citations = List.copyOf(builder.citations);
        this.annotations = ImmutableJson.copiesOf(builder.annotations, "annotations");
        this.refusal = builder.refusal;
        this.logprobs = builder.logprobs == null ? null : ImmutableJson.copyOf(builder.logprobs, "logprobs");
        this.audio = builder.audio;
        this.cacheStatus = builder.cacheStatus;
        this.cacheAge = builder.cacheAge;
        this.cacheTtl = builder.cacheTtl;
        this.cacheSourceId = builder.cacheSourceId;
        this.structuredOutput = builder.structuredOutput;
        this.affordableTokens = builder.affordableTokens;
        this.routerMetadata = builder.routerMetadata;
        this.cutOffToolCalls = List.copyOf(builder.cutOffToolCalls);
        this.emptyAnswer = builder.emptyAnswer;
        this.rawResponse = builder.rawResponse;
    }

    /** Tokens and cost. In an AI service with tools, the sum over all its calls. */
    @Override
    public @Nullable OpenRouterTokenUsage tokenUsage() {
        return OpenRouterTokenUsage.from(super.tokenUsage());
    }

    /** Display name of the upstream company that answered, for example {@code Anthropic}. */
    public @Nullable String provider() {
        return provider;
    }

    /**
     * The upstream's finish reason, for example {@code end_turn}; or one that OpenRouter passed on as its own and does
     * not document, for example {@code eos}.
     */
    public @Nullable String nativeFinishReason() {
        return nativeFinishReason;
    }

    /** Id of OpenRouter's record of the answer, {@code gen-…}: {@link OpenRouter#generation} looks it up. */
    public @Nullable String generationId() {
        return generationId;
    }

    /** When the answer was created, to the second. */
    public @Nullable Instant created() {
        return created;
    }

    /** The tier that served the request, for example {@code default} or {@code flex}. */
    public @Nullable String serviceTier() {
        return serviceTier;
    }

    /** Identifies the upstream's configuration; with a seed, equal fingerprints make equal answers likely. */
    public @Nullable String systemFingerprint() {
        return systemFingerprint;
    }

    /** The web pages that the answer cites, in the order received; empty if none. */
    public List<OpenRouterCitation> citations() {
        return citations;
    }

    /** Every annotation of the answer as received, citations and parsed files included; empty if none. */
    public List<Map<String, Object>> annotations() {
        return annotations;
    }

    /** Why the model refused, if it did so beside an answer; a refusal without an answer throws. */
    public @Nullable String refusal() {
        return refusal;
    }

    /**
     * Log probabilities as received, if {@code logprobs(true)} asks for them: {@code content} and {@code refusal}, each a
     * list with a map for each token: {@code token}, {@code logprob}, {@code bytes} and {@code top_logprobs}. Null if the
     * provider reported none.
     */
    public @Nullable Map<String, Object> logprobs() {
        return logprobs;
    }

    /** Generated speech, which OpenRouter sends in streams only. */
    public @Nullable Audio audio() {
        return audio;
    }

    /**
     * {@code HIT} or {@code MISS} of OpenRouter's response cache ({@link OpenRouterResponseCache}); null if it is off.
     */
    public @Nullable String cacheStatus() {
        return cacheStatus;
    }

    /** Age of the answer from the response cache. */
    public @Nullable Duration cacheAge() {
        return cacheAge;
    }

    /** How long the response cache will keep the answer. */
    public @Nullable Duration cacheTtl() {
        return cacheTtl;
    }

    /** The {@link #generationId} of the answer that the response cache has kept. */
    public @Nullable String cacheSourceId() {
        return cacheSourceId;
    }

    /** The form in which the answer follows a JSON schema; null if the request has no schema. */
    public @Nullable OpenRouterStructuredOutput structuredOutput() {
        return structuredOutput;
    }

    /** The limit of output tokens that {@code retryWithinCredits(true)} set to stay within the credits; else null. */
    public @Nullable Integer affordableTokens() {
        return affordableTokens;
    }

    /** How the request was routed; reported if {@code routerMetadata(true)} asks for it, but not from the cache. */
    public @Nullable OpenRouterRouterMetadata routerMetadata() {
        return routerMetadata;
    }

    /**
     * The tool calls that were cut off by the end of the answer, each with the arguments that arrived; empty if none.
     * They are not in the message, because they must not be run. The finish reason says why the answer ended.
     */
    public List<ToolExecutionRequest> cutOffToolCalls() {
        return cutOffToolCalls;
    }

    /**
     * Whether the model returned no content: no text, no tool call, no image, no audio. The finish reason says why;
     * usually reasoning alone reached the token limit.
     */
    public boolean emptyAnswer() {
        return emptyAnswer;
    }

    /**
     * The body of the response as received, of a stream its events. Unless {@code returnRawResponse} says otherwise,
     * kept for a plain answer and not for a stream. Null if it is not kept.
     */
    public @Nullable String rawResponse() {
        return rawResponse == null ? null : rawResponse.get();
    }

    @Override
    public Builder toBuilder() {
        Builder builder = (Builder) super.toBuilder(builder());
        builder.rawResponse = rawResponse;
        return builder.provider(provider)
                .nativeFinishReason(nativeFinishReason)
                .generationId(generationId)
                .created(created)
                .serviceTier(serviceTier)
                .systemFingerprint(systemFingerprint)
                .citations(citations)
                .annotations(annotations)
                .refusal(refusal)
                .logprobs(logprobs)
                .audio(audio)
                .cacheStatus(cacheStatus)
                .cacheAge(cacheAge)
                .cacheTtl(cacheTtl)
                .cacheSourceId(cacheSourceId)
                .structuredOutput(structuredOutput)
                .affordableTokens(affordableTokens)
                .routerMetadata(routerMetadata)
                .cutOffToolCalls(cutOffToolCalls)
                .emptyAnswer(emptyAnswer);
    }

    /** Compares the data; the raw response is its source and is ignored. */
    @Override
    public boolean equals(@Nullable Object o) {
        if (!super.equals(o)) {
            return false;
        }
        OpenRouterChatResponseMetadata that = (OpenRouterChatResponseMetadata) o;
        return Objects.equals(provider, that.provider)
                && Objects.equals(nativeFinishReason, that.nativeFinishReason)
                && Objects.equals(generationId, that.generationId)
                && Objects.equals(created, that.created)
                && Objects.equals(serviceTier, that.serviceTier)
                && Objects.equals(systemFingerprint, that.systemFingerprint)
                && citations.equals(that.citations)
                && annotations.equals(that.annotations)
                && Objects.equals(refusal, that.refusal)
                && Objects.equals(logprobs, that.logprobs)
                && Objects.equals(audio, that.audio)
                && Objects.equals(cacheStatus, that.cacheStatus)
                && Objects.equals(cacheAge, that.cacheAge)
                && Objects.equals(cacheTtl, that.cacheTtl)
                && Objects.equals(cacheSourceId, that.cacheSourceId)
                && Objects.equals(structuredOutput, that.structuredOutput)
                && Objects.equals(affordableTokens, that.affordableTokens)
                && Objects.equals(routerMetadata, that.routerMetadata)
                && cutOffToolCalls.equals(that.cutOffToolCalls)
                && emptyAnswer == that.emptyAnswer;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                super.hashCode(),
                provider,
                nativeFinishReason,
                generationId,
                created,
                serviceTier,
                systemFingerprint,
                citations,
                annotations,
                refusal,
                logprobs,
                audio,
                cacheStatus,
                cacheAge,
                cacheTtl,
                cacheSourceId,
                structuredOutput,
                affordableTokens,
                routerMetadata,
                cutOffToolCalls,
                emptyAnswer);
    }

    /** The data about the call, but no content of the answer. */
    @Override
    public String toString() {
        return "OpenRouterChatResponseMetadata { id = " + id()
                + ", modelName = " + modelName()
                + ", tokenUsage = " + tokenUsage()
                + ", finishReason = " + finishReason()
                + ", provider = " + provider
                + ", nativeFinishReason = " + nativeFinishReason
                + ", generationId = " + generationId
                + ", created = " + created
                + ", serviceTier = " + serviceTier
                + ", systemFingerprint = " + systemFingerprint
                + ", citations = " + citations.size()
                + ", cacheStatus = " + cacheStatus
                + ", cutOffToolCalls = " + cutOffToolCalls.size()
                + ", emptyAnswer = " + emptyAnswer
                + " }";
    }

    /**
     * OpenRouter's metadata of a chat response; empty if the response is from another provider.
     *
     * <pre>{@code
     * OpenRouterChatResponseMetadata.of(response).map(OpenRouterChatResponseMetadata::provider)
     * }</pre>
     */
    public static Optional<OpenRouterChatResponseMetadata> of(ChatResponse response) {
        ensureNotNull(response, "response");
        return response.metadata() instanceof OpenRouterChatResponseMetadata metadata
                ? Optional.of(metadata)
                : Optional.empty();
    }

    /** A builder with nothing set: what is not set is as if OpenRouter had not reported it. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Generated speech.
     *
     * @param id to refer to it in a later request
     * @param base64Data the sound, in the requested format
     * @param transcript the spoken text
     * @param expiresAt when the id expires
     */
    public record Audio(
            @Nullable String id,
            @Nullable String base64Data,
            @Nullable String transcript,
            @Nullable Instant expiresAt) {

        /** Without the sound and its transcript. */
        @Override
        public String toString() {
            return "Audio[id=" + id + ", expiresAt=" + expiresAt + "]";
        }
    }

    /** Builds metadata, for tests and for rebuilding with {@link #toBuilder()}. */
    public static class Builder extends ChatResponseMetadata.Builder<Builder> {

        private @Nullable String provider;
        private @Nullable String nativeFinishReason;
        private @Nullable String generationId;
        private @Nullable Instant created;
        private @Nullable String serviceTier;
        private @Nullable String systemFingerprint;
        private List<OpenRouterCitation> citations = List.of();
        private List<Map<String, Object>> annotations = List.of();
        private @Nullable String refusal;
        private @Nullable Map<String, Object> logprobs;
        private @Nullable Audio audio;
        private @Nullable String cacheStatus;
        private @Nullable Duration cacheAge;
        private @Nullable Duration cacheTtl;
        private @Nullable String cacheSourceId;
        private @Nullable OpenRouterStructuredOutput structuredOutput;
        private @Nullable Integer affordableTokens;
        private @Nullable OpenRouterRouterMetadata routerMetadata;
        private List<ToolExecutionRequest> cutOffToolCalls = List.of();
        private boolean emptyAnswer;
        private @Nullable Supplier<String> rawResponse;

        /** Any usage; the counts of a usage from another provider are kept. */
        @Override
        public Builder tokenUsage(@Nullable TokenUsage tokenUsage) {
            return super.tokenUsage(OpenRouterTokenUsage.from(tokenUsage));
        }

        public Builder provider(@Nullable String provider) {
            this.provider = provider;
            return this;
        }

        public Builder nativeFinishReason(@Nullable String nativeFinishReason) {
            this.nativeFinishReason = nativeFinishReason;
            return this;
        }

        public Builder generationId(@Nullable String generationId) {
            this.generationId = generationId;
            return this;
        }

        public Builder created(@Nullable Instant created) {
            this.created = created;
            return this;
        }

        public Builder serviceTier(@Nullable String serviceTier) {
            this.serviceTier = serviceTier;
            return this;
        }

        public Builder systemFingerprint(@Nullable String systemFingerprint) {
            this.systemFingerprint = systemFingerprint;
            return this;
        }

        public Builder citations(@Nullable List<OpenRouterCitation> citations) {
            this.citations = citations == null ? List.of() : SetterChecks.list("citations", citations);
            return this;
        }

        public Builder annotations(@Nullable List<Map<String, Object>> annotations) {
            this.annotations = annotations == null ? List.of() : SetterChecks.list("annotations", annotations);
            return this;
        }

        public Builder refusal(@Nullable String refusal) {
            this.refusal = refusal;
            return this;
        }

        public Builder logprobs(@Nullable Map<String, Object> logprobs) {
            this.logprobs = logprobs;
            return this;
        }

        public Builder audio(@Nullable Audio audio) {
            this.audio = audio;
            return this;
        }

        public Builder cacheStatus(@Nullable String cacheStatus) {
            this.cacheStatus = cacheStatus;
            return this;
        }

        public Builder cacheAge(@Nullable Duration cacheAge) {
            this.cacheAge = cacheAge;
            return this;
        }

        public Builder cacheTtl(@Nullable Duration cacheTtl) {
            this.cacheTtl = cacheTtl;
            return this;
        }

        public Builder cacheSourceId(@Nullable String cacheSourceId) {
            this.cacheSourceId = cacheSourceId;
            return this;
        }

        public Builder affordableTokens(@Nullable Integer affordableTokens) {
            this.affordableTokens = affordableTokens;
            return this;
        }

        public Builder structuredOutput(@Nullable OpenRouterStructuredOutput structuredOutput) {
            this.structuredOutput = structuredOutput;
            return this;
        }

        public Builder routerMetadata(@Nullable OpenRouterRouterMetadata routerMetadata) {
            this.routerMetadata = routerMetadata;
            return this;
        }

        public Builder cutOffToolCalls(@Nullable List<ToolExecutionRequest> cutOffToolCalls) {
            this.cutOffToolCalls =
                    cutOffToolCalls == null ? List.of() : SetterChecks.list("cutOffToolCalls", cutOffToolCalls);
            return this;
        }

        public Builder emptyAnswer(boolean emptyAnswer) {
            this.emptyAnswer = emptyAnswer;
            return this;
        }

        public Builder rawResponse(@Nullable String rawResponse) {
            this.rawResponse = rawResponse == null ? null : () -> rawResponse;
            return this;
        }

        /** Decodes the body only on demand. */
        Builder rawResponseFrom(@Nullable Supplier<String> rawResponse) {
            this.rawResponse = rawResponse;
            return this;
        }

        @Override
        public OpenRouterChatResponseMetadata build() {
            return new OpenRouterChatResponseMetadata(this);
        }
    }
}
