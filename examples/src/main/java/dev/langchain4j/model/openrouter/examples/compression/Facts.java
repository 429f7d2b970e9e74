package dev.langchain4j.model.openrouter.examples.compression;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The facts of a text that must stay unchanged: numbers, dates, identifiers, addresses, code between backticks, and
 * names.
 *
 * <p>A name is a capitalised word that does not begin a sentence. This works for English: in German all nouns would be
 * names, and Chinese has no capitals. A name that only ever begins sentences is missed.
 */
final class Facts {

    private static final Pattern CANDIDATE = Pattern.compile(
            "`[^`\\n]+`" // code
                    + "|https?://[^\\s<>\")\\]]*[^\\s<>\")\\].,;:!?]" // address
                    + "|(?:(?<![^\\s(])[-−]|[$€£¥])?" // sign, currency
                    + "[\\p{L}\\p{N}]++(?:(?:[._:/@#&+'’-]|(?<=\\p{N}),(?=\\p{N}))[\\p{L}\\p{N}]++)*+%?");

    private static final Pattern DIGIT = Pattern.compile("\\p{N}");
    private static final Pattern IDENTIFIER = Pattern.compile("[_@]|\\p{Ll}\\p{Lu}|\\p{Lu}{2}|\\p{L}\\.\\p{L}{2,}");
    private static final Pattern CAPITALISED = Pattern.compile("\\p{Lu}\\p{L}.*|\\p{Lu}['’]\\p{Lu}.*");
    private static final Pattern BEFORE_A_SENTENCE =
            Pattern.compile("(?:^|[.!?:…\"“”‘\\n])\\s*$|(?:^|\\n)\\s*[-*#>]+\\s*$");
    private static final Pattern AFTER_A_TITLE = Pattern.compile("(?:^|\\s)(?:\\p{Lu}\\p{Ll}?|Mrs|Prof)\\.\\s$");

    /** Capitalised words that are not names. */
    private static final Set<String> NO_NAMES = Set.of("""
            a about after again all also although am an and another any are as at be because been before both but by can
            could did do does dr each either every few for from had has have he hello her here hers him his how i i'd i'll
            i'm i've if in into is it it's its just last let let's many may me might mine more most mr mrs ms much must my
            neither next no nobody none nor not now of ok okay on once one only or other our ours out over please prof
            shall she should since so some such sure thank thanks that that's the their them then there these they this
            those though thus to today tomorrow too under until up us very was we welcome well were what when where which
            while who whose why will with would yes yesterday yet you your yours""".split("\\s+"));

    private Facts() {}

    /** In the order of their first occurrence. */
    static Set<String> of(String text) {
        return facts(text, true);
    }

    /** The facts of one text that another one lacks. */
    static List<String> missing(String original, String shortened) {
        return of(original).stream()
                .filter(fact -> !in(shortened, fact, 0).find())
                .toList();
    }

    /** The invented facts of a text. Only certain ones: "Customer Ada" may be just "Ada". */
    static List<String> invented(String original, String shortened) {
        return facts(shortened, false).stream()
                .filter(fact -> !in(original, fact, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                        .find())
                .toList();
    }

    /** For each of these facts the first sentence that contains it, in the order of the text. */
    static String sentencesWith(List<String> facts, String text) {
        List<String> sentences = Passage.sentences(text);
        var chosen = new TreeSet<Integer>();
        for (String fact : facts) {
            if (chosen.stream().noneMatch(i -> in(sentences.get(i), fact, 0).find())) {
                IntStream.range(0, sentences.size())
                        .filter(i -> in(sentences.get(i), fact, 0).find())
                        .findFirst()
                        .ifPresent(chosen::add);
            }
        }
        return chosen.stream().map(i -> sentences.get(i).strip()).collect(Collectors.joining(" "));
    }

    private static Set<String> facts(String text, boolean evenAtTheBeginning) {
        var facts = new LinkedHashSet<String>();
        Matcher candidates = CANDIDATE.matcher(text);
        while (candidates.find()) {
            String word = candidates.group().replaceFirst("['’]s$", "");
            if (isNoWord(word)
                    || isCapitalised(word)
                            && (isWithinSentence(text, candidates.start())
                                    || evenAtTheBeginning && goesOn(text, candidates.end()))) {
                facts.add(word);
            }
        }
        return facts;
    }

    private static boolean isNoWord(String word) {
        return word.startsWith("`")
                || word.contains("://")
                || DIGIT.matcher(word).find()
                || IDENTIFIER.matcher(word).find();
    }

    private static boolean isCapitalised(String word) {
        return CAPITALISED.matcher(word).matches()
                && !NO_NAMES.contains(word.toLowerCase(Locale.ROOT).replace('’', '\''));
    }

    private static boolean isWithinSentence(String text, int position) {
        String before = text.substring(Math.max(0, position - 8), position);
        return !BEFORE_A_SENTENCE.matcher(before).find()
                || AFTER_A_TITLE.matcher(before).find();
    }

    /** Whether another name follows a blank: "Ada" is followed by "Lovelace". */
    private static boolean goesOn(String text, int end) {
        Matcher next = CANDIDATE.matcher(text);
        return text.startsWith(" ", end)
                && next.find(end)
                && next.start() == end + 1
                && isCapitalised(next.group())
                && !DIGIT.matcher(next.group()).find();
    }

    /** Finds the fact, but not as a part of a longer word or number: 12 is not in 12.5. */
    private static Matcher in(String text, String fact, int flags) {
        String first = Character.isLetterOrDigit(fact.codePointAt(0)) ? "(?<![\\p{L}\\p{N}])(?<!\\p{N}[.,])" : "";
        String last = Character.isLetterOrDigit(fact.codePointBefore(fact.length()))
                ? "(?![\\p{L}\\p{N}])(?![.,]\\p{N})"
                : "";
        return Pattern.compile(first + Pattern.quote(fact) + last, flags).matcher(text);
    }
}
