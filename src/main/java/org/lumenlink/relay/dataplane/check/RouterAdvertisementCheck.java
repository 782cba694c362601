package org.lumenlink.relay.dataplane.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Link;

/** An interface that forwards takes no router advertisements unless told to: the addresses that it had of them expire. */
final class RouterAdvertisementCheck implements InterfaceCheck {

    /** Of the calling thread's namespace: address, index, prefix length, scope, flags, all in hexadecimal, and name. */
    private static final Path ADDRESSES = Path.of("/proc/thread-self/net/if_inet6");

    private static final Pattern FIELDS = Pattern.compile("\\s+");
    private static final int HEXADECIMAL = 16;
    private static final int SCOPE = 3;
    private static final int FLAGS = 4;
    private static final int NAME = 5;
    private static final int SCOPE_GLOBAL = 0;

    /** IFA_F_PERMANENT of linux/if_addr.h; an address without it came with a lifetime. */
    private static final int PERMANENT = 0x80;

    @Override
    public List<Finding> run(Link link) {
        String accept = IpFamily.IPV6.setting(link.name(), "accept_ra");
        boolean isDeaf = Sysctl.is(IpFamily.IPV6.setting(link.name(), "forwarding"), "1") && Sysctl.is(accept, "1");
        return isDeaf && hasAddressWithLifetime(link)
                ? List.of(Finding.warning(
                        link.name(),
                        "interface " + link.name()
                                + " has an IPv6 address that expires, and takes no router advertisements to renew it while"
                                + " it forwards",
                        "sysctl -w " + accept + "=2"))
                : List.of();
    }

    private static boolean hasAddressWithLifetime(Link link) {
        try (Stream<String> lines = Files.lines(ADDRESSES)) {
            return lines.map(line -> FIELDS.split(line.strip()))
                    .anyMatch(fields -> fields[NAME].equals(link.name())
                            && number(fields[SCOPE]) == SCOPE_GLOBAL
                            && (number(fields[FLAGS]) & PERMANENT) == 0);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + ADDRESSES, e);
        }
    }

    private static int number(String hexadecimal) {
        return Integer.parseInt(hexadecimal, HEXADECIMAL);
    }
}
