package org.lumenlink.relay.lab.bench;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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

    @Option(names = "--json", description = "Print the results as JSON, and nothing else, on standard output.")
    private boolean json;

    @Option(names = "--quick", description = "Fewer rounds, packets and sessions: a look, not a record.")
    private boolean quick;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each measurement.")
    private int rounds;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "Measure only what has a title that this is found in, such as 'forwarded|returned'.")
    private Pattern only = Pattern.compile("");

    private final PrintWriter out;
    private final PrintWriter progress;

    Bench(PrintWriter out, PrintWriter progress) {
        this.out = out;
        this.progress = progress;
    }

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter progress = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Bench(out, progress)).execute(args));
    }

    @Override
    public Integer call() {
        BenchSize size = quick ? BenchSize.quick() : BenchSize.full();
        if (rounds > 0) {
            size = size.withRounds(rounds);
        }
        PacketTable table = new PacketTable(progress);
        table.printHead();
        List<PacketResult> packets = new PacketBench(
                        Libbpf.bind(), size, kind -> only.matcher(kind.title()).find(), table::printRow)
                .run();
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(packets));
        } else {
            PacketTable result = new PacketTable(out);
            result.printHead();
            packets.forEach(result::printRow);
        }
        return CommandLine.ExitCode.OK;
    }
}
