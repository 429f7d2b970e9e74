package dev.langchain4j.model.openrouter.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An answer that is generated and charged, but does not arrive completely. */
final class BrokenAnswer extends ScriptedAnswer<BrokenAnswer> {

    enum How {
        CUT,
        STALL,
        LOSS
    }

    private final ScriptedAnswer<?> whole;
    private final How how;

    BrokenAnswer(Answer whole, How how) {
        this.whole = (ScriptedAnswer<?>) whole;
        this.how = how;
    }

    @Override
    BrokenAnswer self() {
        return this;
    }

    @Override
    boolean fits(Endpoint endpoint) {
        return whole.fits(endpoint);
    }

    @Override
    Reply content(Call call, Endpoint endpoint) {
        Reply reply = whole.reply(call, endpoint);
        return broken(reply).after(reply.delay());
    }

    private Reply broken(Reply reply) {
        if (how == How.LOSS) {
            return Reply.fault(Fault.CONNECTION_RESET);
        }
        List<Step> steps = how == How.CUT ? allButTheEnd(reply) : allButTheLast(reply);
        steps.add(how == How.CUT ? ClientConnection::cut : ClientConnection::silence);
        String type = reply.headers().getOrDefault("Content-Type", "");
        return Reply.script(reply.status(), type, steps).withHeaders(reply.headers());
    }

    /** A stream without its finish reason and all that follows, because after it nothing of the answer is missing. */
    private static List<Step> allButTheEnd(Reply reply) {
        List<Step> steps = reply.steps() == null ? List.of() : reply.steps();
        List<Step> content =
                steps.stream().takeWhile(step -> !(step instanceof Step.Ending)).toList();
        if (content.size() == steps.size()) {
            return allButTheLast(reply);
        }
        List<Step> sent = new ArrayList<>(content);
        for (Step step : steps) {
            if (step instanceof Step.Ending ending) {
                sent.add(ending.charge());
            }
        }
        return sent;
    }

    /** Steps of a stream, or bytes of a body. */
    private static List<Step> allButTheLast(Reply reply) {
        if (reply.steps() != null) {
            List<Step> steps = new ArrayList<>(reply.steps());
            if (!steps.isEmpty()) {
                steps.remove(steps.size() - 1);
            }
            return steps;
        }
        byte[] body = reply.body();
        List<Step> steps = new ArrayList<>();
        steps.add(Step.write(Arrays.copyOf(body, Math.max(0, body.length - 1))));
        return steps;
    }
}
