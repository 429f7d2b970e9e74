package dev.langchain4j.model.openrouter.internal.api.error;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The values of {@code error.availability.code}: why no endpoint took the request. */
public enum AvailabilityCode {
    MODEL_NOT_FOUND(400, Kind.NO_MODEL),
    WRONG_ENDPOINT(400, Kind.REFUSED),
    REGION_RESTRICTED(403, Kind.REFUSED),
    NO_ENDPOINTS(404, Kind.NO_MODEL),
    MODEL_DEPRECATED(404, Kind.NO_MODEL),
    MODEL_UNAVAILABLE_UPSTREAM(404, Kind.NO_MODEL),
    PRIVACY_RESTRICTED(404, Kind.REFUSED),
    CONSTRAINT_FILTERED(404, Kind.REFUSED),
    FREE_VARIANT_ENDED(404, Kind.NO_MODEL),
    CAPACITY_EXHAUSTED(429, Kind.RATE_LIMITED),
    TEMPORARILY_UNAVAILABLE(503, Kind.FAILING);

    private final int status;
    private final Kind kind;

    AvailabilityCode(int status, Kind kind) {
        this.status = status;
        this.kind = kind;
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
    public Kind kind() {
        return kind;
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The meaning of a code for the caller: each kind is one type of exception. */
    public enum Kind {
        /** The model does not exist or nobody serves it. */
        NO_MODEL,
        /** The request or the account's settings exclude every endpoint. */
        REFUSED,
        /** Too many requests. */
        RATE_LIMITED,
        /** The endpoints fail. */
        FAILING
    }
}
