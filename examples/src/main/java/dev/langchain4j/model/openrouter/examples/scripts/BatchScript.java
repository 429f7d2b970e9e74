package dev.langchain4j.model.openrouter.examples.scripts;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model that reads the figures of an abstract, fails at the one without figures, and stops too early once. */
public final class BatchScript {

    private static final Pattern STUDY = Pattern.compile("how (.*?)\\. .* with (\\d+) samples collected until (\\d+)");
    private static final String CUT_OFF = "2035 samples";

    private BatchScript() {}

    /** @param method names the method of an abstract */
    public static void answers(OpenRouterServer server, UnaryOperator<String> method) {
        server.when(Match.path("/chat/completions")).answer(Answer.computed(request -> read(text(request), method)));
    }

    private static String text(RecordedRequest request) {
        return request.body().at("/messages/0/content").asText();
    }

    private static Answer read(String text, UnaryOperator<String> method) {
        Matcher study = STUDY.matcher(text);
        if (!study.find()) {
            return Answer.error(400, "The text has no study").errorType("invalid_prompt");
        }
        String record = "{\"topic\":\"" + study.group(1) + "\",\"method\":\"" + method.apply(text) + "\",\"samples\":"
                + study.group(2) + ",\"year\":" + study.group(3) + "}";
        return text.contains(CUT_OFF)
                ? Answer.text(record.substring(0, 40)).finishReason("length")
                : Answer.json(record);
    }
}
