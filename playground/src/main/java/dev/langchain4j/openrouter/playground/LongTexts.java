package dev.langchain4j.openrouter.playground;

import com.fasterxml.jackson.core.StreamReadConstraints;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Jackson refuses texts of more than 20 MB; a file of as many bytes is longer in Base64. */
@Configuration(proxyBeanMethods = false)
class LongTexts {

    @Bean
    Jackson2ObjectMapperBuilderCustomizer readLongTexts() {
        return builder -> builder.postConfigurer(mapper -> mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(2 * ChatController.MOST_FILE_BYTES)
                        .build()));
    }
}
