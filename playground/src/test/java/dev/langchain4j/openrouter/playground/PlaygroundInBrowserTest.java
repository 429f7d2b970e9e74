package dev.langchain4j.openrouter.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

    @Test
    void shows_a_broken_answer_as_broken() {
        ask("Let the answer break off");

        awaitText(".message.failed .fault", "The answer broke off");
        awaitText(".message.failed .text", "This answer stops");
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
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "rerank", "costs", "agents", "catalog"})
    void fits_a_narrow_screen(String tab) throws IOException {
        size(390, 800);
        open(tab);

        assertThat((Long) browser.executeScript("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(390);
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
