package dev.langchain4j.openrouter.playground;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Whether real models answer. */
@Component
class Mode {

    private final boolean live;

    Mode(ObjectProvider<OpenRouterServer> standIn) {
        this.live = standIn.getIfAvailable() == null;
    }

    boolean live() {
        return live;
    }

    String explanation() {
        return live
                ? "Live: your key, real models, real money."
                : "Offline: a stand-in on this machine answers. Set OPENROUTER_API_KEY for real models.";
    }
}
