package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.openrouter.spring.test.OpenRouterTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.PropertySource;

/** The test of an application whose own keys and base URLs would refuse the stand-in. */
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "langchain4j.openrouter.chat-model.model-name=gpt-4o-mini",
            "langchain4j.openrouter.key-ring.keys.main=sk-or-v1-main",
            "langchain4j.openrouter.key-ring.keys.[the.reserve]=sk-or-v1-reserve",
            "langchain4j.openrouter.key-ring.keys.absent=${A_KEY_THAT_IS_NOT_SET}",
            "langchain4j.openrouter.key-ring.keys.spareKey=${A_KEY_THAT_IS_NOT_SET}",
            "langchain4j.openrouter.key-ring.keys.last_key=",
            "langchain4j.openrouter.decision-model.model-name=typesafe/jev-1.13",
            "langchain4j.openrouter.decision-model.decisions-url=https://eu.openrouter.ai/api/alpha/decisions",
            "langchain4j.openrouter.decision-models.guard.model-name=typesafe/jev-1.13",
            "langchain4j.openrouter.decision-models.guard.decisions-url=${A_URL_THAT_IS_NOT_SET}",
            "langchain4j.openrouter.decisionModels.nightGuard.modelName=typesafe/jev-1.13",
            "langchain4j.openrouter.decisionModels.nightGuard.decisionsUrl=https://eu.openrouter.ai/api/alpha/decisions",
            "langchain4j.openrouter.decision-models[guard.of.doors].model-name=typesafe/jev-1.13",
            "langchain4j.openrouter.decision-models[guard.of.doors].decisions-url=https://eu.openrouter.ai/api/alpha/decisions",
            "langchain4j.openrouter.data-policy.allowed-base-urls[0]=https://eu.openrouter.ai/api/v1",
            "langchain4j.openrouter.data-policy.allowed-base-urls[1]=https://us.openrouter.ai/api/v1"
        })
@OpenRouterTest
class OpenRouterTestOfKeyRingTest {

    @TestConfiguration
    @PropertySource("classpath:gatehouse.properties")
    static class Gatehouse {}

    @Autowired
    OpenRouterServer openRouter;

    @Autowired
    Librarian librarian;

    @Autowired
    List<DecisionModel> decisionModels;

    @Test
    void the_stand_in_takes_the_place_of_keys_and_base_urls() {
        assertThat(librarian.answer("Where is Walden?")).isNotBlank();
    }

    @Test
    void decisions_arrive_at_the_stand_in() {
        for (DecisionModel model : decisionModels) {
            model.decide(DecisionRequest.builder()
                    .inputContents(TextContent.from("Walden"))
                    .question("book", YesNoQuestion.from("Is it a book?"))
                    .build());
        }

        assertThat(openRouter.requests("/api/alpha/decisions")).hasSize(5);
    }
}
