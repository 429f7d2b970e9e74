package dev.langchain4j.model.openrouter.internal.report;

/** What all charts have in common: their colours, light and dark, and the frame of a chart that is a file. */
public final class Svg {

    /** Works in a page and in a file: viewers of pages show a file in the scheme of the system. */
    public static final String STYLE = """
            :root { color-scheme: light dark; --page: #ffffff; --ink: #1b1f2a; --soft: #565e70; --line: #cfd5e2; --bar: #2f4cbf; --second: #0f766e; --third: #a34a00; }
            @media (prefers-color-scheme: dark) {
              :root { --page: #14161c; --ink: #e8eaf0; --soft: #a9b1c2; --line: #3a4050; --bar: #93a7ff; --second: #5eead4; --third: #ffb27a; }
            }
            svg text { fill: var(--ink); font: 13px system-ui, sans-serif; } svg text.soft { fill: var(--soft); } svg .name { text-anchor: end; }
            svg .of0 { fill: var(--bar); stroke: var(--bar); } svg .of1 { fill: var(--second); stroke: var(--second); } svg .of2 { fill: var(--third); stroke: var(--third); }
            svg .grid { stroke: var(--line); } svg .interval { stroke-width: 2; }
            """;

    private static final double CHARACTER = 7.5;
    private static final double WIDE_CHARACTER = 13;

    private Svg() {}

    /** The width of a text, estimated: letters of East Asia and emoji are wide. */
    static double width(String text) {
        return text.codePoints().mapToDouble(Svg::width).sum();
    }

    private static double width(int character) {
        return Letters.isWide(character) ? WIDE_CHARACTER : CHARACTER;
    }

    /** The beginning of a text that is too wide, with an ellipsis. */
    static String fitting(String text, double width) {
        if (width(text) <= width) {
            return text;
        }
        int end = 0;
        double room = width - CHARACTER;
        while (end < text.length() && width(text.codePointAt(end)) <= room) {
            room -= width(text.codePointAt(end));
            end += Character.charCount(text.codePointAt(end));
        }
        return text.substring(0, end) + "…";
    }

    /** The beginning of a chart: an image with a description for who cannot see it. */
    static void begin(StringBuilder page, String about, int width, int height) {
        page.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"")
                .append(Html.escaped(about))
                .append("\" viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height)
                .append("\">\n");
    }

    /** A chart as a file of its own. */
    public static String file(CharSequence chart) {
        int firstLine = chart.toString().indexOf('\n') + 1;
        return chart.subSequence(0, firstLine)
                + "<style>\n" + STYLE + "</style>\n<rect width=\"100%\" height=\"100%\" style=\"fill: var(--page)\"/>\n"
                + chart.subSequence(firstLine, chart.length());
    }
}
