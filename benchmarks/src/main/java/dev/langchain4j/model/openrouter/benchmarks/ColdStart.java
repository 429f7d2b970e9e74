package dev.langchain4j.model.openrouter.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** A program that sends one request: from the start of the JVM to the first answer. */
final class ColdStart {

    private ColdStart() {}

    /** The client and the base URL. Prints the answer, then its processor time until then in nanoseconds. */
    public static void main(String[] args) {
        System.out.println(
                Peer.valueOf(args[0]).connect(Scenario.UNARY, args[1]).call().get());
        System.out.println(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
        System.exit(0);
    }
}
