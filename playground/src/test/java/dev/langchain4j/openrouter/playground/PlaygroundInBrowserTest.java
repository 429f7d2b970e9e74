package dev.langchain4j.openrouter.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Clicks through the page in Chromium; skipped where {@code chromium} and {@code chromedriver} are not installed. With
 * {@code -Dupdate.readme=true} it also takes the screenshots of the docs.
 */
@Tag("browser")
class PlaygroundInBrowserTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("../docs/images");

    @TempDir
    static Path profile;

    private static RunningPlayground playground;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() {
        assumeTrue(Files.exists(CHROMIUM) && Files.exists(DRIVER), "chromium and chromium-driver are not installed");
        playground = new RunningPlayground();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (playground != null) {
            playground.close();
        }
    }

    @BeforeEach
    void open() {
        media("light");
        size(1100, 820);
        playground.bean(Money.class).limit(java.math.BigDecimal.ONE);
        open("chat");
    }

    @AfterEach
    void nothing_was_wrong_in_the_console() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    }

    private static void open(String tab) {
        browser.get("about:blank");
        browser.get(playground.url() + "/#" + tab);
        await(page -> browser.findElements(By.cssSelector("body[data-ready]")).size() == 1);
    }

    private static void size(int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private static void media(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private static <T> T await(ExpectedCondition<T> condition) {
        // a list that is redrawn while it is read is read again
        return new WebDriverWait(browser, Duration.ofSeconds(60), Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .until(condition);
    }

    private static WebElement id(String id) {
        return browser.findElement(By.id(id));
    }

    private static void awaitText(String css, String text) {
        await(page -> browser.findElements(By.cssSelector(css)).stream()
                .anyMatch(found -> String.valueOf(found.getText()).contains(text)));
    }

    private static void ask(String question) {
        id("question").sendKeys(question);
        id("send").click();
    }

    private static void screenshot(String name) throws IOException {
        if (Boolean.getBoolean("update.readme")) {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve("playground-" + name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        }
    }

    @Test
    void shows_thinking_text_and_cost_of_an_answer() throws IOException {
        ask("How many r are in strawberry?");

        awaitText(".message.model .meta", "$0.0000847");
        awaitText(".message.model .text", "Three");
        assertThat(browser.findElement(By.cssSelector("details.thinking")).getAttribute("open"))
                .isNull();
        awaitText("#budget-text", "of $1.00 spent");
        id("tools").click();
        ask("Use the tool count_letters on strawberry");
        awaitText(".tool", "count_letters");
        await(page -> id("again").isEnabled());
        screenshot("chat");
    }

    @Test
    void stops_an_answer_when_asked() {
        ask("Tell me a story");
        awaitText(".message.model .text", "fox");

        id("cancel").click();

        awaitText(".stopped", "You stopped this answer");
        await(page -> id("send").isEnabled());
        id("tab-costs").click();
        await(page -> browser.findElements(By.cssSelector("#calls tbody tr")).stream()
                .anyMatch(row ->
                        row.getText().contains("unknown") || row.getText().contains("cancelled")));
    }

    private static OpenRouterServer silentFor(String question) {
        OpenRouterServer server = playground.bean(OpenRouterServer.class);
        server.when(Match.userSays(question)).answer(Answer.stream().silence());
        return server;
    }

    @Test
    void stops_an_answer_although_other_tabs_use_all_other_connections() {
        silentFor("Say nothing");
        browser.executeScript("""
                for (let tab = 0; tab < 5; tab++) fetch('api/chats/tab-' + tab, {method: 'POST', headers: {'Content-Type': 'application/json'},
                    body: JSON.stringify({model: 'openai/gpt-4o-mini', text: 'Say nothing', files: []})});""");
        ask("Say nothing");
        await(page -> id("cancel").isEnabled());

        id("cancel").click();

        awaitText(".stopped", "You stopped this answer");
    }

    @Test
    void who_leaves_the_page_does_not_pay_for_the_rest_of_the_answer() {
        OpenRouterServer server = silentFor("Wait for me");
        await(page -> server.openStreams() == 0);
        ask("Wait for me");
        await(page -> server.openStreams() == 1);

        browser.navigate().refresh();

        await(page -> server.openStreams() == 0);
    }

    @Test
    void asks_once_if_the_key_is_pressed_twice() {
        id("question").sendKeys("Hello", Keys.ENTER, Keys.ENTER);

        awaitText(".message.model .meta", "STOP");
        assertThat(browser.findElements(By.cssSelector(".message"))).hasSize(2);
    }

    @Test
    void an_enter_of_an_input_method_does_not_ask() {
        id("question").sendKeys("kon");

        browser.executeScript("document.getElementById('question').dispatchEvent(new KeyboardEvent('keydown',"
                + " {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))");

        assertThat(browser.findElements(By.cssSelector(".message"))).isEmpty();
        assertThat(id("question").getAttribute("value")).isEqualTo("kon");
    }

    /** That is how it is opened with {@code playground.hosts}: browsers keep some functions for localhost and https. */
    @Test
    void works_on_a_host_that_the_browser_does_not_trust() {
        withScript("delete Crypto.prototype.randomUUID", () -> {
            open("chat");
            ask("Hello");
            awaitText(".message.model .meta", "STOP");
            id("tab-agents").click();
            id("run").click();
            await(page -> !browser.findElements(By.cssSelector("#timeline *")).isEmpty());
        });
    }

    @Test
    void says_what_it_waits_for_while_the_catalog_is_slow() {
        String slow = "const real = fetch; fetch = (path, options) => path === 'api/models'"
                + " ? new Promise(answer => go = () => answer(real(path, options))) : real(path, options)";
        withScript(slow, () -> {
            browser.get(playground.url() + "/?slow");
            await(page ->
                    browser.executeScript("return typeof go === 'function'").equals(true));
            assertThat(id("mode").getText()).isEqualTo("Reading the catalog of models …");
            assertThat(id("content").getDomProperty("inert")).isEqualTo("true");

            browser.executeScript("go()");
            await(page ->
                    browser.findElements(By.cssSelector("body[data-ready]")).size() == 1);
            assertThat(id("content").getDomProperty("inert")).isEqualTo("false");
        });
    }

    /** Runs the script in each page before its own. */
    private static void withScript(String script, Runnable test) {
        Object id = browser.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
                .get("identifier");
        try {
            test.run();
        } finally {
            browser.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id));
            open("chat");
        }
    }

    @Test
    void says_that_the_server_is_away() {
        String away = "The playground does not answer. Is it still running?";
        offline(true);
        try {
            ask("Hello");
            awaitText(".message.failed .fault", away);
            id("tab-costs").click();
            awaitText("#calls-shown", away);
            id("tab-rerank").click();
            id("sample").click();
            awaitText("#rankings .fault", away);
        } finally {
            offline(false);
            browser.manage().logs().get(LogType.BROWSER); // the browser reports each request that failed
        }
    }

    private static void offline(boolean offline) {
        browser.executeCdpCommand("Network.enable", Map.of());
        browser.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    @Test
    void names_a_file_that_is_too_large() throws IOException {
        Path large = Files.write(profile.resolve("<b>large.png"), new byte[20_000_001]);
        id("files").sendKeys(large.toString());
        ask("What is this?");

        awaitText("#messages .fault", "<b>large.png has 21 MB. A file may have 20 MB.");
        assertThat(browser.findElements(By.cssSelector("#messages b, .message")))
                .isEmpty();
        assertThat(id("question").getAttribute("value")).isEqualTo("What is this?");
    }

    @ParameterizedTest
    @CsvSource({"notes.txt, x, notes.txt is neither an image nor a PDF.", "nothing.png, '', nothing.png is empty."})
    void names_a_file_that_cannot_be_sent(String name, String content, String problem) throws IOException {
        ask("Hello");
        await(page -> id("again").isEnabled());
        id("files").sendKeys(Files.writeString(profile.resolve(name), content).toString());
        ask("What is this?");

        awaitText("#messages .fault", problem);
        assertThat(browser.findElements(By.cssSelector(".message"))).hasSize(2);
        assertThat(id("question").getAttribute("value")).isEqualTo("What is this?");
    }

    @Test
    void shows_a_broken_answer_as_broken() {
        ask("Let the answer break off");

        awaitText(".message.failed .fault", "The answer broke off");
        awaitText(".message.failed .text", "This answer stops");
    }

    @Test
    void says_at_least_only_after_an_answer_whose_cost_is_unknown() {
        playground
                .bean(OpenRouterServer.class)
                .when(Match.userSays("Never stop"))
                .answer(Answer.toolCall("clock", "{\"zone\": \"UTC\"}"));
        id("tools").click();
        ask("Never stop");
        awaitText(".message.failed .fault", "5 rounds");
        id("tools").click();
        id("chat-model").clear();
        id("chat-model").sendKeys("gpt4");
        ask("Who are you?");
        awaitText(".message.failed .fault", "Unknown model 'gpt4'");
        id("chat-model").clear();
        id("chat-model").sendKeys("openai/gpt-4o-mini");
        browser.manage().logs().get(LogType.BROWSER); // the browser reports the refused request

        ask("Hello");

        awaitText(".message.model:last-child .meta", "conversation $");
        ask("Let the answer break off");
        awaitText(".message.failed:last-child .fault", "The answer broke off");
        ask("Hello");
        awaitText(".message.model:last-child .meta", "conversation at least $");
    }

    @Test
    void adds_a_failed_answer_to_the_cost_of_the_conversation() {
        playground
                .bean(OpenRouterServer.class)
                .when(Match.userSays("Fail for two cents"))
                .answer(Answer.stream().text("Half").usage(10, 10, "0.02").error(502, "Overloaded"));

        ask("Fail for two cents");

        awaitText(".message.failed .meta", "$0.02 · conversation $0.02");
    }

    @Test
    void says_that_the_cost_of_a_stopped_answer_is_unknown() {
        OpenRouterServer server = silentFor("Stop me");
        ask("Stop me");
        await(page -> server.openStreams() == 1);

        id("cancel").click();

        awaitText(".message.model .meta", "cost unknown · conversation cost unknown");
    }

    @Test
    void a_stopped_answer_does_not_belong_to_the_next_conversation() {
        OpenRouterServer server = silentFor("Forget me");
        ask("Forget me");
        await(page -> server.openStreams() == 1);

        id("forget").click();
        await(page -> id("send").isEnabled());
        ask("Hello");

        awaitText(".message.model .meta", "conversation $");
    }

    @Test
    void says_that_a_cost_is_unknown_if_not_the_playground_answered() {
        browser.executeScript("window.fetch = async () => new Response('<h1>Bad gateway</h1>', {status: 502})");

        ask("Hello");

        awaitText(".message.failed .fault", "The server answered 502");
        awaitText(".message.failed .meta", "cost unknown · conversation cost unknown");
    }

    @Test
    void shows_that_a_call_that_failed_at_no_cost_is_free() {
        playground
                .bean(OpenRouterServer.class)
                .when(Match.userSays("Fail for free"))
                .answer(Answer.error(400, "Bad request"));
        ask("Fail for free");
        awaitText(".message.failed .meta", "$0.00");

        id("tab-costs").click();

        awaitText("#calls tbody tr", "failed: InvalidRequestException");
        awaitText("#calls tbody tr", "$0.00");
    }

    @Test
    void shows_that_the_budget_refused_a_question() {
        id("limit").sendKeys("0.000001");
        id("budget-form").findElement(By.tagName("button")).click();
        awaitText("#budget-text", "of $0.000001 spent");

        ask("Hello");

        awaitText(".message.failed .fault", "Refused before it was sent");
    }

    @Test
    void shows_in_every_tab_that_the_budget_refused() {
        playground.bean(Money.class).limit(new java.math.BigDecimal("0.000001"));
        open("rerank");
        await(page -> !id("passages").getAttribute("value").isEmpty());
        id("rank").findElement(By.cssSelector("button.primary")).click();
        await(page -> browser.findElements(By.cssSelector("#rankings .fault")).size() == 3);
        awaitText("#rankings .fault", "OpenRouterBudgetExceededException");
        awaitText("#rankings section:last-of-type .soft", "$0.00 · typesafe/jev-1.13");
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .allSatisfy(refusal -> assertThat(refusal.getMessage()).contains("502"));

        open("agents");
        id("run").click();
        awaitText("#advertisement.fault", "OpenRouterBudgetExceededException");
        awaitText("#advertisement.fault", "All calls: $0.00");
        assertThat(browser.findElements(By.cssSelector("#timeline li.running"))).isEmpty();
        assertThat(browser.findElements(By.cssSelector("#timeline li.failed"))).isNotEmpty();
    }

    @Test
    void writes_what_a_model_says_as_text() {
        ask("<img src=x onerror=alert(1)>");

        awaitText(".message.model .text", "<img src=x");
        assertThat(browser.findElements(By.cssSelector("#messages img"))).isEmpty();
    }

    @Test
    void draws_who_moved_in_a_ranking() throws IOException {
        open("rerank");
        await(page -> !id("passages").getAttribute("value").isEmpty());

        id("rank").findElement(By.cssSelector("button.primary")).click();

        await(page -> browser.findElements(By.cssSelector("#rankings ol")).stream()
                .allMatch(column -> column.findElements(By.tagName("li")).size() == 25));
        await(page -> browser.findElements(By.cssSelector("#rankings line")).size() == 75);
        assertThat(browser.findElements(By.cssSelector("#rankings .soft")).stream()
                        .map(WebElement::getText))
                .anySatisfy(about -> assertThat(about).contains("$", "1 call"));
        browser.findElement(By.cssSelector("#rankings li")).click();
        assertThat(browser.findElements(By.cssSelector("#rankings line.marked")))
                .hasSize(3);
        size(1100, 560);
        browser.executeScript("document.getElementById('rankings').scrollIntoView()");
        screenshot("rerank");
    }

    @Test
    void draws_who_moved_in_a_ranking_that_ended_behind_another_tab() {
        open("rerank");
        await(page -> !id("passages").getAttribute("value").isEmpty());
        WebElement button = id("rank").findElement(By.cssSelector("button.primary"));

        browser.executeScript("arguments[0].click(); document.getElementById('tab-chat').click()", button);
        await(page -> button.isEnabled());
        id("tab-rerank").click();

        await(page -> browser.findElements(By.cssSelector("#rankings line")).size() == 75);
        assertThat(browser.findElement(By.cssSelector("#rankings line")).getAttribute("x2"))
                .isNotEqualTo("0");
    }

    @Test
    void draws_the_agents_as_a_timeline_of_nested_bars() throws IOException {
        open("agents");
        id("run").click();

        await(page -> id("advertisement").isDisplayed());

        assertThat(id("advertisement").getText()).contains("Folded in ten seconds");
        assertThat(browser.findElements(By.cssSelector("#timeline li.call")))
                .hasSize(11)
                .allSatisfy(call -> assertThat(call.getText()).contains("tokens", "$0.0", " s"));
        assertThat(
                        browser.findElements(
                                By.cssSelector(
                                        "#timeline > .agent > ol > .agent > ol > .agent > ol > .call, #timeline .agent .agent .agent > ol > .tool")))
                .hasSize(7 + 1);
        awaitText("#timeline .call .about", "2 attempts, after RateLimitException");
        assertThat(browser.findElements(By.cssSelector("#timeline li.running, #timeline li.failed")))
                .isEmpty();
        screenshot("agents");
        id("tab-costs").click();
        await(page -> browser.findElements(By.cssSelector("#calls tbody tr")).size() >= 7);
        assertThat(browser.executeScript("return Chart.getChart('chart-model').data.labels.length"))
                .isNotEqualTo(0L);
        screenshot("costs");
    }

    @Test
    void stops_the_agents_when_asked() {
        playground
                .bean(OpenRouterServer.class)
                .when(Match.userSays("facts about a slow one"))
                .answer(Answer.text("late").afterDelay(Duration.ofMinutes(5)));
        open("agents");
        id("product").clear();
        id("product").sendKeys("a slow one", Keys.ENTER);
        awaitText("#timeline li.running", "researcher");

        id("stop-agents").click();

        awaitText("#advertisement.fault", "You stopped the agents");
        assertThat(browser.findElements(By.cssSelector("#timeline li.running"))).isEmpty();
        assertThat(id("run").isEnabled()).isTrue();
    }

    @Test
    void counts_costs_by_day_model_tag_and_outcome_and_filters_them() {
        ask("Hello");
        awaitText(".message.model .meta", "STOP");
        id("question").sendKeys("Let the answer break off", Keys.ENTER);
        awaitText(".message.failed .fault", "The answer broke off");

        open("costs");

        await(page -> browser.findElements(By.cssSelector("#calls tbody tr")).size() >= 2);
        assertThat(labels("chart-day")).allSatisfy(day -> assertThat(day).matches("\\d{4}-\\d\\d-\\d\\d"));
        assertThat(labels("chart-model")).contains("openai/gpt-4o-mini");
        assertThat(labels("chart-tag")).contains("chat");
        assertThat(labels("chart-outcome")).contains("answered");
        assertThat(id("totals").getText()).contains("Spent", "Unsettled", "Saved by caches");
        new Select(id("by-outcome")).selectByValue("answered");
        assertThat(browser.findElements(By.cssSelector("#calls tbody tr")))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getText()).contains("answered"));
        assertThat(labels("chart-outcome")).containsExactly("answered");
        new Select(id("by-tag")).selectByValue("chat");
        new Select(id("by-day")).selectByIndex(1);
        new Select(id("by-model")).selectByValue("openai/gpt-4o-mini");
        assertThat(browser.findElements(By.cssSelector("#calls tbody tr"))).isNotEmpty();
        assertThat((String) browser.executeAsyncScript("""
                fetch(document.querySelector('a[download]').href).then(answer => answer.text()).then(arguments[0])""")).startsWith("time,").contains("openai/gpt-4o-mini");
    }

    @SuppressWarnings("unchecked")
    private static List<String> labels(String chart) {
        return (List<String>) browser.executeScript("return Chart.getChart(arguments[0]).data.labels", chart);
    }

    @Test
    void finds_models_and_explains_endpoints() throws IOException {
        open("catalog");
        id("search").sendKeys("claude haiku");
        await(page -> browser.findElements(By.cssSelector("#models tbody tr")).size() < 5);
        browser.findElement(By.cssSelector("#models tbody button")).click();
        awaitText("#routes li", "can serve it");
        id("search").clear();
        id("search").sendKeys(Keys.SPACE, Keys.BACK_SPACE);
        browser.executeScript("scrollTo(0, 0)");
        screenshot("catalog");
        browser.findElement(By.name("maxInputPrice")).sendKeys("0.0001");
        id("explain").findElement(By.cssSelector("button.primary")).click();

        awaitText("#routes li", "excluded by provider.max_price.prompt");
    }

    @Test
    void works_from_the_keyboard_alone() {
        id("tab-chat").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat(id("costs").isDisplayed()).isTrue();
        assertThat(browser.switchTo().activeElement().getAttribute("id")).isEqualTo("tab-costs");
        browser.switchTo().activeElement().sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        id("question").sendKeys("Hello", Keys.ENTER);
        awaitText(".message.model .meta", "STOP");
        id("tab-chat").sendKeys(Keys.END);
        assertThat(id("catalog").isDisplayed()).isTrue();
        browser.switchTo().activeElement().sendKeys(Keys.HOME);
        assertThat(id("chat").isDisplayed()).isTrue();
    }

    @Test
    void nothing_moves() {
        assertThat(browser.executeScript("""
                return [...document.querySelectorAll('*')].map(part => getComputedStyle(part))
                    .filter(style => style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0).length""")).isEqualTo(0L);
    }

    @Test
    void fits_a_narrow_screen_when_it_is_full() {
        size(390, 800);
        open("agents");
        id("product").sendKeys("x".repeat(200));
        id("run").click();
        await(page -> id("advertisement").isDisplayed());
        assertThat(width()).isLessThanOrEqualTo(390);
        open("chat");
        ask("y".repeat(300));
        awaitText(".message.model .meta", "STOP");
        assertThat(width()).isLessThanOrEqualTo(390);
        open("costs");
        await(page -> !browser.findElements(By.cssSelector("#calls tbody tr")).isEmpty());
        assertThat(width()).isLessThanOrEqualTo(390);
    }

    private static long width() {
        return (Long) browser.executeScript("return document.documentElement.scrollWidth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "rerank", "costs", "agents", "catalog"})
    void fits_a_narrow_screen(String tab) throws IOException {
        size(390, 800);
        open(tab);

        assertThat(width()).isLessThanOrEqualTo(390);
        if (tab.equals("chat")) {
            screenshot("narrow");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void has_enough_contrast(String scheme) {
        media(scheme);
        open("chat");

        for (List<String> pair : List.of(
                List.of("--ink", "--page"),
                List.of("--ink", "--card"),
                List.of("--soft", "--page"),
                List.of("--soft", "--card"),
                List.of("--bad", "--card"),
                List.of("--warn", "--card"),
                List.of("--good", "--card"),
                List.of("--on-accent", "--accent"))) {
            assertThat((Number) browser.executeScript(CONTRAST, pair.get(0), pair.get(1)))
                    .as(scheme + pair)
                    .satisfies(contrast -> assertThat(contrast.doubleValue()).isGreaterThan(4.5));
        }
        for (String below : List.of("--page", "--card")) {
            assertThat((Number) browser.executeScript(CONTRAST, "--edge", below))
                    .as(scheme + " edge of controls")
                    .satisfies(contrast -> assertThat(contrast.doubleValue()).isGreaterThan(3));
        }
    }

    /** The contrast of two colours by the Web Content Accessibility Guidelines. */
    private static final String CONTRAST = """
            const light = name => {
              const probe = document.body.appendChild(document.createElement('span'));
              probe.style.color = `var(${name})`;
              const [r, g, b] = getComputedStyle(probe).color.match(/\\d+/g).map(part => part / 255)
                  .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
              probe.remove();
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const [a, b] = [light(arguments[0]), light(arguments[1])];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            """;

    @Test
    void labels_every_control() {
        assertThat(browser.executeScript("""
                return [...document.querySelectorAll('input, select, textarea')]
                    .filter(control => !control.labels?.length).map(control => control.outerHTML)""")).isEqualTo(List.of());
    }
}
