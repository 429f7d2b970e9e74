package dev.langchain4j.model.openrouter.examples.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PassageTest {

    @Test
    void cuts_after_paragraphs_first() {
        assertThat(texts("One. Two.\n\nThree. Four.", 18)).containsExactly("One. Two.\n\n", "Three. Four.");
    }

    @Test
    void cuts_after_sentences_where_no_paragraph_ends() {
        assertThat(texts("It costs 3.50 euros. Take two. Or none.", 32))
                .containsExactly("It costs 3.50 euros. Take two. ", "Or none.");
    }

    @Test
    void cuts_after_words_where_no_sentence_ends() {
        assertThat(texts("wheels and bells", 8)).containsExactly("wheels ", "and ", "bells");
    }

    @Test
    void cuts_words_that_are_too_long_but_no_character() {
        assertThat(texts("abcdef", 4)).containsExactly("abcd", "ef");
        assertThat(texts("abc\uD83D\uDEB2def", 4)).containsExactly("abc", "\uD83D\uDEB2de", "f");
    }

    @Test
    void leaves_code_in_one_piece() {
        String code = "```java\nint a = 1; // A long line. And another one.\n```\n";

        assertThat(Passage.of("Before.\n" + code + "After.", 10))
                .containsExactly(
                        new Passage("Before.\n", false), new Passage(code, true), new Passage("After.", false));
    }

    @Test
    void ends_code_with_as_many_marks_as_it_begins_with() {
        String code = "````md\n```\na\n```\n````\n";

        assertThat(Passage.of(code + "After.", 100))
                .containsExactly(new Passage(code, true), new Passage("After.", false));
    }

    @Test
    void takes_code_without_an_end_for_code_to_the_end() {
        assertThat(Passage.of("See:\n~~~\na = b", 100))
                .containsExactly(new Passage("See:\n", false), new Passage("~~~\na = b", true));
    }

    @Test
    void gives_the_whole_text_in_pieces_that_are_short_enough() {
        var random = new Random(4711);
        String alphabet = "ab C.1\n`é ";
        for (int i = 0; i < 500; i++) {
            String text = random.ints(random.nextInt(200), 0, alphabet.length())
                    .mapToObj(index -> alphabet.substring(index, index + 1))
                    .collect(Collectors.joining());
            List<Passage> passages = Passage.of(text, 20);

            assertThat(passages.stream().map(Passage::text).collect(Collectors.joining()))
                    .isEqualTo(text);
            assertThat(passages)
                    .allMatch(passage -> passage.isCode() || passage.text().length() <= 20);
        }
    }

    @Test
    void ends_a_sentence_with_its_paragraph() {
        assertThat(Passage.sentences("Title\n\nit begins small. It is 3.5 m.\n"))
                .containsExactly("Title\n\n", "it begins small. ", "It is 3.5 m.\n");
    }

    private static List<String> texts(String text, int maxCharacters) {
        return Passage.of(text, maxCharacters).stream().map(Passage::text).toList();
    }
}
