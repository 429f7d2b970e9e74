package dev.langchain4j.model.openrouter.build;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What UPGRADING.md says about versions: which may break code, and that each break is listed there with its replacement. */
final class VersionPolicy {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

    private VersionPolicy() {}

    /**
     * The breaking changes that the policy forbids.
     *
     * @param last version of the last release
     * @param next version that is being built
     * @param upgrading the text of UPGRADING.md: names what breaks as {@code `Type.member`} or {@code `Type`}, and says
     *     "experimental" in the line of what may change in any version
     */
    static Set<String> forbidden(String last, String next, Set<String> breaking, String upgrading) {
        boolean mayBreak = mayBreak(numbers(last), numbers(next));
        return breaking.stream()
                .filter(change -> upgrading
                        .lines()
                        .filter(line -> line.contains("`" + change + "`"))
                        .noneMatch(line -> mayBreak || line.contains("experimental")))
                .collect(Collectors.toSet());
    }

    private static boolean mayBreak(int[] last, int[] next) {
        return next[0] > last[0] || next[0] == 0 && next[1] > last[1];
    }

    private static int[] numbers(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.lookingAt()) {
            throw new IllegalArgumentException("not a version: " + version);
        }
        return new int[] {
            Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), Integer.parseInt(numbers.group(3))
        };
    }
}
