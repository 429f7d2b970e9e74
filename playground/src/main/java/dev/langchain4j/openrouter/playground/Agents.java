package dev.langchain4j.openrouter.playground;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;

/**
 * Agents that write an advertisement and look after the stock. Public, because langchain4j-agentic calls them by
 * reflection. The example {@code AgentChain} has similar ones: users copy an example as one file, so it shares none
 * with the playground.
 */
public final class Agents {

    private Agents() {}

    public record Review(int score, String advice) {}

    public interface Researcher {
        @Agent(description = "Finds facts about a product", outputKey = "facts")
        @UserMessage("Which three facts about {{product}} matter to a buyer? One line each.")
        String research(@V("product") String product);
    }

    public interface Writer {
        @Agent(description = "Writes an advertisement from facts", outputKey = "ad")
        @UserMessage("Write an advertisement of at most 40 words from these facts and no others: {{facts}}")
        String write(@V("facts") String facts);
    }

    public interface Critic {
        @Agent(description = "Judges an advertisement", outputKey = "review")
        @UserMessage("Score this advertisement for clarity, from 0 to 10, and advise in one sentence: {{ad}}")
        Review review(@V("ad") String ad);
    }

    public interface Editor {
        @Agent(description = "Improves an advertisement", outputKey = "ad")
        @UserMessage("Follow the advice, use at most 40 words. Advertisement: {{ad}} Advice: {{review}}")
        String improve(@V("ad") String ad, @V("review") Review review);
    }

    public interface Translator {
        @Agent(description = "Translates an advertisement", outputKey = "german")
        @UserMessage("Translate into German: {{ad}}")
        String translate(@V("ad") String ad);
    }

    public interface Headliner {
        @Agent(description = "Finds a headline", outputKey = "headline")
        @UserMessage("A headline of at most six words for: {{ad}}")
        String headline(@V("ad") String ad);
    }

    public interface Clerk {
        @Agent(description = "Knows which bicycles are in stock in which city")
        @UserMessage("{{question}}")
        String lookUp(@V("question") String question);
    }

    public static final class Warehouse {
        @Tool("How many folding bicycles are in stock in a city")
        public int inStock(String city) {
            return city.equals("Ghent") ? 5 : 0;
        }
    }
}
