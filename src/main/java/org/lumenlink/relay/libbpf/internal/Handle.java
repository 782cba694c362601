package org.lumenlink.relay.libbpf.internal;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Guards something native: calls that use it hold it open, closing waits for them and happens once. Without this, a
 * thread could use a file descriptor that another has closed and the kernel has given to somebody else.
 */
final class Handle implements AutoCloseable {

    private final String description;

    private final Runnable release;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private boolean open = true;

    /**
     * Guards a resource.
     *
     * @param description for messages, such as {@code "BPF map user_map"}
     * @param release frees the resource
     */
    Handle(String description, Runnable release) {
        this.description = description;
        this.release = release;
    }

    <T> T use(Supplier<T> call) {
        lock.readLock().lock();
        try {
            requireOpen();
            return call.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    int useInt(IntSupplier call) {
        lock.readLock().lock();
        try {
            requireOpen();
            return call.getAsInt();
        } finally {
            lock.readLock().unlock();
        }
    }

    boolean isOpen() {
        lock.readLock().lock();
        try {
            return open;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        if (lock.getReadHoldCount() > 0) {
            throw new IllegalStateException(description + " cannot be closed from within a call that uses it");
        }
        lock.writeLock().lock();
        try {
            if (open) {
                open = false;
                release.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public String toString() {
        return description;
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException(description + " is closed");
        }
    }
}
