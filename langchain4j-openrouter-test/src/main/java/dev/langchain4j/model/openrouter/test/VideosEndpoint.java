package dev.langchain4j.model.openrouter.test;

import java.math.BigDecimal;

/** {@code POST /videos}: accepts with status 202 what OpenRouter accepts; {@link VideoEndpoint} shows the job. */
final class VideosEndpoint extends MediaEndpoint {

    private static final int USUAL_SECONDS = 8;

    private static final PartRules REFERENCES = new PartRules()
            .part("image_url", "image_url.url")
            .part("audio_url", "audio_url.url")
            .part("video_url", "video_url.url");

    private static final FieldRules RULES = new FieldRules()
            .text("prompt", Integer.MAX_VALUE)
            .integer("duration", 1, Integer.MAX_VALUE)
            .word("resolution", "360p", "480p", "720p", "768p", "1080p", "1K", "2K", "4K")
            .word("aspect_ratio", "16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9", "9:21")
            .flag("generate_audio")
            .integer("seed", Long.MIN_VALUE, Long.MAX_VALUE)
            .objects("frame_images", Integer.MAX_VALUE)
            .check("frame_images", new PartRules().part("image_url", "image_url.url", "frame_type")::problemOfAll)
            .objects("input_references", Integer.MAX_VALUE)
            .check("input_references", REFERENCES::problemOfAll)
            .matching("callback_url", "https://.+")
            .object("provider");

    VideosEndpoint() {
        super("/videos", "video", RULES);
    }

    @Override
    Reply make(Call call, String model) {
        boolean shown = !call.body().path("frame_images").isEmpty()
                || !call.body().path("input_references").isEmpty();
        if (call.body().path("prompt").asText().isEmpty() && !shown) {
            return refuse(call, 400, "prompt: Too small: expected string to have >=1 characters");
        }
        Backend backend = call.backend();
        BigDecimal seconds = BigDecimal.valueOf(call.body().path("duration").asInt(USUAL_SECONDS));
        BigDecimal cost =
                backend.catalog().price(model, VideoModelsEndpoint.SKU).multiply(seconds);
        return Reply.json(
                202, backend.addVideo(call.nextGeneration(), model, cost).json(backend.baseUrl()));
    }
}
