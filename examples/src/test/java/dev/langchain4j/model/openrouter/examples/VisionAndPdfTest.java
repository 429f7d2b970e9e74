package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VisionAndPdfTest {

    private static OfflineRun run;

    @BeforeAll
    static void read() {
        run = OfflineRun.of(VisionAndPdf::run);
    }

    @Test
    void sends_the_chart_as_an_image_that_can_be_decoded() throws IOException {
        JsonNode image = run.chat(0).at("/messages/0/content/1/image_url");

        assertThat(image.path("detail").asText()).isEqualTo("high");
        assertThat(ImageIO.read(new ByteArrayInputStream(decoded(image.path("url"), "data:image/png;base64,")))
                        .getWidth())
                .isEqualTo(480);
        assertThat(run.step(1)).contains("answer      Saturday: 48 bicycles.");
    }

    @Test
    void sends_the_invoice_as_a_pdf_to_be_parsed() {
        JsonNode file = run.chat(1).at("/messages/0/content/1/file/file_data");

        assertThat(new String(decoded(file, "data:application/pdf;base64,"), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-1.4")
                .contains("(To pay)", "(1,703.08)");
        assertThat(run.chat(1).at("/plugins/0"))
                .hasToString("{\"id\":\"file-parser\",\"pdf\":{\"engine\":\"mistral-ocr\"}}");
        assertThat(run.step(2)).contains("answer      On 17 June 2026.\n    cost        $0.00208655");
    }

    @Test
    void sends_back_what_was_parsed_so_that_the_next_question_costs_less() {
        assertThat(run.chat(2).at("/messages/1/annotations/0/file/hash").asText())
                .isEqualTo("5f0c7a");
        assertThat(run.step(3)).contains("answer      Ada Lovelace.\n    cost        $0.00008685");
    }

    @Test
    void reads_the_invoice_into_a_record_and_checks_the_sum() {
        assertThat(run.chat(3).at("/response_format/type").asText()).isEqualTo("json_schema");
        assertThat(run.step(4))
                .contains("item        2 x Touring bicycle, 28 inch at 640.00\n")
                .contains("answer      invoice 2026-117, to pay 1703.08\n")
                .contains("adds up     1407.50 and 21 % are 1703.08\n");
    }

    @Test
    void is_printed_well() {
        run.isPrintedWell(VisionAndPdf.class, 4);
    }

    private static byte[] decoded(JsonNode url, String prefix) {
        assertThat(url.asText()).startsWith(prefix);
        return Base64.getDecoder().decode(url.asText().substring(prefix.length()));
    }
}
