package dev.langchain4j.model.openrouter.benchmarks;

/** A program that sends one request: from the start of the JVM to the first answer. */
final class ColdStart {

    private ColdStart() {}

    /** The client and the base URL. */
    public static void main(String[] args) {
        System.out.println(
                Peer.valueOf(args[0]).connect(Scenario.UNARY, args[1]).call().get());
        System.exit(0);
    }
}
