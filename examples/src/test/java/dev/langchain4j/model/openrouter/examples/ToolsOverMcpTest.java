package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.transport.stdio.StdioMcpTransport;
import dev.langchain4j.model.openrouter.examples.ToolsOverMcp.Harbour;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.service.AiServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolsOverMcpTest {

    private static DefaultMcpClient tides;

    private final Connection connection = Connection.open(Map.of());
    private final OpenRouterServer server = connection.server();
    private final Harbour harbour = harbour(tides);

    @BeforeAll
    static void startServer() {
        tides = ToolsOverMcp.connect(ToolsOverMcp.serverCommand());
    }

    @AfterAll
    static void stopServer() {
        tides.close();
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void asks_the_tools_of_another_process_and_corrects_a_mistake() {
        OfflineRun run = OfflineRun.of(ToolsOverMcp::run);

        run.prints("mcp-tools.md");
        assertThat(run.printed()).contains("$" + run.charged().toPlainString());
        assertThat(run.printed().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(96));
    }

    @Test
    void offers_the_tools_of_the_server_to_the_model_with_their_schemas() {
        server.answer(Answer.text("I know."));

        harbour.ask("When is high water in Calais?");

        JsonNode tools = server.lastChatRequest().path("tools");
        assertThat(tools.findValuesAsText("name")).containsExactlyInAnyOrder("ports", "high_water");
        assertThat(tools.findValue("parameters")).isNotNull();
        assertThat(tools.findValuesAsText("description")).contains("as ports spells it");
    }

    @Test
    void tells_the_model_why_a_tool_failed() {
        server.answer(Answer.toolCall("high_water", "{\"port\": \"Atlantis\"}"), Answer.text("Sorry."));

        assertThat(harbour.ask("When is high water in Atlantis?").content()).isEqualTo("Sorry.");

        assertThat(lastMessage()).isEqualTo("There is no port 'Atlantis'. Ask for the ports.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"port\": ", "[\"Ostend\"]", "Ostend"})
    void tells_the_model_that_its_arguments_are_no_json_object(String arguments) {
        server.answer(Answer.toolCall("high_water", arguments), Answer.text("Sorry."));

        assertThat(harbour.ask("When is high water in Ostend?").content()).isEqualTo("Sorry.");

        assertThat(lastMessage()).contains("at [Source");
    }

    @Test
    void does_not_start_a_server_whose_program_is_missing() {
        assertThatThrownBy(() -> ToolsOverMcp.connect(List.of("no-such-program")))
                .hasStackTraceContaining("Cannot run program \"no-such-program\"");
    }

    @Test
    void tells_the_model_of_tools_that_the_server_does_not_have() {
        server.answer(Answer.toolCall("low_water", "{}"), Answer.text("Sorry."));

        assertThat(harbour.ask("When is low water in Calais?").content()).isEqualTo("Sorry.");

        assertThat(lastMessage()).isEqualTo("There is no tool 'low_water'.");
    }

    @Test
    void does_not_go_round_in_circles_for_ever() {
        server.when(body -> true).answer(Answer.toolCall("ports", "{}"));

        assertThatThrownBy(() -> harbour.ask("Which ports are there?"))
                .hasMessageContaining("maxToolCallingRoundTrips");

        assertThat(server.requests()).hasSizeLessThanOrEqualTo(11);
    }

    @Test
    void tells_the_model_of_a_server_that_does_not_answer() {
        server.answer(Answer.toolCall("ports", "{}"), Answer.text("Sorry."));

        // it holds for the list of the tools, too: a loaded machine needs more than some milliseconds
        try (DefaultMcpClient silent = silentServer("ports", Duration.ofSeconds(2))) {
            assertThat(harbour(silent).ask("Which ports are there?").content()).isEqualTo("Sorry.");
        }

        assertThat(lastMessage()).isEqualTo("There was a timeout executing the tool");
    }

    @Test
    void gives_a_tool_a_name_that_models_take() {
        try (DefaultMcpClient dotted = silentServer("tides.ports", null)) {
            McpToolProvider.Builder tools = McpToolProvider.builder().mcpClients(dotted);

            assertThatThrownBy(() -> asking(tools.build()).ask("Which ports are there?"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("tools.0.function.name");

            tools.toolNameMapper((client, tool) -> tool.name().replace('.', '_'));
            server.answer("I know.");
            asking(tools.build()).ask("Which ports are there?");
            assertThat(server.lastChatRequest().findValuesAsText("name")).containsExactly("tides_ports");
        }
    }

    @Test
    void gives_tools_of_two_servers_two_names() {
        try (DefaultMcpClient other = silentServer("ports", null)) {
            McpToolProvider.Builder tools = McpToolProvider.builder()
                    .mcpClients(tides, other)
                    .filter((client, tool) -> tool.name().equals("ports"));

            assertThatThrownBy(() -> asking(tools.build()).ask("Which ports are there?"))
                    .hasMessageContaining("Duplicated definition for tool: ports");
            assertThat(server.requests()).isEmpty();

            tools.toolNameMapper((client, tool) -> client.key() + "_" + tool.name());
            server.answer("I know.");
            asking(tools.build()).ask("Which ports are there?");
            assertThat(server.lastChatRequest().findValuesAsText("name"))
                    .containsExactlyInAnyOrder("tides_ports", "silent_ports");
        }
    }

    private Harbour asking(McpToolProvider tools) {
        return AiServices.builder(Harbour.class)
                .chatModel(connection
                        .openRouter()
                        .chatModel()
                        .modelName("gpt-4o-mini")
                        .build())
                .toolProvider(tools)
                .build();
    }

    /** @param timeout of a request; null for the client's default */
    private static DefaultMcpClient silentServer(String tool, Duration timeout) {
        List<String> command = new ArrayList<>(ToolsOverMcp.command(SilentMcpServer.class));
        command.add(tool);
        return DefaultMcpClient.builder()
                .key("silent")
                .transport(StdioMcpTransport.builder().command(command).build())
                .toolExecutionTimeout(timeout)
                .build();
    }

    @Test
    void ends_the_process_of_the_server_with_the_client() {
        Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
        DefaultMcpClient client = ToolsOverMcp.connect(ToolsOverMcp.serverCommand());
        List<ProcessHandle> started = ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child))
                .toList();
        assertThat(started).isNotEmpty();

        client.close();

        assertThat(started).allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(30)));
    }

    private Harbour harbour(McpClient client) {
        return ToolsOverMcp.harbour(
                connection.openRouter().chatModel().modelName("gpt-4o-mini").build(), client);
    }

    private String lastMessage() {
        JsonNode messages = server.lastChatRequest().path("messages");
        return messages.path(messages.size() - 1).path("content").asText();
    }
}
