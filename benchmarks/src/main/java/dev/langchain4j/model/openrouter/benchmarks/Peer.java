package dev.langchain4j.model.openrouter.benchmarks;

/** The measured clients. The jars are those of a new program that only uses the client, by the start of their names. */
enum Peer {
    /** OkHttp reading the answer's bytes and dropping them. */
    FLOOR("floor", "okhttp-jvm", "okio-jvm", "kotlin-stdlib-2", "annotations-"),
    /** A throw-away client written by hand for these scenarios: no error handling, no details. */
    IDEAL(
            "ideal",
            "okhttp-jvm",
            "okio-jvm",
            "kotlin-stdlib-2",
            "annotations-",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "langchain4j-core",
            "slf4j-api",
            "jspecify"),
    OURS(
            "ours",
            "langchain4j-openrouter-0",
            "langchain4j-core",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "okhttp-jvm",
            "okio-jvm",
            "kotlin-stdlib-2",
            "annotations-",
            "slf4j-api",
            "jspecify"),
    /** Ours, in the way that {@link Scenario#usual} says. */
    USUAL("ours, the usual way"),
    LANGCHAIN4J(
            "langchain4j-open-ai",
            "langchain4j-open-ai",
            "langchain4j-core",
            "langchain4j-http-client",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "jtokkit",
            "slf4j-api",
            "jspecify"),
    OPENAI_JAVA(
            "openai-java",
            "openai-java",
            "okhttp-jvm",
            "logging-interceptor",
            "okio-jvm",
            "kotlin-",
            "annotations-",
            "jackson-",
            "classmate",
            "jsonschema-",
            "swagger-annotations",
            "error_prone_annotations",
            "slf4j-api");

    final String label;
    final String[] jars;

    Peer(String label, String... jars) {
        this.label = label;
        this.jars = jars;
    }

    /** The scenario that this client runs. */
    Scenario of(Scenario scenario) {
        return this == USUAL ? scenario.usual() : scenario;
    }

    /** @param baseUrl of the scenario at the load server */
    Client connect(Scenario scenario, String baseUrl) {
        return switch (this) {
            case FLOOR -> new FloorClient(scenario, baseUrl);
            case IDEAL ->
                switch (scenario.kind) {
                    case CHAT, ASYNC, HELD, STREAM, PACED -> new IdealClient(scenario, baseUrl);
                    case RERANK -> new IdealRerankClient(baseUrl);
                    case EMBED -> new IdealEmbeddingClient(baseUrl);
                };
            case OURS, USUAL -> new OpenRouterClient(scenario, baseUrl);
            case LANGCHAIN4J -> new LangChain4jClient(scenario, baseUrl);
            case OPENAI_JAVA -> new OpenAiJavaClient(scenario, baseUrl);
        };
    }
}
