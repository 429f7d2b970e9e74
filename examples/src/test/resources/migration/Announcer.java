import dev.langchain4j.model.audio.TextToSpeechModel;
import dev.langchain4j.model.openai.OpenAiTextToSpeechModel;
import dev.langchain4j.model.openai.OpenAiTextToSpeechModelName;

public class Announcer {

    public static void main(String[] args) {
        TextToSpeechModel model = OpenAiTextToSpeechModel.builder()
                .apiKey(System.getenv("OPENAI_API_KEY"))
                .modelName(OpenAiTextToSpeechModelName.TTS_1)
                .voice("alloy")
                .build();
        System.out.println(model.synthesize("The ferry leaves in ten minutes").audio().mimeType());
    }
}
