package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A plain HTTP client of the server under test. */
final class Client {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final String baseUrl;
    private final String key;
    private final HttpClient http;

    Client(OpenRouterServer server) {
        this(server.baseUrl(), server.apiKey());
    }

    Client(String baseUrl, String key) {
        this(baseUrl, key, HTTP);
    }

    private Client(String baseUrl, String key, HttpClient http) {
        this.baseUrl = baseUrl;
        this.key = key;
        this.http = http;
    }

    /** Of a server with TLS; it prefers HTTP/2. */
    static Client trusting(OpenRouterServer server) {
        return new Client(
                server.baseUrl(),
                server.apiKey(),
                HttpClient.newBuilder()
                        .sslContext(server.sslContext())
                        .connectTimeout(Duration.ofSeconds(10))
                        .build());
    }

    static String says(String text) {
        return "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    static String streams(String text) {
        return Json.text(Json.parseObject(says(text)).put("stream", true));
    }

    HttpResponse<String> chat(String body) throws IOException, InterruptedException {
        return send(chatRequest(body).build());
    }

    /** The answer as JSON, whatever its status. */
    JsonNode chatJson(String body) throws IOException, InterruptedException {
        return Json.parse(chat(body).body());
    }

    String chatText(String body) throws IOException, InterruptedException {
        return chatJson(body).at("/choices/0/message/content").asText();
    }

    HttpResponse<InputStream> open(String body) throws IOException, InterruptedException {
        return http.send(chatRequest(body).build(), BodyHandlers.ofInputStream());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return send(request, Duration.ofSeconds(60));
    }

    /** @param whole for the whole answer: the time limit of a request ends with the head of its answer */
    HttpResponse<String> send(HttpRequest request, Duration whole) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return answer.get(whole.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("No whole answer within " + whole);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    CompletableFuture<HttpResponse<String>> sendAsync(String body) {
        return http.sendAsync(chatRequest(body).build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder chatRequest(String body) {
        return request("/chat/completions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    HttpRequest.Builder request(String path) {
        return withoutKey(path).header("Authorization", "Bearer " + key);
    }

    HttpRequest.Builder withoutKey(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(Duration.ofSeconds(30));
    }

    /** Below the base URL, or from the root on if the path begins with {@code /api/}. */
    HttpRequest.Builder absolute(String path) {
        URI base = URI.create(baseUrl);
        return HttpRequest.newBuilder(path.startsWith("/api/") ? base.resolve(path) : URI.create(base + path))
                .timeout(Duration.ofSeconds(30));
    }
}
