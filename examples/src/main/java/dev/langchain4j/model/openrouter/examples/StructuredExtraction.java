package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterStructuredOutput;
import dev.langchain4j.model.openrouter.examples.scripts.ExtractionScript;
import dev.langchain4j.model.output.structured.Description;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.output.OutputParsingException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a letter into an invoice of nested records, with any model: it sends the schema, then asks for a JSON object,
 * then only in the prompt. A text without an invoice throws, and a wrong sum is detected.
 */
final class StructuredExtraction {

    static final List<String> MODELS =
            List.of("gpt-4o-mini", "google/gemma-4-31b-it:free", "nvidia/nemotron-nano-12b-v2-vl:free", "llama-3.1-8b");

    static final String LETTER = """
            Dear Mr Babbage, thank you for your order of 24 February. Your invoice has the number 2026-0117 and the date
            of 2 March 2026. 2 touring bicycles at 749.00 euros come to 1,498.00, three brass bells at 12.50 to 37.50,
            so please send us 1,535.50 euros within 14 days. You find us at Graslei 7, 9000 Ghent. We deliver to
            1 Dorset Street, London. Ada Lovelace, Lovelace Cycles""";

    // region records
    record Invoice(String number, LocalDate date, Party seller, Party buyer, List<Line> lines, BigDecimal total) {

        boolean addsUp() {
            return lines.stream()
                            .map(Line::amount)
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .compareTo(total)
                    == 0;
        }
    }

    record Party(String name, Address address) {}

    record Address(String street, String city) {}

    record Line(
            String item,
            int quantity,
            @Description("for one piece, in euros") BigDecimal price) {

        BigDecimal amount() {
            return price.multiply(BigDecimal.valueOf(quantity));
        }
    }

    interface InvoiceReader {

        @UserMessage("Read the invoice in this letter:\n\n{{it}}")
        Result<Invoice> read(String letter);
    }
    // endregion

    private final OpenRouter openRouter;
    private final Screen screen;

    StructuredExtraction(OpenRouter openRouter, Screen screen) {
        this.openRouter = openRouter;
        this.screen = screen;
    }

    static void run(Connection connection, Screen screen) {
        connection.script(ExtractionScript::answers);
        screen.title(
                "From a letter to nested records",
                connection.isLive()
                        ? "Live: your key, real models, less than a cent."
                        : "Offline: a stand-in plays four models. One supports schemas, one JSON objects, one neither, and one"
                                + " ignores its instructions.");
        screen.line();
        screen.row("letter", LETTER);
        new StructuredExtraction(connection.openRouter(), screen).readWithEachModel();
        screen.line();
    }

    void readWithEachModel() {
        Map<String, Invoice> invoices = new LinkedHashMap<>();
        for (String model : MODELS) {
            screen.line();
            screen.row("model", model);
            try {
                Result<Invoice> result = reader(openRouter, model).read(LETTER);
                show(result);
                invoices.put(model, result.content());
            } catch (AuthenticationException | UnresolvedModelServerException e) {
                throw e; // no other model would succeed
            } catch (OutputParsingException e) {
                screen.bad("failed", "The text contains no invoice."); // its message has all of it
            } catch (LangChain4jException e) {
                screen.bad("failed", e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
        invoices.entrySet().stream().findFirst().ifPresent(read -> {
            screen.line();
            screen.row("read by", read.getKey());
            show(read.getValue());
        });
    }

    // region downgrade
    static InvoiceReader reader(OpenRouter openRouter, String modelName) {
        ChatModel model = openRouter
                .chatModel()
                .modelName(modelName)
                .temperature(0.0)
                .structuredOutputFallback(OpenRouterStructuredOutput.INSTRUCTIONS)
                .build();
        return AiServices.create(InvoiceReader.class, model);
    }
    // endregion

    private void show(Result<Invoice> result) {
        var metadata = OpenRouterChatResponseMetadata.of(result.finalResponse()).orElseThrow();
        screen.row("asked for", String.valueOf(metadata.structuredOutput()));
        screen.row("cost", Screen.dollars(result.tokenUsage()));
        Invoice invoice = result.content();
        String total = invoice.number() + " over " + invoice.total() + " euros";
        if (invoice.addsUp()) {
            screen.good("invoice", total + ", and its lines add up to it");
        } else {
            screen.bad("invoice", total + ", but its lines do not add up to it: somebody should look");
        }
    }

    private void show(Invoice invoice) {
        screen.row("date", String.valueOf(invoice.date()));
        screen.row("seller", describe(invoice.seller()));
        screen.row("buyer", describe(invoice.buyer()));
        screen.table(
                List.of("item", "quantity", "price", "amount"),
                invoice.lines().stream()
                        .map(line -> List.of(
                                line.item(),
                                String.valueOf(line.quantity()),
                                line.price().toPlainString(),
                                line.amount().toPlainString()))
                        .toList());
    }

    private static String describe(Party party) {
        return party.name() + ", " + party.address().street() + ", "
                + party.address().city();
    }
}
