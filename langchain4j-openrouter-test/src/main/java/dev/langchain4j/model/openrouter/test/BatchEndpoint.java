package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** {@code GET /batches}, {@code GET} and {@code DELETE /batches/{id}}, {@code GET /batches/{id}/results}. */
final class BatchEndpoint implements Endpoint {

    private static final String RESULTS = "/results";
    private static final Pattern CURSOR = Pattern.compile("c\\d{1,9}");

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/batches";
    }

    @Override
    public boolean serves(RecordedRequest request) {
        String path = request.path();
        boolean isAboutOne = path.startsWith(path() + "/");
        return switch (request.method()) {
            case "GET" -> isAboutOne || path.equals(path());
            case "DELETE" -> isAboutOne && !path.endsWith(RESULTS);
            default -> false;
        };
    }

    @Override
    public Reply reply(Call call) {
        ErrorAnswer refused = call.refusedKey();
        if (refused != null) {
            return refused.content(call, this);
        }
        String rest = call.request().path().substring(path().length());
        if (rest.isEmpty()) {
            return list(call);
        }
        boolean results = rest.endsWith(RESULTS);
        String id = URLDecoder.decode(
                rest.substring(1, results ? rest.length() - RESULTS.length() : rest.length()), StandardCharsets.UTF_8);
        SubmittedBatch batch = call.backend().batches().lookUp(id).orElse(null);
        if (batch == null) {
            return refuse(call, 404, "Batch not found");
        }
        if (call.request().method().equals("DELETE")) {
            return delete(call, batch);
        }
        if (results) {
            return results(call, batch);
        }
        batch.advance();
        return Reply.json(200, batch.json(true));
    }

    private Reply list(Call call) {
        BatchQuery query;
        try {
            query = BatchQuery.of(call.request(), call.backend().isLenient());
        } catch (IllegalArgumentException refused) {
            return refuse(call, 400, String.valueOf(refused.getMessage()));
        }
        List<SubmittedBatch> oldestFirst = call.backend().batches().list();
        ArrayNode page = Json.array();
        boolean known = oldestFirst.stream().anyMatch(batch -> batch.id().equals(query.after()));
        if (query.after() != null && !known && !call.backend().isLenient()) {
            return refuse(call, 400, "after: Invalid cursor '" + query.after() + "'");
        }
        boolean begun = !known;
        boolean more = false;
        for (int i = oldestFirst.size() - 1; i >= 0; i--) {
            SubmittedBatch batch = oldestFirst.get(i);
            boolean wanted = begun && query.wants(batch);
            more |= wanted && page.size() == query.limit();
            if (wanted && page.size() < query.limit()) {
                page.add(batch.json(false));
            }
            begun |= batch.id().equals(query.after());
        }
        ObjectNode answer = Json.object().put("object", "list");
        answer.set("data", page);
        return Reply.json(
                200,
                answer.put("first_id", page.path(0).path("id").asText(null))
                        .put("last_id", page.path(page.size() - 1).path("id").asText(null))
                        .put("has_more", more));
    }

    private Reply results(Call call, SubmittedBatch batch) {
        if (!batch.isOver()) {
            return refuse(call, 409, "Batch is not finished");
        }
        ArrayNode all = batch.results();
        String cursor = call.request().queryParameter("cursor", "c0");
        boolean known = CURSOR.matcher(cursor).matches();
        if (!known && !call.backend().isLenient()) {
            return refuse(call, 400, "cursor: Invalid cursor '" + cursor + "'");
        }
        int from = known ? Integer.parseInt(cursor.substring(1)) : 0;
        int to = Math.min(all.size(), from + call.backend().batches().pageSize());
        ObjectNode page = Json.object().put("object", "list");
        ArrayNode data = page.putArray("data");
        for (int i = from; i < to; i++) {
            data.add(all.get(i));
        }
        boolean more = to < all.size();
        return Reply.json(200, page.put("has_more", more).put("next_cursor", more ? "c" + to : null));
    }

    private Reply delete(Call call, SubmittedBatch batch) {
        if (!batch.isOver()) {
            return refuse(call, 409, "Batch is still " + batch.status());
        }
        call.backend().batches().remove(batch.id());
        ObjectNode answer = Json.object().put("id", batch.id()).put("object", "batch");
        answer.putObject("deletion")
                .put("openrouter", "deleted")
                .putObject("upstream")
                .put("provider", batch.json(false).path("provider").asText())
                .put("status", "deleted");
        return Reply.json(200, answer);
    }

    private Reply refuse(Call call, int status, String message) {
        return Answer.error(status, message).content(call, this);
    }
}
