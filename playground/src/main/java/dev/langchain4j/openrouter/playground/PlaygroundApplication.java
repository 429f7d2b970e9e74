package dev.langchain4j.openrouter.playground;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Starts the playground on this machine's loopback address. */
@SpringBootApplication
@EnableConfigurationProperties(PlaygroundProperties.class)
public class PlaygroundApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(PlaygroundApplication.class, arguments);
    }
}
