package dev.langchain4j.model.openrouter.examples;

import java.util.ArrayList;
import java.util.List;

/** 300 abstracts of studies that nobody has made: each of 20 subjects by each of 15 methods. */
final class Abstracts {

    /** An abstract without the figures that the record needs. */
    static final int WITHDRAWN = 117;

    private Abstracts() {}

    static List<String> all() {
        String[] parts = Shipped.text("abstracts.txt").split("(?m)^# \\w+\\R");
        List<String> subjects = parts[1].lines().toList();
        List<String> methods = parts[2].lines().toList();
        List<String> abstracts = new ArrayList<>();
        for (String method : methods) {
            for (String subject : subjects) {
                int number = abstracts.size();
                abstracts.add(
                        number == WITHDRAWN
                                ? "This abstract has been withdrawn by its authors."
                                : "We asked how " + subject + ". " + method.split("\\|")[1] + ", with "
                                        + (40 + 7 * number) + " samples collected until " + (1995 + number % 29)
                                        + ". The effect is small, but it is there in every season.");
            }
        }
        return abstracts;
    }

    /** The name of the method of an abstract. */
    static String method(String text) {
        return Shipped.text("abstracts.txt")
                .lines()
                .filter(line -> line.contains("|") && text.contains(line.split("\\|")[1] + ","))
                .map(line -> line.split("\\|")[0])
                .findFirst()
                .orElse("unknown");
    }
}
