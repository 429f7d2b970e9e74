package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's scores in public benchmarks, as the catalog reports them. Null means not reported.
 *
 * @param intelligenceIndex Artificial Analysis' index of general ability, 0 to 100
 * @param codingIndex Artificial Analysis' index for coding, 0 to 100
 * @param agenticIndex Artificial Analysis' index for agents, 0 to 100
 * @param designArena rankings by people who compare designs; empty if there are none
 * @see <a href="https://openrouter.ai/docs/guides/overview/models">Models</a>
 */
public record OpenRouterBenchmarks(
        @Nullable Double intelligenceIndex,
        @Nullable Double codingIndex,
        @Nullable Double agenticIndex,
        List<DesignArena> designArena) {

    /** Copies the list. */
    public OpenRouterBenchmarks {
        designArena = List.copyOf(designArena);
    }

    static @Nullable OpenRouterBenchmarks from(@Nullable JsonObject benchmarks) {
        if (benchmarks == null) {
            return null;
        }
        JsonObject analysis = benchmarks.object("artificial_analysis");
        JsonObject indexes = analysis == null ? JsonObject.EMPTY : analysis;
        return new OpenRouterBenchmarks(
                indexes.number("intelligence_index"),
                indexes.number("coding_index"),
                indexes.number("agentic_index"),
                benchmarks.objects("design_arena").stream()
                        .map(DesignArena::from)
                        .toList());
    }

    /**
     * The rank of a model in one category of Design Arena.
     *
     * @param arena {@code models}, {@code agents}, …
     * @param category {@code website}, {@code image}, …
     * @param elo higher is better
     * @param winRate percent of the comparisons that it wins
     * @param rank 1 is the best
     */
    public record DesignArena(
            @Nullable String arena,
            @Nullable String category,
            @Nullable Double elo,
            @Nullable Double winRate,
            @Nullable Integer rank) {

        private static DesignArena from(JsonObject entry) {
            return new DesignArena(
                    entry.text("arena"),
                    entry.text("category"),
                    entry.number("elo"),
                    entry.number("win_rate"),
                    entry.integer("rank"));
        }
    }
}
