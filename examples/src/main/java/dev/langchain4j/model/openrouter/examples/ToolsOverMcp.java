package dev.langchain4j.model.openrouter.examples;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.transport.stdio.StdioMcpTransport;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.examples.mcp.TideServer;
import dev.langchain4j.model.openrouter.examples.scripts.McpScript;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import dev.langchain4j.service.tool.ToolExecution;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An agent whose tools are in another process: an MCP server, started for this run, that is spoken to over standard
 * input and output. The model learns the tools from the server, makes a mistake, and corrects it.
 */
final class ToolsOverMcp {

    static final String QUESTION = "When is high water in Ostend and in Vlissingen today?";

    private static final String MODEL = "gpt-4o-mini";
    // region agent
    interface Harbour {

        @SystemMessage("You answer questions about tides. Find out with tools; do not guess.")
        Result<String> ask(String question);
    }

    static DefaultMcpClient connect(List<String> command) {
        return DefaultMcpClient.builder()
                .key("tides")
                .transport(StdioMcpTransport.builder().command(command).build())
                .toolExecutionTimeout(Duration.ofSeconds(30))
                .build();
    }

    static Harbour harbour(ChatModel model, McpClient tides) {
        return AiServices.builder(Harbour.class)
                .chatModel(model)
                .toolProvider(McpToolProvider.builder()
                        .mcpClients(tides)
                        .filterToolNames("ports", "high_water") // not what a new version of the server brings
                        .build())
                .maxToolCallingRoundTrips(10) // an endless loop costs money
                .toolArgumentsErrorHandler((error, call) -> ToolErrorHandlerResult.text(error.getMessage()))
                .toolExecutionErrorHandler((error, call) -> ToolErrorHandlerResult.text(error.getMessage()))
                .hallucinatedToolNameStrategy(
                        call -> ToolExecutionResultMessage.from(call, "There is no tool '" + call.name() + "'."))
                .build();
    }
    // endregion

    private ToolsOverMcp() {}

    static void run(Connection connection, Screen screen) {
        connection.script(McpScript::answers);
        screen.title(
                "Tools of an MCP server, on " + MODEL,
                connection.isLive()
                        ? "Live: your key, a real model; the server is a process on this machine."
                        : "Offline: a stand-in plays the model; the server is a process on this machine.");
        screen.line();
        screen.row("question", QUESTION);
        try (DefaultMcpClient tides = connect(serverCommand())) {
            screen.row(
                    "tools",
                    tides.listTools().stream()
                            .map(tool -> tool.name() + ": " + tool.description())
                            .collect(Collectors.joining("; ")));
            ChatModel model =
                    connection.openRouter().chatModel().modelName(MODEL).build();
            Result<String> result = harbour(model, tides).ask(QUESTION);
            result.toolExecutions().forEach(execution -> show(execution, screen));
            screen.good("answer", result.content());
            screen.row("cost", Screen.dollars(result.tokenUsage()));
        }
        screen.line();
    }

    private static void show(ToolExecution execution, Screen screen) {
        String call = execution.request().name() + " " + execution.request().arguments();
        if (execution.hasFailed()) {
            screen.bad("call", call + " fails: " + execution.result());
        } else {
            screen.row("call", call + " returns " + execution.result());
        }
    }

    static List<String> serverCommand() {
        return command(TideServer.class);
    }

    /** Starts a Java program that needs nothing but Jackson. */
    static List<String> command(Class<?> program) {
        String classPath = Stream.of(program, ObjectMapper.class, JsonFactory.class, JsonProperty.class)
                .map(ToolsOverMcp::origin)
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-XX:TieredStopAtLevel=1", "-cp", classPath, program.getName());
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
