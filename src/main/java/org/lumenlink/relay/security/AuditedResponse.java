package org.lumenlink.relay.security;

import jakarta.servlet.http.HttpServletResponse;
import java.util.function.IntConsumer;
import org.springframework.security.web.util.OnCommittedResponseWrapper;

/** Has the status recorded before any of the answer leaves: whoever has an answer can count on the entry. */
class AuditedResponse extends OnCommittedResponseWrapper {

    private final IntConsumer recorder;
    private boolean isRecorded;

    AuditedResponse(HttpServletResponse response, IntConsumer recorder) {
        super(response);
        this.recorder = recorder;
    }

    /** Records the status that the answer has now, unless that was done before. */
    void recordNow() {
        recordAs(getStatus());
    }

    void recordAs(int status) {
        if (!isRecorded) {
            isRecorded = true;
            recorder.accept(status);
        }
    }

    @Override
    protected void onResponseCommitted() {
        recordNow();
    }
}
