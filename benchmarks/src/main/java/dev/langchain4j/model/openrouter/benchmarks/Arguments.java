package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.openrouter.benchmarks.Benchmarks.Effort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a run is asked for. */
record Arguments(Effort effort, List<Scenario> scenarios, boolean coldStart, boolean write) {

    private static final String COLD_START = "COLD_START";
    private static final String QUICK = "--quick";
    private static final String WRITE = "--write";

    /** {@code --quick}, {@code --write}, names of scenarios, {@code COLD_START}; without a name all of them. */
    static Arguments of(String... arguments) {
        Effort effort = Effort.FULL;
        boolean write = false;
        boolean coldStart = false;
        List<Scenario> scenarios = new ArrayList<>();
        for (String argument : arguments) {
            switch (argument) {
                case QUICK -> effort = Effort.QUICK;
                case WRITE -> write = true;
                case COLD_START -> coldStart = true;
                default -> scenarios.add(scenario(argument));
            }
        }
        return scenarios.isEmpty() && !coldStart
                ? new Arguments(effort, List.of(Scenario.values()), true, write)
                : new Arguments(effort, List.copyOf(scenarios), coldStart, write);
    }

    private static Scenario scenario(String name) {
        return Arrays.stream(Scenario.values())
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is not an argument. Use " + QUICK
                        + ", "
                        + WRITE + ", " + COLD_START + ", or a scenario: "
                        + Arrays.stream(Scenario.values()).map(Enum::name).collect(Collectors.joining(", "))));
    }
}
