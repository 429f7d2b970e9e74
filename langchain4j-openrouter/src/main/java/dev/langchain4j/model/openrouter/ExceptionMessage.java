package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.util.List;

/** Says what OpenRouter answered, in whose words, and what to do about it. Never a key; a provider may quote the prompt. */
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
            message.append(" Generation id: ").append(failure.generationId()).append('.');
        }
        return VisibleText.of(message.toString());
    }

    private static void appendError(StringBuilder message, ApiError error) {
        message.append("OpenRouter answered ").append(error.status());
        ApiError.Availability availability = error.availability();
        if (availability != null) {
            message.append(" (").append(availability.code()).append(')');
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
        appendModerationReasons(message, error);
        if (availability != null) {
            appendAvailability(message, availability);
        }
        appendWhatToDo(message, error.status());
    }

    /** The reasons, and never {@code flagged_input}: that is a piece of the prompt. */
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

    private static void appendWhatToDo(StringBuilder message, int status) {
        if (status == 401) {
            sentence(message, "Check apiKey; keys are at https://openrouter.ai/settings/keys");
        } else if (status == 402) {
            sentence(message, "Add credits at https://openrouter.ai/settings/credits, or set a lower maxOutputTokens");
        }
    }

    /** What comes before it are others' words, mostly without a full stop. */
    private static void sentence(StringBuilder message, String text) {
        boolean ended = ".!?]".indexOf(message.charAt(message.length() - 1)) >= 0;
        message.append(ended ? " " : ". ").append(text).append('.');
    }
}
