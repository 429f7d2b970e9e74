package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;

/** The row of an account. Its id is readable, unless the session or tag is long or strange. */
record AccountRow(String id, String budget, Key key) {

    private static final int LONGEST = 180;
    private static final String READABLE = "[\\p{Alnum}\\p{Punct} ]*";

    static AccountRow of(String budget, Key key) {
        String text = budget + "/" + key.scope() + "/" + escaped(key.name()) + "/" + escaped(key.value());
        boolean fits = text.length() <= LONGEST && text.matches(READABLE);
        return new AccountRow(fits ? text : budget + "/" + key.scope() + "#" + Hash.of(text), budget, key);
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("/", "%2F").replace("#", "%23");
    }
}
