package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.lab.Browser.Look;
import org.lumenlink.relay.support.RequiresBpf;

/**
 * Takes the pictures of the documentation: the console of a relay that carries traffic. They go to target/screenshots, or
 * where the property lumenlink.screenshots says; scripts/screenshots sets it to docs/images.
 */
@RequiresBpf
@Timeout(900)
class ConsoleScreenshotsIT {

    private static final Path FOLDER = Path.of(System.getProperty("lumenlink.screenshots", "target/screenshots"));

    /** Samples that the charts are to show, one a second. */
    private static final int SAMPLES = Integer.getInteger("lumenlink.screenshots.seconds", 10);

    private static TestLab testLab;
    private static Lab lab;
    private static RelayApi api;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        testLab = TestLab.up();
        lab = testLab.run("--lumenlink.relay.node.name=relay-1", "--lumenlink.relay.max-sessions=20000");
        api = new RelayApi(lab);
        browser = Browser.start(lab.api());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        api.close();
        testLab.close();
    }

    @Test
    void consoleWhenTheRelayCarriesTrafficThenLooksAsInTheDocumentation() throws Exception {
        try (MixedTraffic traffic = new MixedTraffic(lab, api)) {
            traffic.send(1042, Family.IPV4, null, 900, seconds -> 700 + 300 * Math.sin(seconds / 9));
            traffic.send(1043, Family.IPV6, null, 300, seconds -> 500 + 250 * Math.sin(seconds / 5 + 1));
            traffic.send(1044, Family.IPV4, null, 1200, seconds -> 240 + 90 * Math.cos(seconds / 7));
            traffic.send(1045, Family.IPV4, new Limits(200, 20, 10_000_000, 100_000), 120, seconds -> 260);
            traffic.replay(1046, seconds -> 12);
            traffic.forge(1047, seconds -> seconds % 20 < 10 ? 6 : 1);

            Page desk = browser.logIn(Look.DESK.sharp(), lab.apiKey());
            Page dark = browser.logIn(Look.DESK.dark().sharp(), lab.apiKey());
            Page persian = browser.logIn(Look.DESK.persian().sharp(), lab.apiKey());
            Page phone = browser.logIn(Look.DESK.phone().sharp(), lab.apiKey());
            for (Page page : new Page[] {desk, dark, persian, phone}) {
                page.locator(".drops tbody tr").first().waitFor();
                page.locator(".histogram-column").first().waitFor();
                page.locator(".bar").first().waitFor();
            }
            long first = received();
            await().atMost(Duration.ofSeconds(SAMPLES + 120L)).until(() -> received() >= first + 1000L * SAMPLES);

            take(desk, "console-overview");
            take(dark, "console-overview-dark");
            take(persian, "console-overview-fa");
            take(phone, "console-overview-phone");
            Browser.show(desk, "#/users");
            desk.locator("tbody tr").first().waitFor();
            take(desk, "console-users");
            Browser.show(desk, "#/users/1045");
            desk.locator("main .actions .danger").waitFor();
            take(desk, "console-user");
            Browser.show(desk, "#/relay");
            desk.locator("main .danger").click();
            take(desk, "console-drain");
        }
        browser.assertNoComplaints();
    }

    private static long received() throws Exception {
        return api.verdicts().of(VerdictReason.FORWARDED);
    }

    private static void take(Page page, String name) throws Exception {
        Files.createDirectories(FOLDER);
        Path file = FOLDER.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(file).isNotEmptyFile();
    }
}
