package org.lumenlink.relay.api;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A request whose body is read as a whole before anybody looks into it, so that one that is too long is refused as such,
 * whatever is in it.
 */
class LimitedRequest extends HttpServletRequestWrapper {

    private final int limit;
    private final Duration allowed;

    /**
     * @param limit of the body in bytes
     * @param allowed time to send it
     */
    LimitedRequest(HttpServletRequest request, int limit, Duration allowed) {
        super(request);
        this.limit = limit;
        this.allowed = allowed;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        byte[] body = new BodyInput(super.getInputStream(), allowed).readAll(limit);
        return new Body(new ByteArrayInputStream(body));
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class Body extends ServletInputStream {

        private final ByteArrayInputStream octets;

        Body(ByteArrayInputStream octets) {
            this.octets = octets;
        }

        @Override
        public int read() {
            return octets.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return octets.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return octets.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the API does not read asynchronously");
        }
    }
}
