package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.Set;

/**
 * Copies the parameters that {@code langchain4j-open-ai} has in addition to core's. That module is an optional
 * dependency: this class is loaded only with such parameters, so the module is present.
 */
final class ChatParametersOfOpenAi {

    private static final String CLASS = "dev.langchain4j.model.openai.OpenAiChatRequestParameters";
    private static final String INTEGRATIONS = "dev.langchain4j.model.";
    private static final Set<String> WITHOUT_OWN_VALUES =
            Set.of(DefaultChatRequestParameters.class.getPackageName(), ChatParametersOfOpenAi.class.getPackageName());

    private ChatParametersOfOpenAi() {}

    /**
     * Adds the values of {@code parameters} that core does not have.
     *
     * @throws UnsupportedFeatureException if OpenRouter does not support them, or if they belong to another integration
     */
    static void addTo(OpenRouterChatRequestParameters.Builder builder, ChatRequestParameters parameters) {
        for (Class<?> type = parameters.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(CLASS)) {
                OfOpenAi.addTo(builder, parameters);
                return;
            }
            if (type.getName().startsWith(INTEGRATIONS) && !WITHOUT_OWN_VALUES.contains(type.getPackageName())) {
                throw new UnsupportedFeatureException(type.getSimpleName() + " is not supported: what it holds beyond"
                        + " LangChain4j's common parameters would be lost, use OpenRouterChatRequestParameters");
            }
        }
    }

    /** The only class that uses that module's classes. */
    private static final class OfOpenAi {

        static void addTo(OpenRouterChatRequestParameters.Builder builder, ChatRequestParameters parameters) {
            OpenAiChatRequestParameters given = (OpenAiChatRequestParameters) parameters;
            if (Boolean.TRUE.equals(given.store())) {
                throw new UnsupportedFeatureException("store of OpenAiChatRequestParameters is not supported by"
                        + " OpenRouter, which keeps no chat completions");
            }
            addLimit(builder, given);
            if (given.reasoningEffort() != null) {
                builder.reasoning(OpenRouterReasoning.effort(given.reasoningEffort()));
            }
            if (given.seed() != null) {
                builder.seed(given.seed());
            }
            if (given.user() != null) {
                builder.user(given.user());
            }
            if (given.parallelToolCalls() != null) {
                builder.parallelToolCalls(given.parallelToolCalls());
            }
            if (given.serviceTier() != null) {
                builder.serviceTier(given.serviceTier());
            }
            builder.overrideWith(OpenRouterChatRequestParameters.builder()
                    .logprobs(given.logprobs())
                    .topLogprobs(given.topLogprobs())
                    .build());
            builder.add(ChatParameter.LOGIT_BIAS, given.logitBias());
            builder.add(ChatParameter.METADATA, given.metadata());
            builder.add(ChatParameter.CUSTOM_PARAMETERS, given.customParameters());
        }

        private static void addLimit(
                OpenRouterChatRequestParameters.Builder builder, OpenAiChatRequestParameters given) {
            Integer limit = given.maxCompletionTokens();
            if (limit == null) {
                return;
            }
            if (given.maxOutputTokens() != null && !limit.equals(given.maxOutputTokens())) {
                throw new IllegalArgumentException("maxCompletionTokens is " + limit + " and maxOutputTokens is "
                        + given.maxOutputTokens() + ": they are the same limit, set one of them");
            }
            builder.maxOutputTokens(limit);
        }
    }
}
