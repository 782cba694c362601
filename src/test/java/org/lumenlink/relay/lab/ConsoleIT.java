package org.lumenlink.relay.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.client.Credentials;
import org.lumenlink.relay.client.RelayClient;
import org.lumenlink.relay.lab.Browser.Look;
import org.lumenlink.relay.libbpf.NetworkNamespace;
import org.lumenlink.relay.support.RequiresBpf;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The console in Chromium, at the packaged relay of a lab that carries traffic. */
@RequiresBpf
@Timeout(900)
class ConsoleIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> VIEWS =
            List.of("#/overview", "#/users", "#/users/42", "#/deny-list", "#/token-keys", "#/relay", "#/tokens");

    private static TestLab testLab;
    private static Lab lab;
    private static RelayApi api;
    private static String adminKey;
    private static Destination destination;
    private static Browser browser;

    private final List<Page> pages = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        testLab = TestLab.up();
        lab = testLab.run("--lumenlink.relay.token-keys.staging-time=1s");
        api = new RelayApi(lab);
        adminKey = lab.apiKey();
        destination = Destination.start(lab, Family.IPV4);
        api.register(42, destination.address(), null);
        browser = Browser.start(lab.api());
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (destination != null) {
            destination.close();
        }
        api.close();
        testLab.close();
    }

    @AfterEach
    void closePages() {
        pages.forEach(page -> page.context().close());
        browser.assertNoComplaints();
    }

    static Stream<Look> looks() {
        return Stream.of(
                Look.DESK,
                Look.DESK.dark(),
                Look.DESK.persian(),
                Look.DESK.dark().persian());
    }

    @Test
    void overviewWhenTrafficCrossesTheRelayThenChartsAndFiguresMove() throws Exception {
        Page page = logIn(adminKey);
        Locator chart = page.locator(".chart canvas").first();
        assertThat(chart).isVisible();
        assertThat(tile(page, "To destinations")).hasText("0 pkt/s");
        assertThat(page.locator(".banner")).containsText("In service");
        int before = heightOfLines(chart);

        try (MixedTraffic traffic = new MixedTraffic(lab, api)) {
            traffic.send(7001, Family.IPV4, null, 200, seconds -> 500);
            traffic.replay(7002, seconds -> 100);

            assertThat(tile(page, "To destinations")).hasText(Pattern.compile("[1-9]\\d* pkt/s"));
            assertThat(tile(page, "To clients")).hasText(Pattern.compile("[1-9]\\d* pkt/s"));
            await().atMost(PATIENCE).until(() -> heightOfLines(chart) > before + 40);
            Locator drop = page.locator(".drops tbody tr").filter(new Locator.FilterOptions().setHasText("replayed"));
            assertThat(drop).containsText("a packet number that was seen before");
            assertThat(drop).containsText("it needs a new ticket");
            assertThat(drop.locator("td").first()).hasText(Pattern.compile("[1-9]\\d* pkt/s"));
            assertThat(page.locator("section", new Page.LocatorOptions().setHasText("Users with the most traffic"))
                            .getByRole(AriaRole.LINK)
                            .first())
                    .hasText("7001");
            assertThat(page.locator(".histogram-column")).not().hasCount(0);
        }
    }

    @Test
    void userWhenRegisteredByClickingThenItsPacketsGetThroughUntilItIsDisabled() throws Exception {
        Page page = logIn(adminKey);
        link(page, "Users").click();
        button(page, "Register a user").click();
        page.getByLabel("User id").fill("8001");
        page.getByLabel("Destination address")
                .fill(destination.address().getAddress().getHostAddress());
        page.getByLabel("Destination UDP port")
                .fill(String.valueOf(destination.address().getPort()));
        page.getByLabel("Label").fill("clicked");
        submit(page);
        assertThat(page.locator("main h1")).hasText("User 8001");
        assertThat(page.locator(".facts")).containsText("clicked");

        button(page, "Issue a token").click();
        submit(page);
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Copy it now: it cannot be shown again");
        Credentials credentials = new Credentials(
                decode(page.getByLabel("Ticket").inputValue()),
                decode(page.getByLabel("Session key").inputValue()));
        String endpoint = page.getByLabel("Where to send").inputValue();
        assertThat(endpoint).contains(lab.relayAddress() + ":" + lab.relayPort());
        String ticket = page.getByLabel("Ticket").inputValue();
        button(page, "Close").click();
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(page.content()).doesNotContain(ticket);

        try (RelayClient client = NetworkNamespace.named(lab.clientNamespace())
                .call(() -> RelayClient.open(lab.relay(Family.IPV4), credentials))) {
            assertThat(exchange(client, "hello")).isEqualTo("hello");
            assertThat(page.locator("table tbody tr").first().locator("td").first())
                    .not()
                    .hasText("0");

            button(page, "Disable").click();
            assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Every packet of the user is dropped");
            submit(page);
            assertThat(page.locator(".facts .badge").first()).hasText("disabled");
            long before = dropped("user_disabled");
            client.send("nobody hears".getBytes(StandardCharsets.UTF_8));
            await().atMost(PATIENCE).until(() -> dropped("user_disabled") == before + 1);

            button(page, "Enable").click();
            submit(page);
            assertThat(page.locator(".facts .badge").first()).hasText("enabled");
            assertThat(exchange(client, "again")).isEqualTo("again");
        }
        button(page, "Remove").click();
        submit(page);
        assertThat(page.locator("main h1")).hasText("Users");
        assertThat(send("GET", "users/8001", null).statusCode()).isEqualTo(404);
    }

    @Test
    void userWhenChangedAndRevokedByClickingThenTheRelayHasIt() throws Exception {
        api.register(8002, destination.address(), null);
        Page page = logIn(adminKey);
        Browser.show(page, "#/users/8002");

        button(page, "Change").click();
        page.locator("summary").click();
        page.getByLabel("Packets per second").fill("many");
        submit(page);
        assertThat(page.locator("input[aria-invalid]")).hasAttribute("name", "rateLimit.packetsPerSecond");
        page.getByLabel("Packets per second").fill("500");
        submit(page);
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(json(send("GET", "users/8002", null))
                        .at("/rateLimit/packetsPerSecond")
                        .asInt())
                .isEqualTo(500);

        RelayApi.Token token = api.issue(8002, Duration.ofMinutes(5));
        try (RelayClient client = NetworkNamespace.named(lab.clientNamespace())
                .call(() -> RelayClient.open(lab.relay(Family.IPV4), token.credentials()))) {
            assertThat(exchange(client, "hello")).isEqualTo("hello");
            button(page, "Revoke sessions").click();
            submit(page);
            assertThat(page.locator(".said")).hasText("Done: all sessions have ended.");
            long before = dropped("ticket_revoked");
            client.send("too late".getBytes(StandardCharsets.UTF_8));
            await().atMost(PATIENCE).until(() -> dropped("ticket_revoked") == before + 1);
        }
    }

    @Test
    void userWhenSearchedThenFoundByIdLabelAndDestination() throws Exception {
        send("PUT", "users/8003", "{\"destination\":{\"address\":\"10.202.0.11\",\"port\":9},\"label\":\"needle\"}");
        Page page = logIn(adminKey);
        Browser.show(page, "#/users");
        Locator rows = page.locator("tbody tr");
        for (List<String> search : List.of(
                List.of("id", "8003"), List.of("label", "needle"), List.of("destination address", "10.202.0.11"))) {
            page.locator("#by")
                    .selectOption(new com.microsoft.playwright.options.SelectOption().setLabel(search.get(0)));
            page.getByRole(AriaRole.SEARCHBOX).fill(search.get(1));
            button(page, "Find").click();
            assertThat(rows).hasCount(1);
            assertThat(rows.first()).containsText("8003");
        }
        page.getByRole(AriaRole.SEARCHBOX).fill("nothing");
        button(page, "Find").click();
        assertThat(page.locator("main")).containsText("must be an IPv4 or IPv6 address");
        assertThat(rows).hasCount(0);
    }

    @Test
    void networkWhenDeniedByClickingThenOnTheListUntilRemoved() throws Exception {
        Page page = logIn(adminKey);
        Browser.show(page, "#/deny-list");
        button(page, "Deny a network").click();
        page.locator("#field-cidr").fill("198.51.100.1/24");
        submit(page);
        assertThat(page.locator(".field-error")).containsText("all bits after the prefix of 24 must be zero");
        page.locator("#field-cidr").fill("198.51.100.0/24");
        submit(page);
        assertThat(page.locator("tbody")).containsText("198.51.100.0/24");
        assertThat(send("GET", "deny-list/198.51.100.0/24", null).statusCode()).isEqualTo(200);

        button(page, "Deny no longer 198.51.100.0/24").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(page.locator("tbody")).containsText("198.51.100.0/24");
        button(page, "Deny no longer 198.51.100.0/24").click();
        submit(page);
        assertThat(page.locator("tbody")).not().containsText("198.51.100.0/24");
        assertThat(send("GET", "deny-list/198.51.100.0/24", null).statusCode()).isEqualTo(404);
    }

    @Test
    void relayWhenDrainedByClickingThenNotReadyUntilResumed() throws Exception {
        Page page = logIn(adminKey);
        Browser.show(page, "#/relay");
        button(page, "Drain").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("It issues no tokens.");
        button(page, "Cancel").click();
        assertThat(json(send("GET", "dataplane", null)).at("/state").asString()).isEqualTo("serving");

        button(page, "Drain").click();
        submit(page);
        assertThat(page.locator(".node .badge")).hasText("draining");
        assertThat(json(send("GET", "dataplane", null)).at("/state").asString()).isEqualTo("draining");
        link(page, "Overview").click();
        assertThat(page.locator(".banner")).containsText("Draining");

        link(page, "Relay").click();
        button(page, "Resume").click();
        submit(page);
        assertThat(page.locator(".node .badge")).hasText("in service");
        assertThat(json(send("GET", "dataplane", null)).at("/state").asString()).isEqualTo("serving");
    }

    @Test
    void tokenKeysWhenRotatedByClickingThenOneMore() throws Exception {
        Page page = logIn(adminKey);
        Browser.show(page, "#/token-keys");
        int before = page.locator("tbody tr").count();

        button(page, "Rotate").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("No packet is lost");
        submit(page);

        assertThat(page.locator("tbody tr")).hasCount(before + 1);
        assertThat(json(send("GET", "token-keys", null)).at("/tokenKeys")).hasSize(before + 1);
    }

    @Test
    void viewerWhenLoggedInThenSeesAllAndCanChangeNothing() throws Exception {
        Page page = logIn(makeKey("viewer"));

        for (String view : List.of("#/overview", "#/users", "#/users/42", "#/deny-list", "#/token-keys", "#/relay")) {
            Browser.show(page, view);
            assertThat(page.locator("main button:not([type=submit])")).hasCount(0);
        }
        assertThat(page.locator("header nav")).not().containsText("Issue a token");
        Browser.show(page, "#/overview");
        assertThat(page.locator("main")).not().containsText("Users with the most traffic");
    }

    @Test
    void issuerWhenLoggedInThenIssuesTokensAndNothingElse() throws Exception {
        Page page = logIn(makeKey("issuer"));

        assertThat(page.locator("header nav a")).hasText(new String[] {"Issue a token"});
        page.getByLabel("User id").fill("42");
        button(page, "Issue a token").click();
        submit(page);
        assertThat(page.getByLabel("Ticket")).hasValue(Pattern.compile("[A-Za-z0-9_-]{27}"));
    }

    @Test
    void keyWhenWrongThenRefusedAndWhenRightThenKeptInTheTabOnly() {
        Page page = open(Look.DESK, "/");
        page.locator("#key").fill("wrong");
        button(page, "Log in").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The relay does not know this key.");

        page.locator("#key").fill(adminKey);
        button(page, "Log in").click();
        page.locator("header nav").waitFor();
        assertThat(String.valueOf(page.evaluate("JSON.stringify(localStorage) + document.cookie")))
                .isEqualTo("{}");
        page.reload();
        page.locator("header nav").waitFor();

        button(page, "Log out").click();
        assertThat(page.locator("#key")).isVisible();
        assertThat(page.evaluate("sessionStorage.length")).isEqualTo(0);
        page.reload();
        assertThat(page.locator("#key")).isVisible();
    }

    @Test
    void linkWhenUsedOnceThenLogsInAndIsWorthlessAfterwards() throws Exception {
        String once = makeKey("admin");
        Page page = open(Look.DESK, "/#once=" + once);
        page.locator("header nav").waitFor();
        assertThat(page.url()).doesNotContain(once);
        assertThat(page.evaluate("sessionStorage.getItem('lumenlink.key')")).isNotEqualTo(once);

        Page again = open(Look.DESK, "/#once=" + once);
        assertThat(again.getByRole(AriaRole.ALERT)).containsText("a link that works once");

        String session = String.valueOf(page.evaluate("sessionStorage.getItem('lumenlink.key')"));
        button(page, "Log out").click();
        assertThat(page.locator("#key")).isVisible();
        assertThat(send("GET", "me", null, session).statusCode()).isEqualTo(401);
    }

    @Test
    void languageWhenSwitchedThenEverythingIsPersianFromRightToLeftAndStaysSo() {
        Page page = logIn(adminKey);
        button(page, "فارسی").click();

        assertThat(page.locator("html")).hasAttribute("dir", "rtl");
        assertThat(page.locator("html")).hasAttribute("lang", "fa");
        assertThat(page.locator("header nav a").first()).hasText("نمای کلی");
        assertThat(page.locator(".banner")).containsText("در خدمت");
        page.reload();
        assertThat(page.locator("header nav a").first()).hasText("نمای کلی");
        button(page, "English").click();
        assertThat(page.locator("html")).hasAttribute("dir", "ltr");
    }

    @ParameterizedTest
    @MethodSource("looks")
    void viewWhenExaminedThenHasNoBarrierThatAxeFinds(Look look) throws Exception {
        send("PUT", "deny-list/203.0.113.0/24", null);
        Page page = open(look, "/");
        List<String> barriers = new ArrayList<>(barriers(page, "login"));
        try (MixedTraffic traffic = new MixedTraffic(lab, api)) {
            traffic.send(7003, Family.IPV4, null, 200, seconds -> 100);
            traffic.replay(7004, seconds -> 20);
            page = logIn(look, adminKey);
            page.locator(".drops tbody tr").first().waitFor();
            page.locator(".histogram-column").first().waitFor();
            for (String view : VIEWS) {
                Browser.show(page, view);
                barriers.addAll(barriers(page, view));
            }
        }
        Browser.show(page, "#/users");
        page.locator(".view-head button").click();
        page.locator("dialog button[type=submit]").click();
        page.locator("input[aria-invalid]").first().waitFor();
        barriers.addAll(barriers(page, "dialog with errors"));
        page.keyboard().press("Escape");
        Browser.show(page, "#/relay");
        page.locator("main .danger").click();
        barriers.addAll(barriers(page, "confirmation"));

        assertThat(barriers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fa"})
    void viewWhenThreeHundredAndSixtyPixelsWideThenNeverScrollsSideways(String language) throws Exception {
        Look look = language.equals("fa") ? Look.DESK.phone().persian() : Look.DESK.phone();
        List<String> wide = new ArrayList<>();
        try (MixedTraffic traffic = new MixedTraffic(lab, api)) {
            traffic.send(7005, Family.IPV6, null, 200, seconds -> 100);
            traffic.replay(7006, seconds -> 20);
            Page page = logIn(look, adminKey);
            page.locator(".drops tbody tr").first().waitFor();
            page.locator(".histogram-column").first().waitFor();
            for (String view : VIEWS) {
                Browser.show(page, view);
                int width = (int) page.evaluate("document.documentElement.scrollWidth");
                if (width > 360) {
                    wide.add(view + ": " + width);
                }
            }
        }
        assertThat(wide).isEmpty();
    }

    @Test
    void consoleWhenUsedByKeyboardAloneThenEverythingCanBeReachedSeenAndDone() {
        Page page = open(Look.DESK, "/");
        assertThat(page.locator("#key")).isFocused();
        page.keyboard().type(adminKey);
        page.keyboard().press("Enter");
        page.locator("header nav").waitFor();

        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#main")).isFocused();

        Browser.show(page, "#/deny-list");
        Locator focusable =
                page.locator("a[href]:visible, button:visible, input:visible, select:visible, summary:visible");
        focusable.first().focus();
        for (int i = 0; i < focusable.count(); i++) {
            assertThat(focusable.nth(i)).isFocused();
            assertThat(String.valueOf(page.evaluate("getComputedStyle(document.activeElement).outlineStyle")))
                    .as(String.valueOf(page.evaluate("document.activeElement.outerHTML")))
                    .isEqualTo("solid");
            page.keyboard().press("Tab");
        }
        button(page, "Deny a network").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#field-cidr")).isFocused();
        for (int i = 0; i < 8; i++) {
            page.keyboard().press("Tab");
            assertThat(page.evaluate("document.activeElement === document.body || document.querySelector('dialog')"
                            + ".contains(document.activeElement)"))
                    .as("the focus stays in the dialog")
                    .isEqualTo(true);
        }
        page.keyboard().press("Escape");
        assertThat(button(page, "Deny a network")).isFocused();
        assertThat(page.locator("dialog")).hasCount(0);
    }

    private static List<String> barriers(Page page, String view) {
        AxeResults results = new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                .analyze();
        return results.getViolations().stream()
                .flatMap(rule -> rule.getNodes().stream()
                        .map(node ->
                                view + ": " + rule.getId() + ": " + node.getHtml() + " " + node.getFailureSummary()))
                .toList();
    }

    /** Returns how many pixels above the bottom of a chart its lines reach. */
    private static int heightOfLines(Locator chart) {
        return (int) chart.evaluate("""
                canvas => {
                  const context = canvas.getContext('2d');
                  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
                  for (let row = 0; row < canvas.height; row++) {
                    for (let column = 0; column < canvas.width; column++) {
                      const at = 4 * (row * canvas.width + column);
                      const [red, green, blue, alpha] = data.slice(at, at + 4);
                      const isFirst = red < 60 && green > 80 && green < 150 && blue > 110 && blue < 190;
                      const isSecond = red > 150 && green > 60 && green < 110 && blue < 40;
                      if (alpha > 200 && (isFirst || isSecond)) {
                        return canvas.height - row;
                      }
                    }
                  }
                  return 0;
                }""");
    }

    private Page open(Look look, String path) {
        Page page = browser.open(look, path);
        pages.add(page);
        return page;
    }

    private Page logIn(String key) {
        return logIn(Look.DESK, key);
    }

    private Page logIn(Look look, String key) {
        Page page = browser.logIn(look, key);
        pages.add(page);
        return page;
    }

    private static Locator tile(Page page, String name) {
        return page.locator(".tile")
                .filter(new Locator.FilterOptions().setHasText(name))
                .locator(".tile-value");
    }

    private static Locator link(Page page, String name) {
        return page.locator("header nav").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void submit(Page page) {
        page.locator("dialog button[type=submit]").click();
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String exchange(RelayClient client, String text) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            client.send(text.getBytes(StandardCharsets.UTF_8));
                            return client.receive(Duration.ofMillis(300))
                                    .map(answer -> new String(answer, StandardCharsets.UTF_8))
                                    .orElse("");
                        },
                        answer -> answer.equals(text));
    }

    private static long dropped(String verdict) throws IOException, InterruptedException {
        for (JsonNode each : json(send("GET", "stats", null)).at("/verdicts")) {
            if (each.at("/verdict").asString().equals(verdict)) {
                return each.at("/packets").asLong();
            }
        }
        throw new AssertionError("no verdict " + verdict);
    }

    private static String makeKey(String role) throws IOException, InterruptedException {
        HttpResponse<String> made = send("POST", "api-keys", "{\"name\":\"test\",\"role\":\"" + role + "\"}");
        return json(made).at("/key").asString();
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static HttpResponse<String> send(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        return send(method, path, body, adminKey);
    }

    private static HttpResponse<String> send(String method, String path, @Nullable String body, String key)
            throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(lab.api() + "/api/v1/" + path))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
