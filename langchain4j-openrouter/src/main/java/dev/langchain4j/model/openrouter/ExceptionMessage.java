package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorWords;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.util.List;

/**
 * Writes the message: what OpenRouter answered and what to do about it. Never a key; a provider may quote the prompt.
 */
final class ExceptionMessage {

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
        appendWhatToDo(message, error);
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

    private static void appendWhatToDo(StringBuilder message, ApiError error) {
        switch (error.kind()) {
            case PREFERENCE_EXCLUDES_ALL -> appendExcludingPreference(message, error);
            case SPENDING_LIMIT -> {
                String limit = ErrorWords.limit(error.message());
                sentence(
                        message,
                        "A spending limit is used up" + (limit == null ? "" : ": " + limit)
                                + ". Credits do not help: raise it at https://openrouter.ai/settings/keys or in the"
                                + " workspace's settings, or wait for its reset");
            }
            case NOT_THE_API ->
                sentence(
                        message,
                        "OpenRouter's API sends no such answer. Check baseUrl, which ends in /api/v1 as in"
                                + " https://openrouter.ai/api/v1, and your proxy");
            case BLOCKED_ON_THE_WAY ->
                sentence(
                        message,
                        "This answer is from a proxy, a gateway or a firewall, not from OpenRouter: contact its"
                                + " operator");
            case NO_BASE64 ->
                sentence(
                        message,
                        "Some upstreams send vectors as numbers only: if this one does, set encodingFormat(\"float\")");
            case NOT_ON_RECORD ->
                sentence(
                        message,
                        "OpenRouter records an answer some seconds after it ended: try again later, or wait longer with"
                                + " generation(id, Duration)");
            case NO_SUCH_BATCH ->
                sentence(
                        message,
                        "The batch may have been deleted, be older than 30 days, or belong to another workspace; a new one"
                                + " can be missing for a moment");
            case NO_SUCH_OPERATION ->
                sentence(
                        message,
                        "OpenRouter has no such operation, or not for this key. Check baseUrl, which ends in /api/v1");
            default -> {
                if (ErrorWords.isOnlyNotFound(error)) {
                    sentence(message, "Check baseUrl, which ends in /api/v1, and the id of the model");
                }
                appendWhatToDo(message, error.status());
            }
        }
    }

    private static void appendExcludingPreference(StringBuilder message, ApiError error) {
        String preference = ErrorWords.preference(error.message());
        if (preference != null) {
            sentence(message, "Excluded by: " + preference);
        }
        sentence(message, "Remove the preference, use another model or allow more providers");
    }

    private static void appendWhatToDo(StringBuilder message, int status) {
        if (status == 401) {
            sentence(message, "Check apiKey; keys are at https://openrouter.ai/settings/keys");
        } else if (status == 402) {
            sentence(message, "Add credits at https://openrouter.ai/settings/credits, or set a lower maxOutputTokens");
        }
    }

    /** The text before it is from others, mostly without a full stop. */
    private static void sentence(StringBuilder message, String text) {
        boolean ended = ".!?]".indexOf(message.charAt(message.length() - 1)) >= 0;
        message.append(ended ? " " : ". ").append(text).append('.');
    }
}
