package dev.langchain4j.model.openrouter.site;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Marks comments, strings and keywords of a block of code, when the site is built: nothing runs in the browser. */
final class Highlighter {

    private static final Set<String> LANGUAGES = Set.of("java", "kotlin", "javascript");
    private static final Pattern CODE = Pattern.compile("(?<comment>//[^\\n]*|(?s:/\\*.*?\\*/))"
            + "|(?<string>\"\"\"(?s:.*?)\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*')"
            + "|(?<annotation>@\\w+)"
            + "|(?<keyword>\\b(?:abstract|boolean|break|case|catch|class|const|continue|default|do|double|else|enum|extends|false|final"
            + "|finally|float|for|fun|if|implements|import|in|instanceof|int|interface|let|long|new|null|object|package|private|protected"
            + "|public|record|return|static|super|switch|this|throw|throws|true|try|val|var|void|while)\\b)");
    private static final Pattern XML = Pattern.compile("(?<comment>(?s:<!--.*?-->))|(?<keyword></?[\\w.:-]+|/?>)");
    private static final Pattern SHELL =
            Pattern.compile("(?m)(?<comment>^#.*$| # .*$)|(?<string>\"[^\"\\n]*\"|'[^'\\n]*')");

    private Highlighter() {}

    static String html(String language, String code) {
        Pattern pattern = LANGUAGES.contains(language)
                ? CODE
                : switch (language) {
                    case "xml" -> XML;
                    case "shell", "properties", "yaml", "promql" -> SHELL;
                    default -> null;
                };
        return pattern == null ? Html.escape(code) : marked(pattern, code);
    }

    private static String marked(Pattern pattern, String code) {
        var html = new StringBuilder();
        Matcher found = pattern.matcher(code);
        int end = 0;
        while (found.find()) {
            html.append(Html.escape(code.substring(end, found.start())));
            html.append("<span class=\"").append(kind(pattern, found)).append("\">");
            html.append(Html.escape(found.group())).append("</span>");
            end = found.end();
        }
        return html.append(Html.escape(code.substring(end))).toString();
    }

    private static String kind(Pattern pattern, Matcher found) {
        for (String kind : Set.of("comment", "string", "annotation", "keyword")) {
            if (pattern.pattern().contains("<" + kind + ">") && found.group(kind) != null) {
                return kind;
            }
        }
        throw new IllegalStateException(found.group());
    }
}
