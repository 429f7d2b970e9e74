package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.store.embedding.CosineSimilarity;
import java.util.List;

/** The endpoints beside the chat. */
final class EndpointQuestions {

    private static final double THE_SAME = 0.999;
    private static final int FEW = 256;

    static final List<Question> ALL = List.of(
            new Question(
                    "embeddings come as base64 when asked, and are the same vectors",
                    "EmbeddingsRequestWriter",
                    "a text as base64 and as numbers",
                    EndpointQuestions::base64),
            new Question(
                    "an embedding model can be asked for shorter vectors",
                    "EmbeddingsRequestWriter",
                    "a text in 256 dimensions",
                    EndpointQuestions::shorter),
            new Question(
                    "a chat model that is asked for vectors is refused with 400 or 404",
                    "ExceptionMapper",
                    "a vector of a chat model",
                    live -> Refusal.of(() -> live.openRouter()
                                    .embeddingModel()
                                    .modelName(live.models().cheap())
                                    .build()
                                    .embed(Prompts.BUS))
                            .isOneOf(400, 404)),
            new Question(
                    "`GET /credits` is for management keys and refuses others",
                    "AccountEndpoints",
                    "`GET /credits` with this key",
                    EndpointQuestions::credits),
            new Question(
                    "a decision has probabilities whose sum is about 1, a cost and an id",
                    "DecisionsAnswerReader",
                    "a decision with two questions",
                    LiveDecisions::asDescribed),
            new Question(
                    "a chat model that is asked to decide is refused with 400 or 404",
                    "ExceptionMapper",
                    "a decision of a chat model",
                    LiveDecisions::chatModelDecides),
            new Question(
                    "a decision model that is asked to chat is refused with 400",
                    "ExceptionMapper",
                    "a chat of a decision model",
                    LiveDecisions::decisionModelChats),
            new Question(
                    "a batch is in the list as soon as it is accepted",
                    "BatchSearch",
                    "a batch of one request, then the list",
                    LiveBatches::listedAtOnce),
            new Question(
                    "a batch costs less than its requests would live, and says how much",
                    "CostEstimator",
                    "an earlier batch and the catalog",
                    LiveBatches::halfThePrice));

    private EndpointQuestions() {}

    private static OpenRouterEmbeddingModel.Builder embeddings(Live live) {
        return live.openRouter().embeddingModel().modelName(Smokes.embeddingModel(live));
    }

    private static Finding base64(Live live) {
        Embedding bytes = embeddings(live)
                .encodingFormat("base64")
                .build()
                .embed(Prompts.BUS)
                .content();
        Embedding numbers = embeddings(live)
                .encodingFormat("float")
                .build()
                .embed(Prompts.BUS)
                .content();
        boolean same = bytes.dimension() == numbers.dimension() && CosineSimilarity.between(bytes, numbers) > THE_SAME;
        return Finding.asAssumed(same, same ? "the same vector" : "other vectors");
    }

    private static Finding shorter(Live live) {
        int dimensions = embeddings(live)
                .dimensions(FEW)
                .build()
                .embed(Prompts.BUS)
                .content()
                .dimension();
        return Finding.asAssumed(dimensions == FEW, dimensions + " dimensions");
    }

    private static Finding credits(Live live) {
        if (Boolean.TRUE.equals(live.openRouter().key().managementKey())) {
            return Finding.unknown("this is a management key");
        }
        Refusal refusal = Refusal.of(() -> live.openRouter().credits());
        return refusal.failure() == null
                ? Finding.asAssumed(false, "this key gets them too")
                : refusal.asAssumed(it -> it.is(AuthenticationException.class));
    }
}
