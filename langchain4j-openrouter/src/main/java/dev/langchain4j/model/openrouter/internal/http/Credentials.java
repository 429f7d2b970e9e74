package dev.langchain4j.model.openrouter.internal.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of a connection, as far as the transport knows them: which one a request carries, its headers decide. */
public interface Credentials {

    /**
     * A request has failed. If that is because of its key, the headers of the next request will carry another one.
     *
     * @param authorization the header as sent; null if there was none
     * @param moves how often this call has moved on to another key before
     * @return null if the failure is not because of the key
     */
    @Nullable
    Refusal refused(@Nullable String authorization, CallFailedException failure, int moves);

    /**
     * A key was refused.
     *
     * @param another whether the request can be sent at once with another key
     */
    record Refusal(String label, boolean another) {}

    /** Keys to remove from whatever comes back, besides that of the request. */
    List<String> secrets();

    /**
     * One key, or none.
     *
     * @param secrets in the bodies of requests
     */
    static Credentials hiding(List<String> secrets) {
        return new Credentials() {
            @Override
            public @Nullable Refusal refused(@Nullable String authorization, CallFailedException failure, int moves) {
                return null;
            }

            @Override
            public List<String> secrets() {
                return secrets;
            }
        };
    }
}
