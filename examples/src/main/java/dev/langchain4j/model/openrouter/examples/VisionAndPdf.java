package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterPlugin;
import dev.langchain4j.model.openrouter.examples.scripts.VisionScript;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.UserMessage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Questions about a chart and an invoice. OpenRouter parses the invoice only for the first question. */
final class VisionAndPdf {

    // region reader
    interface Reader {
        Result<String> ask(@UserMessage String question, @UserMessage Content file);

        Result<String> ask(String question);

        Result<Invoice> extract(String question);
    }

    record Invoice(String number, List<Item> items, BigDecimal vatPercent, BigDecimal toPay) {}

    record Item(String name, int quantity, BigDecimal price) {}
    // endregion

    private final OpenRouter openRouter;
    private final Screen screen;
    private int steps;

    private VisionAndPdf(OpenRouter openRouter, Screen screen) {
        this.openRouter = openRouter;
        this.screen = screen;
    }

    static void run(Connection connection, Screen screen) {
        connection.script(VisionScript::answers);
        screen.title(
                "A chart and an invoice, read by a model",
                connection.isLive()
                        ? "Live: your key, real models, less than a cent."
                        : "Offline: the files are sent to a stand-in on this machine, which answers from a script.");
        VisionAndPdf example = new VisionAndPdf(connection.openRouter(), screen);
        example.image();
        Reader reader = example.pdf();
        example.again(reader);
        example.extract(reader);
        screen.line();
    }

    private void begin(String title, String code) {
        screen.step(++steps, title, code);
    }

    private void image() {
        begin("A question to an image", "ImageContent.from(png, \"image/png\", ImageContent.DetailLevel.HIGH)");
        String question = "Which day is the busiest, and how many bicycles are rented on it?";
        screen.row("file", "rentals.png");
        screen.row("question", question);
        // region image
        ChatModel model = openRouter.chatModel().modelName("gpt-4o-mini").build();
        Reader reader = AiServices.create(Reader.class, model);
        String png = Shipped.base64("rentals.png"); // the bytes of the file, in base64
        Result<String> result =
                reader.ask(question, ImageContent.from(png, "image/png", ImageContent.DetailLevel.HIGH));
        // endregion
        show(result, result.content());
    }

    private Reader pdf() {
        begin("A question to a PDF", "OpenRouterPlugin.fileParser(\"mistral-ocr\")");
        String question = "When is this invoice due?";
        screen.row("file", "invoice.pdf");
        screen.row("question", question);
        // region pdf
        ChatModel model = openRouter
                .chatModel()
                .modelName("gpt-4o-mini")
                .plugins(OpenRouterPlugin.fileParser("mistral-ocr")) // $0.002 a page; "cloudflare-ai" is free
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .build();
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        Reader reader = AiServices.builder(Reader.class)
                .chatModel(model)
                .chatMemory(memory)
                .build();
        Result<String> result =
                reader.ask(question, PdfFileContent.from(Shipped.base64("invoice.pdf"), "application/pdf"));
        // endregion
        show(result, result.content());
        return reader;
    }

    private void again(Reader reader) {
        begin("The next question: the memory sends the parsed text back", "reader.ask(\"Who has to pay it?\")");
        screen.row("question", "Who has to pay it?");
        Result<String> result = reader.ask("Who has to pay it?");
        show(result, result.content());
        screen.row("", "without the price of the parser: the page is not parsed again");
    }

    private void extract(Reader reader) {
        begin("The invoice as a record, checked in Java", "Invoice invoice = result.content();");
        // region extract
        Result<Invoice> result = reader.extract("Give me the whole invoice.");
        Invoice invoice = result.content();
        BigDecimal net = invoice.items().stream()
                .map(item -> item.price().multiply(BigDecimal.valueOf(item.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal gross =
                net.add(net.multiply(invoice.vatPercent()).movePointLeft(2)).setScale(2, RoundingMode.HALF_UP);
        boolean addsUp = gross.compareTo(invoice.toPay()) == 0;
        // endregion
        invoice.items()
                .forEach(item -> screen.row("item", item.quantity() + " x " + item.name() + " at " + item.price()));
        show(result, "invoice " + invoice.number() + ", to pay " + invoice.toPay());
        if (addsUp) {
            screen.good("adds up", net + " and " + invoice.vatPercent() + " % are " + gross);
        } else {
            screen.bad("wrong", net + " and " + invoice.vatPercent() + " % would be " + gross);
        }
    }

    private void show(Result<?> result, String answer) {
        screen.good("answer", answer);
        screen.row("cost", Screen.dollars(result.tokenUsage()));
    }
}
