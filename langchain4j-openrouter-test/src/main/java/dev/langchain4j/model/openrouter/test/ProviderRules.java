package dev.langchain4j.model.openrouter.test;

/** The rules for {@code provider}, the same at all endpoints. */
final class ProviderRules {

    private ProviderRules() {}

    static FieldRules rules() {
        return new FieldRules()
                .check("provider", value -> value.isObject() ? null : FieldRules.expected("object", value))
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
