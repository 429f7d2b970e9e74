import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.openai.OpenAiModelCatalog;

public class ModelList {

    public static void main(String[] args) {
        OpenAiModelCatalog catalog = OpenAiModelCatalog.builder()
                .connectTimeout(java.time.Duration.ofSeconds(5))
                .readTimeout(java.time.Duration.ofSeconds(20))
                .userAgent("harbour")
                .apiKey(System.getenv("OPENAI_API_KEY"))
                .build();
        catalog.listModels().stream().map(ModelDescription::name).forEach(System.out::println);
    }
}
