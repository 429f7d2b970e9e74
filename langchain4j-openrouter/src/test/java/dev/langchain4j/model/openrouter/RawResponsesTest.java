package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.output.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fields without a method can be read in the raw body of the answer. */
@ExtendWith(OpenRouterServerExtension.class)
class RawResponsesTest {

    private static final List<TextSegment> SEGMENTS = List.of(TextSegment.from("Paris"), TextSegment.from("Berlin"));

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    RawResponsesTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    @Test
    void a_transcript_has_its_body() {
        String body = Payloads.text("transcriptions/verbose.json");
        server.answer(Answer.payload(body));

        OpenRouterTranscriptionResponse transcript = openRouter
                .transcriptionModel()
                .modelName("openai/whisper-large-v3")
                .build()
                .transcribe(AudioTranscriptionRequest.builder()
                        .audio(Audio.builder()
                                .base64Data("UklGRg==")
                                .mimeType("audio/wav")
                                .build())
                        .build());

        assertThat(transcript.rawResponse()).isEqualTo(body);
        assertThat(transcript.confidence()).isEqualTo(0.9);
    }

    @Test
    void images_have_their_body_if_asked_for() {
        String body = Payloads.text("images/answer.json");
        server.answer(Answer.payload(body), Answer.payload(body));
        OpenRouterImageModel.Builder model = openRouter.imageModel().modelName("bytedance-seed/seedream-4.5");

        Response<Image> without = model.build().generate("a panda");
        Response<Image> with = model.returnRawResponse(true).build().generate("a panda");

        assertThat(without.metadata()).doesNotContainKey(OpenRouterImageModel.RAW_RESPONSE);
        assertThat(with.metadata()).containsEntry(OpenRouterImageModel.RAW_RESPONSE, body);
    }

    @Test
    void a_stream_has_its_events_a_line_each_if_asked_for() {
        String first = "{\"choices\":[{\"delta\":{\"content\":\"Par\"}}],\"new\":7}";
        String last = "{\"choices\":[{\"delta\":{\"content\":\"is\"},\"finish_reason\":\"stop\"}]}";
        server.answer(Answer.stream().data(first).data(last).done());
        HandlerRecorder handler = new HandlerRecorder();

        openRouter
                .streamingChatModel()
                .modelName("openai/gpt-4o")
                .returnRawResponse(true)
                .build()
                .chat("Capital?", handler);

        var metadata = (OpenRouterChatResponseMetadata) handler.awaitAnswer().metadata();
        assertThat(metadata.rawResponse()).isEqualTo(first + "\n" + last + "\n");
    }

    @Test
    void a_ranking_has_the_bodies_of_its_answers_if_asked_for() {
        String body = """
                {"id":"gen-1","results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":0.2}],
                 "usage":{"search_units":1,"new":7}}""";
        server.answer(Answer.payload(body), Answer.payload(body));
        List<OpenRouterRerankReport> reports = new ArrayList<>();
        OpenRouterScoringModel.Builder model =
                openRouter.scoringModel().modelName("cohere/rerank-v3.5").listener(reports::add);

        model.build().scoreAll(SEGMENTS, "capital");
        Response<List<Double>> with = model.returnRawResponse(true).build().scoreAll(SEGMENTS, "capital");

        assertThat(reports.get(0).rawResponses()).isEmpty();
        assertThat(reports.get(1).rawResponses()).containsExactly(body);
        assertThat(with.metadata()).containsEntry("openrouter.rerank.rawResponses", List.of(body));
        assertThat(reports.get(1).toString()).contains("gen-1").doesNotContain("search_units");
    }

    @Test
    void embeddings_have_the_body_of_each_batch_in_the_order_of_the_inputs_if_asked_for() {
        OpenRouterEmbeddingModel.Builder model = openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .maxSegmentsPerBatch(1);
        EmbeddingRequest request =
                EmbeddingRequest.builder().input("Paris").input("Berlin").build();

        OpenRouterEmbeddingResponseMetadata without = metadata(model.build().embed(request));
        EmbeddingResponse answer = model.returnRawResponse(true).build().embed(request);

        assertThat(without.rawResponse()).isNull();
        assertThat(without.rawResponses()).isEmpty();
        assertThat(metadata(answer).rawResponses())
                .hasSize(2)
                .allSatisfy(body -> assertThat(body).startsWith("{").contains("\"object\""))
                .extracting(body -> body.replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1"))
                .containsExactlyElementsOf(metadata(answer).generationIds());
        assertThat(metadata(answer).rawResponse())
                .isEqualTo(metadata(answer).rawResponses().get(0));
        assertThat(answer.embeddings()).extracting(Embedding::dimension).allMatch(length -> length > 0);
    }

    private static OpenRouterEmbeddingResponseMetadata metadata(EmbeddingResponse response) {
        return (OpenRouterEmbeddingResponseMetadata) response.metadata();
    }
}
