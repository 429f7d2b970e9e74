package dev.langchain4j.model.openrouter.support;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Sockets that never finish connecting: only closing them ends the attempt. */
public final class HangingSockets extends NewSockets {

    private final CountDownLatch connects;

    /** @param connects counted down when one is asked to connect */
    public HangingSockets(CountDownLatch connects) {
        this.connects = connects;
    }

    @Override
    public Socket createSocket() {
        CountDownLatch closed = new CountDownLatch(1);
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                connects.countDown();
                while (closed.getCount() > 0) {
                    LockSupport.parkNanos(1_000_000); // which an interrupt cuts short, and leaves set
                }
                throw new SocketException("Socket closed");
            }

            @Override
            public synchronized void close() throws IOException {
                closed.countDown();
                super.close();
            }
        };
    }
}
