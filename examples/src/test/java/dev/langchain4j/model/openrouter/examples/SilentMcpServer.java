package dev.langchain4j.model.openrouter.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** An MCP server that says which tool it has, {@code ports} or its argument, and answers no call of it. */
public final class SilentMcpServer {

    private SilentMcpServer() {}

    public static void main(String[] arguments) throws IOException {
        String tool = arguments.length == 0 ? "ports" : arguments[0];
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode request = new ObjectMapper().readTree(line);
            String result = switch (request.path("method").asText()) {
                case "initialize" ->
                    "{\"protocolVersion\": \"2025-06-18\", \"capabilities\": {\"tools\": {}},"
                            + " \"serverInfo\": {\"name\": \"silent\", \"version\": \"1\"}}";
                case "tools/list" ->
                    "{\"tools\": [{\"name\": \"" + tool + "\", \"inputSchema\": {\"type\": \"object\"}}]}";
                default -> null;
            };
            if (result != null) {
                System.out.println(
                        "{\"jsonrpc\": \"2.0\", \"id\": " + request.get("id") + ", \"result\": " + result + "}");
            }
        }
    }
}
