package dev.langchain4j.model.openrouter.examples.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An MCP server with two tools: it reads JSON-RPC requests from standard input, a line each, and writes answers to
 * standard output, a line each. Nothing else may go to standard output. It ends when its input ends.
 */
public final class TideServer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> HIGH_WATER =
            new TreeMap<>(Map.of("Calais", "11:48", "Ostend", "12:21", "Vlissingen", "13:04"));

    private TideServer() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode request = JSON.readTree(line);
            if (request.has("id")) { // the others are notifications: nobody waits for an answer
                out.println(JSON.writeValueAsString(answer(request)));
            }
        }
    }

    private static JsonNode answer(JsonNode request) throws JsonProcessingException {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.get("id"));
        switch (request.path("method").asText()) {
            case "initialize" -> answer.set("result", initialized(request.path("params")));
            case "tools/list" -> answer.set("result", tools());
            case "tools/call" -> answer.set("result", call(request.path("params")));
            case "ping" -> answer.putObject("result");
            default -> answer.putObject("error").put("code", -32601).put("message", "Method not found");
        }
        return answer;
    }

    private static ObjectNode initialized(JsonNode parameters) {
        ObjectNode result = JSON.createObjectNode();
        result.put("protocolVersion", parameters.path("protocolVersion").asText());
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", "tides").put("version", "1.0");
        return result;
    }

    private static JsonNode tools() throws JsonProcessingException {
        return JSON.readTree("""
                {
                  "tools": [
                    {
                      "name": "ports",
                      "description": "The ports with a tide table",
                      "inputSchema": {"type": "object", "properties": {}}
                    },
                    {
                      "name": "high_water",
                      "description": "Today's high water in a port",
                      "inputSchema": {
                        "type": "object",
                        "properties": {"port": {"type": "string", "description": "as ports spells it"}},
                        "required": ["port"]
                      }
                    }
                  ]
                }
                """);
    }

    private static ObjectNode call(JsonNode parameters) {
        if (parameters.path("name").asText().equals("ports")) {
            return text(String.join(", ", HIGH_WATER.keySet()), false);
        }
        String port = parameters.path("arguments").path("port").asText();
        String time = HIGH_WATER.get(port);
        return time == null ? text("There is no port '" + port + "'. Ask for the ports.", true) : text(time, false);
    }

    private static ObjectNode text(String text, boolean error) {
        ObjectNode result = JSON.createObjectNode().put("isError", error);
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }
}
