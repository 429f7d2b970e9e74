package dev.langchain4j.model.openrouter.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What code that was compiled against one {@code public-api.txt} misses in a newer one. */
final class ApiChanges {

    /** A property of the configuration is a type without members. */
    private static final Pattern TYPE =
            Pattern.compile("\\b(?:class|interface|enum|record|@interface|property) ([\\w.$-]+)");

    private static final Pattern MEMBER = Pattern.compile("([\\w$]+)(?=\\(|$)");
    /** Words of a type's line whose loss harms nobody, and whose appearance does. */
    private static final Set<String> STRICTER = Set.of("final", "abstract");

    private ApiChanges() {}

    /** Types and members ({@code Type.member}) that are gone, or are such that old code or old subclasses fail. */
    static Set<String> breaking(String old, String now) {
        Set<String> breaking = new TreeSet<>();
        Map<String, List<String>> types = types(now);
        types(old).forEach((name, lines) -> {
            List<String> present = types.get(name);
            if (present == null) {
                breaking.add(name);
                return;
            }
            if (isNarrower(lines.get(0), present.get(0))) {
                breaking.add(name);
            }
            lines.stream()
                    .skip(1)
                    .filter(member -> !present.contains(member))
                    .forEach(member -> breaking.add(name + "." + name(member)));
            present.stream()
                    .skip(1)
                    .filter(member -> !lines.contains(member) && member.contains(" abstract "))
                    .forEach(member -> breaking.add(name + "." + name(member)));
        });
        return breaking;
    }

    /** By type, its line and those of its members. */
    private static Map<String, List<String>> types(String file) {
        Map<String, List<String>> types = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (String line : file.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                Matcher type = TYPE.matcher(line);
                if (!type.find()) {
                    throw new IllegalArgumentException("not the line of a type: " + line);
                }
                lines = new ArrayList<>();
                types.put(type.group(1), lines);
            }
            lines.add(line.strip());
        }
        return types;
    }

    private static boolean isNarrower(String old, String now) {
        List<String> before = words(old);
        List<String> after = words(now);
        return before.stream().anyMatch(word -> !STRICTER.contains(word) && !after.contains(word))
                || STRICTER.stream().anyMatch(word -> after.contains(word) && !before.contains(word));
    }

    private static List<String> words(String line) {
        return Arrays.asList(line.split("[ ,]+"));
    }

    private static String name(String member) {
        Matcher name = MEMBER.matcher(member.replaceAll(" throws .*", ""));
        return name.find() ? name.group(1) : member;
    }
}
