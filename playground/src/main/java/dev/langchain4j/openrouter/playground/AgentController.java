package dev.langchain4j.openrouter.playground;

import dev.langchain4j.model.openrouter.OpenRouter;
import java.util.concurrent.FutureTask;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The tab Agents: runs the chain on a thread of its own, and streams what happens. */
@RestController
class AgentController {

    private final OpenRouter openRouter;
    private final Money money;

    AgentController(OpenRouter openRouter, Money money) {
        this.openRouter = openRouter;
        this.money = money;
    }

    record Task(String product) {}

    @PostMapping("/api/agents")
    SseEmitter run(@RequestBody Task task) {
        String product = Wrong.ifMissing(task.product(), "product");
        FutureTask<?>[] running = new FutureTask<?>[1];
        Events events = new Events(() -> running[0].cancel(true));
        running[0] = new FutureTask<>(() -> new AgentRun(openRouter, money, events).run(product), null);
        Thread thread = new Thread(running[0], "agents");
        thread.setDaemon(true);
        thread.start();
        return events.emitter();
    }
}
