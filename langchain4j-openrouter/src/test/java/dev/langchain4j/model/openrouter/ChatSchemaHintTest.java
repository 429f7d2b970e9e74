package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.service.AiServices;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An AI service that describes its schema in the prompt, though the model takes schemas, is named once in the log. */
@ExtendWith(OpenRouterServerExtension.class)
class ChatSchemaHintTest {

    private static final String MODELS = """
            {"data":[
              {"id":"acme/able","supported_parameters":["max_tokens","structured_outputs"]},
              {"id":"acme/plain","supported_parameters":["max_tokens","response_format"]}]}""";

    private final OpenRouterServer server;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final OpenRouter openRouter;

    ChatSchemaHintTest(OpenRouterServer server) {
        this.server = server;
        Logger logger = new LoggerContext().getLogger("hints");
        lines.start();
        logger.addAppender(lines);
        openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .logger(logger)
                .build();
    }

    @BeforeEach
    void script() {
        server.when(Match.path("/models")).answer(Answer.payload(MODELS));
        server.when(Match.path("/chat/completions")).answer(Answer.json("{\"name\":\"cow\",\"legs\":4}"));
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    record Animal(String name, int legs) {}

    interface Zoo {
        Animal describe(String animal);

        String sing(String animal);

        Census count(String animal);

        Herds list(String animal);

        Anything find(String animal);

        Sizes measure(String animal);
    }

    record Census(String name, int legs, Map<String, Integer> numbers) {}

    record Herds(String name, int legs, List<Map<String, Integer>> numbers) {}

    record Anything(String name, int legs, Object rest) {}

    record Sizes(String name, int legs, TreeMap<String, Integer> numbers) {}

    @Test
    void a_model_that_takes_schemas_by_the_fetched_catalog_is_named_once() {
        openRouter.modelCatalog().models();
        Zoo zoo = zoo("acme/able", model -> model);

        zoo.describe("cow");
        zoo.describe("cow");

        assertThat(warnings())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line)
                        .contains("acme/able", "supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)")
                        .doesNotContain("cow"));
    }

    @Test
    void a_catalog_that_nobody_has_fetched_is_not_fetched_for_it() {
        zoo("acme/able", model -> model).describe("cow");

        assertThat(warnings()).isEmpty();
        assertThat(server.requests("/models")).isEmpty();
    }

    @Test
    void a_model_that_takes_no_schemas_is_not_named() {
        openRouter.modelCatalog().models();
        zoo("acme/plain", model -> model).describe("cow");

        assertThat(warnings()).isEmpty();
    }

    @Test
    void a_service_that_wants_text_is_not_named() {
        openRouter.modelCatalog().models();
        zoo("acme/able", model -> model).sing("cow");

        assertThat(warnings()).isEmpty();
    }

    @Test
    void a_service_that_wants_a_map_or_an_object_is_not_named_because_a_schema_does_not_describe_it() {
        openRouter.modelCatalog().models();
        Zoo zoo = zoo("acme/able", model -> model);

        zoo.count("cow");
        zoo.list("cow");
        zoo.find("cow");
        zoo.measure("cow");

        assertThat(warnings()).isEmpty();
    }

    @Test
    void a_model_whose_user_has_decided_is_not_named() {
        openRouter.modelCatalog().models();
        zoo("acme/able", model -> model.supportedCapabilities(Set.of())).describe("cow");
        zoo("acme/able", OpenRouterChatModel.Builder::capabilitiesFromCatalog).describe("cow");

        assertThat(warnings()).isEmpty();
    }

    private Zoo zoo(String modelName, UnaryOperator<OpenRouterChatModel.Builder> with) {
        return AiServices.create(
                Zoo.class,
                with.apply(openRouter.chatModel().modelName(modelName)).build());
    }

    private List<String> warnings() {
        return lines.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
