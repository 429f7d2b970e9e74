package dev.langchain4j.model.openrouter.internal.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Dots with names between two axes, each with its interval if it has one: quality against cost. */
public final class Dots {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 340;
    private static final int LEFT = 60;
    private static final int RIGHT = 170;
    private static final int TOP = 20;
    private static final int BOTTOM = 50;
    private static final int LINES = 4;
    private static final int WIDEST_NAME = 300;

    private final StringBuilder page;
    private final Axes axes;
    private final double mostX;
    private final double leastX;
    private final double lowest;
    private final double highest;
    private final LabelPlaces places = new LabelPlaces();

    /**
     * A dot.
     *
     * @param group colour, 0 to 2
     * @param y from 0 to 1
     * @param low of the interval; {@code y} if there is none
     */
    public record Dot(String name, int group, double x, double y, double low, double high) {}

    /** @param logarithmic of x, which is then above zero */
    public record Axes(String x, String y, boolean logarithmic) {}

    private Dots(StringBuilder page, Axes axes, List<Dot> dots) {
        this.page = page;
        this.axes = axes;
        this.mostX = dots.stream().mapToDouble(Dot::x).max().orElse(1);
        this.leastX = axes.logarithmic ? dots.stream().mapToDouble(Dot::x).min().orElse(1) : 0;
        this.lowest = Math.floor(10 * dots.stream().mapToDouble(Dot::low).min().orElse(0)) / 10;
        this.highest = Math.max(
                lowest + 0.1,
                Math.ceil(10 * dots.stream().mapToDouble(Dot::high).max().orElse(1)) / 10);
        dots.forEach(dot -> places.take(x(dot.x) - 6, x(dot.x) + 6, y(dot.y)));
    }

    /** Draws a chart. */
    public static void draw(StringBuilder page, String about, List<Dot> dots, Axes axes) {
        Svg.begin(page, about, WIDTH, HEIGHT);
        Dots chart = new Dots(page, axes, dots);
        chart.grid(dots);
        dots.forEach(chart::dot);
        page.append("</svg>\n");
    }

    private void grid(List<Dot> dots) {
        for (int line = 0; line <= LINES; line++) {
            double value = lowest + (highest - lowest) * line / LINES;
            add(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, WIDTH - RIGHT, y(value), y(value));
            add("<text class=\"name\" x=\"%d\" y=\"%.1f\">%.2f</text>", LEFT - 8, y(value) + 4, value);
        }
        add("<text class=\"soft\" x=\"%d\" y=\"%d\">%s</text>", LEFT, TOP - 6, Html.escaped(axes.y));
        add("<text class=\"soft\" x=\"%d\" y=\"%d\">%s</text>", LEFT, HEIGHT - 8, Html.escaped(axes.x));
        dots.stream().mapToDouble(Dot::x).distinct().sorted().forEach(new Labels()::add);
    }

    private void dot(Dot dot) {
        add(
                "<line class=\"interval of%d\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                dot.group, x(dot.x), x(dot.x), y(dot.low), y(dot.high));
        add(
                "<circle class=\"of%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"><title>%s: %s, %s</title></circle>",
                dot.group, x(dot.x), y(dot.y), Html.escaped(dot.name), shown(dot.x), shown(dot.y));
        name(dot, Svg.fitting(dot.name, WIDEST_NAME));
    }

    /** Writes the name beside its dot: on the right if there is room. */
    private void name(Dot dot, String name) {
        double width = Svg.width(name);
        double right = x(dot.x) + 9;
        if (right + width <= WIDTH) {
            double line = places.near(right, right + width, y(dot.y)) + 4;
            add("<text x=\"%.1f\" y=\"%.1f\">%s</text>", right, line, Html.escaped(name));
        } else {
            double left = x(dot.x) - 9;
            double line = places.near(left - width, left, y(dot.y)) + 4;
            add("<text class=\"name\" x=\"%.1f\" y=\"%.1f\">%s</text>", left, line, Html.escaped(name));
        }
    }

    private void add(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** Three digits. */
    private static String shown(double value) {
        return value == 0
                ? "0"
                : new BigDecimal(value)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private double x(double value) {
        double share = axes.logarithmic
                ? mostX == leastX ? 0 : Math.log(value / leastX) / Math.log(mostX / leastX)
                : mostX == 0 ? 0 : value / mostX;
        return LEFT + 12 + share * (WIDTH - LEFT - RIGHT - 24);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (value - lowest) / (highest - lowest) * (HEIGHT - TOP - BOTTOM);
    }

    /** Values below the axis, as long as they do not run into each other. */
    private final class Labels {

        private double end;

        void add(double value) {
            if (x(value) >= end) {
                Dots.this.add(
                        "<text class=\"soft\" x=\"%.1f\" y=\"%d\">%s</text>",
                        x(value) - 4, HEIGHT - BOTTOM + 18, shown(value));
                end = x(value) + 8 * shown(value).length() + 8;
            }
        }
    }
}
