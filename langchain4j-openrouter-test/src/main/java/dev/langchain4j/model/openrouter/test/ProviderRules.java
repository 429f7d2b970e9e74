package dev.langchain4j.model.openrouter.test;

/** The rules for {@code provider} and the other fields that are the same at all endpoints. */
final class ProviderRules {

    private static final int LONGEST_ID = 256;
    private static final int MANY = Integer.MAX_VALUE;
    private static final String[] PERCENTILES = {"p50", "p75", "p90", "p99"};

    private ProviderRules() {}

    static FieldRules rules() {
        return new FieldRules()
                .text("model", MANY)
                .texts("models", MANY)
                .text("user", MANY)
                .text("session_id", LONGEST_ID)
                .object("trace")
                .object("provider")
                .onlyKeys(
                        "provider",
                        "order",
                        "only",
                        "ignore",
                        "allow_fallbacks",
                        "require_parameters",
                        "data_collection",
                        "zdr",
                        "enforce_distillable_text",
                        "quantizations",
                        "sort",
                        "preferred_min_throughput",
                        "preferred_max_latency",
                        "max_price",
                        "options")
                .texts("provider.order", MANY)
                .texts("provider.only", MANY)
                .texts("provider.ignore", MANY)
                .limits("provider.max_price", "prompt", "completion", "image", "audio", "request")
                .limits("provider.preferred_min_throughput", PERCENTILES)
                .limits("provider.preferred_max_latency", PERCENTILES)
                .flag("provider.allow_fallbacks")
                .flag("provider.require_parameters")
                .flag("provider.zdr")
                .flag("provider.enforce_distillable_text")
                .word("provider.data_collection", "deny", "allow")
                .words(
                        "provider.quantizations",
                        "int4",
                        "int8",
                        "fp4",
                        "mxfp4",
                        "nvfp4",
                        "fp6",
                        "fp8",
                        "mxfp8",
                        "fp16",
                        "bf16",
                        "fp32",
                        "unknown")
                .wordOrObject("provider.sort", "price", "throughput", "latency", "exacto")
                .word("provider.sort.by", "price", "throughput", "latency", "exacto")
                .word("provider.sort.partition", "model", "none");
    }
}
