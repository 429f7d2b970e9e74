package dev.langchain4j.model.openrouter.internal.api.error;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The values of {@code error.availability.code}: why no endpoint took the request. */
public enum AvailabilityCode {
    MODEL_NOT_FOUND(400, ErrorMeaning.NO_MODEL),
    WRONG_ENDPOINT(400, ErrorMeaning.INVALID),
    REGION_RESTRICTED(403, ErrorMeaning.INVALID),
    NO_ENDPOINTS(404, ErrorMeaning.NO_MODEL),
    MODEL_DEPRECATED(404, ErrorMeaning.NO_MODEL),
    MODEL_UNAVAILABLE_UPSTREAM(404, ErrorMeaning.NO_MODEL),
    PRIVACY_RESTRICTED(404, ErrorMeaning.INVALID),
    CONSTRAINT_FILTERED(404, ErrorMeaning.INVALID),
    FREE_VARIANT_ENDED(404, ErrorMeaning.NO_MODEL),
    CAPACITY_EXHAUSTED(429, ErrorMeaning.RATE_LIMITED),
    TEMPORARILY_UNAVAILABLE(503, ErrorMeaning.FAILING);

    private final int status;
    private final ErrorMeaning meaning;

    AvailabilityCode(int status, ErrorMeaning meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    /** The code of an error; null for none and for one that OpenRouter's documentation does not list. */
    public static @Nullable AvailabilityCode of(@Nullable String code) {
        for (AvailabilityCode known : values()) {
            if (known.wireName().equals(code)) {
                return known;
            }
        }
        return null;
    }

    /** HTTP status that OpenRouter sends with the code. */
    public int status() {
        return status;
    }

    /** The meaning of the code for the caller. */
    public ErrorMeaning meaning() {
        return meaning;
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
