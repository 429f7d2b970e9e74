package dev.langchain4j.model.openrouter.internal.report;

import java.math.BigDecimal;
import java.util.Map;

/** A bar chart as inline SVG: one bar per line, with its name and its amount as text. */
final class Bars {

    private static final int WIDTH = 640;
    private static final int NAMES = 240;
    private static final int AMOUNTS = 110;
    private static final int LINE = 24;

    private Bars() {}

    /** @param amounts in the order of the bars; one below zero has a bar of its size, too, and its sign in the text */
    static void draw(StringBuilder page, String about, Map<String, BigDecimal> amounts) {
        double most = amounts.values().stream()
                .mapToDouble(amount -> Math.abs(amount.doubleValue()))
                .max()
                .orElse(0);
        page.append("<svg role=\"img\" aria-label=\"")
                .append(Html.escaped(about))
                .append("\" viewBox=\"0 0 ");
        page.append(WIDTH).append(' ').append(LINE * amounts.size()).append("\">\n");
        int y = 0;
        for (Map.Entry<String, BigDecimal> bar : amounts.entrySet()) {
            double share = most == 0 ? 0 : Math.abs(bar.getValue().doubleValue()) / most;
            long width = Math.round(share * (WIDTH - NAMES - AMOUNTS));
            String name = bar.getKey();
            page.append("<text x=\"")
                    .append(NAMES - 8)
                    .append("\" y=\"")
                    .append(y + 16)
                    .append("\" class=\"name\">");
            page.append("<title>").append(Html.escaped(name)).append("</title>").append(Html.escaped(shortened(name)));
            page.append("</text><rect x=\"")
                    .append(NAMES)
                    .append("\" y=\"")
                    .append(y + 4)
                    .append("\" width=\"");
            page.append(Math.max(1, width))
                    .append("\" height=\"16\" rx=\"2\"/><text x=\"")
                    .append(NAMES + width + 8);
            page.append("\" y=\"")
                    .append(y + 16)
                    .append("\">")
                    .append(Html.dollars(bar.getValue()))
                    .append("</text>\n");
            y += LINE;
        }
        page.append("</svg>\n");
    }

    private static String shortened(String name) {
        return name.length() <= 32 ? name : name.substring(0, 31) + "…";
    }
}
