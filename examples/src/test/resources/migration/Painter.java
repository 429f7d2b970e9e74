import static dev.langchain4j.model.openai.OpenAiImageModelName.*;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.openai.OpenAiImageModel;

public class Painter {

    public static void main(String[] args) {
        ImageModel model = OpenAiImageModel.builder()
                .apiKey(System.getenv("OPENAI_API_KEY"))
                .modelName(GPT_IMAGE_1)
                .size("1024x1024")
                .quality("high")
                .background("transparent")
                .outputFormat("png")
                .outputCompression(80)
                .moderation("low")
                .user("painter")
                .build();
        Image image = model.generate("A lighthouse in fog").content();
        System.out.println(image.mimeType());
    }
}
