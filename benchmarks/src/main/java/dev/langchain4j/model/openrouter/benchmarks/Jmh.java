package dev.langchain4j.model.openrouter.benchmarks;

/** Starts JMH from within Maven, whose class path JMH would not pass on to the processes it forks. */
public final class Jmh {

    private Jmh() {}

    /** JMH's own options, {@code -h} explains them. */
    public static void main(String[] args) throws Exception {
        System.setProperty("java.class.path", ClassPath.current().toString());
        org.openjdk.jmh.Main.main(args);
    }
}
