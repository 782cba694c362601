package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** An open network namespace. */
final class NamespaceFile implements AutoCloseable {

    private static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");

    private static final int CLONE_NEWNET = 0x40000000;

    private final int fd;

    private final String name;

    private NamespaceFile(int fd, String name) {
        this.fd = fd;
        this.name = name;
    }

    static NamespaceFile open(Path path, String name) {
        int fd = LibC.open(path.toString(), LibC.O_CLOEXEC);
        int errno = Native.getLastError();
        if (fd < 0) {
            throw Errnos.failure("open network namespace " + name + " at " + path, errno);
        }
        return new NamespaceFile(fd, name);
    }

    static NamespaceFile ofCallingThread() {
        return open(OF_THREAD, "of the calling thread");
    }

    /** Calls on a thread of its own that lives in the namespace; setns(2) moves no other thread. */
    <T> T call(Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter();
            return action.call();
        });
        Thread thread = Thread.ofPlatform().name("netns " + name).start(task);
        join(thread);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /**
     * Runs in the namespace: on the calling thread if it lives there, since entering one takes CAP_SYS_ADMIN, which the
     * relay does without.
     */
    void run(Runnable action) {
        try {
            if (isOfCallingThread()) {
                action.run();
                return;
            }
            call(() -> {
                action.run();
                return true;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("failed in network namespace " + name, e);
        }
    }

    @Override
    public void close() {
        LibC.close(fd);
    }

    /** Hands an interrupt on, and waits all the same: the descriptor must stay open until the thread has ended. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void enter() {
        int result = LibC.setns(fd, CLONE_NEWNET);
        int errno = Native.getLastError();
        if (result < 0) {
            throw Errnos.failure("enter network namespace " + name, errno);
        }
    }

    private boolean isOfCallingThread() {
        try {
            return Files.readSymbolicLink(OF_THREAD).equals(Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell network namespaces apart", e);
        }
    }
}
