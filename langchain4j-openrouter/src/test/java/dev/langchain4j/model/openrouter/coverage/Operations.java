package dev.langchain4j.model.openrouter.coverage;

import java.util.List;
import java.util.stream.Collectors;

/** What this library does about each operation of OpenRouter's API; the table on the compatibility page. */
final class Operations {

    private Operations() {}

    enum Support {
        TYPED,
        RAW,
        NO
    }

    /**
     * Some operations of one kind.
     *
     * @param operations method and path
     * @param inFile whether the OpenAPI file of August 2026 has them
     * @param how what to use here, or why there is nothing
     */
    record Row(Support support, boolean inFile, String how, List<String> operations) {}

    private static Row typed(String how, String... operations) {
        return new Row(Support.TYPED, true, how, List.of(operations));
    }

    private static Row later(String how, String... operations) {
        return new Row(Support.TYPED, false, how, List.of(operations));
    }

    private static Row raw(String how, String... operations) {
        return new Row(Support.RAW, true, "`fetch(path)`" + how, List.of(operations));
    }

    private static Row no(String why, String... operations) {
        return new Row(Support.NO, true, why, List.of(operations));
    }

    private static final String MANAGES =
            "manages an account and needs a management key, which does not belong in an application";

    static final List<Row> ROWS = List.of(
            typed("[`OpenRouterChatModel`, `OpenRouterStreamingChatModel`](chat.md)", "POST /chat/completions"),
            typed("[`OpenRouterEmbeddingModel`](embeddings.md)", "POST /embeddings"),
            typed("[`OpenRouterScoringModel`](reranking.md)", "POST /rerank"),
            typed("[`OpenRouterImageModel`](images-and-speech.md)", "POST /images"),
            typed("[`OpenRouterSpeechModel`](images-and-speech.md#speech)", "POST /audio/speech"),
            typed("[`OpenRouterTranscriptionModel`](images-and-speech.md#transcription)", "POST /audio/transcriptions"),
            later("[`OpenRouterDecisionModel`](decision-models.md)", "POST /api/alpha/decisions"),
            later(
                    "[`OpenRouterBatchChatModel`, `OpenRouterBatchEmbeddingModel`](batches.md)",
                    "POST /batches",
                    "GET /batches",
                    "GET /batches/{id}",
                    "GET /batches/{id}/results",
                    "DELETE /batches/{id}"),
            typed("[`models()`, `models(filter)`](catalog.md#find-a-model)", "GET /models"),
            typed("`modelsOfKey()`", "GET /models/user"),
            typed("`endpoints(id)`, `explain`, `check`", "GET /models/{author}/{slug}/endpoints"),
            typed("`zeroDataRetentionEndpoints()`", "GET /endpoints/zdr"),
            typed("[`key()`](catalog.md#key-credits-generations)", "GET /key"),
            typed("`credits()`", "GET /credits"),
            typed("[`oauth()`](keys-and-limits.md#keys-of-your-users)", "POST /auth/keys"),
            typed("`generation(id)`", "GET /generation"),
            raw(
                    "; `find(id)`, `models(filter)` and the size of `models()` say the same",
                    "GET /model/{author}/{slug}",
                    "GET /embeddings/models",
                    "GET /models/count"),
            raw(
                    "",
                    "GET /providers",
                    "GET /images/models",
                    "GET /images/models/{author}/{slug}/endpoints",
                    "GET /videos/models",
                    "GET /benchmarks",
                    "GET /classifications/task",
                    "GET /datasets/app-rankings",
                    "GET /datasets/rankings-daily",
                    "GET /datasets/session-cost",
                    "GET /generation/content"),
            raw(
                    "; to use a preset, set `preset` or the model `@preset/slug`",
                    "GET /presets",
                    "GET /presets/{slug}",
                    "GET /presets/{slug}/versions",
                    "GET /presets/{slug}/versions/{version}"),
            raw("; messages can name the id of a stored file", "GET /files", "GET /files/{file_id}"),
            raw(
                    ", with a management key",
                    "GET /activity",
                    "GET /analytics/meta",
                    "GET /byok",
                    "GET /byok/{id}",
                    "GET /guardrails",
                    "GET /guardrails/{id}",
                    "GET /guardrails/{id}/assignments/keys",
                    "GET /guardrails/{id}/assignments/members",
                    "GET /guardrails/assignments/keys",
                    "GET /guardrails/assignments/members",
                    "GET /keys",
                    "GET /keys/{hash}",
                    "GET /observability/destinations",
                    "GET /observability/destinations/{id}",
                    "GET /organization/members",
                    "GET /scim/group-mappings",
                    "GET /scim/group-mappings/{id}",
                    "GET /scim/groups",
                    "GET /workspaces",
                    "GET /workspaces/{id}",
                    "GET /workspaces/{id}/budgets",
                    "GET /workspaces/{id}/budgets/{interval}",
                    "GET /workspaces/{id}/members"),
            no(
                    "other forms of a chat with the same models: `POST /chat/completions` reaches them all",
                    "POST /responses",
                    "POST /messages"),
            no(
                    "LangChain4j has no interface for videos; the state of a job is `fetch(path)`",
                    "POST /videos",
                    "GET /videos/{jobId}/content"),
            raw(", also the `error` of a failed job", "GET /videos/{jobId}"),
            no(
                    "manages stored files and presets, which is done once and not in a conversation",
                    "POST /files",
                    "DELETE /files/{file_id}",
                    "GET /files/{file_id}/content",
                    "POST /presets/{slug}/chat/completions",
                    "POST /presets/{slug}/messages",
                    "POST /presets/{slug}/responses"),
            no(
                    MANAGES,
                    "POST /analytics/query",
                    "POST /byok",
                    "DELETE /byok/{id}",
                    "PATCH /byok/{id}",
                    "POST /credits/coinbase",
                    "POST /generation/feedback",
                    "POST /guardrails",
                    "DELETE /guardrails/{id}",
                    "PATCH /guardrails/{id}",
                    "POST /guardrails/{id}/assignments/keys",
                    "POST /guardrails/{id}/assignments/keys/remove",
                    "POST /guardrails/{id}/assignments/members",
                    "POST /guardrails/{id}/assignments/members/remove",
                    "POST /keys",
                    "DELETE /keys/{hash}",
                    "PATCH /keys/{hash}",
                    "POST /observability/destinations",
                    "DELETE /observability/destinations/{id}",
                    "PATCH /observability/destinations/{id}",
                    "POST /scim/group-mappings",
                    "DELETE /scim/group-mappings/{id}",
                    "PATCH /scim/group-mappings/{id}",
                    "POST /workspaces",
                    "DELETE /workspaces/{id}",
                    "PATCH /workspaces/{id}",
                    "DELETE /workspaces/{id}/budgets/{interval}",
                    "PUT /workspaces/{id}/budgets/{interval}",
                    "POST /workspaces/{id}/members/add",
                    "POST /workspaces/{id}/members/remove"),
            no(
                    "makes the code of a login on a server, where users do not sign in; use `oauth()`",
                    "POST /auth/keys/code"));

    static List<String> all(Support support) {
        return ROWS.stream()
                .filter(row -> row.support() == support)
                .flatMap(row -> row.operations().stream())
                .toList();
    }

    static String table() {
        var table = new StringBuilder("\n| Operations | Support | Here, or why not |\n|---|---|---|\n");
        for (Row row : ROWS) {
            table.append("| ")
                    .append(row.operations().stream()
                            .map(operation -> "`" + operation + "`")
                            .collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(row.support().name().toLowerCase(java.util.Locale.ROOT))
                    .append(" | ")
                    .append(row.how())
                    .append(" |\n");
        }
        return table.append('\n').toString();
    }
}
