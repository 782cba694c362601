package org.lumenlink.relay.libbpf;

import java.util.List;
import java.util.Optional;

/** What a C type is in memory: its size in bytes, and of a structure also what is where. Two of the same are equal. */
public sealed interface BtfType {

    /** Returns the size in bytes. */
    int size();

    /** A number or pointer, or what is only known as a whole: a union, a structure with bit fields. */
    record Scalar(int size) implements BtfType {}

    /**
     * An array.
     *
     * @param element what each element is
     * @param count how many elements
     */
    record Array(BtfType element, int count) implements BtfType {

        @Override
        public int size() {
            return Math.multiplyExact(element.size(), count);
        }
    }

    /**
     * A structure.
     *
     * @param size bytes, padding included
     * @param members in their order; those of a member without a name are its own
     */
    record Struct(int size, List<Member> members) implements BtfType {

        public Struct {
            members = List.copyOf(members);
        }

        /** Returns the member of a name. */
        public Optional<Member> member(String name) {
            return members.stream().filter(member -> member.name().equals(name)).findFirst();
        }
    }

    /**
     * A member of a structure.
     *
     * @param offset bytes from the structure's start
     */
    record Member(String name, int offset, BtfType type) {}
}
