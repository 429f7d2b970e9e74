package dev.langchain4j.model.openrouter.internal.rerank.prompt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The caller's list, prepared for judging: cleaned, cut, each text once, without blank ones.
 *
 * @param size of the caller's list
 * @param passages to judge, in the caller's order
 * @param excluded positions of suspicious passages that are not judged
 * @param blank positions without visible text
 * @param suspicious positions of all suspicious passages
 */
public record Candidates(
        int size, List<Passage> passages, List<Integer> excluded, List<Integer> blank, List<Integer> suspicious) {

    public static Candidates of(List<String> texts, RerankOptions options) {
        Map<String, List<Integer>> positions = new LinkedHashMap<>();
        List<Integer> excluded = new ArrayList<>();
        List<Integer> blank = new ArrayList<>();
        List<Integer> suspicious = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Prepared prepared = prepare(texts.get(i), options);
            if (prepared.suspicious) {
                suspicious.add(i);
            }
            if (prepared.text.isEmpty()) {
                blank.add(i);
            } else if (prepared.suspicious && isLeftOut(options)) {
                excluded.add(i);
            } else {
                positions
                        .computeIfAbsent(prepared.text, text -> new ArrayList<>())
                        .add(i);
            }
        }
        List<Passage> passages = new ArrayList<>(positions.size());
        Set<Integer> suspects = new HashSet<>(suspicious);
        positions.forEach(
                (text, at) -> passages.add(new Passage(passages.size(), text, suspects.contains(at.get(0)), at)));
        return new Candidates(texts.size(), passages, excluded, blank, suspicious);
    }

    private record Prepared(String text, boolean suspicious) {}

    private static Prepared prepare(String original, RerankOptions options) {
        int maxChars = options.maxPassageChars();
        String visible = PromptText.truncate(PromptText.visible(original, maxChars), maxChars);
        String unmarked = PromptText.withoutMarkers(visible);
        boolean suspicious = !unmarked.equals(visible) || SuspiciousWords.in(unmarked);
        return new Prepared(
                suspicious && options.neutralize() ? SuspiciousWords.remove(unmarked) : unmarked, suspicious);
    }

    private static boolean isLeftOut(RerankOptions options) {
        return options.exclude() || options.isolate() && options.kind() == JudgeKind.LISTWISE;
    }
}
