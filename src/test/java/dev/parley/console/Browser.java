package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A browser, one for all classes, with a new tab for each test. Elements are found by their role and accessible name. A
 * violation of the content security policy or an error of a script fails the test.
 */
final class Browser implements BeforeEachCallback, AfterEachCallback {
    static final String NONE =
            "No Chrome, Chromium or Edge was found, so the console was not tried: install one, or name"
                    + " it in PARLEY_BROWSER";
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final List<String> NAMES = List.of(
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "chrome",
            "microsoft-edge",
            "msedge");
    private static final Map<String, String> SELECTORS = Map.of(
            "button", "button",
            "link", "a",
            "textbox", "input[type=text], input[type=password], input:not([type])",
            "searchbox", "input[type=search]",
            "combobox", "select",
            "checkbox", "input[type=checkbox]",
            "dialog", "dialog[open]",
            "spinbutton", "input[type=number]",
            "dialog button", "dialog[open] button");

    /** Finds the elements that may have a name, because to ask each for its name takes two calls. */
    private static final String CANDIDATES = """
            const textsOf = (element) => [element.ariaLabel, element.textContent,
              ...[...(element.labels ?? [])].map((label) => label.textContent)];
            return [...document.querySelectorAll(arguments[0])].filter((element) => element.checkVisibility()
              && textsOf(element).some((text) => text?.replace(/\\s+/g, " ").includes(arguments[1])));""";

    private static final String AXE = axe();

    private Running running;

    /** @param downloads folder of downloaded files */
    private record Running(ChromeDriver driver, Path downloads) implements AutoCloseable {
        @Override
        public void close() {
            driver.quit();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Optional<String> program = program();
        if (program.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(NONE);
        }
        assumeTrue(program.isPresent(), NONE);
        running = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Browser.class, key -> start(program.get()), Running.class);
        String used = driver().getWindowHandle();
        driver().switchTo().newWindow(WindowType.TAB);
        String fresh = driver().getWindowHandle();
        driver().switchTo().window(used).close();
        driver().switchTo().window(fresh);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (running != null) {
            context.getExecutionException()
                    .ifPresent(failure -> System.out.println("Page at the failure of " + context.getDisplayName() + ": "
                            + driver().getCurrentUrl() + "\n" + text()));
            assertThat(errors()).isEmpty();
        }
    }

    private static Optional<String> program() {
        String named = System.getenv("PARLEY_BROWSER");
        return named != null
                ? Optional.of(named)
                : NAMES.stream().flatMap(Browser::onPath).findFirst();
    }

