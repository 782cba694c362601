package org.lumenlink.relay.lab;

import java.util.List;

/** Something that the demonstration shows. */
interface Scenario {

    /** Returns in a line what is shown. */
    String title();

    /** Shows it and returns what was measured. */
    List<Figure> run(Lab lab, RelayApi api) throws Exception;
}
