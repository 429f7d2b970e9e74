import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts a packaged application against the stand-in, asks it, lets it stream over HTTP, and ends it. */
final class Check {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("http://[\\w.]+:(\\d+)");

    private final OpenRouterServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private String url;

    private Check(OpenRouterServer server) {
        this.server = server;
    }

    /** The command of the application. */
    public static void main(String[] command) throws Exception {
        try (OpenRouterServer server = OpenRouterServer.start()) {
            new Check(server).run(command);
        }
    }

    private void run(String[] command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OPENROUTER_API_KEY", server.apiKey());
        builder.environment().put("OPENROUTER_BASE_URL", server.baseUrl());
        Process application = builder.start();
        try {
            url = address(application);
            answers();
            streamsEachPartAsItArrives();
            endsABrokenStreamWithAnEvent();
            closesTheConnectionWhenTheBrowserHasGone();
            stops(application);
        } finally {
            application.destroyForcibly();
        }
    }

    /** Reads the log on, so that the application never waits for a reader of it. */
    private static String address(Process application) throws Exception {
        CompletableFuture<String> address = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (BufferedReader log = application.inputReader(StandardCharsets.UTF_8)) {
                for (String line; (line = log.readLine()) != null; ) {
                    System.out.println("   | " + line);
                    Matcher found = ADDRESS.matcher(line);
                    if (found.find()) {
                        address.complete("http://127.0.0.1:" + found.group(1));
                    }
                }
                address.completeExceptionally(new AssertionError("the application ended before it listened"));
            } catch (java.io.IOException e) {
                address.completeExceptionally(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return address.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void answers() throws Exception {
        server.answer("On shelf 3.");
        HttpResponse<String> response = client.send(request("/answer?question=Walden"), BodyHandlers.ofString());
        check(response.statusCode() == 200 && response.body().equals("On shelf 3."), "answer: " + response.body());
    }

    private void streamsEachPartAsItArrives() throws Exception {
        Gate gate = new Gate();
        server.answer(
                Answer.stream().text("Once").waitFor(gate).text(" upon\n a time").finish("stop").done());
        try (Events events = events()) {
            check(events.next().equals("part {\"text\":\"Once\"}"), "the first part arrives before the second is sent");
            gate.open();
            check(events.next().equals("part {\"text\":\" upon\\n a time\"}"), "the second part keeps its blanks");
            check(events.next().startsWith("end "), "the stream ends with its event");
        }
    }

    private void endsABrokenStreamWithAnEvent() throws Exception {
        server.answer(Answer.stream().text("Once").error(400, "no"));
        try (Events events = events()) {
            check(events.next().startsWith("part "), "a part comes before the failure");
            check(events.next().startsWith("failure "), "the failure is an event");
        }
    }

    private void closesTheConnectionWhenTheBrowserHasGone() throws Exception {
        server.answer(Answer.stream().text("Once").silence());
        try (Events events = events()) {
            check(events.next().startsWith("part "), "a part comes before the browser leaves");
            check(server.openStreams() == 1, "one stream is open");
        }
        await(() -> server.openStreams() == 0, "the stream from OpenRouter ends with the browser's");
    }

    private void stops(Process application) throws Exception {
        server.answer(Answer.stream().text("Once").silence());
        try (Events events = events()) {
            check(events.next().startsWith("part "), "a stream is open when the application is told to stop");
            application.destroy();
            boolean stopped = application.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            check(stopped, "the application stops, although a stream is open");
        }
        await(() -> server.openStreams() == 0, "its stream from OpenRouter has ended");
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).build();
    }

    private Events events() throws Exception {
        HttpResponse<InputStream> response = client.send(request("/story?about=rivers"), BodyHandlers.ofInputStream());
        String type = response.headers().firstValue("Content-Type").orElse("");
        check(response.statusCode() == 200 && type.startsWith("text/event-stream"), "content type " + type);
        return new Events(response.body());
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
        System.out.println("   " + what);
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); !condition.getAsBoolean(); Thread.sleep(20)) {
            if (System.nanoTime() > end) {
                check(false, what);
            }
        }
        check(true, what);
    }

    /** Server-sent events, each as its name, a blank and its data. */
    private static final class Events implements AutoCloseable {

        private final BufferedReader lines;

        Events(InputStream body) {
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        String next() throws Exception {
            String name = "";
            List<String> data = new ArrayList<>();
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.isEmpty() && !name.isEmpty()) {
                    return name + " " + String.join("\n", data);
                }
                String value = line.substring(line.indexOf(':') + 1).strip();
                if (line.startsWith("event:")) {
                    name = value;
                } else if (line.startsWith("data:")) {
                    data.add(value);
                }
            }
            return "nothing";
        }

        @Override
        public void close() throws Exception {
            lines.close();
        }
    }
}
