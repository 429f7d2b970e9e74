import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;

public class Passenger {

    record Person(String name, int age) {}

    interface Desk {
        @UserMessage("Extract the passenger from {{text}}")
        Person read(@V("text") String text);
    }

    public static void main(String[] args) {
        var model = OpenAiChatModel.builder()
                .apiKey(System.getenv("OPENAI_API_KEY"))
                .modelName("gpt-4o-mini")
                .responseFormat("json_schema")
                .strictJsonSchema(true)
                .logRequests(true)
                .logResponses(true)
                .build();
        Person person = AiServices.create(Desk.class, model).read("Mr Ryder, 34");
        if (person.age() != 34) {
            throw new IllegalStateException(person.toString());
        }
    }
}
