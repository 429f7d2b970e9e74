package dev.langchain4j.openrouter.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class PlaygroundPropertiesTest {

    private static final String BUDGET =
            "playground.budget must be US dollars above 0 and at most 1000000, such as 0.50, but is ";
    private static final String HOSTS = "playground.hosts must be host names as in the browser's address line,"
            + " without scheme, port and path, such as workstation.example or [fd00::1], but has ";

    @EnableConfigurationProperties(PlaygroundProperties.class)
    static class Application {}

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues("playground.budget=0.50");

    @ParameterizedTest
    @CsvSource({
        "budget, abc",
        "budget, '0,50'",
        "budget, $5",
        "budget, 0",
        "budget, -1",
        "budget, 1000001",
        "budget, 1e-999999999",
        "budget, ''",
        "hosts, workstation.example:8080",
        "hosts, http://workstation.example",
        "hosts, workstation.example/",
        "hosts, fd00::1",
        "hosts, *",
    })
    void a_wrong_value_is_named_with_what_to_write(String property, String value) {
        application
                .withPropertyValues("playground." + property + "=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage((property.equals("budget") ? BUDGET : HOSTS) + "'" + value + "'"));
    }

    @Test
    void hosts_are_names_and_addresses() {
        application
                .withPropertyValues("playground.hosts=Johns-MacBook.local, my_host, 192.168.0.7, [fd00::1],")
                .run(context -> assertThat(
                                context.getBean(PlaygroundProperties.class).hosts())
                        .contains("Johns-MacBook.local", "my_host", "192.168.0.7", "[fd00::1]"));
        application.run(context ->
                assertThat(context.getBean(PlaygroundProperties.class).hosts()).isEqualTo(Set.of()));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void the_playground_ends_with_the_words_and_no_stack_trace(CapturedOutput output) {
        assertThatThrownBy(() -> SpringApplication.run(
                PlaygroundApplication.class,
                "--server.port=0",
                "--langchain4j.openrouter.api-key=",
                "--playground.budget=abc"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START", BUDGET + "'abc'")
                .doesNotContain("\tat ");
    }
}
