package dev.langchain4j.model.openrouter.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a plain socket, for faults that an HTTP server cannot produce: to close connections at any time, to
 * announce what it does not send, to stop in the middle of a line.
 */
public final class RawServer implements AutoCloseable {

    private final ServerSocket socket;
    private final Script script;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    private RawServer(Script script) {
        this.script = script;
        try {
            this.socket = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept, "raw-server").start();
    }

    /** @param script runs once per connection, on a thread of its own; the connection is closed when it ends */
    public static RawServer start(Script script) {
        return new RawServer(script);
    }

    /** Answers every request of every connection with the same bytes. */
    public static RawServer answering(byte[] response) {
        return start(connection -> {
            while (connection.readRequest()) {
                connection.send(response);
            }
        });
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + port() + "/api/v1";
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Request lines, in the order in which the requests were read to their end. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public int connections() {
        return accepted.get();
    }

    /** Closes all connections that are open, as a restart does; new ones are taken. */
    public void dropConnections() {
        connections.forEach(Connection::close);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        dropConnections();
    }

    /** A whole response with a length. */
    public static byte[] response(int status, String contentType, byte[] body) {
        String head = "HTTP/1.1 " + status + " Told\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    public static byte[] response(int status, String contentType, String body) {
        return response(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Connection connection = new Connection(socket.accept(), accepted.getAndIncrement());
                connections.add(connection);
                daemon(() -> serve(connection), "raw-server-connection").start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Connection connection) {
        try (connection) {
            script.serve(connection);
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** What to do with a connection. */
    @FunctionalInterface
    public interface Script {
        void serve(Connection connection) throws IOException, InterruptedException;
    }

    /** One connection of a client. */
    public final class Connection implements AutoCloseable {

        private final Socket client;
        private final int number;
        private final InputStream in;
        private final OutputStream out;
        private volatile long bodyBytes;

        private Connection(Socket client, int number) throws IOException {
            this.client = client;
            this.number = number;
            client.setTcpNoDelay(true);
            this.in = new BufferedInputStream(client.getInputStream());
            this.out = client.getOutputStream();
        }

        /** 0 for the first connection of the server. */
        public int number() {
            return number;
        }

        /** Reads a whole request; false if the client sends none any more. */
        public boolean readRequest() throws IOException {
            String requestLine = line();
            if (requestLine.isEmpty()) {
                return false;
            }
            int length = 0;
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(
                            header.substring(header.indexOf(':') + 1).strip());
                }
            }
            bodyBytes = 0;
            for (long skipped = 1; bodyBytes < length && skipped > 0; bodyBytes += skipped) {
                skipped = in.skip(length - bodyBytes);
            }
            requests.add(requestLine);
            return true;
        }

        /** Of the body of the last request. */
        public long bodyBytes() {
            return bodyBytes;
        }

        public void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        public void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Until the client closes the connection. */
        public void awaitEnd() throws IOException {
            while (in.read() >= 0) {
                // What else it sends is of no interest.
            }
        }

        @Override
        public void close() {
            try {
                client.close();
            } catch (IOException e) {
                // It is closed, either way.
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }
    }
}