    private static Stream<String> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString);
    }

    private static Running start(String program) {
        try {
            Path downloads = Files.createTempDirectory("parley-downloads");
            var options = new ChromeOptions();
            options.setBinary(program);
            options.addArguments(
                    "--headless=new",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--window-size=1200,800");
            if ("root".equals(System.getProperty("user.name"))) {
                options.addArguments("--no-sandbox");
            }
            options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
            var logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
            options.setCapability("goog:loggingPrefs", logs);
            var service = new ChromeDriverService.Builder();
            onPath("chromedriver")
                    .findFirst()
                    .map(Path::of)
                    .map(Path::toFile)
                    .ifPresent(service::usingDriverExecutable);
            return new Running(new ChromeDriver(service.build(), options), downloads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the console, with the sign-in. */
    void open(int port, String route) {
        driver().get("http://127.0.0.1:" + port + "/console/" + route);
        find("textbox", "Token");
    }

    /** Signs in by the form. */
    void signIn(int port, String token, String route) {
        open(port, route);
        fill("textbox", "Token", token);
        click("button", "Sign in");
        find("button", "Sign out");
    }

    /** Opens the console as after a sign-in, with the session that the form would have kept. */
    void openSignedIn(int port, String token, String route) {
        driver().get("http://127.0.0.1:" + port + "/console/console.css");
        script("""
                const now = Date.now();
                sessionStorage.setItem("parley.session", JSON.stringify({ token: arguments[0], since: now, used: now }));""", token);
        driver().get("http://127.0.0.1:" + port + "/console/" + route);
        find("button", "Sign out");
    }

    ChromeDriver driver() {
        return running.driver();
    }

    Path downloads() {
        return running.downloads();
    }

    /** Returns and forgets the errors that the browser has logged. Statuses of answers are none. */
    List<String> errors() {
        return driver().manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .filter(entry -> entry.contains("SEVERE") && !entry.contains("Failed to load resource"))
                .toList();
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(TIMEOUT)
                .pollInterval(POLL_INTERVAL)
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .untilAsserted(assertion);
    }

    /** Waits for an element of this role and accessible name that is displayed. */
    WebElement find(String role, String name) {
        return await().atMost(TIMEOUT)
                .pollInterval(POLL_INTERVAL)
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(() -> first(role, name), Optional::isPresent)
                .orElseThrow();
    }

    boolean has(String role, String name) {
        return first(role, name).isPresent();
    }

    private Optional<WebElement> first(String role, String name) {
        var candidates = (List<?>) script(CANDIDATES, SELECTORS.get(role), name);
        return candidates.stream()
                .map(WebElement.class::cast)
                .filter(element -> element.isDisplayed()
                        && element.getAccessibleName().strip().equals(name))
                .findFirst();
    }

    void click(String role, String name) {
        eventually(() -> {
            WebElement element = find(role, name);
            assertThat(element.isEnabled()).as(name).isTrue();
            element.click();
        });
    }

    /** Types into a field, in place of its text. */
    void fill(String role, String name, String text) {
        WebElement field = find(role, name);
        field.clear();
        field.sendKeys(text);
    }

    /** Presses keys, wherever the focus is. */
    void press(CharSequence... keys) {
        for (CharSequence key : keys) {
            new Actions(driver()).sendKeys(key).perform();
        }
    }

    void pointAt(WebElement element) {
        new Actions(driver()).moveToElement(element).perform();
    }

    /** Returns the visible text of the page. */
    String text() {
        return driver().findElement(By.tagName("body")).getText();
    }

    /** Returns the visible texts of the elements that a CSS selector finds. */
    List<String> texts(String selector) {
        return driver().findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    /** Returns the texts of the rows of the page's list. */
    List<String> rows() {
        return ((List<?>) script("return [...document.querySelectorAll('main tbody tr')].map((row) => row.innerText)"))
                .stream().map(String::valueOf).toList();
    }

    /** Waits until no dialog is open. A note appears before the dialog of its action has closed. */
    void seesNoDialog() {
        eventually(() -> assertThat(driver().findElements(By.tagName("dialog"))).isEmpty());
    }

    void sees(String... parts) {
        eventually(() -> assertThat(text()).contains(parts));
    }

    Object script(String script, Object... arguments) {
        return driver().executeScript(script, arguments);
    }

    /** Returns what axe-core finds wrong with the page, and with its colours in the dark scheme. */
    List<String> violations() {
        if (!Boolean.TRUE.equals(script("return 'axe' in window"))) {
            script(AXE);
        }
        Stream<String> light = violations("light", "{}");
        return Stream.concat(light, violations("dark", "{ runOnly: ['color-contrast'] }"))
                .toList();
    }

    private Stream<String> violations(String scheme, String options) {
        scheme(scheme);
        Object found = driver().executeAsyncScript("""
                        const done = arguments[0];
                        axe.run(%s).then(
                          (results) => done(results.violations.map((found) =>
                            `${found.id}: ${found.nodes.map((node) => node.html + node.failureSummary)}`)),
                          (error) => done([String(error)]));""".formatted(options));
        return ((List<?>) found).stream().map(violation -> scheme + ": " + violation);
    }

    /** Sets the colour scheme, without transitions between colours. */
    void scheme(String scheme) {
        cdp(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Has the page believe that its tab is hidden, or shown. */
    void hide(boolean isHidden) {
        script("""
                Object.defineProperty(document, "hidden", { value: arguments[0], configurable: true });
                document.dispatchEvent(new Event("visibilitychange"));""", isHidden);
    }

    private static String axe() {
        try (var script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void cdp(String command, Map<String, Object> parameters) {
        driver().executeCdpCommand(command, parameters);
    }

    /** Presses Escape, and waits for the end of a dialog. */
    void escape() {
        press(Keys.ESCAPE);
        seesNoDialog();
    }
}
