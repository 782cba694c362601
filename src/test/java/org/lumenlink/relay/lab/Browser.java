package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real browser with the console of a relay in it. Remembers what it complained of. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static final double PATIENCE_MILLIS = 120_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final URI base;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Playwright playwright, URI base) {
        this.playwright = playwright;
        this.base = base;
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setTimeout(PATIENCE_MILLIS)
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--no-proxy-server",
                                "--force-color-profile=srgb")));
    }

    /** Starts Chromium; skips the test where there is none. */
    static Browser start(URI base) {
        assumeTrue(Files.isExecutable(CHROMIUM), "chromium is missing: scripts/install-prerequisites installs it");
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            return new Browser(playwright, base);
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** What a browser looks like to the page. */
    record Look(int width, int height, ColorScheme scheme, String language, double scale) {

        static final Look DESK = new Look(1280, 900, ColorScheme.LIGHT, "en", 1);

        Look phone() {
            return new Look(360, 740, scheme, language, scale);
        }

        Look dark() {
            return new Look(width, height, ColorScheme.DARK, language, scale);
        }

        Look persian() {
            return new Look(width, height, scheme, "fa", scale);
        }

        Look tall(int pixels) {
            return new Look(width, pixels, scheme, language, scale);
        }

        Look sharp() {
            return new Look(width, height, scheme, language, 2);
        }
    }

    /** Opens a browser session of its own, that knows of no other, at the console. */
    Page open(Look look) {
        return open(look, "/");
    }

    Page open(Look look, String path) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setDeviceScaleFactor(look.scale())
                .setColorScheme(look.scheme())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setTimezoneId("UTC")
                .setLocale(look.language().equals("fa") ? "fa-IR" : "en-GB"));
        context.addInitScript("addEventListener('securitypolicyviolation', event =>"
                + " console.error('policy violated: ' + event.violatedDirective + ' ' + event.blockedURI))");
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.setDefaultNavigationTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            // That an answer was a refusal is told as an error, too.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(base.resolve(path).toString());
        return page;
    }

    /** Opens the console and logs in. */
    Page logIn(Look look, String key) {
        Page page = open(look);
        page.locator("#key").fill(key);
        page.locator("button[type=submit]").click();
        page.locator("header nav").waitFor();
        return page;
    }

    /** Goes to a view, and waits until it is there. */
    static void show(Page page, String hash) {
        page.evaluate("hash => { location.hash = hash; }", hash);
        page.locator("main[data-view='" + hash + "'] h1").first().waitFor();
    }

    /** Fails if the browser has refused anything, or a script has failed. */
    void assertNoComplaints() {
        assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
