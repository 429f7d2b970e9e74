package dev.langchain4j.openrouter.playground;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How Jackson reads requests: texts of more than 20 MB, because a file of as many bytes is longer in Base64, and no
 * field that comes twice, which would be reported as an error of the server.
 */
@Configuration(proxyBeanMethods = false)
class RequestJson {

    @Bean
    Jackson2ObjectMapperBuilderCustomizer readRequests() {
        return builder -> builder.postConfigurer(mapper -> mapper.getFactory()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(2 * ChatController.MAX_FILE_BYTES)
                        .build()));
    }
}
