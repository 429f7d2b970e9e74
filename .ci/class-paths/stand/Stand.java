package stand;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;

/** Starts the stand-in: for {@code smoke.Smoke} in this JVM, or with "serve" for others until standard input ends. */
public final class Stand {

    public static void main(String[] args) throws Exception {
        try (OpenRouterServer server = OpenRouterServer.start()) {
            if (args.length == 1 && args[0].equals("serve")) {
                System.out.println(server.baseUrl() + " " + server.apiKey());
                while (System.in.read() >= 0) {}
                return;
            }
            smoke.Smoke.main(new String[] {server.baseUrl(), server.apiKey()});
        }
    }
}
