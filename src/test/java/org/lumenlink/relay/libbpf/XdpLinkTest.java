package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.support.Shell.run;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lumenlink.relay.libbpf.Libbpf.AttachedProgram;

class XdpLinkTest {

    private final Libbpf libbpf = Libbpf.bind();

    @SuppressWarnings("NullAway.Init") // set before each test
    private VethPair veths;

    @SuppressWarnings("NullAway.Init")
    private BpfObject object;

    private int index;

    @BeforeEach
    void setUp() throws Exception {
        BpfTests.requireRoot();
        veths = new VethPair();
        object = BpfTests.load("packets");
        index = veths.nearInterface();
    }

    @AfterEach
    void tearDown() {
        if (object != null) {
            object.close();
        }
        if (veths != null) {
            veths.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "GENERIC"})
    void attachThenIsFoundUntilClosed(XdpMode mode) throws Exception {
        BpfProgram program = object.program("pass");
        veths.near().call(() -> {
            XdpLink link = program.attach(index, mode);
            assertThat(link.isBpfLink()).isTrue();
            assertThat(link.mode()).isEqualTo(mode);
            assertThat(link.interfaceIndex()).isEqualTo(index);
            assertThat(libbpf.attachedXdp(index)).contains(new AttachedProgram(program.id(), mode));
            link.close();
            link.close();
            return true;
        });

        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "GENERIC"})
    void attachThroughNetlinkThenIsFoundUntilClosed(XdpMode mode) throws Exception {
        BpfProgram program = object.program("pass");
        veths.near().call(() -> {
            XdpLink link = program.attachThroughNetlink(index, mode);
            assertThat(link.isBpfLink()).isFalse();
            assertThat(link.mode()).isEqualTo(mode);
            assertThat(link.interfaceIndex()).isEqualTo(index);
            assertThat(libbpf.attachedXdp(index)).contains(new AttachedProgram(program.id(), mode));
            link.close();
            link.close();
            return true;
        });

        assertNothingIsLeft();
    }

    @Test
    void closeOfNetlinkAttachmentFromAnotherNamespaceThenDetachesWhereItWasAttached() throws Exception {
        XdpLink link = veths.near().call(() -> object.program("pass").attachThroughNetlink(index, XdpMode.NATIVE));
        object.close();
        link.close();

        assertNothingIsLeft();
    }

    @Test
    void closeOfNetlinkAttachmentWhenReplacedThenLeavesTheOther() throws Exception {
        int other = object.program("invert").id();
        veths.near().call(() -> {
            XdpLink link = object.program("pass").attachThroughNetlink(index, XdpMode.NATIVE);
            veths.ip("link", "set", VethPair.INTERFACE, "xdpdrv", "off");
            try (XdpLink second = object.program("invert").attachThroughNetlink(index, XdpMode.NATIVE)) {
                link.close();
                assertThat(second.isBpfLink()).isFalse();
                assertThat(libbpf.attachedXdp(index)).contains(new AttachedProgram(other, XdpMode.NATIVE));
            }
            return true;
        });

        assertNothingIsLeft();
    }

    @Test
    void attachWhenAnotherIsAttachedThenEbusyNamesProgramAndInterface() throws Exception {
        veths.near().call(() -> {
            try (XdpLink link = object.program("pass").attach(index, XdpMode.NATIVE)) {
                assertThat(link.isBpfLink()).isTrue();
                assertThatExceptionOfType(KernelException.class)
                        .isThrownBy(() -> object.program("invert").attach(index, XdpMode.NATIVE))
                        .withMessage("attach XDP program invert to interface " + index
                                + " (veth0) in native mode: EBUSY (Device or resource busy)")
                        .satisfies(e -> assertThat(e.errno().is(Errno.EBUSY)).isTrue());
                assertThatExceptionOfType(KernelException.class)
                        .isThrownBy(() -> object.program("invert").attachThroughNetlink(index, XdpMode.NATIVE))
                        .withMessageContaining("through netlink (libbpf: Kernel error message:")
                        .satisfies(e -> assertThat(e.errno().is(Errno.EBUSY)).isTrue());
            }
            return true;
        });

        assertNothingIsLeft();
    }

    @Test
    void attachWhenDriverCannotThenEopnotsupp() throws Exception {
        veths.near().call(() -> {
            int loopback = HostInfo.current().interfaceIndex("lo");
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> object.program("pass").attach(loopback, XdpMode.NATIVE))
                    .satisfies(e -> assertThat(e.errno().number()).isIn(Errno.EOPNOTSUPP, Errno.EINVAL));
            return true;
        });
    }

    @Test
    void attachWhenInterfaceIsUnknownThenEnodev() throws Exception {
        veths.near().call(() -> {
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> object.program("pass").attach(9999, XdpMode.NATIVE))
                    .withMessageContaining("interface 9999 in native mode: ENODEV")
                    .satisfies(e -> assertThat(e.errno().is(Errno.ENODEV)).isTrue());
            assertThat(libbpf.attachedXdp(9999)).isEmpty();
            return true;
        });
    }

    @Test
    void closeWhenInterfaceIsGoneThenIsHarmless() throws Exception {
        BpfProgram program = object.program("pass");
        try (XdpLink link = veths.near().call(() -> program.attach(index, XdpMode.NATIVE));
                XdpLink second = veths.far()
                        .call(() -> program.attachThroughNetlink(
                                HostInfo.current().interfaceIndex(VethPair.INTERFACE), XdpMode.NATIVE))) {
            assertThat(link.isBpfLink()).isNotEqualTo(second.isBpfLink());
            veths.ip("link", "delete", VethPair.INTERFACE);
        }
    }

    @Test
    void attachWhenRepeatedThenNoDescriptorIsLeft() {
        BpfTests.assertLeavesNoDescriptor(this::attachAndDetach);
    }

    private void attachAndDetach() throws Exception {
        veths.near().call(() -> {
            BpfProgram program = object.program("pass");
            program.attach(index, XdpMode.NATIVE).close();
            program.attachThroughNetlink(index, XdpMode.GENERIC).close();
            try (XdpLink link = program.attach(index, XdpMode.NATIVE)) {
                assertThat(link.isBpfLink()).isTrue();
                assertThatExceptionOfType(KernelException.class)
                        .isThrownBy(() -> program.attachThroughNetlink(index, XdpMode.NATIVE));
            }
            return true;
        });
    }

    private void assertNothingIsLeft() throws Exception {
        assertThat(veths.near().call(() -> libbpf.attachedXdp(index))).isEmpty();
        assertThat(run("ip", "netns", "exec", veths.nearName(), "bpftool", "net", "show"))
                .doesNotContain(VethPair.INTERFACE);
    }
}
