package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterException;
import dev.langchain4j.model.openrouter.OpenRouterModelInfo;
import dev.langchain4j.model.openrouter.OpenRouterProviderPreferences;
import dev.langchain4j.model.openrouter.internal.api.ModelAlias;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Names, the catalog, keys. */
final class ModelQuestions {

    private static final String UNKNOWN = "openai/no-such-model-of-langchain4j";
    private static final String NO_KEY = "sk-or-v1-0000000000000000000000000000000000000000000000000000000000000000";

    /** A budget has to know a price of what is in no catalog. */
    private static final OpenRouterProviderPreferences CHEAP = OpenRouterProviderPreferences.builder()
            .maxPromptPrice(BigDecimal.ONE)
            .maxCompletionPrice(BigDecimal.ONE)
            .build();

    static final List<Question> ALL = List.of(
            new Question(
                    "an unknown id is refused with 400 and `... is not a valid model ID`",
                    "ErrorWords",
                    "a chat with an id that nobody has",
                    live -> refusal(live, UNKNOWN)
                            .asAssumed(refusal -> refusal.status() == 400 && refusal.is(ModelNotFoundException.class))),
            new Question(
                    "a retired id is refused like an unknown one, with 400 or 404",
                    "ModelAlias",
                    "a chat with `anthropic/claude-3-opus`",
                    live -> refusal(live, "anthropic/claude-3-opus")
                            .asAssumed(refusal -> refusal.is(ModelNotFoundException.class))),
            new Question(
                    "the `:free` variant of a model that has none any more is refused as not found",
                    "ExceptionMapper",
                    "a chat with `meta-llama/llama-3.2-3b-instruct:free`",
                    live -> refusal(live, "meta-llama/llama-3.2-3b-instruct:free")
                            .asAssumed(refusal -> refusal.is(ModelNotFoundException.class))),
            new Question(
                    "errors of a chat have neither `error_type` nor `availability`: their words decide",
                    "ErrorWords",
                    "a chat with an id that nobody has",
                    ModelQuestions::errorFields),
            new Question(
                    "built-in aliases name models that are in the catalog, retired ones name models that are not",
                    "ModelAlias",
                    "the catalog",
                    ModelQuestions::aliases),
            new Question(
                    "`openrouter/free` is in the catalog, and costs nothing",
                    "Environment",
                    "the catalog",
                    live -> live.models()
                            .find(LiveModels.FREE)
                            .map(free -> Finding.asAssumed(free.isFree(), free.isFree() ? "price 0" : "it has a price"))
                            .orElse(Finding.asAssumed(false, "it is not in the catalog"))),
            new Question(
                    "the catalog needs no key",
                    "OpenRouterApi",
                    "the catalog, without a key",
                    live -> Finding.asAssumed(
                            !live.withoutKey().modelCatalog().models().isEmpty(), "the models")),
            new Question(
                    "without `output_modalities=all` the catalog has chat models only",
                    "OpenRouterApi",
                    "`GET /models` with and without it",
                    ModelQuestions::modalities),
            new Question(
                    "a wrong key is refused with 401",
                    "ExceptionMapper",
                    "`GET /key` with a made-up key",
                    ModelQuestions::wrongKey),
            new Question(
                    "`GET /key` says how many calls of free models are left today",
                    "OpenRouterKeyInfo",
                    "`GET /key`",
                    live -> Finding.asAssumed(
                            live.openRouter().key().freeModelCalls() != null,
                            live.openRouter().key().freeModelCalls() == null ? "it does not" : "it does")),
            new Question(
                    "an image for a model that reads text is refused with 404, as a wish that excludes all",
                    "ErrorWords",
                    "an image for a text model",
                    ModelQuestions::image));

    private ModelQuestions() {}

    private static Refusal refusal(Live live, String model) {
        return Refusal.of(
                () -> CallStyle.PLAIN.chat(live, Requests.word(model, parameters -> parameters.provider(CHEAP))));
    }

    private static Finding errorFields(Live live) {
        Refusal refusal = refusal(live, UNKNOWN);
        OpenRouterException details = refusal.details().orElse(null);
        if (details == null) {
            return Finding.unknown(refusal.cameBack());
        }
        boolean none = details.errorType() == null && details.availability() == null;
        return Finding.asAssumed(
                none,
                none
                        ? "neither"
                        : "error_type " + details.errorType() + ", availability "
                                + (details.availability() == null
                                        ? null
                                        : details.availability().code()));
    }

    private static Finding aliases(Live live) {
        List<String> wrong = new ArrayList<>();
        ModelAlias.DEFAULTS.forEach((name, alias) -> {
            if (alias.retired() == live.models().has(alias.id())) {
                wrong.add(name + (alias.retired() ? " is back" : " is gone"));
            }
            if (alias.successor() != null && !live.models().has(alias.successor())) {
                wrong.add(name + " has no successor");
            }
        });
        wrong.sort(null);
        return Finding.asAssumed(
                wrong.isEmpty(), wrong.isEmpty() ? "all " + ModelAlias.DEFAULTS.size() : String.join(", ", wrong));
    }

    private static Finding modalities(Live live) {
        List<OpenRouterModelInfo> all = live.openRouter().modelCatalog().models();
        long others = all.stream().filter(model -> !model.produces("text")).count();
        int plain = ((List<?>) live.withoutKey().fetch("/models").get("data")).size();
        return others == 0
                ? Finding.unknown("the whole catalog has chat models only")
                : Finding.asAssumed(plain < all.size(), plain + " models without, " + all.size() + " with it");
    }

    private static Finding wrongKey(Live live) {
        try (OpenRouter stranger =
                Live.connection(live.settings()).apiKey(NO_KEY).build()) {
            return Refusal.of(stranger::key)
                    .asAssumed(refusal -> refusal.status() == 401 && refusal.is(AuthenticationException.class));
        }
    }

    private static Finding image(Live live) {
        var model = live.models().textOnly();
        return model.isEmpty()
                ? Finding.unknown("the catalog has no model that reads text only")
                : Refusal.of(() -> CallStyle.PLAIN.chat(live, Requests.withImage(model.get())))
                        .asAssumed(refusal -> refusal.status() == 404 && refusal.is(InvalidRequestException.class));
    }
}
