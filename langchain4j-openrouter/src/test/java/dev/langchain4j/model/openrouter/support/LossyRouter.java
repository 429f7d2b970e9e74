package dev.langchain4j.model.openrouter.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Forwards connections to a server, and can lose them without telling either side. */
public final class LossyRouter implements AutoCloseable {

    private final ServerSocket entrance;
    private final int target;
    private final List<Socket> sockets = new ArrayList<>();
    private volatile AtomicBoolean lost = new AtomicBoolean();

    public LossyRouter(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** Swallows all bytes of the connections so far, in both directions; new ones work. */
    public void loseConnections() {
        lost.set(true);
        lost = new AtomicBoolean();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = kept(entrance.accept());
            Socket server = kept(new Socket(InetAddress.getLoopbackAddress(), target));
            AtomicBoolean lostOnes = lost;
            start(() -> pump(client, server, lostOnes));
            start(() -> pump(server, client, lostOnes));
        }
    }

    private static void pump(Socket from, Socket to, AtomicBoolean lost) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (!lost.get()) {
                out.write(buffer, 0, read);
            }
        }
        if (!lost.get()) {
            to.close();
        }
    }

    private synchronized Socket kept(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException closed) {
                        // by one of the sides, or at the end
                    }
                },
                "lossy-router");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void close() throws IOException {
        entrance.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }
}
