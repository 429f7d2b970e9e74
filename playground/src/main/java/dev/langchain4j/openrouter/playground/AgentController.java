package dev.langchain4j.openrouter.playground;

import dev.langchain4j.model.openrouter.OpenRouter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The tab Agents: runs the chain on a thread of its own, and streams what happens. */
@RestController
class AgentController {

    private final OpenRouter openRouter;
    private final Money money;
    private final Runs runs = new Runs();

    AgentController(OpenRouter openRouter, Money money) {
        this.openRouter = openRouter;
        this.money = money;
    }

    record Task(String product) {}

    @PostMapping("/api/agents/{id}")
    SseEmitter run(@PathVariable String id, @RequestBody Task task) {
        String product = RequestFields.required(task.product(), "product");
        Events events = new Events(() -> cancel(id));
        runs.add(id, () -> new AgentRun(openRouter, money, events).run(product)).start();
        return events.emitter();
    }

    /** Ends the call that is under way, and begins no further one. */
    @PostMapping("/api/agents/{id}/cancel")
    void cancel(@PathVariable String id) {
        runs.cancel(id);
    }
}
