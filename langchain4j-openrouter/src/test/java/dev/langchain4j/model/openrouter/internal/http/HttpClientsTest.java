package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

class HttpClientsTest {

    private List<InetAddress> addresses = List.of();
    private final Lookups lookups = new Lookups(host -> addresses);
    private final OkHttpClient http =
            new OkHttpClient.Builder().dns(lookups).fastFallback(true).build();

    @Test
    void addresses_of_a_host_race_until_it_is_known_that_there_is_only_one() throws UnknownHostException {
        HttpClients clients = new HttpClients(http, false);
        assertThat(races(clients, "http://gateway:8080")).isTrue();

        resolvesTo("10.0.0.1");
        assertThat(races(clients, "http://gateway:8080")).isFalse();
        assertThat(races(clients, "https://gateway")).isFalse();
        assertThat(races(clients, "http://gateway2")).isTrue();

        resolvesTo("10.0.0.1", "10.0.0.2");
        assertThat(races(clients, "http://gateway:8080")).isTrue();
    }

    @Test
    void a_host_that_is_an_address_has_no_other() {
        HttpClients clients = new HttpClients(http, false);

        assertThat(races(clients, "http://127.0.0.1:8080")).isFalse();
        assertThat(races(clients, "http://[::1]:8080")).isFalse();
        assertThat(races(clients, "http://10.example")).isTrue();
    }

    @Test
    void a_users_client_stays_as_it_is() {
        HttpClients clients = new HttpClients(http, true);

        assertThat(races(clients, "http://127.0.0.1:8080")).isTrue();
        assertThat(races(clients, "https://127.0.0.1:8080")).isTrue();
    }

    private void resolvesTo(String... names) throws UnknownHostException {
        addresses = Arrays.stream(names).map(HttpClientsTest::address).toList();
        lookups.lookup("gateway");
    }

    private static InetAddress address(String name) {
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean races(HttpClients clients, String url) {
        return clients.of(new Request.Builder().url(url).build()).fastFallback();
    }
}
