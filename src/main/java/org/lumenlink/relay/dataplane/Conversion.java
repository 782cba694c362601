package org.lumenlink.relay.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lumenlink.relay.libbpf.BtfType;

/**
 * How values of one build become values of another: each member goes to where the other has one of its name. Members that
 * only one of the two has are left out, or 0.
 *
 * @param size bytes of the result
 */
record Conversion(int size, List<Run> runs) {

    /**
     * Returns the conversion from one type to another; empty if there is none, since something of one name has another size
     * in the two, so that it must mean something else.
     */
    static Optional<Conversion> between(BtfType from, BtfType to) {
        List<Run> runs = new ArrayList<>();
        return add(runs, from, 0, to, 0) ? Optional.of(new Conversion(to.size(), runs)) : Optional.empty();
    }

    byte[] apply(byte[] value) {
        byte[] converted = new byte[size];
        runs.forEach(run -> System.arraycopy(value, run.from(), converted, run.to(), run.length()));
        return converted;
    }

    private static boolean add(List<Run> runs, BtfType from, int fromOffset, BtfType to, int toOffset) {
        if (from.equals(to)) {
            runs.add(new Run(fromOffset, toOffset, to.size()));
            return true;
        }
        if (from instanceof BtfType.Struct before && to instanceof BtfType.Struct after) {
            return addMembers(runs, before, fromOffset, after, toOffset);
        }
        if (from instanceof BtfType.Array before && to instanceof BtfType.Array after) {
            return addElements(runs, before, fromOffset, after, toOffset);
        }
        return false;
    }

    private static boolean addMembers(
            List<Run> runs, BtfType.Struct from, int fromOffset, BtfType.Struct to, int toOffset) {
        return to.members().stream()
                .allMatch(member -> from.member(member.name())
                        .map(before -> add(
                                runs,
                                before.type(),
                                fromOffset + before.offset(),
                                member.type(),
                                toOffset + member.offset()))
                        .orElse(true));
    }

    private static boolean addElements(
            List<Run> runs, BtfType.Array from, int fromOffset, BtfType.Array to, int toOffset) {
        boolean fits = from.count() == to.count();
        for (int i = 0; i < to.count() && fits; i++) {
            fits = add(
                    runs,
                    from.element(),
                    fromOffset + i * from.element().size(),
                    to.element(),
                    toOffset + i * to.element().size());
        }
        return fits;
    }

    /**
     * Bytes that stay together.
     *
     * @param from offset in the value of before
     * @param to offset in the other
     * @param length how many
     */
    record Run(int from, int to, int length) {}
}
