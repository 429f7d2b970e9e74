package dev.langchain4j.model.openrouter.tck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.MessageAnswer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a model has to know to pass LangChain4j's tests. Each answer is given only to a request that carries all that the answer needs -
 * the picture, the tool with a schema for its arguments, the format, the earlier messages - and what has no answer is refused, so that
 * nothing passes by chance. Tool calls and structured answers are in {@code src/test/resources/tck}, by prompt.
 */
final class TckScript {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TWO_STEPS =
            "First add 2 and 3 by calling 'add' tool, then multiply the result by 4 by calling 'multiply' tool";

    private final OpenRouterServer server;

    private TckScript(OpenRouterServer server) {
        this.server = server;
    }

    /** A server that plays this script. */
    static OpenRouterServer start() {
        OpenRouterServer server = OpenRouterServer.start();
        server.when(body -> true).answer(Answer.error(400, "TckScript has no answer to this request"));
        write(server);
        return server;
    }

    /** Lets a server play this script; what has no answer there is answered as without it. */
    static void write(OpenRouterServer server) {
        new TckScript(server).write();
    }

    /** The newest rule is asked first. */
    private void write() {
        words();
        pictures();
        json();
        toolCalls();
        toolResults();
        limits();
        listeners();
    }

    private void words() {
        when(
                asked -> asked.prompt().equals("What is the capital of Germany?")
                        && asked.format().equals("text"),
                Answer.text("The capital of Germany is Berlin."));
        when(
                asked -> asked.conversation()
                        .equals(List.of(
                                "system: Translate messages from user into German", "user: Translate: 'I love you'")),
                Answer.text("Ich liebe dich"));
        when(
                asked -> asked.conversation()
                        .equals(List.of(
                                "user: Hi, my favorite color is green",
                                "assistant: Hi, nice to meet you",
                                "user: What is my favorite color?")),
                Answer.text("Your favorite color is green."));
        // Never ends by itself: who wants it to end has to leave.
        when(
                asked -> asked.prompt().equals("Tell me a long story about animals"),
                Answer.stream()
                        .text("Once ")
                        .text("upon ")
                        .text("a ")
                        .text("time ")
                        .text("a ")
                        .text("fox ")
                        .text("met ")
                        .text("a ")
                        .text("crow.")
                        .silence());
    }

    private void pictures() {
        when(
                asked -> asked.prompt().equals("What do you see?") && asked.shows(Picture.CAT),
                Answer.text("I see a cat."));
        when(
                asked -> asked.prompt().startsWith("What do you see on these images?")
                        && asked.shows(Picture.CAT, Picture.DICE),
                Answer.text("The first shows a cat, the second dice."));
    }

    private void json() {
        when(
                asked -> asked.prompt().endsWith("Answer with a JSON object containing a single 'city' field")
                        && asked.format().equals("json_object"),
                Answer.json("{\"city\": \"Berlin\"}"));
        table("structured-answers.json")
                .properties()
                .forEach(row -> row.getValue()
                        .forEach(answer -> when(
                                asked -> asked.prompt().equals(row.getKey()) && asked.wants(answer),
                                Answer.json(answer.toString()))));
    }

    private void toolCalls() {
        table("tool-calls.json").properties().forEach(row -> {
            List<Call> calls = calls(row.getValue());
            when(asked -> asked.prompt().equals(row.getKey()) && offersAll(asked, calls), answer(calls));
        });
        // Models that know no arguments often send none at all, in place of an empty object.
        JsonNode nothing = JSON.createObjectNode();
        when(
                asked -> asked.prompt().equals("What is the time now? Use the get_current_time tool.")
                        && asked.offers("get_current_time", nothing),
                Answer.toolCall("get_current_time", ""));
        List<Call> weather =
                List.of(new Call("getWeather", JSON.createObjectNode().put("city", "Munich")));
        when(
                asked -> asked.prompt().equals("I live in Munich")
                        && asked.request().path("tool_choice").asText().equals("required")
                        && offersAll(asked, weather),
                answer(weather));
        List<Call> addition =
                List.of(new Call("add", JSON.createObjectNode().put("arg0", 124).put("arg1", 47)));
        when(
                asked -> asked.prompt().equals("Now add 47 to the previous result")
                        && asked.conversation().contains("tool: 124")
                        && offersAll(asked, addition),
                answer(addition));
    }

    private void toolResults() {
        when(asked -> !asked.toolResults().isEmpty() && asked.format().equals("text"), Answer.unscripted());
        List<Call> multiplication = List.of(
                new Call("multiply", JSON.createObjectNode().put("arg0", 5).put("arg1", 4)));
        when(
                asked -> asked.toolResults().equals(List.of("5"))
                        && asked.promptBeforeTools().equals(TWO_STEPS)
                        && offersAll(asked, multiplication),
                answer(multiplication));
        whenToolSays("sunny", JSON.createObjectNode().put("weather", "sunny"));
        whenToolSays("sunny", JSON.createObjectNode().put("city", "Munich").put("weather", "SUNNY"));
        when(asked -> asked.toolResults().equals(List.of("")) && asked.shows(Picture.CAT), Answer.text("Cat"));
        when(
                asked -> asked.toolResults().equals(List.of("Its name is Whiskers")) && asked.shows(Picture.CAT),
                Answer.text("It is a cat, and its name is Whiskers."));
    }

    /** Limits and stop sequences are kept by the stand-in's own model, which repeats what it was asked. */
    private void limits() {
        when(asked -> asked.maxTokens() > 0 && asked.maxTokens() < Target.ENOUGH, Answer.unscripted());
        when(asked -> asked.prompt().equals("Say 'Hello World'"), Answer.unscripted());
    }

    private void listeners() {
        when(asked -> asked.prompt().equals("hello"), Answer.error(400, "temperature, top_p or max_tokens is missing"));
        when(
                asked -> asked.prompt().equals("hello")
                        && asked.request().path("temperature").asDouble() == 0.7
                        && asked.request().path("top_p").asDouble() == 1.0
                        && asked.maxTokens() == 7,
                Answer.text("Hello!"));
        when(asked -> asked.prompt().equals("this message will fail"), Answer.error(401, "No auth credentials found"));
    }

    private void whenToolSays(String result, JsonNode answer) {
        when(
                asked -> asked.toolResults().equals(List.of(result)) && asked.wants(answer),
                Answer.json(answer.toString()));
    }

    private void when(Predicate<Asked> test, Answer answer) {
        server.when(Match.body(body -> test.test(new Asked(body)))).answer(answer);
    }

    private record Call(String tool, JsonNode arguments) {}

    private static List<Call> calls(JsonNode row) {
        List<Call> calls = new ArrayList<>();
        for (JsonNode call : row) {
            call.properties().forEach(entry -> calls.add(new Call(entry.getKey(), entry.getValue())));
        }
        return calls;
    }

    private static boolean offersAll(Asked asked, List<Call> calls) {
        return calls.stream().allMatch(call -> asked.offers(call.tool(), call.arguments()));
    }

    private static MessageAnswer answer(List<Call> calls) {
        Call first = calls.get(0);
        MessageAnswer answer = Answer.toolCall(first.tool(), first.arguments().toString());
        calls.stream()
                .skip(1)
                .forEach(
                        call -> answer.andToolCall(call.tool(), call.arguments().toString()));
        return answer;
    }

    private static JsonNode table(String file) {
        try (InputStream in = TckScript.class.getResourceAsStream("/tck/" + file)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
