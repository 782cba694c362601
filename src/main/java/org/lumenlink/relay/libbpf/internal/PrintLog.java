package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * Collects what libbpf prints, the verifier's log among it, during a call on the same thread; at other times it is
 * dropped, since the error number says enough. Nothing reaches stderr.
 */
final class PrintLog implements AutoCloseable {

    /** Characters kept: the end of the verifier's log tells the reason, the rest may be many megabytes. */
    static final int LIMIT = 256 * 1024;

    /** LIBBPF_INFO of enum libbpf_print_level; warnings are 0, debug messages 2. */
    private static final int INFO = 1;

    private static final ThreadLocal<@Nullable PrintLog> CURRENT = new ThreadLocal<>();

    /** libbpf keeps the function's address for good: so must we keep the object. */
    private static final LibbpfSymbols.PrintFunction FUNCTION = PrintLog::print;

    private final StringBuilder text = new StringBuilder();

    private boolean shortened;

    private PrintLog() {}

    /** Takes libbpf's output over, for the whole process. */
    static void install() {
        LibbpfSymbols.libbpf_set_print(FUNCTION);
    }

    /** Starts to collect on this thread; closing ends it. */
    static PrintLog start() {
        PrintLog log = new PrintLog();
        CURRENT.set(log);
        return log;
    }

    /** Returns what was printed so far. */
    String text() {
        String stripped = text.toString().strip();
        return shortened ? "[beginning left out]\n" + stripped : stripped;
    }

    @Override
    public void close() {
        CURRENT.remove();
    }

    private void append(String line) {
        text.append(line);
        if (text.length() > LIMIT) {
            text.delete(0, text.length() - LIMIT);
            shortened = true;
        }
    }

    private static int print(int level, Pointer format, Pointer args) {
        PrintLog log = CURRENT.get();
        if (log == null || level > INFO) {
            return 0;
        }
        PointerByReference result = new PointerByReference();
        int length = LibC.vasprintf(result, format, args);
        if (length < 0) {
            return 0;
        }
        Pointer formatted = result.getValue();
        try {
            log.append(formatted.getString(0));
        } finally {
            LibC.free(formatted);
        }
        return length;
    }
}
