package dev.langchain4j.openrouter.playground;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the playground on this machine's loopback address. */
@SpringBootApplication
public class PlaygroundApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(PlaygroundApplication.class, arguments);
    }
}
