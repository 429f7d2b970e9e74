package dev.langchain4j.model.openrouter.live;

import java.util.List;

/** Everything that models are told. In one place, because no report may quote it. */
final class Prompts {

    static final String WORD = "Reply with the single word: heron";
    static final String COUNT = "Count from one to two hundred in words, separated by commas";
    static final String WEATHER = "What is the weather in Oslo? Use the tool get_weather.";
    static final String CITY = "Ada Lovelace lived in London and was 36 years old. Extract the person.";
    static final String BICYCLE = "Can I take a bicycle on a night bus?";
    static final String BUS = "A night bus has a rack that holds three bicycles.";
    static final String DOG = "Dogs travel free of charge with a muzzle.";
    static final String TICKET = "The app has shown error 500 to every customer since noon.";
    static final String URGENT = "Does the ticket describe an outage?";
    static final String TEAM = "Which team has to look at it?";
    static final String RARE = "Say yes. \uD83E\uDDA9\uD808\uDC00\uD83C\uDFF4\u2620\uA9C5\u0F3C\u2A6F\uD802\uDD00";
    static final String PICTURE = "A plain red square";
    static final String SPEECH = "One heron";

    static final List<String> ALL =
            List.of(WORD, COUNT, WEATHER, CITY, BICYCLE, BUS, DOG, TICKET, URGENT, TEAM, RARE, PICTURE, SPEECH);

    private Prompts() {}
}
