import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import java.util.List;

public class CargoList {

    record Cargo(String name, int tons) {}

    record Hold(List<Cargo> cargo) {}

    interface Reader {
        Hold read(String text);
    }

    Reader reader(String key) {
        ChatModel model = OpenAiChatModel.builder()
                .apiKey(key)
                .modelName("gpt-4o-mini")
                .responseFormat("json_schema")
                .strictJsonSchema(true)
                .build();
        return AiServices.create(Reader.class, model);
    }

    ChatModel json(String key) {
        return OpenAiChatModel.builder().apiKey(key).responseFormat("json_object").build();
    }
}
