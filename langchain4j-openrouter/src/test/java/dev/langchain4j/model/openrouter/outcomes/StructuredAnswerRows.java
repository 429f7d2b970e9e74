package dev.langchain4j.model.openrouter.outcomes;

import static dev.langchain4j.model.openrouter.outcomes.OutcomeRow.row;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openrouter.test.Answer;
import java.util.List;

/** Rows of the table of outcomes: the request asks for JSON, and the answer is a part of it or empty. */
final class StructuredAnswerRows {

    private static final String CUT = "{\"title\":\"A\",\"parts\":[{\"title\":\"B\"}";
    private static final ChatRequest JSON = ChatRequest.builder()
            .messages(UserMessage.from("A book, as JSON"))
            .responseFormat(ResponseFormat.JSON)
            .build();
    private static final ChatRequest SCHEMA = ChatRequest.builder()
            .messages(UserMessage.from("A book"))
            .responseFormat(ResponseFormat.builder()
                    .type(ResponseFormatType.JSON)
                    .jsonSchema(JsonSchema.builder()
                            .name("Book")
                            .rootElement(JsonObjectSchema.builder()
                                    .addStringProperty("title")
                                    .build())
                            .build())
                    .build())
            .build();
    private static final ChatRequest INSTRUCTIONS = ChatRequest.builder()
            .messages(UserMessage.from(
                    "A book\nYou must answer strictly in the following JSON format: {\n\"title\": (type: string)\n}"))
            .build();

    private static final ChatRequest LIST = ChatRequest.builder()
            .messages(UserMessage.from("Fruits\nYou must put every item on a separate line."))
            .build();

    private StructuredAnswerRows() {}

    static List<OutcomeRow> all() {
        return List.of(
                row("JSON with a schema, cut off by the token limit")
                        .inReadme()
                        .asking(SCHEMA)
                        .both(Answer.text(CUT).finishReason("length").usage(10, 2, "0.00003"))
                        .ours("`OpenRouterIncompleteAnswerException`, keeps “" + CUT + "” and the cost of $0.00003")
                        .theirs("answer “" + CUT + "”, LENGTH"),
                row("JSON without a schema, filtered")
                        .asking(JSON)
                        .both(Answer.text(CUT).finishReason("content_filter").withoutUsage())
                        .ours("`OpenRouterIncompleteAnswerException`, keeps “" + CUT + "”")
                        .theirs("answer “" + CUT + "”, CONTENT_FILTER"),
                row("JSON requested in the prompt, as AI services do, cut off by the token limit")
                        .asking(INSTRUCTIONS)
                        .both(Answer.text(CUT).finishReason("length").withoutUsage())
                        .ours("`OpenRouterIncompleteAnswerException`, keeps “" + CUT + "”")
                        .theirs("answer “" + CUT + "”, LENGTH"),
                row("A list requested in the prompt, as AI services do, cut off by the token limit")
                        .asking(LIST)
                        .both(Answer.text("apple").finishReason("length").withoutUsage())
                        .ours("`OpenRouterIncompleteAnswerException`, keeps “apple”")
                        .theirs("answer “apple”, LENGTH"),
                row("JSON, cut off although the finish reason is `stop`")
                        .asking(SCHEMA)
                        .both(Answer.text(CUT).withoutUsage())
                        .ours("`OpenRouterIncompleteAnswerException`, keeps “" + CUT + "”")
                        .theirs("answer “" + CUT + "”, STOP"),
                row("JSON was requested, but is in the reasoning")
                        .asking(SCHEMA)
                        .both(Answer.text("").thinking("{\"title\":\"A\"}").usage(10, 2, "0.00003"))
                        .ours("`OpenRouterIncompleteAnswerException`, keeps the cost of $0.00003")
                        .theirs("answer without text, STOP"),
                row("JSON was requested, but the answer is empty")
                        .asking(JSON)
                        .both(Answer.text("").finishReason("length").usage(10, 2, "0.00003"))
                        .ours("`OpenRouterIncompleteAnswerException`, keeps the cost of $0.00003")
                        .theirs("answer without text, LENGTH"),
                row("JSON, complete at the token limit")
                        .asking(SCHEMA)
                        .both(Answer.json("{\"title\":\"A\"}").finishReason("length"))
                        .ours("answer “{\"title\":\"A\"}”, LENGTH")
                        .theirs("answer “{\"title\":\"A\"}”, LENGTH"));
    }
}
