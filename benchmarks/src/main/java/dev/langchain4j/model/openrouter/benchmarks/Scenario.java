package dev.langchain4j.model.openrouter.benchmarks;

import static dev.langchain4j.model.openrouter.benchmarks.Peer.FLOOR;
import static dev.langchain4j.model.openrouter.benchmarks.Peer.IDEAL;
import static dev.langchain4j.model.openrouter.benchmarks.Peer.LANGCHAIN4J;
import static dev.langchain4j.model.openrouter.benchmarks.Peer.OPENAI_JAVA;
import static dev.langchain4j.model.openrouter.benchmarks.Peer.OURS;
import static dev.langchain4j.model.openrouter.benchmarks.Peer.USUAL;
import static dev.langchain4j.model.openrouter.benchmarks.Target.atMost;
import static dev.langchain4j.model.openrouter.benchmarks.Target.ratio;

import dev.langchain4j.model.openrouter.benchmarks.Sample.Metric;
import java.util.List;

/** The scenarios, their clients, and our targets. */
enum Scenario {
    UNARY(
            "plain call, 60 tokens",
            Kind.CHAT,
            1,
            false,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, IDEAL),
            ratio(Metric.CPU, 0.4, LANGCHAIN4J),
            ratio(Metric.BYTES, 1.2, IDEAL)),
    ASYNC(
            "plain call, asynchronous",
            Kind.ASYNC,
            1,
            false,
            List.of(FLOOR, IDEAL, OURS, USUAL, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, FLOOR),
            ratio(Metric.CPU, 1.1, USUAL)),
    METERED(
            "plain call with a budget and a ledger",
            Kind.CHAT,
            1,
            false,
            List.of(OURS, USUAL),
            ratio(Metric.CPU, 1.05, USUAL)),
    ASYNC_CALLS(
            "1,000 asynchronous calls at once, answered after a second",
            Kind.HELD,
            1_000,
            false,
            List.of(FLOOR, IDEAL, OURS, OPENAI_JAVA),
            ratio(Metric.CPU, 1.2, FLOOR)),
    LARGE_ANSWER(
            "plain call, answer of 200 KB",
            Kind.CHAT,
            1,
            false,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, IDEAL)),
    TOOL_CALLS(
            "plain call, two tool calls",
            Kind.CHAT,
            1,
            false,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, IDEAL),
            ratio(Metric.BYTES, 1.2, IDEAL)),
    LARGE_REQUEST(
            "request of 200 messages and 20 tools",
            Kind.CHAT,
            1,
            false,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, IDEAL),
            ratio(Metric.BYTES, 1.5, IDEAL)),
    CALLERS(
            "64 callers on platform threads",
            Kind.CHAT,
            64,
            false,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, IDEAL)),
    VIRTUAL_CALLERS(
            "64 callers on virtual threads",
            Kind.CHAT,
            64,
            true,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, IDEAL)),
    VIRTUAL_ASYNC_CALLS(
            "1,000 asynchronous calls at once on virtual threads",
            Kind.HELD,
            1_000,
            true,
            List.of(FLOOR, IDEAL, OURS, OPENAI_JAVA),
            ratio(Metric.CPU, 1.2, FLOOR)),
    STREAM(
            "stream of 1,000 chunks, large writes (per chunk)",
            Kind.STREAM,
            1,
            false,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1, IDEAL),
            ratio(Metric.CPU, 0.167, LANGCHAIN4J),
            ratio(Metric.BYTES, 0.05, LANGCHAIN4J),
            ratio(Metric.BYTES, 1.2, IDEAL)),
    STREAM_IN_DRIPS(
            "stream of 1,000 chunks, one write each (per chunk)",
            Kind.STREAM,
            1,
            false,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, IDEAL)),
    PUBLISHED(
            "stream of 1,000 chunks, published (per chunk)",
            Kind.STREAM,
            1,
            false,
            List.of(OURS, USUAL),
            ratio(Metric.CPU, 1.15, USUAL)),
    METERED_STREAM(
            "stream of 1,000 chunks with a budget and a ledger (per chunk)",
            Kind.STREAM,
            1,
            false,
            List.of(OURS, USUAL),
            ratio(Metric.CPU, 1.05, USUAL)),
    STREAMS(
            "256 streams, a chunk every 10 ms (per chunk)",
            Kind.PACED,
            256,
            false,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, IDEAL),
            ratio(Metric.LATENCY_P99, 1, LANGCHAIN4J),
            ratio(Metric.LATENCY_P99, 1, OPENAI_JAVA),
            atMost(Metric.LIVE, 20)),
    VIRTUAL_STREAMS(
            "256 streams on virtual threads (per chunk)",
            Kind.PACED,
            256,
            true,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, IDEAL),
            atMost(Metric.THREADS, 30)),
    RERANK(
            "rerank of 100 documents",
            Kind.RERANK,
            1,
            false,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J),
            ratio(Metric.CPU, 1.1, IDEAL)),
    LLM_RERANK(
            "100 passages graded by a chat model in 5 calls (per query)",
            Kind.RERANK,
            1,
            false,
            List.of(OURS),
            atMost(Metric.CPU, 2_500)),
    EMBED(
            "256 embeddings of 1,536, in the encoding each client asks for",
            Kind.EMBED,
            1,
            false,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, IDEAL),
            ratio(Metric.CPU, 0.067, LANGCHAIN4J)),
    EMBED_AS_FLOATS(
            "256 embeddings of 1,536, answered as numbers",
            Kind.EMBED,
            1,
            false,
            List.of(FLOOR, IDEAL, OURS, LANGCHAIN4J, OPENAI_JAVA),
            ratio(Metric.CPU, 1.1, IDEAL));

    enum Kind {
        CHAT("/chat/completions"),
        /** Asynchronous calls, one after the other. */
        ASYNC("/chat/completions"),
        /** Asynchronous calls at once, which the server holds for a while. */
        HELD("/chat/completions"),
        STREAM("/chat/completions"),
        PACED("/chat/completions"),
        RERANK("/rerank"),
        EMBED("/embeddings");

        final String path;

        Kind(String path) {
            this.path = path;
        }

        boolean isStream() {
            return this == STREAM || this == PACED;
        }

        boolean isAsync() {
            return this == ASYNC || this == HELD;
        }

        /** Whether its slice lasts as long as the server takes, with all calls open in the middle of it. */
        boolean takesItsTime() {
            return this == PACED || this == HELD;
        }
    }

    final String title;
    final Kind kind;

    /** Calls or streams at the same time. */
    final int concurrency;

    /** Runs on the newest available Java instead of the harness's Java. */
    final boolean virtualThreads;

    final List<Peer> peers;
    final List<Target> targets;

    Scenario(String title, Kind kind, int concurrency, boolean virtualThreads, List<Peer> peers, Target... targets) {
        this.title = title;
        this.kind = kind;
        this.concurrency = concurrency;
        this.virtualThreads = virtualThreads;
        this.peers = peers;
        this.targets = List.of(targets);
    }

    /** The scenario that {@link Peer#USUAL} runs in place of this one, with the same answers. */
    Scenario usual() {
        return switch (this) {
            case ASYNC, METERED -> UNARY;
            case PUBLISHED, METERED_STREAM -> STREAM;
            default -> throw new IllegalArgumentException(this + " is the usual way");
        };
    }

    /** Whether our client has a budget and a ledger. */
    boolean isMetered() {
        return this == METERED || this == METERED_STREAM;
    }

    /** The path of this scenario at the load server. */
    String path() {
        return "/" + name() + "/api/v1";
    }
}
