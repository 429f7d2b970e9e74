package dev.langchain4j.openrouter.playground;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Jackson refuses texts of more than 20 MB; a file of as many bytes is longer in Base64. It takes a field that comes
 * twice for a fault of the record that it reads, not of the request.
 */
@Configuration(proxyBeanMethods = false)
class LongTexts {

    @Bean
    Jackson2ObjectMapperBuilderCustomizer readLongTexts() {
        return builder -> builder.postConfigurer(mapper -> mapper.getFactory()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(2 * ChatController.MOST_FILE_BYTES)
                        .build()));
    }
}
