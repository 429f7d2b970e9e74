package dev.langchain4j.model.openrouter.internal.api.error;

import org.jspecify.annotations.Nullable;

/** What an error means for the caller: each meaning is one type of exception. */
public enum ErrorMeaning {
    /** The model does not exist or nobody serves it. */
    NO_MODEL,
    /** The request has a mistake, or the settings of the request or the account exclude every endpoint. */
    INVALID,
    /** A filter or the model refuses the content. */
    CONTENT_REFUSED,
    /** The credits do not cover the call, or a limit of spending is used up. */
    INSUFFICIENT_CREDITS,
    /** The key is wrong or missing or does not allow the call, or somebody on the way refuses to forward it. */
    UNAUTHENTICATED,
    /** Too many requests. */
    RATE_LIMITED,
    /** OpenRouter or the upstream has given up waiting. */
    TIMEOUT,
    /** OpenRouter or the upstream fails. */
    FAILING;

    /** The meaning by availability, else by type, else by code, else by kind, else by status. */
    public static ErrorMeaning of(ApiError error) {
        AvailabilityCode unavailable = error.knownAvailability();
        ErrorMeaning meaning = unavailable == null ? ofType(error.knownType()) : unavailable.meaning();
        if (meaning == null) {
            meaning = ofCode(error.code());
        }
        if (meaning == null) {
            meaning = error.kind().meaning();
        }
        return meaning == null ? ofStatus(error) : meaning;
    }

    private static @Nullable ErrorMeaning ofType(@Nullable ErrorType type) {
        return type == null ? null : type.meaning();
    }

    /** Some servers tell in the code what OpenRouter tells in the availability or in the type. */
    private static @Nullable ErrorMeaning ofCode(@Nullable String code) {
        AvailabilityCode unavailable = AvailabilityCode.of(code);
        return unavailable == null ? ofType(ErrorType.of(code)) : unavailable.meaning();
    }

    private static ErrorMeaning ofStatus(ApiError error) {
        return switch (error.status()) {
            case 401 -> UNAUTHENTICATED;
            case 402 -> INSUFFICIENT_CREDITS;
            case 403 -> isModerated(error) ? CONTENT_REFUSED : UNAUTHENTICATED;
            case 404 -> NO_MODEL;
            case 408, 504 -> TIMEOUT;
            case 429 -> RATE_LIMITED;
            default -> error.status() >= 500 ? FAILING : INVALID;
        };
    }

    private static boolean isModerated(ApiError error) {
        return error.metadata().containsKey("reasons") || error.metadata().containsKey("patterns");
    }
}
