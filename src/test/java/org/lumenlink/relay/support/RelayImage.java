package org.lumenlink.relay.support;

/** The relay's image, built once in a run of the tests, unless {@code LUMENLINK_IMAGE} names one. */
public final class RelayImage {

    private static final String NAME = find();

    private RelayImage() {}

    public static String name() {
        return NAME;
    }

    private static String find() {
        String given = System.getenv("LUMENLINK_IMAGE");
        if (given != null) {
            return given;
        }
        String built = "lumenlink/relay:test";
        Shell.run("scripts/image", "--tag", built);
        return built;
    }
}
