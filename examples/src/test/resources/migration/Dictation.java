import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;

public class Dictation {

    public static void main(String[] args) {
        AudioTranscriptionModel model = OpenAiAudioTranscriptionModel.builder()
                .apiKey(System.getenv("OPENAI_API_KEY"))
                .modelName("whisper-1")
                .build();
        Audio audio = Audio.builder().binaryData(new byte[64]).mimeType("audio/mpeg").build();
        System.out.println(model.transcribe(
                        AudioTranscriptionRequest.builder().audio(audio).build())
                .text());
    }
}
