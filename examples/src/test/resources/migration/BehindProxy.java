import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;

public class BehindProxy {

    OpenAiChatModel inOneGo(String key) {
        return OpenAiChatModel.builder()
                .apiKey(key)
                .httpClientBuilder(JdkHttpClient.builder()
                        .httpClientBuilder(HttpClient.newBuilder()
                                .proxy(ProxySelector.of(new InetSocketAddress("proxy.example.org", 3128)))))
                .build();
    }

    OpenAiChatModel stepByStep(String key) {
        HttpClient.Builder java = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("proxy.example.org", 3128)));
        JdkHttpClientBuilder http = JdkHttpClient.builder().httpClientBuilder(java);
        return OpenAiChatModel.builder().apiKey(key).httpClientBuilder(http).build();
    }
}
