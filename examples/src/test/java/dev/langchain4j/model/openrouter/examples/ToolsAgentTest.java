package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openrouter.examples.ToolsAgent.HelpDesk;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolsAgentTest {

    private final Printed printed = new Printed();
    private final Connection connection = Connection.open(Map.of());
    private final OpenRouterServer server = connection.server();
    private final HelpDesk helpDesk = ToolsAgent.helpDesk(connection
            .openRouter()
            .chatModel()
            .modelName("gpt-4o-mini")
            .maxRetries(0)
            .build());

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void calls_several_tools_at_once_and_mends_a_mistake() {
        ToolsAgent.run(connection, printed.screen());

        assertThat(printed.text()).contains("""
                    round 1     order {"number": "4711"} returns {"number":"4711","item":"touring
                                bicycle","parcel":"NL-2093"}
                                order {"number": "4712"} returns
                                {"number":"4712","item":"bell","parcel":"NL-2094"}
                    round 2     arrival {"parcel": "NL-2093"} returns "THURSDAY"
                                arrival {"parcel": "4712"} fails: There is no parcel '4712'. Parcels have
                                numbers as NL-2093; the order tells them.
                    round 3     arrival {"parcel": "NL-2094"} returns "SATURDAY"
                    round 4     hold {"parcel": "NL-2094", "until": "MONDAY"} returns NL-2094 is held and comes
                                on MONDAY.
                    answer      Your bicycle (4711) comes on Thursday, before you leave. The bell (4712) would
                """);
    }

    @Test
    void shows_what_each_call_of_the_model_has_cost_and_all_together() {
        ToolsAgent.run(connection, printed.screen());

        assertThat(printed.text().lines().filter(line -> line.contains("call ")))
                .hasSize(5);
        assertThat(printed.text())
                .containsPattern(
                        "together +\\d+ +\\d+ +\\Q$" + server.ledger().cost().toPlainString() + "\\E\\n");
    }

    @Test
    void prints_what_the_docs_show() {
        ToolsAgent.run(connection, printed.screen());

        assertThat(Pages.outputs("tools-and-structured-output.md").filter(output -> output.contains("together")))
                .isNotEmpty()
                .allSatisfy(output -> assertThat(printed.text()).containsIgnoringWhitespaces(output));
    }

    @Test
    void fits_its_width() {
        ToolsAgent.run(connection, printed.screen());

        assertThat(printed.text().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(96));
    }

    @Test
    void tells_the_model_of_arguments_that_are_none() {
        server.answer(
                Answer.toolCall("hold", "{\"parcel\": \"NL-2094\", \"until\": \"next week\"}"),
                Answer.toolCall("hold", "{\"parcel\": "),
                Answer.text("Sorry."));

        assertThat(helpDesk.ask("Hold it").content()).isEqualTo("Sorry.");

        assertThat(server.requests()).hasSize(3);
        assertThat(result(1)).contains("next week");
        assertThat(result(2)).isNotBlank();
    }

    @Test
    void tells_the_model_of_tools_that_there_are_not() {
        server.answer(Answer.toolCall("refund", "{}"), Answer.text("Sorry."));

        assertThat(helpDesk.ask("Give me my money back").content()).isEqualTo("Sorry.");

        assertThat(result(1)).isEqualTo("There is no tool 'refund'.");
    }

    @Test
    void does_not_go_round_in_circles_for_ever() {
        server.when(body -> true).answer(Answer.toolCall("order", "{\"number\": \"4711\"}"));

        assertThatThrownBy(() -> helpDesk.ask("Where is it?")).hasMessageContaining("maxToolCallingRoundTrips");

        assertThat(server.requests()).hasSizeLessThanOrEqualTo(11);
    }

    /** What the last message of a request says. */
    private String result(int index) {
        JsonNode messages = server.requests().get(index).body().path("messages");
        JsonNode last = messages.path(messages.size() - 1);
        assertThat(last.path("role").asText()).isEqualTo("tool");
        return last.path("content").asText();
    }
}
