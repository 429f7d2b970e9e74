import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModelName;
import dev.langchain4j.model.openai.OpenAiTextToSpeechModel;
import dev.langchain4j.model.openai.OpenAiTextToSpeechModelName;

public class Radio {

    OpenAiAudioTranscriptionModel ears(String key) {
        return OpenAiAudioTranscriptionModel.builder()
                .apiKey(key)
                .modelName(OpenAiAudioTranscriptionModelName.WHISPER_1)
                .build();
    }

    OpenAiTextToSpeechModel voice(String key) {
        return OpenAiTextToSpeechModel.builder()
                .apiKey(key)
                .modelName(OpenAiTextToSpeechModelName.GPT_4_O_MINI_TTS)
                .voice("alloy")
                .build();
    }
}
