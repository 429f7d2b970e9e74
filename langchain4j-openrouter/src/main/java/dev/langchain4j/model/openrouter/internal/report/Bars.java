package dev.langchain4j.model.openrouter.internal.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A bar chart as inline SVG: one bar per line, with its name and its amount as text. */
public final class Bars {

    private static final int WIDTH = 640;
    private static final int NAMES = 240;
    private static final int AMOUNTS = 110;
    private static final int LINE = 24;

    private Bars() {}

    /**
     * A bar.
     *
     * @param group colour, 0 to 2
     * @param value one below zero has a bar of its size, too
     * @param label what stands beside the bar
     */
    public record Bar(String name, int group, double value, String label) {}

    /** Amounts in US dollars, in the order of the bars. The description has them all: no table repeats them. */
    static void draw(StringBuilder page, String about, Map<String, BigDecimal> amounts) {
        draw(
                page,
                amounts.entrySet().stream()
                        .map(amount -> amount.getKey() + " " + Html.dollars(amount.getValue()))
                        .collect(Collectors.joining(", ", about + ": ", "")),
                amounts.entrySet().stream()
                        .map(amount -> new Bar(
                                amount.getKey(), 0, amount.getValue().doubleValue(), Html.dollars(amount.getValue())))
                        .toList());
    }

    /** Draws a chart. */
    public static void draw(StringBuilder page, String about, List<Bar> bars) {
        double largest =
                bars.stream().mapToDouble(bar -> Math.abs(bar.value)).max().orElse(0);
        Svg.begin(page, about, WIDTH, LINE * bars.size());
        int y = 0;
        for (Bar bar : bars) {
            double share = largest == 0 ? 0 : Math.abs(bar.value) / largest;
            long width = Math.round(share * (WIDTH - NAMES - AMOUNTS));
            page.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" class=\"name\"><title>%s</title>%s</text>",
                    NAMES - 8,
                    y + 16,
                    Html.escaped(bar.name),
                    Html.escaped(Svg.fitting(bar.name, NAMES))));
            page.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"of%d\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"16\" rx=\"2\"/>",
                    bar.group,
                    NAMES,
                    y + 4,
                    Math.max(1, width)));
            page.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\">%s</text>\n",
                    NAMES + width + 8,
                    y + 16,
                    Html.escaped(bar.label)));
            y += LINE;
        }
        page.append("</svg>\n");
    }
}
