package dev.langchain4j.openrouter.playground;

import java.io.PrintStream;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/** Prints where the page is. */
@Component
class Announcement implements ApplicationListener<WebServerInitializedEvent> {

    private final Mode mode;

    Announcement(Mode mode) {
        this.mode = mode;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        PrintStream out = System.out;
        out.println();
        out.println("  Playground: http://localhost:" + event.getWebServer().getPort());
        out.println("  " + mode.explanation());
        out.println("  Stop it with Ctrl+C.");
        out.println();
    }
}
