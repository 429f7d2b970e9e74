package dev.langchain4j.model.openrouter.live;

/**
 * What came of one check.
 *
 * @param cameBack short, without prompts and answers of models
 */
record Finding(Verdict verdict, String cameBack) {

    static Finding ok(String cameBack) {
        return new Finding(Verdict.OK, cameBack);
    }

    static Finding skipped(String why) {
        return new Finding(Verdict.SKIPPED, why);
    }

    static Finding asAssumed(boolean yes, String cameBack) {
        return new Finding(yes ? Verdict.AS_ASSUMED : Verdict.OTHERWISE, cameBack);
    }

    static Finding unknown(String why) {
        return new Finding(Verdict.COULD_NOT_TELL, why);
    }
}
