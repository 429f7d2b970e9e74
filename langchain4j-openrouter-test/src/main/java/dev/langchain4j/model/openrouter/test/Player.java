package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests from a recording: equal requests in the recorded order, then the last of them again. Thread-safe.
 */
final class Player {

    private final List<Tape.Recorded> recorded;
    private final Set<Tape.Recorded> used = new HashSet<>();
    private final List<String> differences = new ArrayList<>();
    private volatile boolean atRecordedPace;

    Player(List<Tape.Recorded> recorded) {
        this.recorded = recorded;
    }

    void keepPace() {
        atRecordedPace = true;
    }

    synchronized List<String> differences() {
        return List.copyOf(differences);
    }

    synchronized Reply reply(RecordedRequest request) {
        ObjectNode asked = Exchange.request(request);
        Tape.Recorded last = null;
        for (Tape.Recorded one : recorded) {
            if (differences(one, asked).isEmpty()) {
                last = one;
                if (!used.contains(one)) {
                    break;
                }
            }
        }
        if (last == null) {
            return refuse(request, asked);
        }
        used.add(last);
        return last.exchange().reply(atRecordedPace);
    }

    private static List<String> differences(Tape.Recorded one, ObjectNode asked) {
        return JsonDifference.toRecorded(one.exchange().request(), asked);
    }

    private Reply refuse(RecordedRequest request, ObjectNode asked) {
        Tape.@Nullable Recorded closest = null;
        double distance = Double.MAX_VALUE;
        for (Tape.Recorded one : recorded) {
            boolean samePath = one.exchange().request().path("path").equals(asked.path("path"));
            double toOne = samePath ? JsonDifference.distance(one.exchange().request(), asked) : distance;
            if (toOne < distance) {
                closest = one;
                distance = toOne;
            }
        }
        Redaction redaction = new Redaction();
        SecretFinder.inHeaders(request.headers(), redaction);
        SecretFinder.inQuery(request.query(), redaction);
        SecretFinder.inBody(request.path(), request.json(), redaction);
        String message = closest == null
                ? "The recording has no request like " + request + ", but " + kinds()
                : request + " differs from the recording " + closest.file() + ":\n  "
                        + redaction.removedFrom(String.join("\n  ", differences(closest, asked)));
        differences.add(message);
        ObjectNode body = Json.object();
        body.putObject("error").put("message", message).put("code", 400);
        return Reply.json(400, body);
    }

    /** The recorded methods and paths, each once. */
    private Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        for (Tape.Recorded one : recorded) {
            ObjectNode request = one.exchange().request();
            kinds.add(
                    request.path("method").asText() + " " + request.path("path").asText());
        }
        return kinds;
    }
}
