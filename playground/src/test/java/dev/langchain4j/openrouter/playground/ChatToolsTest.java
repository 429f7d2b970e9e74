package dev.langchain4j.openrouter.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatToolsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count_letters | {\"word\": \"na\\u00efve\"} | n: 1, a: 1, ï: 1, v: 1, e: 1",
                "count_letters | {\"word\": \"a\\\"b\"} | a: 1, b: 1",
                "count_letters | {\"zone\": \"UTC\"} | The argument word is missing",
                "count_letters | {\"word\": 5} | The argument word is missing",
                "count_letters | [] | The argument word is missing",
                "count_letters | no JSON | The argument word is missing",
                "clock | {\"zone\": \"Mars\\/Base\"} | Unknown time zone Mars/Base",
                "clock | {} | The argument zone is missing",
                "calendar | {} | There is no tool calendar"
            })
    void reads_the_arguments_as_json(String tool, String arguments, String result) {
        ToolExecutionRequest call =
                ToolExecutionRequest.builder().name(tool).arguments(arguments).build();

        assertThat(ChatTools.execute(call)).isEqualTo(result);
    }
}
