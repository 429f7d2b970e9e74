package dev.langchain4j.model.openrouter.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;
import org.jspecify.annotations.Nullable;

/** A page's Markdown, as GitHub reads it. */
final class Markdown {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final TextContentRenderer TEXT = TextContentRenderer.builder()
            .extensions(EXTENSIONS)
            .lineBreakRendering(LineBreakRendering.COMPACT)
            .build();

    private final Node document;
    private final Map<Heading, String> anchors = new HashMap<>();

    Markdown(String text) {
        document = PARSER.parse(text);
    }

    /** Read before {@link #html}, which changes the document. */
    List<Page.Section> sections() {
        var sections = new ArrayList<Page.Section>();
        Heading heading = null;
        var text = new StringBuilder();
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading next) {
                add(sections, heading, text);
                heading = next;
                text.setLength(0);
            } else if (!(node instanceof HtmlBlock)) {
                text.append(TEXT.render(node)).append(' ');
            }
        }
        add(sections, heading, text);
        return sections;
    }

    private void add(List<Page.Section> sections, @Nullable Heading heading, StringBuilder text) {
        if (heading != null) {
            String name = name(heading);
            String anchor = anchor(name);
            anchors.put(heading, anchor);
            sections.add(new Page.Section(
                    heading.getLevel(),
                    anchor,
                    name,
                    text.toString().replaceAll("\\s+", " ").strip()));
        }
    }

    private static String name(Heading heading) {
        StringBuilder name = new StringBuilder();
        heading.accept(new AbstractVisitor() {

            @Override
            public void visit(Text text) {
                name.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                name.append(code.getLiteral());
            }
        });
        return name.toString();
    }

    private String anchor(String heading) {
        String anchor = heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        String unique = anchor;
        for (int i = 1; anchors.containsValue(unique); i++) {
            unique = anchor + "-" + i;
        }
        return unique;
    }

    /**
     * @param links from a link of the page to one of the site
     * @param api from a name in backticks to the page that documents it, or null
     */
    String html(UnaryOperator<String> links, Function<String, @Nullable String> api) {
        document.accept(new AbstractVisitor() {

            @Override
            public void visit(Heading heading) {
                visitChildren(heading);
                heading.appendChild(inline("<a class=\"anchor\" href=\"#" + anchors.get(heading)
                        + "\" aria-label=\"Link to this section\">#</a>"));
            }

            @Override
            public void visit(Link link) {
                link.setDestination(links.apply(link.getDestination()));
            }

            @Override
            public void visit(Image image) {
                image.setDestination(links.apply(image.getDestination()));
            }

            @Override
            public void visit(Code code) {
                String target = api.apply(code.getLiteral());
                if (target != null) {
                    code.insertAfter(inline(
                            "<a class=\"api\" href=\"" + target + "\"><code>" + code.getLiteral() + "</code></a>"));
                    code.unlink();
                }
            }

            @Override
            public void visit(FencedCodeBlock block) {
                block.insertAfter(block("<pre tabindex=\"0\"><code>"
                        + Highlighter.html(block.getInfo(), block.getLiteral()) + "</code></pre>"));
                block.unlink();
            }

            @Override
            public void visit(CustomBlock table) {
                visitChildren(table);
                if (table instanceof TableBlock) {
                    // a wide table scrolls by itself, and with the keyboard, too
                    table.insertBefore(
                            block("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">"));
                    table.insertAfter(block("</div>"));
                }
            }
        });
        return renderer().render(document);
    }

    private HtmlRenderer renderer() {
        return HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    String anchor = node instanceof Heading ? anchors.get(node) : null;
                    if (anchor != null) {
                        attributes.put("id", anchor);
                    }
                })
                .build();
    }

    private static HtmlInline inline(String html) {
        HtmlInline node = new HtmlInline();
        node.setLiteral(html);
        return node;
    }

    private static HtmlBlock block(String html) {
        HtmlBlock node = new HtmlBlock();
        node.setLiteral(html);
        return node;
    }
}
