package org.lumenlink.relay.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the build has written into the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = LumenLink.class.getPackage().getImplementationVersion();
        return new String[] {"lumenlink " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
}
