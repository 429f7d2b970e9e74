package dev.langchain4j.model.openrouter.internal.rerank.prompt;

/** Folds case and characters that look like ASCII, one to one, so that positions also hold in the original text. */
final class Lookalikes {

    private static final String FROM = "аеорсухіјѕԁһԛԝАВЕКМНОРСТХІЈЅοιαενρτυχκΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɡ‘’“”–—−";
    private static final String TO = "aeopcyxijsdhqwABEKMHOPCTXIJSoiaevptuxkABEZHIKMNOPTYXig''\"\"---";

    private Lookalikes() {}

    static String fold(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            chars[i] = fold(chars[i]);
        }
        return new String(chars);
    }

    private static char fold(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
        }
        if (c >= '！' && c <= '～') {
            return fold((char) (c - '！' + '!'));
        }
        int i = FROM.indexOf(c);
        return i < 0 ? Character.toLowerCase(c) : Character.toLowerCase(TO.charAt(i));
    }
}
