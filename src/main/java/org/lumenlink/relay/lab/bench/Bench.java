package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.Libbpf;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Measures what the relay costs, side by side with what it is compared with. */
@Command(
        name = "bench",
        description = "Measures the dataplane. Run it by scripts/bench, which pins it to one CPU.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    private static final int[] PAYLOADS = {64, 1400};

    @Option(names = "--json", description = "Print the results as JSON, and nothing else, on standard output.")
    private boolean json;

    @Option(names = "--quick", description = "Fewer rounds, packets and sessions: a look, not a record.")
    private boolean quick;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each measurement.")
    private int rounds;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description =
                    "Of packets and the control plane, measure only what has a title that this is found in, such as"
                            + " 'forwarded|returned' or 'issue a token|^100,000 users'.")
    private Pattern only = Pattern.compile("");

    @Option(
            names = "--part",
            paramLabel = "PART",
            description = "all, packets (nanoseconds per packet), crossings (packets/s through namespaces) or control"
                    + " (the control plane).")
    private Part part = Part.ALL;

    @Option(
            names = "--record",
            paramLabel = "FOLDER",
            description = "Write the results into FOLDER: performance.json and performance.svg.")
    private @Nullable Path record;

    @Option(names = "--peer-cpu", paramLabel = "N", description = "The CPU for relays in user space.")
    private int peerCpu;

    @Option(
            names = "--disk",
            paramLabel = "FOLDER",
            description = "Where the control plane keeps its data: on a disk, not in memory.")
    private Path disk = Path.of(System.getProperty("java.io.tmpdir"));

    private final PrintWriter out;
    private final PrintWriter progress;

    Bench(PrintWriter out, PrintWriter progress) {
        this.out = out;
        this.progress = progress;
    }

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter progress = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Bench(out, progress))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        BenchSize size = quick ? BenchSize.quick() : BenchSize.full();
        if (rounds > 0) {
            size = size.withRounds(rounds);
        }
        Libbpf libbpf = Libbpf.bind();
        BenchResult result =
                new BenchResult(HostFacts.current(), packets(libbpf, size), crossings(libbpf, size), control(size));
        String text =
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(result);
        Path folder = record;
        if (folder != null) {
            Files.writeString(folder.resolve("performance.json"), text + "\n");
            Files.writeString(folder.resolve("performance.svg"), Picture.of(result));
        }
        if (json) {
            out.println(text);
        } else {
            new PacketTable(out).print(result.packets());
            new CrossingTable(out).print(result.crossings());
            new ControlTable(out).print(result.control());
        }
        return CommandLine.ExitCode.OK;
    }

    private List<PacketResult> packets(Libbpf libbpf, BenchSize size) {
        if (isLeftOut(Part.PACKETS)) {
            return List.of();
        }
        PacketTable table = new PacketTable(progress);
        table.printHead();
        return new PacketBench(libbpf, size, kind -> only.matcher(kind.title()).find(), table::printRow).run();
    }

    private List<CrossingResult> crossings(Libbpf libbpf, BenchSize size) {
        if (isLeftOut(Part.CROSSINGS)) {
            return List.of();
        }
        CrossingTable table = new CrossingTable(progress);
        table.printHead();
        try (Resources resources = new Resources()) {
            List<Peer> peers = new PeerSet(new Peers(libbpf), peerCpu, quick).open(resources);
            return new CrossingBench(libbpf, size, table::printRow).run(peers, PAYLOADS);
        }
    }

    private ControlResult control(BenchSize size) {
        if (isLeftOut(Part.CONTROL)) {
            return new ControlResult(List.of(), List.of());
        }
        ControlTable table = new ControlTable(progress);
        Path jar = Path.of(System.getProperty("java.class.path"));
        return new ControlBench(jar, disk, size, title -> only.matcher(title).find(), table::printRow, table::printRow)
                .run();
    }

    private boolean isLeftOut(Part candidate) {
        return part != Part.ALL && part != candidate;
    }

    /** What can be measured by itself. */
    enum Part {
        ALL,
        PACKETS,
        CROSSINGS,
        CONTROL
    }
}
