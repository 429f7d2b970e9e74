package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorWords;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the message: what OpenRouter answered and what to do about it. Never a key; a provider may quote the prompt.
 */
final class ExceptionMessage {

    /** Lists have no limit in an answer; in a log they need one. */
    private static final int MAX_TEXT_LENGTH = 2_000;

    /** The classes for each endpoint that a model can have. */
    private static final Map<String, String> CLASSES = Map.of(
            "chat/completions", "OpenRouterChatModel, or with OpenRouterLlmScoringModel to rerank",
            "embeddings", "OpenRouterEmbeddingModel",
            "rerank", "OpenRouterScoringModel",
            "decisions", "OpenRouterDecisionModel",
            "images", "OpenRouterImageModel",
            "audio/speech", "OpenRouterSpeechModel",
            "audio/transcriptions", "OpenRouterTranscriptionModel");

    private ExceptionMessage() {}

    static String of(ApiException failure) {
        StringBuilder message = new StringBuilder();
        if (failure.transport() == null) {
            appendError(message, failure.error());
        } else {
            message.append(ExceptionMapper.withOutcome(failure.transport())).append('.');
        }
        if (failure.outcome() != null) {
            message.append(" (").append(failure.outcome()).append(')');
        }
        if (failure.generationId() != null) {
            sentence(message, "Generation id: " + failure.generationId());
        }
        return VisibleText.of(message.toString());
    }

    /** A sentence about the answer, to be added to a message; empty without an id. */
    static String ofGeneration(@Nullable String id) {
        return id == null ? "" : " Generation id: " + shown(id) + ".";
    }

    /** A text of the server in a message: one line, and not longer than a list. */
    static String shown(String text) {
        return VisibleText.of(VisibleText.beginning(text, MAX_TEXT_LENGTH));
    }

    private static void appendError(StringBuilder message, ApiError error) {
        ApiError.Availability availability = error.availability();
        if (error.kind() == ErrorKind.NOT_THE_API || error.kind() == ErrorKind.BLOCKED_ON_THE_WAY) {
            message.append(error.message());
        } else {
            appendReport(message, error);
        }
        appendModerationReasons(message, error);
        if (availability != null) {
            appendAvailability(message, availability);
        }
        String advice = whatToDo(error);
        if (advice != null) {
            sentence(message, advice);
        }
    }

    private static void appendReport(StringBuilder message, ApiError error) {
        message.append("OpenRouter answered ").append(error.status());
        if (error.availability() != null) {
            message.append(" (").append(error.availability().code()).append(')');
        } else if (error.type() != null) {
            message.append(" (").append(error.type()).append(')');
        }
        message.append(": ").append(error.message());
        if (error.provider() != null || error.upstreamMessage() != null) {
            message.append(" [")
                    .append(error.provider() == null ? "upstream" : error.provider())
                    .append(error.upstreamMessage() == null ? "" : ": " + error.upstreamMessage())
                    .append(']');
        }
    }

    /** The reasons, and never {@code flagged_input}, which is a part of the prompt. */
    private static void appendModerationReasons(StringBuilder message, ApiError error) {
        if (error.metadata().get("reasons") instanceof List<?> reasons && !reasons.isEmpty()) {
            sentence(message, "Flagged for: " + reasons);
        }
    }

    private static void appendAvailability(StringBuilder message, ApiError.Availability availability) {
        appendList(message, "Excluded by: ", availability.excludedBy());
        if (availability.constraintField() != null) {
            String detail = availability.constraintDetail();
            sentence(message, "Constraint: " + availability.constraintField() + (detail == null ? "" : ", " + detail));
        }
        appendList(message, "Models to try instead: ", availability.fallbackModels());
    }

    private static void appendList(StringBuilder message, String lead, List<String> values) {
        if (!values.isEmpty()) {
            sentence(message, lead + String.join(", ", values));
        }
    }

    private static @Nullable String whatToDo(ApiError error) {
        return switch (error.kind()) {
            case PREFERENCE_EXCLUDES_ALL -> {
                String preference = ErrorWords.preference(error.message());
                yield (preference == null ? "Remove the preference" : "Excluded by: " + preference + ". Do without it")
                        + ", use another model or allow more providers";
            }
            case SPENDING_LIMIT -> {
                String limit = ErrorWords.limit(error.message());
                yield "A spending limit is used up" + (limit == null ? "" : ": " + limit)
                        + ". Credits do not help: raise it at https://openrouter.ai/settings/keys or in the"
                        + " workspace's settings, or wait for its reset";
            }
            case NOT_THE_API ->
                "OpenRouter's API sends no such answer. Check baseUrl, which ends in /api/v1 as in"
                        + " https://openrouter.ai/api/v1, and your proxy";
            case BLOCKED_ON_THE_WAY ->
                "This answer is from a proxy, a gateway or a firewall, not from OpenRouter: contact its operator";
            case NO_BASE64 ->
                "Some upstreams send vectors as numbers only: if this one does, set encodingFormat(\"float\")";
            case NOT_ON_RECORD ->
                "OpenRouter records an answer some seconds after it ended: try again later, or wait longer with"
                        + " generation(id, Duration)";
            case NO_SUCH_BATCH ->
                "The batch may have been deleted, be older than 30 days, or belong to another workspace; a new one"
                        + " can be missing for a moment";
            case NO_SUCH_OPERATION ->
                "OpenRouter has no such operation or record, or not for this key. Check baseUrl, which ends in /api/v1,"
                        + " and, if you called fetch(path), the path";
            case NO_SUCH_MODEL, CONTENT_REFUSED, AS_REPORTED, TOO_MANY_INPUTS -> whatToDoByStatus(error);
        };
    }

    private static @Nullable String whatToDoByStatus(ApiError error) {
        if (ErrorWords.isOnlyNotFound(error)) {
            return "Check baseUrl, which ends in /api/v1, and the id of the model";
        }
        if (ErrorWords.isTooLong(error)) {
            return "Shorten the input. In a chat you can also lower maxOutputTokens, or set fitContext, which leaves out the"
                    + " oldest messages, or the plugin contextCompression(), which leaves out the middle";
        }
        String endpoint = ErrorWords.endpointOfModel(error);
        if (endpoint != null) {
            return "Call this model with " + CLASSES.get(endpoint);
        }
        return switch (error.status()) {
            case 401 -> "Check apiKey; keys are at https://openrouter.ai/settings/keys";
            case 402 ->
                "Add credits at https://openrouter.ai/settings/credits"
                        + (error.message().contains("max_tokens") ? ", or set a lower maxOutputTokens" : "");
            default -> null;
        };
    }

    /** The text before it is from others, mostly without a full stop. */
    private static void sentence(StringBuilder message, String text) {
        boolean ended = ".!?]".indexOf(message.charAt(message.length() - 1)) >= 0;
        message.append(ended ? " " : ". ")
                .append(VisibleText.beginning(text, MAX_TEXT_LENGTH))
                .append('.');
    }
}
