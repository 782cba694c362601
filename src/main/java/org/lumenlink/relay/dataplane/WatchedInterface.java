package org.lumenlink.relay.dataplane;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Attacher.Attached;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An interface that is to have the program, also when it has been away. For use by one thread. */
final class WatchedInterface {

    private static final Logger log = LoggerFactory.getLogger(WatchedInterface.class);

    private final String name;
    private final Attacher attacher;
    private @Nullable Attached attached;
    private String trouble = "";

    WatchedInterface(String name, Attacher attacher) {
        this.name = name;
        this.attacher = attacher;
    }

    /**
     * Attaches.
     *
     * @throws HostUnfitException if the kernel refuses
     */
    void attach(int index) {
        Attachment made = take(attacher.attach(name, index));
        log.info("Attached to {} in {} mode", name, Words.of(made.mode()));
    }

    /**
     * Attaches again if the interface is another one than before, or has lost the program. Says so in the log, once for
     * each change.
     *
     * @param index of the interface that has the name now; 0 for none
     */
    void follow(int index) {
        Attached present = attached;
        if (present != null && present.attachment().interfaceIndex() == index && attacher.isAttached(index)) {
            return;
        }
        detach();
        if (index == 0) {
            suffer("there is no such interface any more");
            return;
        }
        try {
            Attachment made = take(attacher.attach(name, index));
            log.info("Attached to {} again, in {} mode", name, Words.of(made.mode()));
        } catch (HostUnfitException e) {
            suffer(e.briefly());
        }
    }

    void detach() {
        Attached present = attached;
        attached = null;
        if (present != null) {
            present.link().close();
        }
    }

    /** Lets go of the attachment, which stays. */
    void leave() {
        Attached present = attached;
        attached = null;
        if (present != null) {
            present.link().leave();
        }
    }

    String name() {
        return name;
    }

    Optional<Attachment> attachment() {
        return Optional.ofNullable(attached).map(Attached::attachment);
    }

    /** Returns why it has not got the program; empty if it has. */
    String trouble() {
        return trouble;
    }

    private Attachment take(Attached made) {
        attached = made;
        trouble = "";
        return made.attachment();
    }

    private void suffer(String reason) {
        if (!reason.equals(trouble)) {
            trouble = reason;
            log.warn("No longer attached to {}: {}. Attaching again as soon as possible", name, reason);
        }
    }
}
