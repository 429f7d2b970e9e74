package dev.langchain4j.model.openrouter.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers like OpenRouter, from prepared bytes, so that it costs little compared with its clients. One thread per
 * connection; paced streams share one more. Prints its port on the first line and ends with its input.
 */
final class LoadServer {

    /** How long a held answer lets its client wait. */
    static final int MILLIS_HELD = 1_000;

    private final Map<String, CannedAnswer> answers = CannedAnswer.all();
    private final Pacer pacer = new Pacer();

    /** The scenarios whose answers come after a while. */
    private final Set<String> held = Stream.of(Scenario.values())
            .filter(scenario -> scenario.kind == Scenario.Kind.HELD)
            .map(Scenario::name)
            .collect(Collectors.toSet());

    private LoadServer() {}

    /** No arguments. */
    public static void main(String[] args) throws IOException {
        ServerSocket socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        LoadServer server = new LoadServer();
        start(() -> server.accept(socket));
        System.out.println(socket.getLocalPort());
        while (System.in.read() >= 0) {
            // until the harness ends
        }
        System.exit(0);
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                start(() -> serve(client));
            }
        } catch (IOException e) {
            e.printStackTrace();
        }
    }

    private void serve(Socket client) {
        try (client) {
            RequestReader requests = new RequestReader(client.getInputStream());
            OutputStream out = client.getOutputStream();
            while (requests.next()) {
                CannedAnswer answer = requests.asksForModels()
                        ? CannedAnswer.models()
                        : answers.get(
                                requests.scenario().equals(Scenario.EMBED.name()) && !requests.asksForBase64()
                                        ? Scenario.EMBED_AS_FLOATS.name()
                                        : requests.scenario());
                if (answer == null) {
                    throw new IOException("no answer for " + requests.scenario());
                }
                if (held.contains(requests.scenario())) {
                    Thread.sleep(MILLIS_HELD);
                }
                for (byte[] write : answer.writes()) {
                    out.write(write);
                }
                if (answer.paced()) {
                    pacer.stream(out);
                }
            }
        } catch (IOException e) {
            // A client that ends closes its connections.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }
}
