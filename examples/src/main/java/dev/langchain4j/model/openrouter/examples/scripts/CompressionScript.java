package dev.langchain4j.model.openrouter.examples.scripts;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;

/** The stand-in's answers in {@code Compression}. */
public final class CompressionScript {

    private static final String BEGINNING = """
            # The night that line N3 stood still

            On 14 October 2026, at 02:17, the ticket machine of bus 4471 on line N3 refused every card. The driver, Femke \
            Jansens, stopped at Dampoort and called the control room, where Ravi Patel saw nothing unusual. By 02:41 there \
            were 46 passengers on the bus, complaining about the cold and the waiting.

            A certificate of the payment gateway pay.citybus.example had run out, and the message to warn of it had gone to \
            certs@citybus.example, which did not exist any more. Ravi found the line in the log at 02:55:""";

    private static final String WITHOUT_A_NAME = """
            The third person called had a new certificate in place at 03:46. The bus went on at 03:52, 35 minutes late, with \
            31 passengers. We paid back 46 fares of 3.50 euros and 15 taxis, 612.40 euros together. Since then, warnings go \
            to two people and to on-call@citybus.example, 30 and 7 days ahead, and a driver may carry passengers without \
            a ticket when the machine has failed for more than 10 minutes.""";

    private static final String END = WITHOUT_A_NAME
            .replace("The third person called had", "Ilse Vermeulen, called at 03:20, had")
            .replace("52, 35", "52, an hour and 35");

    private CompressionScript() {}

    public static void answers(OpenRouterServer server) {
        server.when(Match.userSays("refused every card")).answer(BEGINNING);
        server.when(Match.userSays("their telephones")).answer(WITHOUT_A_NAME);
        server.when(Match.userSays("their telephones").and(Match.userSays("Ilse, Vermeulen")))
                .answer(END);
        server.when(Match.userSays("I am Ada"))
                .answer("Welcome, Ada! The touring bicycle of order 4711 comes on 12 March as parcel NL-2093.");
        server.when(Match.userSays("which tyres"))
                .answer(
                        "Tyres of 42 mm, good for gravel and for cobbles. They take 4.5 bar; on cobbles 3.2 bar are better.");
        server.when(Match.userSays("which lights"))
                .answer(
                        "A dynamo feeds both of them: 80 lux in front, and behind a light that stays on for 4 minutes when you stop.");
        server.when(Match.userSays("a tent"))
                .answer(
                        "Yes: the rack behind carries 25 kg, the one in front 12 kg. The tent goes in front, low, on both sides.");
        server.when(Match.userSays("look after"))
                .answer(
                        "After the chain, every 300 km and after rain: wipe it, oil it, and wipe it again. The rest can wait until autumn.");
        server.when(Match.userSays("repaired"))
                .answer(
                        "By Velo Deinze, Markt 11, and by Wim Claes in Kortrijk. Both have the spare parts, and both know us.");
        server.when(Match.userSays("on a train"))
                .answer("Yes, with a ticket of its own for 5 euros; on working days not before 09:00.");
        server.when(Match.userSays("my order again"))
                .answer(Answer.computed(request -> Answer.text(
                        request.bodyText().contains("4711")
                                        && request.bodyText().contains("3.2 bar")
                                ? "Order 4711, the touring bicycle; and 3.2 bar on cobbles."
                                : "I am sorry, you have not told me.")));
        server.when(Match.userSays("shorten this text").and(Match.userSays("which tyres")))
                .answer(
                        "Ada Lovelace has order 4711, a touring bicycle for the Leie in May; parcel NL-2093 comes on 12 March."
                                + " Tyres 42 mm, 4.5 bar, 3.2 bar on cobbles. Lights by dynamo, 80 lux in front, 4 minutes behind.");
        server.when(Match.userSays("shorten this text").and(Match.userSays("a tent")))
                .answer(
                        "Ada Lovelace: order 4711, touring bicycle, Leie, May; parcel NL-2093 on 12 March. Tyres 42 mm, 4.5 bar,"
                                + " 3.2 bar on cobbles. Dynamo, 80 lux, 4 minutes. Racks 25 kg behind, 12 kg in front: tent there."
                                + " Chain every 300 km.");
    }
}
