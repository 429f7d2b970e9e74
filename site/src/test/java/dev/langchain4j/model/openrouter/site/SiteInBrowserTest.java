package dev.langchain4j.model.openrouter.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Reads the site in Chromium, from files; skipped where {@code chromium} and {@code chromedriver} are not installed. */
class SiteInBrowserTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @TempDir
    private static Path profile;

    @TempDir
    private static Path folder;

    private static ChromeDriver browser;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Files.exists(CHROMIUM) && Files.exists(DRIVER), "chromium and chromium-driver are not installed");
        new Site(Path.of("..").toAbsolutePath().normalize(), folder, "https://git.example.org/project").write();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
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
    }

    @BeforeEach
    void open() {
        scheme("light");
        size(1200, 800);
        open("index.html");
    }

    @AfterEach
    void nothing_was_wrong_in_the_console() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    }

    @Test
    void finds_a_section_with_the_keyboard_alone() {
        browser.findElement(By.tagName("body")).sendKeys("/");
        WebElement search = browser.switchTo().activeElement();
        search.sendKeys("certificate authority");
        await(page ->
                !browser.findElements(By.cssSelector("#results [role=option]")).isEmpty());
        search.sendKeys(Keys.ARROW_DOWN, Keys.ENTER);

        await(page -> browser.getCurrentUrl()
                .endsWith("docs/connection-and-environment.html#a-certificate-authority-of-your-own"));
    }

    @Test
    void finds_nothing_where_there_is_nothing() {
        WebElement search = browser.findElement(By.id("search"));
        search.sendKeys("xylophone");

        await(page ->
                browser.findElement(By.id("found")).getAttribute("textContent").equals("0 results"));
        assertThat(search.getAttribute("aria-expanded")).isEqualTo("false");
    }

    @Test
    void is_as_dark_as_the_system_until_the_reader_chooses() {
        scheme("dark");
        open("index.html");
        assertThat(theme()).isEqualTo("dark");

        browser.findElement(By.id("theme")).click();
        open("docs/chat.html");

        assertThat(theme()).isEqualTo("light");
        browser.executeScript("localStorage.clear()");
    }

    @Test
    void fits_a_phone_on_every_page() throws IOException {
        size(390, 844);
        List<Path> pages;
        try (Stream<Path> files = Files.walk(folder)) {
            pages = files.filter(file -> file.toString().endsWith(".html")).toList();
        }
        for (Path page : pages) {
            open(folder.relativize(page).toString());
            assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
                    .as("width of %s", page)
                    .isEqualTo(390L);
        }
    }

    @Test
    void asks_no_server_for_anything() {
        browser.findElement(By.id("search")).sendKeys("budget");
        await(page ->
                !browser.findElements(By.cssSelector("#results [role=option]")).isEmpty());

        assertThat((List<?>) browser.executeScript("return performance.getEntriesByType('resource').map(r => r.name)"))
                .allSatisfy(name -> assertThat((String) name).startsWith("file:"));
    }

    private static Object theme() {
        return browser.executeScript("return document.documentElement.dataset.theme");
    }

    private static void open(String page) {
        browser.get("about:blank");
        browser.get(folder.resolve(page).toUri().toString());
        // on a busy machine the driver may take the end of the blank page for that of this one
        await(loaded -> theme() != null && "complete".equals(browser.executeScript("return document.readyState")));
    }

    private static void size(int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private static void scheme(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private static <T> T await(ExpectedCondition<T> condition) {
        return new WebDriverWait(browser, Duration.ofSeconds(60), Duration.ofMillis(50))
                .ignoring(WebDriverException.class) // a script that the next page has ended
                .until(condition);
    }
}
