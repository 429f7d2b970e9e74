package dev.langchain4j.model.openrouter.outcomes;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.test.Answer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A form of an answer on the wire, and its outcome with each client. A part is null if this form does not have it: a plain call
 * knows no event, a stream no broken JSON body.
 *
 * @param name of the form, for people
 * @param inReadme whether it is one of the few that the README has room for
 */
record OutcomeRow(
        String name,
        boolean inReadme,
        @Nullable Scenario plain,
        @Nullable Scenario streamed,
        Outcomes ours,
        Outcomes theirs) {

    /** What a client's two models are expected to make of the shape. */
    record Outcomes(@Nullable String plain, @Nullable String streamed) {}

    static Builder row(String name) {
        return new Builder(name);
    }

    @Override
    public String toString() {
        return name;
    }

    /** A row in the making; {@link #theirs} completes it. */
    static final class Builder {

        private final String name;
        private boolean inReadme;
        private @Nullable String words;
        private Function<ChatResponse, String> view = Outcome::of;
        private ChatRequest question = Scenario.HI;
        private @Nullable Scenario plain;
        private @Nullable Scenario streamed;
        private @Nullable Outcomes ours;

        private Builder(String name) {
            this.name = name;
        }

        Builder inReadme() {
            inReadme = true;
            return this;
        }

        /** What the server says about the failure: an outcome notes it if that gets lost. Comes before the answers. */
        Builder saying(String words) {
            this.words = words;
            return this;
        }

        /** The outcome is told by tokens and price. Comes before the answers. */
        Builder aboutUsage() {
            this.view = Outcome::usageOf;
            return this;
        }

        /** What is asked. Comes before the answers. */
        Builder asking(ChatRequest question) {
            this.question = question;
            return this;
        }

        Builder plain(Answer answer) {
            return plain(Scenario.plain(question, answer, words, view));
        }

        Builder plain(Scenario scenario) {
            this.plain = scenario;
            return this;
        }

        Builder streamed(Answer answer) {
            return streamed(Scenario.streamed(question, answer, words, view));
        }

        Builder streamed(Scenario scenario) {
            this.streamed = scenario;
            return this;
        }

        /** The same answer to both: the server gives it the form that is asked for. */
        Builder both(Answer answer) {
            return plain(answer).streamed(answer);
        }

        Builder ours(String plainAndStreamed) {
            return ours(plainAndStreamed, plainAndStreamed);
        }

        Builder ours(String ofPlain, String ofStreamed) {
            this.ours = outcomes(ofPlain, ofStreamed);
            return this;
        }

        OutcomeRow theirs(String plainAndStreamed) {
            return theirs(plainAndStreamed, plainAndStreamed);
        }

        OutcomeRow theirs(String ofPlain, String ofStreamed) {
            if (ours == null) {
                throw new IllegalStateException("ours comes before theirs: " + name);
            }
            return new OutcomeRow(name, inReadme, plain, streamed, ours, outcomes(ofPlain, ofStreamed));
        }

        private Outcomes outcomes(String ofPlain, String ofStreamed) {
            return new Outcomes(plain == null ? null : ofPlain, streamed == null ? null : ofStreamed);
        }
    }
}
